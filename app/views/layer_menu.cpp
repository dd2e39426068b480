#include "app/views/layer_menu.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/views/key_table.hpp"
#include "app/views/layer_actions.hpp"

namespace convscope::app {
namespace {

constexpr float kAddRadius = 8, kSentenceWidth = 330;  // At scale 1.

/// Opens a list below `rect` when its button was pressed; true while it is open.
bool begin_list(const BoardFrame& frame, const std::string& path, const PixelRect& rect,
                bool pressed) {
    const std::string popup = path + "##list";
    if (pressed) ImGui::OpenPopup(popup.c_str());
    ImGui::SetNextWindowPos({rect.x0, rect.y1 + frame.px(2)}, ImGuiCond_Appearing);
    return ImGui::BeginPopup(popup.c_str());
}

void draw_dots(const Pen& pen, const PixelRect& rect, Colour colour) {
    const float x = (rect.x0 + rect.x1) / 2, y = (rect.y0 + rect.y1) / 2, step = pen.px(5);
    for (const float dx : {-step, 0.0f, step})
        pen.list()->AddCircleFilled({x + dx, y}, std::max(1.0f, pen.px(1.6f)), colour.packed());
}

/// The place in the newest scene of what stands at `position` of the results' scene.
std::size_t newest_position(const BoardFrame& frame, std::size_t position) {
    const Scene& shown = frame.results.scene;
    const Scene& newest = frame.context.scene;
    if (position >= shown.layers.size()) return newest.layers.size();
    const auto index = layer_index(newest, shown.layers[position].id);
    return index ? *index : std::min(position, newest.layers.size());
}

/// Where the columns before and behind a new layer at `position` meet.
float seam(const BoardFrame& frame, std::size_t position) {
    const BoardLayout& layout = frame.layout;
    const bool last = position == layout.cards.size();
    const CardColumn& behind = last ? layout.loss : layout.cards[position];
    const bool after_off = position > 0 && frame.model.layers[position - 1].stage < 0;
    const float before =
        after_off ? layout.cards[position - 1].forward.x1
                  : layout.maps[static_cast<std::size_t>(behind.map_before)].forward.title.x1;
    return std::round((before + behind.forward.x0) / 2);
}

void draw_plus(const Pen& pen, const PixelRect& rect, bool lit) {
    const Theme& theme = pen.theme();
    const ImVec2 middle{(rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2};
    const float radius = width(rect) / 2, arm = radius * 0.5f;
    pen.list()->AddCircleFilled(middle, radius, (lit ? theme.selection : theme.panel).packed());
    pen.list()->AddCircle(middle, radius, theme.forward.packed(), 0, std::max(1.0f, pen.px(1.2f)));
    const Colour ink = lit ? theme.selection_text : theme.forward;
    const float line = std::max(1.0f, pen.px(1.6f));
    pen.line({middle.x - arm, middle.y}, {middle.x + arm, middle.y}, ink, line);
    pen.line({middle.x, middle.y - arm}, {middle.x, middle.y + arm}, ink, line);
}

/// Each op with its sentence below it.
void draw_op_list(const BoardFrame& frame, const std::string& path, std::size_t position) {
    choice_heading(frame.ui(), "Add a layer here");
    for (const OpInfo& op : op_table()) {
        const std::string item = path + "/" + std::string(op.id);
        if (choice_item(frame.ui(), {.path = item, .text = op.label, .tooltip = op.description}))
            frame.edit(AddLayer{std::string(op.id), newest_position(frame, position)});
        ImGui::PushTextWrapPos(frame.px(kSentenceWidth));
        ImGui::Indent(frame.px(10));
        choice_heading(frame.ui(), op.description);
        ImGui::Unindent(frame.px(10));
        ImGui::PopTextWrapPos();
    }
}

void draw_add_button(const BoardFrame& frame, std::size_t position) {
    const PixelRect& header = frame.layout.forward_header;
    const float x = seam(frame, position), y = std::round((header.y0 + header.y1) / 2);
    const float radius = std::round(frame.px(kAddRadius));
    const PixelRect rect{x - radius, y - radius, x + radius, y + radius};
    const std::string path = "board/add/" + std::to_string(position);
    const bool pressed = hot_area(frame.ui(), path, rect);
    draw_plus(frame.pen(), rect, ImGui::IsItemHovered());
    tooltip_for_item(frame.ui(), "Adds a layer here.");
    if (!begin_list(frame, path, rect, pressed)) return;
    draw_op_list(frame, path, position);
    end_choice();
}

/// Of the card below which the pointer is, in either row.
const LayerModel* layer_under_pointer(const BoardFrame& frame) {
    if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem |
                                ImGuiHoveredFlags_ChildWindows))
        return nullptr;
    const ImVec2 at = ImGui::GetIO().MousePos;
    const auto inside = [at](const PixelRect& rect) {
        return at.x >= rect.x0 && at.x < rect.x1 && at.y >= rect.y0 && at.y < rect.y1;
    };
    for (std::size_t i = 0; i < frame.layout.cards.size(); ++i)
        if (inside(frame.layout.cards[i].forward) || inside(frame.layout.cards[i].backward))
            return &frame.model.layers[i];
    return nullptr;
}

void draw_focus_item(const BoardFrame& frame, const LayerModel& layer, const std::string& path) {
    std::string& focus = frame.context.ui.focus_layer;
    const bool on = focus == layer.id;
    if (choice_item(frame.ui(), {.path = path + "/focus",
                                 .text = "Focus",
                                 .tooltip = "Shows this layer alone, with its input and its "
                                            "output, as large as the window.",
                                 .key = keys_of("focus"),
                                 .on = on,
                                 .enabled = layer.stage >= 0}))
        focus = on ? "" : layer.id;
}

}  // namespace

