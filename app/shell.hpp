#pragma once
#include <memory>
#include <vector>

#include "app/layout.hpp"
#include "app/views/view.hpp"

namespace convscope::app {

/// Makes every view of the table and gives each its part of the window.
class Shell {
  public:
    Shell();
    /// Between ImGui's NewFrame() and Render().
    void draw(const ViewContext& context, const WindowRegions& regions);

  private:
    struct Entry {
        Region region;
        std::unique_ptr<View> view;
    };
    void draw_region(Region region, PixelRect place, const ViewContext& context);

    std::vector<Entry> entries_;
};

}  // namespace convscope::app
