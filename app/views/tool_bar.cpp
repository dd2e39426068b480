#include "app/views/tool_bar.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "app/messages.hpp"
#include "app/platform/imgui_compat.hpp"
#include "app/views/paint_colours.hpp"
#include "app/views/tools/tool.hpp"
#include "app/widgets/number_field.hpp"
#include "app/widgets/weight_grid.hpp"

namespace convscope::app {
namespace {

constexpr int kLargestBrush = 512;
constexpr float kRoomForOneColumn = 590;  // Height at scale 1.
constexpr float kWheelScroll = 40;

/// A whole number in the bar.
struct BarNumber {
    std::string_view path, caption, label;
    int value = 0, low = 0, high = 0;
    std::string_view tooltip;
};

/// The column of tools and settings, from top to bottom.
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
        y_ = corner.y + pen_.px(8) - ImGui::GetScrollY();
        compact_ = size.y < pen_.px(kRoomForOneColumn);
    }

    void draw() {
        const ToolInfo& tool = find_tool(context_.ui.tool);
        draw_tools(tool);
        y_ += pen_.px(compact_ ? 2 : 6);
        draw_paint_colours(context_, next(compact_ ? 26 : 36));
        y_ += pen_.px(compact_ ? 1 : 4);
        if (tool.uses_size) draw_brush_settings();
        if (tool.uses_filled) draw_filled();
        if (tool.uses_tolerance) draw_tolerance();
        draw_channels();
        draw_mirrors();
        // What does not fit can be scrolled to.
        ImGui::SetCursorScreenPos({x0_, y_});
        ImGui::Dummy({1, 1});
    }

  private:
    PixelRect next(float height) {
        const PixelRect rect{x0_, y_, x1_, y_ + std::round(pen_.px(height))};
        y_ = rect.y1 + pen_.px(compact_ ? 3 : 4);
        return rect;
    }

    /// Part `index` of `count` equal ones, side by side.
    static PixelRect part_of(const PixelRect& row, int index, int count) {
        const float side = width(row) / static_cast<float>(count);
        const float x = row.x0 + side * static_cast<float>(index);
        return {std::round(x), row.y0, std::round(x + side) - 1, row.y1};
    }

    void draw_tools(const ToolInfo& chosen) {
        PixelRect row{};
        int index = 0;
        for (const ToolInfo& tool : tool_table()) {
            if (!compact_)
                draw_tool(tool, next(30), tool.id == chosen.id);
            else {
                if (index % 2 == 0) row = next(20);
                draw_tool(tool, part_of(row, index % 2, 2), tool.id == chosen.id);
            }
            ++index;
        }
    }

    void draw_tool(const ToolInfo& tool, const PixelRect& rect, bool on) {
        const std::string path = "toolbar/" + std::string(tool.id);
        if (hot_area(ui_, path, rect, on ? "on" : "")) context_.ui.tool = tool.id;
        tool.draw_icon(pen_, rect, ground_of_button(rect, on));
        tooltip_for_item(ui_, tool_tooltip(tool));
    }

    /// Fills the last item's ground; returns the ink to draw on it.
    Colour ground_of_button(const PixelRect& rect, bool on) const {
        const Theme& theme = pen_.theme();
        const bool hovered = ImGui::IsItemHovered();
        if (on || hovered) pen_.fill(rect, on ? theme.selection : theme.border, pen_.px(6));
        return on ? theme.selection_text : hovered ? theme.text : theme.quiet;
    }

    /// The tooltips say the same.
    void caption(std::string_view text) {
        if (compact_) return;
        const PixelRect rect = next(13);
        y_ -= pen_.px(2);
        pen_.text_in(pen_.look().fonts.small_text, {rect.x0 - 6, rect.y0, rect.x1 + 6, rect.y1},
                     Align::kCentre, pen_.theme().quiet, text);
    }

