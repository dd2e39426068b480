#include <algorithm>

#include "app/views/board_frame.hpp"
#include "app/views/unread_cells.hpp"
#include "app/widgets/stripes.hpp"

namespace convscope::app {
namespace {

constexpr float kSmallestHatched = 3;  // At scale 1.

class FloorDrawer {
  public:
    FloorDrawer(const BoardFrame& frame, const DrawnMap& map)
        : pen_(frame.pen()), map_(map), model_(frame.model.maps[map.index]) {}

    void draw() const {
        const std::vector<Interval> columns = runs(model_.walk_x), rows = runs(model_.walk_y);
        if (columns.empty() && rows.empty()) return;
        const Shape shape = model_.drawn_shape();
        for (const Interval& run : rows) shade({0, run.begin, shape.w, run.end});
        // Columns between the rows, so that nothing is shaded twice; where cells are too small to
        // see that, at once.
        const bool large = map_.transform.cell_height() >= pen_.px(kSmallestHatched);
        for (const Interval& run : columns) {
            if (!large || rows.empty()) {
                shade({run.begin, 0, run.end, shape.h});
                continue;
            }
            int y = 0;
            for (const Interval& row : rows) {
                shade({run.begin, y, run.end, row.begin});
                y = row.end;
            }
            shade({run.begin, y, run.end, shape.h});
        }
    }

  private:
    std::vector<Interval> runs(const std::optional<WindowWalk>& walk) const {
        return walk && !model_.value_column ? unread_runs(*walk) : std::vector<Interval>{};
    }

    void shade(const Rect& cells) const {
        const Rect visible = intersect(cells, map_.transform.visible_cells());
        if (visible.empty()) return;
        const PixelRect rect = map_.transform.visible_rect_of(visible);
        if (rect.empty()) return;
        pen_.fill(rect, pen_.theme().ground.with_alpha(90));
        if (std::min(width(rect), height(rect)) >= pen_.px(kSmallestHatched))
            draw_hatch(pen_, rect);
    }

    Pen pen_;
    const DrawnMap& map_;
    const MapModel& model_;
};

}  // namespace

void draw_floor(const BoardFrame& frame) {
    if (!frame.context.ui.show_unread) return;
    for (const DrawnMap& map : frame.drawn) FloorDrawer(frame, map).draw();
}

}  // namespace convscope::app
