#include <algorithm>

#include "app/views/filter_card.hpp"

namespace convscope::app {
namespace {

/// `weights` with filter `k` exchanged for `filter` (1,C,h,w). The others keep their weights,
/// aligned at the centre of the new size.
Tensor with_filter(ConstTensorView weights, int k, ConstTensorView filter) {
    const Shape old = weights.shape(), one = filter.shape();
    Tensor result(Shape{old.n, old.c, one.h, one.w});
    const int shift_x = (one.w - old.w) / 2, shift_y = (one.h - old.h) / 2;
    for (int n = 0; n < old.n; ++n)
        for (int c = 0; c < old.c; ++c)
            for (int y = 0; y < one.h; ++y)
                for (int x = 0; x < one.w; ++x) {
                    const bool inside = old.plane().contains(x - shift_x, y - shift_y);
                    result.view()(n, c, y, x) = n == k   ? filter(0, c, y, x)
                                                : inside ? weights(n, c, y - shift_y, x - shift_x)
                                                         : 0.0f;
                }
    return result;
}

Tensor one_filter(ConstTensorView weights, int k) {
    const Shape shape = weights.shape();
    Tensor filter(Shape{1, shape.c, shape.h, shape.w});
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            std::copy_n(weights.row(k, c, y), shape.w, filter.view().row(0, c, y));
    return filter;
}

/// The results on the screen may be older and have had more filters.
int existing(const Layer& layer, int filter) {
    return std::clamp(filter, 0, layer.weights->shape().n - 1);
}

Edit exchanged(const Layer& layer, int k, const Tensor& filter, std::string name) {
    return SetWeights{
        layer.id,
        std::make_shared<const Tensor>(with_filter(layer.weights->view(), k, filter.view())),
        std::move(name)};
}

}  // namespace

Edit preset_edit(const Layer& layer, int filter, const FilterPreset& preset) {
    return exchanged(layer, existing(layer, filter), preset.make(layer.weights->shape().c),
                     std::string(preset.label));
}

Edit filter_op_edit(const Layer& layer, int filter, const FilterOp& op) {
    const int k = existing(layer, filter);
    const Tensor before = one_filter(layer.weights->view(), k);
    return exchanged(layer, k, op.apply(before.view()), "");
}

std::string weights_label(const Layer& layer) {
    return layer.weights_name.empty() ? "own weights" : layer.weights_name;
}

void draw_preset_choice(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect) {
    const std::string path = "layer/" + layer.id + "/preset";
    const Layer& newest = frame.newest(layer);
    if (!begin_choice(frame.ui(), {.path = path,
                                   .rect = rect,
                                   .text = weights_label(newest),
                                   .tooltip = "Presets: filters to start from."}))
        return;
    std::string_view group;
    for (const FilterPreset& preset : filter_presets()) {
        if (preset.group != group) choice_heading(frame.ui(), group = preset.group);
        const std::string item = path + "/" + std::string(preset.id);
        if (choice_item(frame.ui(), {.path = item,
                                     .text = preset.label,
                                     .tooltip = preset.description,
                                     .on = preset.label == newest.weights_name}))
            frame.edit(preset_edit(newest, layer.shown_filter, preset));
    }
    end_choice();
}

void draw_change_choice(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect) {
    const std::string path = "layer/" + layer.id + "/change";
    if (!begin_choice(frame.ui(), {.path = path,
                                   .rect = rect,
                                   .text = "",
                                   .tooltip = "Changes to the whole filter: flip, turn, negate."}))
        return;
    for (const FilterOp& op : filter_ops()) {
        const std::string item = path + "/" + std::string(op.id);
        if (choice_item(frame.ui(), {.path = item, .text = op.label, .tooltip = op.tooltip}))
            frame.edit(filter_op_edit(frame.newest(layer), layer.shown_filter, op));
    }
    end_choice();
}

}  // namespace convscope::app