    std::optional<int> number(const BarNumber& what) {
        caption(what.caption);
        const PixelRect rect = next(20);
        const NumberFieldResult result = number_field(ui_, editor_,
                                                      {.path = what.path,
                                                       .rect = rect,
                                                       .value = what.value,
                                                       .minimum = what.low,
                                                       .maximum = what.high,
                                                       .label = what.label,
                                                       .tooltip = what.tooltip});
        // Typed to its end: letters choose tools again.
        if (editor_.selected(what.path) && is_key_pressed(Key::kEnter)) editor_.select("");
        std::string message = result.message;
        if (result.value && (*result.value < what.low || *result.value > what.high))
            message = std::string(what.label) + " must be from " + std::to_string(what.low) +
                      " to " + std::to_string(what.high) + ", not " +
                      std::to_string(*result.value) + ".";
        if (message.empty()) return result.value;
        add_message(context_.ui, Message::Kind::kError, std::move(message));
        return {};
    }

    void draw_brush_settings() {
        Brush& brush = context_.ui.paint.brush;
        if (const auto size =
                number({"toolbar/size", "size", "The brush's size",
                        static_cast<int>(std::lround(brush.diameter_px)), 1, kLargestBrush,
                        "Diameter of the brush in pixels of the picture. Keys [ and ]."}))
            brush.diameter_px = static_cast<float>(*size);
        if (const auto percent =
                number({"toolbar/hardness", "hard", "The brush's hardness",
                        static_cast<int>(std::lround(brush.hardness * 100)), 0, 100,
                        "Hardness in percent: 100 has a sharp edge, 0 fades from the middle on."}))
            brush.hardness = static_cast<float>(*percent) / 100;
    }

    void draw_tolerance() {
        int& percent = context_.ui.paint.tolerance_percent;
        if (const auto wanted =
                number({"toolbar/tolerance", "limit", "The tolerance", percent, 0, 100,
                        "Tolerance in percent: by how much of the way from black to white a "
                        "channel may differ from the pixel that was clicked."}))
            percent = *wanted;
    }

    void draw_filled() {
        bool& filled = context_.ui.paint.filled;
        const PixelRect rect = next(compact_ ? 18 : 22);
        if (hot_area(ui_, "toolbar/filled", rect, filled ? "on" : "off")) filled = !filled;
        const Colour ink = ground_of_button(rect, false);
        const IconPen icon(pen_, rect, ink);
        const PixelRect box = icon.box(-8, -5.5f, 8, 5.5f);
        if (filled) pen_.fill(box, ink);
        pen_.outline(box, ink, 0, icon.length(1.8f));
        tooltip_for_item(ui_, filled ? "Filled: the shape with all that is inside. Click for its "
                                       "outline alone, as wide as the brush."
                                     : "Outline: as wide as the brush. Click for a filled shape.");
    }

    void draw_channels() {
        ChannelMask& channels = context_.ui.paint.brush.channels;
        PixelRect row{};
        for (int c = 0; c < 3; ++c) {
            if (c == 0 || !compact_) row = next(compact_ ? 20 : 21);
            draw_channel(c, compact_ ? part_of(row, c, 3) : row,
                         channels[static_cast<std::size_t>(c)]);
        }
    }

    void draw_channel(int c, const PixelRect& rect, bool& on) {
        const std::string name = channel_name(c, 3), path = "toolbar/channel/" + name;
        if (hot_area(ui_, path, rect, on ? "on" : "off")) on = !on;
        const Colour hue = channel_colour(pen_.theme(), c, 3);
        pen_.outline(rect, on ? hue : pen_.theme().border, pen_.px(4));
        if (on) pen_.fill(inset(rect, 1), hue.with_alpha(60), pen_.px(4));
        pen_.text_in(pen_.look().fonts.small_mono, rect, Align::kCentre,
                     on ? pen_.theme().text : pen_.theme().quiet.with_alpha(130), name);
        if (!on)  // Not by colour alone.
            pen_.line({rect.x0 + pen_.px(3), rect.y1 - pen_.px(3)},
                      {rect.x1 - pen_.px(3), rect.y0 + pen_.px(3)}, pen_.theme().quiet,
                      pen_.px(1.2f));
        tooltip_for_item(ui_,
                         on ? "All tools change this channel." : "This channel stays as it is.");
    }

