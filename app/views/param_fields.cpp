#include "app/views/param_fields.hpp"

#include <cmath>

#include "app/widgets/number_field.hpp"

namespace convscope::app {
namespace {

std::string_view group_label(const ParamField& field) {
    const std::size_t dot = field.path.find('.');
    if (dot == std::string_view::npos) return field.label;
    const std::string_view group = field.path.substr(0, dot);
    return group == "kernel" || group == "window" ? "size" : group;
}

/// A choice that is a switch.
bool is_yes_or_no(const ParamField& field) {
    return field.choices.size() == 2 && field.choices[0] == "false" && field.choices[1] == "true";
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

/// What a choice does; empty where its name says it all.
std::string_view choice_tooltip(const ParamField& field, int choice) {
    if (field.choice_tooltips.empty()) return {};
    return field.choice_tooltips[static_cast<std::size_t>(choice)];
}

/// The tooltip of a field with one of its choices taken.
std::string chosen_tooltip(const ParamField& field, int choice) {
    const std::string_view chosen = choice_tooltip(field, choice);
    std::string text(field.tooltip);
    if (!chosen.empty())
        text += "\n" + std::string(field.choices[static_cast<std::size_t>(choice)]) + ": " +
                std::string(chosen);
    return text;
}

void draw_choice(const BoardFrame& frame, const LayerModel& layer, std::size_t field,
                 const PixelRect& rect) {
    const ParamField& info = layer.op->fields[field];
    const std::string path = "layer/" + layer.id + "/" + std::string(info.path);
    const int current = frame.newest(layer).params[field];
    if (is_yes_or_no(info)) {
        const std::string tooltip = std::string(info.label) + ": " + std::string(info.tooltip);
        if (toggle_switch(frame.ui(),
                          {.path = path, .rect = rect, .tooltip = tooltip, .on = current == 1}))
            frame.edit(SetParam{layer.id, field, 1 - current});
        return;
    }
    const std::string tooltip = chosen_tooltip(info, current);
    if (!begin_choice(frame.ui(), {.path = path,
                                   .rect = rect,
                                   .text = info.choices[static_cast<std::size_t>(current)],
                                   .tooltip = tooltip}))
        return;
    for (int i = 0; i < static_cast<int>(info.choices.size()); ++i) {
        const std::string_view choice = info.choices[static_cast<std::size_t>(i)];
        const std::string item = path + "/" + std::string(choice);
        if (choice_item(frame.ui(), {.path = item,
                                     .text = choice,
                                     .tooltip = choice_tooltip(info, i),
                                     .on = i == current}))
            frame.edit(SetParam{layer.id, field, i});
    }
    end_choice();
}

/// "x" of "stride.x".
std::string_view letter_of(const ParamField& field) {
    return field.path.substr(field.path.rfind('.') + 1);
}

/// A letter tells the fields of a group apart; one alone needs none.
float letter_width(const BoardFrame& frame, const FieldGroup& group, const ParamField& field) {
    if (group.fields.size() == 1) return 0;
    ImFont* font = frame.context.look.fonts.small_text;
    return std::round(text_size(font, letter_of(field)).x + frame.px(2));
}

float box_width(const BoardFrame& frame, const ParamField& field) {
    constexpr float kSwitchWidth = 22, kChoiceWidth = 2 * kFieldWidth + 12;
    const bool number = field.choices.empty();
    return std::round(frame.px(number                ? kFieldWidth
                               : is_yes_or_no(field) ? kSwitchWidth
                                                     : kChoiceWidth));
}

float box_gap(const BoardFrame& frame) {
    return std::round(frame.px(4));
}

}  // namespace

std::vector<FieldGroup> field_groups(const OpInfo& op) {
    std::vector<FieldGroup> groups;
    for (std::size_t i = 0; i < op.fields.size(); ++i) {
        if (op.fields[i].choices.size() == 1) continue;
        const std::string_view label = group_label(op.fields[i]);
        if (groups.empty() || groups.back().label != label) groups.push_back({label, {}});
        groups.back().fields.push_back(i);
    }
    return groups;
}

float group_boxes_width(const BoardFrame& frame, const OpInfo& op, const FieldGroup& group) {
    float sum = 0;
    for (const std::size_t field : group.fields)
        sum += letter_width(frame, group, op.fields[field]) + box_width(frame, op.fields[field]) +
               box_gap(frame);
    return sum - box_gap(frame);
}

float draw_group_boxes(const BoardFrame& frame, const LayerModel& layer, const FieldGroup& group,
                       ImVec2 top_left) {
    const Pen pen = frame.pen();
    const float bottom = top_left.y + std::round(frame.px(kFieldHeight));
    float x = top_left.x;
    for (const std::size_t field : group.fields) {
        const ParamField& info = layer.op->fields[field];
        const float left = x + letter_width(frame, group, info);
        if (left > x)
            pen.text_in(pen.look().fonts.small_text, {x, top_left.y, left, bottom}, Align::kLeft,
                        pen.theme().quiet, letter_of(info));
        const PixelRect rect{left, top_left.y, left + box_width(frame, info), bottom};
        if (info.choices.empty())
            draw_number(frame, layer, field, rect);
        else
            draw_choice(frame, layer, field, rect);
        x = rect.x1 + box_gap(frame);
    }
    return x - box_gap(frame);
}

}  // namespace convscope::app
