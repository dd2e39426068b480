#include "app/views/param_fields.hpp"

#include <cmath>

#include "app/widgets/number_field.hpp"

namespace convscope::app {
namespace {

std::string_view group_label(std::string_view path) {
    const std::string_view group = path.substr(0, path.find('.'));
    return group == "kernel" || group == "window" ? "size" : group;
}

void apply(const BoardFrame& frame, const LayerModel& layer, std::size_t field,
           const NumberFieldResult& result) {
    const ParamField& info = layer.op->fields[field];
    if (!result.message.empty()) frame.refuse(result.message);
    if (result.cancelled) frame.cancel(result.gesture);
    if (!result.value) return;
    if (info.path.starts_with("kernel.") && *result.value > kMaxGridKernel) {
        frame.refuse("The grid edits filters up to " + std::to_string(kMaxGridKernel) + " × " +
                     std::to_string(kMaxGridKernel) + ": open a larger one from a file.");
        return;
    }
    frame.edit(SetParam{layer.id, field, *result.value}, result.gesture);
}

void draw_number(const BoardFrame& frame, const LayerModel& layer, std::size_t field,
                 const PixelRect& rect) {
    const ParamField& info = layer.op->fields[field];
    const std::string path = "layer/" + layer.id + "/" + std::string(info.path);
    const std::string tooltip = std::string(info.label) + ": " + std::string(info.tooltip) +
                                "\nFrom " + std::to_string(info.minimum) + " to " +
                                std::to_string(info.maximum) +
                                ". Click and type, turn the wheel, or drag up and down.";
    apply(frame, layer, field,
          number_field(frame.ui(), frame.editor,
                       {.path = path,
                        .rect = rect,
                        .value = frame.newest(layer).params[field],
                        .minimum = info.minimum,
                        .maximum = info.path.starts_with("kernel.") ? kMaxGridKernel : info.maximum,
                        .label = info.label,
                        .tooltip = tooltip}));
}

void draw_choice(const BoardFrame& frame, const LayerModel& layer, std::size_t field,
                 const PixelRect& rect) {
    const ParamField& info = layer.op->fields[field];
    const std::string path = "layer/" + layer.id + "/" + std::string(info.path);
    const int current = frame.newest(layer).params[field];
    if (!begin_choice(frame.ui(), {.path = path,
                                   .rect = rect,
                                   .text = info.choices[static_cast<std::size_t>(current)],
                                   .tooltip = info.tooltip}))
        return;
    for (int i = 0; i < static_cast<int>(info.choices.size()); ++i) {
        const std::string_view choice = info.choices[static_cast<std::size_t>(i)];
        const std::string item = path + "/" + std::string(choice);
        if (choice_item(frame.ui(), {.path = item, .text = choice, .on = i == current}))
            frame.edit(SetParam{layer.id, field, i});
    }
    end_choice();
}

}  // namespace

std::vector<FieldGroup> field_groups(const OpInfo& op) {
    std::vector<FieldGroup> groups;
    for (std::size_t i = 0; i < op.fields.size(); ++i) {
        if (op.fields[i].choices.size() == 1) continue;
        const std::string_view label = group_label(op.fields[i].path);
        if (groups.empty() || groups.back().label != label) groups.push_back({label, {}});
        groups.back().fields.push_back(i);
    }
    return groups;
}

float draw_group_boxes(const BoardFrame& frame, const LayerModel& layer, const FieldGroup& group,
                       ImVec2 top_left) {
    const float box = std::round(frame.px(kFieldWidth)), gap = std::round(frame.px(3));
    float x = top_left.x;
    for (const std::size_t field : group.fields) {
        const bool choice = !layer.op->fields[field].choices.empty();
        const float right = x + (choice ? 2 * box + gap : box);
        const PixelRect rect{x, top_left.y, right, top_left.y + std::round(frame.px(kFieldHeight))};
        if (choice)
            draw_choice(frame, layer, field, rect);
        else
            draw_number(frame, layer, field, rect);
        x = right + gap;
    }
    return x - gap;
}

}  // namespace convscope::app
