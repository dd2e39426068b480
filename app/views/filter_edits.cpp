#include <algorithm>
#include <cmath>

#include "app/views/filter_card.hpp"
#include "app/widgets/number_field.hpp"

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

const Layer* first_filter_layer(const Scene& scene) {
    const auto found = std::ranges::find_if(
        scene.layers, [](const Layer& layer) { return layer.enabled && layer.weights != nullptr; });
    return found == scene.layers.end() ? nullptr : &*found;
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

float draw_change_buttons(const BoardFrame& frame, const LayerModel& layer, const PixelRect& row) {
    const Pen pen = frame.pen();
    const float side = std::round(pen.px(22)), gap = std::round(pen.px(4));
    float x = row.x0;
    for (const FilterOp& op : filter_ops()) {
        const std::string path = "layer/" + layer.id + "/change/" + std::string(op.id);
        const std::string tooltip = std::string(op.label) + ". " + std::string(op.tooltip);
        const PixelRect rect{x, row.y0, x + side, row.y1};
        if (chip(frame.ui(), {.path = path, .rect = rect, .tooltip = tooltip}))
            frame.edit(filter_op_edit(frame.newest(layer), layer.shown_filter, op));
        pen.text_in(pen.look().fonts.small_text, rect, Align::kCentre, pen.theme().text, op.sign);
        x = rect.x1 + gap;
    }
    return x - gap;
}

Edit bias_edit(const Layer& layer, int filter, float value) {
    std::vector<float> bias = layer.bias;
    bias.resize(static_cast<std::size_t>(layer.weights->shape().n));
    bias[static_cast<std::size_t>(existing(layer, filter))] = value;
    return SetBias{layer.id, std::move(bias)};
}

void draw_bias(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect) {
    const Layer& newest = frame.newest(layer);
    const std::string path = "layer/" + layer.id + "/bias";
    if (newest.bias.empty()) {
        const float left = std::max(rect.x0, rect.x1 - chip_width(frame.ui(), "add bias"));
        if (chip(frame.ui(), {.path = path + "/add",
                              .rect = {left, rect.y0, rect.x1, rect.y1},
                              .text = "add bias",
                              .tooltip = "Gives each filter a number that is added to all cells of "
                                         "its output."}))
            frame.edit(bias_edit(newest, layer.shown_filter, 0));
        return;
    }
    const Pen pen = frame.pen();
    const int filter = existing(newest, layer.shown_filter);
    const PixelRect remove{rect.x1 - height(rect), rect.y0, rect.x1, rect.y1};
    const PixelRect box{remove.x0 - pen.px(58), rect.y0, remove.x0 - pen.px(4), rect.y1};
    pen.text_in(pen.look().fonts.small_text, {rect.x0, rect.y0, box.x0 - pen.px(5), rect.y1},
                Align::kRight, pen.theme().quiet, "bias");
    const WeightEdit change = weight_field(
        frame.ui(), frame.editor,
        {.path = path + "/" + std::to_string(filter),
         .rect = box,
         .value = newest.bias[static_cast<std::size_t>(filter)],
         .tooltip = "Bias of the shown filter: added to all cells of its output.\nClick "
                    "and type, turn the wheel, or drag up and down."});
    if (!change.message.empty()) frame.refuse(change.message);
    if (change.cancelled) frame.cancel(change.gesture);
    if (change.value) frame.edit(bias_edit(newest, filter, *change.value), change.gesture);
    if (chip(frame.ui(), {.path = path + "/remove",
                          .rect = remove,
                          .text = "×",
                          .tooltip = "Removes the bias of every filter."}))
        frame.edit(SetBias{layer.id, {}});
}

}  // namespace convscope::app
