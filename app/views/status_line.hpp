#pragma once
#include "app/views/view.hpp"

namespace convscope::app {

/// Times, threads, instructions, and the size of the picture.
class StatusLineView final : public View {
  public:
    void draw(const ViewContext& context) override;
};

}  // namespace convscope::app