    void draw_mirrors() {
        Mirrors& mirrors = context_.ui.paint.brush.mirrors;
        const PixelRect row = next(compact_ ? 18 : 20);
        draw_mirror("toolbar/mirror/x", part_of(row, 0, 2), mirrors.left_right, false,
                    "Mirror left and right: all that is painted is painted on the other side of "
                    "the picture's middle too. Key H.");
        draw_mirror("toolbar/mirror/y", part_of(row, 1, 2), mirrors.up_down, true,
                    "Mirror up and down: all that is painted is painted on the other side of the "
                    "picture's middle too. Key V.");
    }

    void draw_mirror(std::string_view path, const PixelRect& rect, bool& on, bool lies,
                     std::string_view tooltip) {
        if (hot_area(ui_, path, rect, on ? "on" : "off")) on = !on;
        const IconPen icon(pen_, rect, ground_of_button(rect, on));
        const auto at = [lies](float x, float y) { return lies ? ImVec2{y, x} : ImVec2{x, y}; };
        for (const float y : {-8.0f, -2.0f, 4.0f}) icon.line(at(0, y), at(0, y + 3.5f), 1.6f);
        icon.triangle(at(-2.5f, -5), at(-2.5f, 5), at(-8, 0));
        icon.triangle(at(2.5f, -5), at(2.5f, 5), at(8, 0));
        tooltip_for_item(ui_, tooltip);
    }

    const ViewContext& context_;
    FieldEditor& editor_;
    WidgetUi ui_;
    Pen pen_;
    float x0_ = 0, x1_ = 0, y_ = 0;
    bool compact_ = false;
};

void use_brush_keys(Brush& brush) {
    for (const ImWchar c : ImGui::GetIO().InputQueueCharacters) {
        const float step = std::max(1.0f, std::round(brush.diameter_px * 0.2f));
        if (c == '[') brush.diameter_px = std::max(1.0f, brush.diameter_px - step);
        if (c == ']')
            brush.diameter_px =
                std::min(static_cast<float>(kLargestBrush), brush.diameter_px + step);
    }
}

void use_keys(UiState& ui) {
    const ImGuiIO& io = ImGui::GetIO();
    const bool free = !io.WantTextInput && !ui.keys_taken && !io.KeyCtrl && !io.KeyAlt;
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left))
        ui.space_pans = free && is_key_down(Key::kSpace);
    if (!free) return;
    for (const ToolInfo& tool : tool_table())
        if (is_key_pressed(tool.key)) ui.tool = tool.id;
    PaintSettings& paint = ui.paint;
    Mirrors& mirrors = paint.brush.mirrors;
    if (is_key_pressed(Key::kX)) std::swap(paint.brush.colour, paint.background);
    if (is_key_pressed(Key::kH)) mirrors.left_right = !mirrors.left_right;
    if (is_key_pressed(Key::kV)) mirrors.up_down = !mirrors.up_down;
    use_brush_keys(paint.brush);
}

void scroll_by_wheel(const Look& look) {
    const float wheel = ImGui::GetIO().MouseWheel;
    if (wheel == 0 || !ImGui::IsWindowHovered() || ImGui::IsAnyItemActive()) return;
    if (ImGui::GetScrollMaxY() > 0)
        ImGui::SetScrollY(ImGui::GetScrollY() - wheel * look.px(kWheelScroll));
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
    scroll_by_wheel(context.look);
    dialogs_.draw(context);
}

}  // namespace convscope::app
