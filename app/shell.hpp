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
        const ViewInfo* info;
        std::unique_ptr<View> view;
    };
    void draw_region(Region region, PixelRect place, const ViewContext& context);
    /// The open ones side by side.
    void draw_drawers(PixelRect place, const ViewContext& context);
    static void draw_drawer(const Entry& entry, PixelRect place, const ViewContext& context);

    std::vector<Entry> entries_;
};

}  // namespace convscope::app
