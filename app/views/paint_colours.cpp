#include "app/views/paint_colours.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "app/widgets/controls.hpp"

namespace convscope::app {
namespace {

Colour screen_colour(const PaintColour& colour) {
    const auto byte = [](float v) {
        return static_cast<std::uint8_t>(std::lround(255 * std::clamp(v, 0.0f, 1.0f)));
    };
    return {byte(colour[0]), byte(colour[1]), byte(colour[2])};
}

void draw_swatches(const WidgetUi& ui, const std::string& path, PaintColour& colour) {
    struct Swatch {
        const char* name;
        PaintColour colour;
    };
    constexpr Swatch kSwatches[] = {
        {"black", {0, 0, 0}}, {"grey", {0.5f, 0.5f, 0.5f}}, {"white", {1, 1, 1}},
        {"red", {1, 0, 0}},   {"green", {0, 1, 0}},         {"blue", {0, 0, 1}},
    };
    for (const Swatch& swatch : kSwatches) {
        const std::string name = path + "/" + swatch.name;
        const auto& c = swatch.colour;
        if (ImGui::ColorButton(name.c_str(), {c[0], c[1], c[2], 1}, ImGuiColorEditFlags_NoTooltip,
                               {ui.look.px(34), ui.look.px(24)}))
            colour = c;
        ui.names.record_item(name);
        tooltip_for_item(ui, swatch.name);
        ImGui::SameLine();
    }
    ImGui::NewLine();
}

void draw_colour(const Pen& pen, const PixelRect& rect, const PaintColour& colour) {
    pen.fill(inset(rect, -1), pen.theme().panel, pen.px(4));
    pen.fill(rect, screen_colour(colour), pen.px(3));
    pen.outline(rect, pen.theme().quiet, pen.px(3));
}

/// What is there was drawn already.
void colour_button(const WidgetUi& ui, const PixelRect& rect, const std::string& path,
                   std::string_view tooltip, PaintColour& colour) {
    const std::string popup = "##" + path;
    if (hot_area(ui, path, rect)) ImGui::OpenPopup(popup.c_str());
    if (ImGui::IsItemHovered()) ui.pen().outline(rect, ui.look.theme->text, ui.look.px(3));
    tooltip_for_item(ui, tooltip);
    ImGui::SetNextWindowPos({rect.x1 + ui.look.px(24), rect.y0}, ImGuiCond_Appearing);
    if (!ImGui::BeginPopup(popup.c_str())) return;
    draw_swatches(ui, path, colour);
    ImGui::SetNextItemWidth(ui.look.px(240));
    ImGui::ColorPicker3("##picker", colour.data(),
                        ImGuiColorEditFlags_Float | ImGuiColorEditFlags_NoSidePreview);
    ImGui::EndPopup();
}

}  // namespace

void draw_paint_colours(const ViewContext& context, const PixelRect& rect) {
    const WidgetUi ui{context.look, context.names};
    PaintSettings& paint = context.ui.paint;
    const float side = std::round(std::min(width(rect), height(rect)) * 0.6f);
    const PixelRect front{rect.x0, rect.y0, rect.x0 + side, rect.y0 + side};
    const PixelRect back{rect.x1 - side, rect.y1 - side, rect.x1, rect.y1};
    draw_colour(ui.pen(), back, paint.background);
    draw_colour(ui.pen(), front, paint.brush.colour);
    // Where both lie, the first button has the pointer.
    colour_button(ui, front, "toolbar/colour",
                  "Colour that the tools paint with. Key X swaps it with the background.",
                  paint.brush.colour);
    colour_button(ui, back, "toolbar/background",
                  "Background, the second colour: the eraser paints it. Key X swaps the two.",
                  paint.background);
}

}  // namespace convscope::app
