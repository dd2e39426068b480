#include <algorithm>
#include <cmath>

#include "app/views/board_frame.hpp"

namespace convscope::app {
namespace {

constexpr float kSmallestCellWithWinner = 12;  // At scale 1.
constexpr Colour kBlack{0, 0, 0}, kWhite{255, 255, 255};

/// A frame that reads on every ground: a light line between black.
void draw_ring(const Pen& pen, PixelRect rect, float smallest, Colour light = kWhite) {
    const float grow_x = std::max(0.0f, (smallest - width(rect)) / 2);
    const float grow_y = std::max(0.0f, (smallest - height(rect)) / 2);
    rect = {std::round(rect.x0 - grow_x), std::round(rect.y0 - grow_y),
            std::round(rect.x1 + grow_x), std::round(rect.y1 + grow_y)};
    const float line = std::max(1.0f, std::round(pen.px(1.5f)));
    pen.outline(inset(rect, -line), kBlack, 0, line);
    pen.outline(rect, light, 0, line);
    pen.outline(inset(rect, line), kBlack, 0, line);
}

/// A thinner one, for what belongs to the cell in other maps.
void draw_outline(const Pen& pen, const PixelRect& rect) {
    pen.outline(inset(rect, -1), kBlack.with_alpha(200));
    pen.outline(rect, kWhite);
}

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
        draw_hovered();
    }

  private:
    /// A dot in each cell that won a window of the pool layer behind this map.
    void draw_winners(const DrawnMap& map) const {
        const float smallest = frame_.px(kSmallestCellWithWinner);
        if (map.transform.cell_width() < smallest) return;
        for (const LayerModel& layer : frame_.model.layers)
            if (layer.stage >= 0 && layer.input_map == map.index && layer.op->has_winners &&
                !frame_.model.maps[map.index].value_column)
                draw_winners_of(map, layer);
    }

    void draw_winners_of(const DrawnMap& map, const LayerModel& layer) const {
        const MapModel& input = frame_.model.maps[layer.input_map];
        const Shape output = frame_.model.maps[layer.output_map()].shape();
        const int channel = std::max(0, input.value_channel);
        const auto& winners = frame_.results.layers[static_cast<std::size_t>(layer.stage)].winners;
        const ParamSet& params = frame_.results.scene.find_layer(layer.id)->params;
        const Rect outputs =
            intersect(layer.op->output_rect(params, map.transform.visible_cells(), input.shape()),
                      output.plane());
        for (int y = outputs.y0; y < outputs.y1; ++y)
            for (int x = outputs.x0; x < outputs.x1; ++x) {
                const Rect window =
                    layer.op->input_rect(params, {x, y, x + 1, y + 1}, input.shape());
                const int winner = winners[(static_cast<std::size_t>(channel) *
                                                static_cast<std::size_t>(output.h) +
                                            static_cast<std::size_t>(y)) *
                                               static_cast<std::size_t>(output.w) +
                                           static_cast<std::size_t>(x)];
                draw_winner(map, window.x0 + winner % window.width(),
                            window.y0 + winner / window.width());
            }
    }

    /// In the upper right corner, clear of the number in the middle.
    void draw_winner(const DrawnMap& map, int x, int y) const {
        const PixelRect rect = map.transform.rect_of({x, y, x + 1, y + 1});
        const float side = std::min(frame_.px(8), width(rect) * 0.35f);
        const auto triangle = [&](float length, Colour colour) {
            pen_.list()->AddTriangleFilled({rect.x1 - length, rect.y0}, {rect.x1, rect.y0},
                                           {rect.x1, rect.y0 + length}, colour.packed());
        };
        triangle(side + frame_.px(2.5f), pen_.theme().ground);
        triangle(side, pen_.theme().forward);
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

    void draw_hovered() const {
        const HoveredCell focus = frame_.focus();
        const std::size_t index = frame_.map_index(focus.map);
        const auto rects = trace_cell(frame_.results, index, focus.cell);
        for (const DrawnMap& map : frame_.drawn) {
            if (map.loupe) draw_loupe_place(map);
            const bool itself = map.index == index;
            const Rect cells = frame_.model.maps[map.index].drawn_of_rect(
                rects[map.index], itself ? std::optional(focus.cell.c) : std::nullopt);
            if (cells.empty() || (!frame_.hovered && !map.loupe)) continue;
            const PixelRect& clip = map.transform.frame();
            pen_.list()->PushClipRect({clip.x0 - 2, clip.y0 - 2}, {clip.x1 + 2, clip.y1 + 2}, true);
            // What reaches beyond what is shown ends there: no side of it is missing.
            const PixelRect whole = map.transform.rect_of(cells);
            const PixelRect rect{std::max(whole.x0, clip.x0), std::max(whole.y0, clip.y0),
                                 std::min(whole.x1, clip.x1), std::min(whole.y1, clip.y1)};
            if (rect.empty()) {
                pen_.list()->PopClipRect();
                continue;
            }
            if (itself)
                draw_ring(pen_, rect, frame_.px(7));
            else
                draw_outline(pen_, rect);
            pen_.list()->PopClipRect();
        }
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
