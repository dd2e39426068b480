#include <algorithm>
#include <cmath>

#include "app/views/board_frame.hpp"
#include "app/views/disclosure.hpp"
#include "app/views/link_marks.hpp"
#include "core/eval/pool_marks.hpp"

namespace convscope::app {
namespace {

constexpr float kSmallestCellWithWinner = 12;  // At scale 1.
constexpr Colour kBlack{0, 0, 0}, kWhite{255, 255, 255};
constexpr std::uint8_t kQuiet = 70;  ///< Opacity of marks that say little.

class MarkDrawer {
  public:
    explicit MarkDrawer(const BoardFrame& frame) : frame_(frame), pen_(frame.pen()) {}

    void draw() const {
        for (const DrawnMap& map : frame_.drawn) {
            const PixelRect& clip = map.transform.frame();
            pen_.list()->PushClipRect({clip.x0, clip.y0}, {clip.x1, clip.y1}, true);
            if (!map.gradient) {
                draw_winners(map);
                draw_objective(map);
            }
            pen_.list()->PopClipRect();
        }
        for (const DrawnMap& map : frame_.drawn)
            if (map.loupe) draw_loupe_place(map);
        draw_link_marks(frame_);
    }

  private:
    /// A mark in each cell that won a window of the pool layer behind this map.
    void draw_winners(const DrawnMap& map) const {
        const float smallest = frame_.px(kSmallestCellWithWinner);
        if (map.transform.cell_width() < smallest) return;
        for (const LayerModel& layer : frame_.model.layers)
            if (layer.stage >= 0 && layer.input_map == map.index && layer.op->has_winners &&
                is_quantity_open(frame_.context,
                                 {NumberRef::Kind::kValue, layer.output_map(), 0, {}}) &&
                !frame_.model.maps[map.index].value_column)
                draw_winners_of(map, layer);
    }

    void draw_winners_of(const DrawnMap& map, const LayerModel& layer) const {
        const int channel = std::max(0, frame_.model.maps[layer.input_map].value_channel);
        const Rect cells = map.transform.visible_cells();
        const std::vector<PoolMark> marks =
            pool_marks(frame_.results, static_cast<std::size_t>(layer.stage), channel, cells);
        auto mark = marks.begin();
        for (int y = cells.y0; y < cells.y1; ++y)
            for (int x = cells.x0; x < cells.x1; ++x, ++mark) draw_mark(map, x, y, *mark);
    }

    /// Filled for winners, hollow for those that equal one but lost by the rule; faint where all of
    /// the window is 0.
    void draw_mark(const DrawnMap& map, int x, int y, PoolMark mark) const {
        const bool quiet = mark == PoolMark::kFlatTie || mark == PoolMark::kFlatWinner;
        if (mark == PoolMark::kTie || mark == PoolMark::kFlatTie) draw_tie(map, x, y, quiet);
        if (mark == PoolMark::kWinner || mark == PoolMark::kFlatWinner)
            draw_winner(map, x, y, quiet);
    }

    float mark_side(const PixelRect& cell) const {
        return std::min(frame_.px(8), width(cell) * 0.35f);
    }

    /// In the upper right corner, clear of the number in the middle.
    void draw_winner(const DrawnMap& map, int x, int y, bool quiet) const {
        const PixelRect rect = map.transform.rect_of({x, y, x + 1, y + 1});
        const float side = mark_side(rect);
        const auto triangle = [&](float length, Colour colour) {
            pen_.list()->AddTriangleFilled({rect.x1 - length, rect.y0}, {rect.x1, rect.y0},
                                           {rect.x1, rect.y0 + length}, colour.packed());
        };
        if (!quiet) triangle(side + frame_.px(2.5f), pen_.theme().ground);
        triangle(side, pen_.theme().forward.with_alpha(quiet ? kQuiet : 255));
    }

    void draw_tie(const DrawnMap& map, int x, int y, bool quiet) const {
        const PixelRect rect = map.transform.rect_of({x, y, x + 1, y + 1});
        const float side = mark_side(rect), in = frame_.px(1);
        const ImVec2 a{rect.x1 - side, rect.y0 + in}, b{rect.x1 - in, rect.y0 + in},
            c{rect.x1 - in, rect.y0 + side};
        if (!quiet) pen_.list()->AddTriangle(a, b, c, pen_.theme().ground.packed(), frame_.px(4));
        pen_.list()->AddTriangle(a, b, c,
                                 pen_.theme().forward.with_alpha(quiet ? kQuiet : 255).packed(),
                                 frame_.px(quiet ? 1 : 1.6f));
    }

    void draw_objective(const DrawnMap& map) const {
        const Objective& objective = frame_.results.scene.objective;
        const MapModel& model = frame_.model.maps[map.index];
        if (map.index + 1 != frame_.model.maps.size() ||
            !find_objective(objective.kind)->picks_cell ||
            (!model.value_column && std::max(0, model.value_channel) != objective.channel))
            return;
        const PixelRect rect = map.transform.rect_of(model.drawn_of_rect(
            {objective.x, objective.y, objective.x + 1, objective.y + 1}, objective.channel));
        draw_ring(pen_, rect, frame_.px(9), pen_.theme().backward);
        draw_objective_sign(rect);
    }

    /// "L" in the upper left corner, clear of the number and of winners.
    void draw_objective_sign(const PixelRect& cell) const {
        ImFont* font = pen_.look().fonts.small_text;
        const float side = font_size(font);
        if (std::min(width(cell), height(cell)) < 3 * side) return;
        const PixelRect plate{cell.x0, cell.y0, cell.x0 + side, cell.y0 + side};
        pen_.fill(plate, pen_.theme().backward);
        pen_.text_in(font, plate, Align::kCentre, readable_text(pen_.theme().backward), "L");
    }

    /// Which part of the large map a loupe shows.
    void draw_loupe_place(const DrawnMap& loupe) const {
        for (const DrawnMap& map : frame_.drawn) {
            if (map.loupe || map.index != loupe.index || map.gradient != loupe.gradient) continue;
            const PixelRect& clip = map.transform.frame();
            const PixelRect rect = map.transform.rect_of(loupe.transform.visible_cells());
            pen_.list()->PushClipRect({clip.x0, clip.y0}, {clip.x1, clip.y1}, true);
            pen_.outline(inset(rect, -1), kBlack.with_alpha(120));
            pen_.outline(rect, kWhite.with_alpha(170));
            pen_.list()->PopClipRect();
        }
    }

    const BoardFrame& frame_;
    Pen pen_;
};

}  // namespace

void draw_marks(const BoardFrame& frame) {
    MarkDrawer(frame).draw();
}

}  // namespace convscope::app
