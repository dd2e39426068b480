#include "app/views/tool_bar.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "app/messages.hpp"
#include "app/platform/imgui_compat.hpp"
#include "app/widgets/number_field.hpp"
#include "app/widgets/weight_grid.hpp"

namespace convscope::app {
namespace {

constexpr int kLargestBrush = 512;
constexpr float kRoomForAll = 300;  // Height at scale 1.

/// The column of tools, from top to bottom.
class Column {
  public:
    Column(const ViewContext& context, FieldEditor& editor)
        : context_(context),
          editor_(editor),
          ui_{context.look, context.names},
          pen_(ImGui::GetWindowDrawList(), context.look) {
        const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
        const float pad = pen_.px(6);
        x0_ = corner.x + pad;
        x1_ = corner.x + size.x - pad;
        y_ = corner.y + pen_.px(8);
        compact_ = size.y < pen_.px(kRoomForAll);
    }

    void draw() {
        UiState& ui = context_.ui;
        if (tool("toolbar/brush", "Brush: drag on the picture to paint. Key B.",
                 ui.tool == Tool::kBrush, &Column::draw_brush_icon))
            ui.tool = Tool::kBrush;
        if (tool("toolbar/pan",
                 "Pan: drag a map to move it, double-click to see all of it. Key G. With the "
                 "brush, the middle button moves the picture.",
                 ui.tool == Tool::kPan, &Column::draw_pan_icon))
            ui.tool = Tool::kPan;
        y_ += pen_.px(8);
        draw_size();
        draw_hardness();
        draw_colour();
        draw_channels();
    }

  private:
    PixelRect next(float height) {
        const PixelRect rect{x0_, y_, x1_, y_ + std::round(pen_.px(height))};
        y_ = rect.y1 + pen_.px(4);
        return rect;
    }

    bool tool(std::string_view path, std::string_view tooltip, bool on,
              void (Column::*icon)(const PixelRect&, Colour) const) {
        const PixelRect rect = next(compact_ ? 26 : 34);
        const bool pressed = hot_area(ui_, path, rect, on ? "on" : "");
        const bool hovered = ImGui::IsItemHovered();
        const Theme& theme = pen_.theme();
        if (on || hovered) pen_.fill(rect, on ? theme.selection : theme.border, pen_.px(6));
        (this->*icon)(rect, on ? theme.selection_text : theme.quiet);
        tooltip_for_item(ui_, tooltip);
        return pressed;
    }

    void draw_brush_icon(const PixelRect& rect, Colour ink) const {
        const float x = (rect.x0 + rect.x1) / 2, y = (rect.y0 + rect.y1) / 2, u = pen_.px(1);
        pen_.line({x + 8 * u, y - 9 * u}, {x - 1 * u, y + 1 * u}, ink, 2.5f * u);
        pen_.list()->AddCircleFilled({x - 4 * u, y + 4.5f * u}, 4.2f * u, ink.packed());
        pen_.list()->AddTriangleFilled({x - 9 * u, y + 9.5f * u}, {x - 8 * u, y + 3 * u},
                                       {x - 2 * u, y + 8.2f * u}, ink.packed());
    }

