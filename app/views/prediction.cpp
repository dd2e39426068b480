#include "app/views/prediction.hpp"

#include <algorithm>

#include "app/views/key_table.hpp"
#include "app/views/step_veils.hpp"

namespace convscope::app {

bool is_under_veil(const UiState& ui, const std::string& name) {
    return ui.predict_first && !ui.revealed.contains(name);
}

bool draw_prediction_veil(const BoardFrame& frame, const std::string& name, const PixelRect& rect) {
    UiState& ui = frame.context.ui;
    if (!is_under_veil(ui, name)) return false;
    const bool lifted = hot_area(frame.ui(), "veil/" + name, rect);
    const bool hovered = ImGui::IsItemHovered();
    const Pen pen = frame.pen();
    draw_veil(pen, rect);
    pen.outline(rect, hovered ? pen.theme().text : pen.theme().quiet);
    const PixelRect middle = inset(rect, pen.px(2));
    ImFont* font = pen.look().fonts.large;
    const float side = std::min({font_size(font) * 1.6f, width(middle), height(middle)});
    const float x = (rect.x0 + rect.x1) / 2, y = (rect.y0 + rect.y1) / 2;
    const PixelRect plate{x - side / 2, y - side / 2, x + side / 2, y + side / 2};
    pen.fill(plate, pen.theme().raised, side / 4);
    pen.text_in(height(rect) < font_size(font) ? pen.look().fonts.small_text : font, plate,
                Align::kCentre, pen.theme().text, "?");
    tooltip_for_item(frame.ui(),
                     "Predict first: what stands here? Click to see it." + key_hint("predict"));
    if (lifted) ui.revealed.insert(name);
    return true;
}

void veil_again_by_click(const BoardFrame& frame, const std::string& name) {
    UiState& ui = frame.context.ui;
    if (!ui.predict_first || !ImGui::IsItemHovered() ||
        !ImGui::IsMouseReleased(ImGuiMouseButton_Right))
        return;
    const ImVec2 way = ImGui::GetMouseDragDelta(ImGuiMouseButton_Right);
    if (way.x == 0 && way.y == 0) ui.revealed.erase(name);
}

void toggle_prediction(UiState& ui) {
    ui.predict_first = !ui.predict_first;
    ui.revealed.clear();
}

}  // namespace convscope::app
