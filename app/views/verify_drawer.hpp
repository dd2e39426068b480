#pragma once
#include "app/views/view.hpp"

namespace convscope::app {

/// Gradients beside the slopes that nudging gives: every number that was checked, the worst first.
class VerifyDrawer : public View {
  public:
    void draw(const ViewContext& context) override;
    std::string subtitle(const ViewContext& context) const override;
};

}  // namespace convscope::app