    void draw_pan_icon(const PixelRect& rect, Colour ink) const {
        const ImVec2 c{(rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2};
        const float reach = pen_.px(10.5f), head = pen_.px(3.6f), line = pen_.px(1.6f);
        for (const ImVec2 way : {ImVec2{1, 0}, ImVec2{-1, 0}, ImVec2{0, 1}, ImVec2{0, -1}}) {
            const ImVec2 tip{c.x + way.x * reach, c.y + way.y * reach};
            const ImVec2 base{tip.x - way.x * head, tip.y - way.y * head};
            pen_.line(c, base, ink, line);
            pen_.list()->AddTriangleFilled(tip, {base.x + way.y * head, base.y - way.x * head},
                                           {base.x - way.y * head, base.y + way.x * head},
                                           ink.packed());
        }
    }

    /// The tooltips say the same.
    void caption(std::string_view text) {
        if (compact_) return;
        const PixelRect rect = next(14);
        pen_.text_in(pen_.look().fonts.small_text, {rect.x0 - 4, rect.y0, rect.x1 + 4, rect.y1},
                     Align::kCentre, pen_.theme().quiet, text);
    }

    std::optional<int> number(std::string_view path, std::string_view label, int value, int low,
                              int high, std::string_view tooltip) {
        const PixelRect rect = next(20);
        const NumberFieldResult result = number_field(ui_, editor_,
                                                      {.path = path,
                                                       .rect = rect,
                                                       .value = value,
                                                       .minimum = low,
                                                       .maximum = high,
                                                       .label = label,
                                                       .tooltip = tooltip});
        std::string message = result.message;
        if (result.value && (*result.value < low || *result.value > high))
            message = std::string(label) + " must be from " + std::to_string(low) + " to " +
                      std::to_string(high) + ", not " + std::to_string(*result.value) + ".";
        if (!message.empty()) {
            add_message(context_.ui, Message::Kind::kError, std::move(message));
            return {};
        }
        return result.value;
    }

    void draw_size() {
        Brush& brush = context_.ui.brush;
        caption("size");
        if (const auto size =
                number("toolbar/size", "The brush's size",
                       static_cast<int>(std::lround(brush.diameter_px)), 1, kLargestBrush,
                       "Diameter of the brush in pixels of the picture. Keys [ and ]."))
            brush.diameter_px = static_cast<float>(*size);
    }

    void draw_hardness() {
        Brush& brush = context_.ui.brush;
        caption("hard");
        if (const auto percent =
                number("toolbar/hardness", "The brush's hardness",
                       static_cast<int>(std::lround(brush.hardness * 100)), 0, 100,
                       "Hardness in percent: 100 has a sharp edge, 0 fades from the middle on."))
            brush.hardness = static_cast<float>(*percent) / 100;
        y_ += pen_.px(4);
    }

    static Colour colour_of(const Brush& brush) {
        const auto byte = [](float v) {
            return static_cast<std::uint8_t>(std::lround(255 * std::clamp(v, 0.0f, 1.0f)));
        };
        return {byte(brush.colour[0]), byte(brush.colour[1]), byte(brush.colour[2])};
    }

    void draw_colour() {
        const PixelRect rect = next(compact_ ? 20 : 28);
        if (hot_area(ui_, "toolbar/colour", rect)) ImGui::OpenPopup("##colour");
        pen_.fill(rect, colour_of(context_.ui.brush), pen_.px(4));
        pen_.outline(rect, ImGui::IsItemHovered() ? pen_.theme().text : pen_.theme().border,
                     pen_.px(4));
        tooltip_for_item(ui_, "Colour of the brush. Key X swaps black and white.");
        ImGui::SetNextWindowPos({rect.x1 + pen_.px(10), rect.y0}, ImGuiCond_Appearing);
        if (!ImGui::BeginPopup("##colour")) return;
        draw_swatches();
        ImGui::SetNextItemWidth(pen_.px(240));
        ImGui::ColorPicker3("##picker", context_.ui.brush.colour.data(),
                            ImGuiColorEditFlags_Float | ImGuiColorEditFlags_NoSidePreview);
        ImGui::EndPopup();
    }

    void draw_swatches() {
        struct Swatch {
            const char* name;
            std::array<float, 3> colour;
        };
        constexpr Swatch kSwatches[] = {
            {"black", {0, 0, 0}}, {"grey", {0.5f, 0.5f, 0.5f}}, {"white", {1, 1, 1}},
            {"red", {1, 0, 0}},   {"green", {0, 1, 0}},         {"blue", {0, 0, 1}},
        };
        for (const Swatch& swatch : kSwatches) {
            const std::string path = std::string("toolbar/colour/") + swatch.name;
            const auto& c = swatch.colour;
            if (ImGui::ColorButton(path.c_str(), {c[0], c[1], c[2], 1},
                                   ImGuiColorEditFlags_NoTooltip, {pen_.px(34), pen_.px(24)}))
                context_.ui.brush.colour = c;
            context_.names.record_item(path);
            tooltip_for_item(ui_, swatch.name);
            ImGui::SameLine();
        }
        ImGui::NewLine();
    }

    /// One below the other, side by side where that has no room.
    PixelRect place_of_channel(int channel, const PixelRect& row) {
        if (!compact_) return channel == 0 ? row : next(22);
        const float side = (row.x1 - row.x0) / 3, x = row.x0 + side * static_cast<float>(channel);
        return {std::round(x), row.y0, std::round(x + side) - 1, row.y1};
    }

    void draw_channels() {
        Brush& brush = context_.ui.brush;
        const PixelRect row = next(22);
        for (int c = 0; c < 3; ++c) {
            bool& on = brush.channels[static_cast<std::size_t>(c)];
            const std::string name = channel_name(c, 3), path = "toolbar/channel/" + name;
            const PixelRect rect = place_of_channel(c, row);
            if (hot_area(ui_, path, rect, on ? "on" : "off")) on = !on;
            const Colour hue = channel_colour(pen_.theme(), c, 3);
            pen_.outline(rect, on ? hue : pen_.theme().border, pen_.px(4));
            if (on) pen_.fill(inset(rect, 1), hue.with_alpha(60), pen_.px(4));
            pen_.text_in(pen_.look().fonts.small_mono, rect, Align::kCentre,
                         on ? pen_.theme().text : pen_.theme().quiet.with_alpha(130), name);
            tooltip_for_item(ui_, on ? "The brush paints this channel."
                                     : "The brush leaves this "
                                       "channel as it is.");
        }
    }

    const ViewContext& context_;
    FieldEditor& editor_;
    WidgetUi ui_;
    Pen pen_;
    float x0_ = 0, x1_ = 0, y_ = 0;
    bool compact_ = false;
};

void use_keys(UiState& ui) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.WantTextInput || ui.keys_taken || io.KeyCtrl || io.KeyAlt) return;
    if (is_key_pressed(Key::kB)) ui.tool = Tool::kBrush;
    if (is_key_pressed(Key::kG)) ui.tool = Tool::kPan;
    if (is_key_pressed(Key::kX)) {
        const bool white = ui.brush.colour == std::array<float, 3>{1, 1, 1};
        ui.brush.colour.fill(white ? 0.0f : 1.0f);
    }
    for (const ImWchar c : io.InputQueueCharacters) {
        const float step = std::max(1.0f, std::round(ui.brush.diameter_px * 0.2f));
        if (c == '[') ui.brush.diameter_px = std::max(1.0f, ui.brush.diameter_px - step);
        if (c == ']')
            ui.brush.diameter_px =
                std::min(static_cast<float>(kLargestBrush), ui.brush.diameter_px + step);
    }
}

}  // namespace

void ToolBarView::draw(const ViewContext& context) {
    const bool keys_free =
        !ImGui::GetIO().WantTextInput &&
        !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    editor_.begin_frame([&ui = context.ui] { return ui.new_gesture(); }, context.look.scale,
                        keys_free);
    Column(context, editor_).draw();
    editor_.end_frame();
    context.ui.keys_taken = context.ui.keys_taken || editor_.has_selection();
    if (keys_free) use_keys(context.ui);
}

}  // namespace convscope::app