void draw_layer_menu(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect) {
    const std::string path = "layer/" + layer.id + "/menu";
    const bool pressed = hot_area(frame.ui(), path, rect);
    const Pen pen = frame.pen();
    const bool lit = ImGui::IsItemHovered();
    if (lit) pen.fill(rect, pen.theme().border, pen.px(4));
    draw_dots(pen, rect, lit ? pen.theme().text : pen.theme().quiet);
    tooltip_for_item(frame.ui(), "What one can do with this layer, " + layer.id + ".");
    if (!begin_list(frame, path, rect, pressed)) return;
    const auto index = layer_index(frame.context.scene, layer.id);
    if (index) {
        choice_heading(frame.ui(), layer_title(frame.context.scene.layers[*index]));
        for (const LayerAction& action : layer_actions()) {
            const std::string item = path + "/" + std::string(action.id);
            const auto edit = action.edit(frame.context.scene, *index);
            if (choice_item(frame.ui(), {.path = item,
                                         .text = action.label,
                                         .tooltip = action.tooltip,
                                         .key = keys_of(action.command),
                                         .enabled = edit.has_value()}))
                frame.edit(*edit);
        }
        draw_focus_item(frame, layer, path);
    }
    end_choice();
}

void draw_add_buttons(const BoardFrame& frame) {
    for (std::size_t position = 0; position <= frame.layout.cards.size(); ++position)
        draw_add_button(frame, position);
}

void use_layer_keys(const BoardFrame& frame) {
    const LayerModel* layer = layer_under_pointer(frame);
    if (layer == nullptr) return;
    frame.context.ui.pointed_layer = layer->id;
    const auto index = layer_index(frame.context.scene, layer->id);
    if (!index || ImGui::GetIO().WantTextInput) return;
    for (const LayerAction& action : layer_actions()) {
        if (!is_command_pressed(action.command)) continue;
        if (auto edit = action.edit(frame.context.scene, *index)) frame.edit(std::move(*edit));
    }
}

}  // namespace convscope::app
