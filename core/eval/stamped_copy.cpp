#include "core/eval/stamped_copy.hpp"

#include <cstdio>
#include <optional>

#include "core/eval/letters.hpp"
#include "core/scene/op_traits.hpp"

namespace convscope {
namespace {

/// How many cells of a gradient are not 0.
double count_nonzero(const Map& gradient) {
    double count = 0;
    for (const AbsoluteSum& channel : gradient.channel_sums) count += channel.nonzero;
    return count;
}

/// The one cell that is not 0; nothing when there are others, or none.
std::optional<Cell> only_nonzero_cell(const Map& gradient) {
    if (count_nonzero(gradient) != 1) return std::nullopt;
    const ConstTensorView values = gradient.values.view();
    const Rect plane = values.shape().plane();
    const BlockGrid tiles = block_grid(plane);
    for (int c = 0; c < values.shape().c; ++c)
        for (int tile = 0; tile < tiles.count(); ++tile) {
            if (gradient.tile_sums[static_cast<std::size_t>(c * tiles.count() + tile)].nonzero == 0)
                continue;
            const Rect rect = tiles.rect(tile, plane);
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x)
                    if (values(0, c, y, x) != 0) return Cell{0, c, y, x};
        }
    return std::nullopt;
}

/// Cells from one tap of a window to the next.
int tap_distance(int window_cells, int taps) {
    return taps > 1 ? (window_cells - 1) / (taps - 1) : 1;
}

/// Whether ∂L/∂I is filter `cell.c` times `slope` under the window of `cell`, and 0 elsewhere.
bool holds_stamped_filter(const Results& results, const OpInputs& inputs, const Rect& window,
                          Cell cell, float slope) {
    const ConstTensorView weights = inputs.weights;
    const ConstTensorView gradient = results.gradients.front().values.view();
    const Shape taps = weights.shape(), picture = gradient.shape();
    const int dx = tap_distance(window.width(), taps.w);
    const int dy = tap_distance(window.height(), taps.h);
    double stamped = 0;
    for (int c = 0; c < taps.c; ++c)
        for (int b = 0; b < taps.h; ++b)
            for (int a = 0; a < taps.w; ++a) {
                const int x = window.x0 + a * dx, y = window.y0 + b * dy;
                if (!picture.plane().contains(x, y)) continue;
                const float product = slope * weights(cell.c, c, b, a);
                if (gradient(0, c, y, x) != product) return false;
                if (product != 0) ++stamped;
            }
    return stamped == count_nonzero(results.gradients.front());
}

std::string note_text(const Results& results, Cell cell, float slope, bool is_cut) {
    const BoardLetters letters = letters_of(results.scene, results.plan);
    std::string filter = with_subscript(letters.weights.front());
    if (results.plan.shapes[1].c > 1)
        filter = "filter " + std::to_string(cell.c + 1) + " of " + filter;
    std::string text = "∂L/∂I is a copy of " + filter + ", stamped where the window was";
    if (is_cut) text += " (the part of it in the padding is cut off)";
    if (slope == 1) return text + ".";
    char factor[32];
    std::snprintf(factor, sizeof factor, "%.4g", static_cast<double>(slope));
    return text + ", times " + factor + ".";
}

}  // namespace

std::string stamped_copy_note(const Results& results) {
    if (results.plan.layers.empty()) return {};
    const Layer& layer = results.scene.layers[results.plan.layers.front()];
    const OpInfo& op = *find_op(layer.op);
    if (op.weights_shape == nullptr || !window_fields(op)) return {};
    const Map& gradient = results.gradients[1];
    const std::optional<Cell> cell = only_nonzero_cell(gradient);
    if (!cell) return {};
    const float slope = gradient.values.view()(*cell);
    const Shape picture = results.plan.shapes.front();
    const Rect window =
        op.input_rect(layer.params, {cell->x, cell->y, cell->x + 1, cell->y + 1}, picture);
    if (!holds_stamped_filter(results, op_inputs(results, 0), window, *cell, slope)) return {};
    return note_text(results, *cell, slope, intersect(window, picture.plane()) != window);
}

}  // namespace convscope
