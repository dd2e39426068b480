#pragma once
#include "app/views/view.hpp"

namespace convscope::app {

/// The walk through both passes: its transport, and the loops that compute what is in work.
class StepsDrawer final : public View {
  public:
    void draw(const ViewContext& context) override;
    std::string subtitle(const ViewContext& context) const override;

  private:
    void draw_code(const ViewContext& context, const PixelRect& rect);

    StepPosition shown_;
};

}  // namespace convscope::app
