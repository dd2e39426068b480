#include "app/widgets/weight_grid.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/format.hpp"
#include "app/widgets/number_field.hpp"

namespace convscope::app {
namespace {

constexpr double kWheelStep = 0.25, kFineStep = 0.01, kDragStep = 0.05;
constexpr int kMostCharacters = 6;

/// Draws one grid and edits it.
class GridDrawer {
  public:
    GridDrawer(const WidgetUi& ui, const WeightGridSpec& spec) : ui_(ui), spec_(spec) {}

    WeightGridResult draw(ImVec2 origin) {
        const Shape shape = spec_.weights.shape();
        const GridMetrics& metrics = spec_.metrics;
        const float mark = ui_.look.px(28);
        for (int c = 0; c < shape.c; ++c) {
            const float top = origin.y + static_cast<float>(c) *
                                             (metrics.cell_height * static_cast<float>(shape.h) +
                                              metrics.channel_gap);
            draw_mark(origin.x, top, c);
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) {
                    const float x0 = origin.x + mark + metrics.cell_width * static_cast<float>(x);
                    const float y0 = top + metrics.cell_height * static_cast<float>(y);
                    draw_cell({x0, y0, x0 + metrics.cell_width, y0 + metrics.cell_height},
                              {spec_.filter, c, y, x});
                }
        }
        return std::move(result_);
    }

  private:
    void draw_mark(float x, float top, int channel) const {
        const Pen pen = ui_.pen();
        const Shape shape = spec_.weights.shape();
        const float middle = top + spec_.metrics.cell_height * static_cast<float>(shape.h) / 2;
        const float half = pen.px(4);
        const bool colours = shape.c == 3;
        if (colours)
            pen.fill({x, middle - half, x + 2 * half, middle + half},
                     channel_colour(pen.theme(), channel, shape.c), pen.px(2));
        const float name_x = x + (colours ? 2 * half + pen.px(4) : 0);
        pen.text_in(ui_.look.fonts.small_mono,
                    {name_x, middle - half, x + pen.px(28), middle + half}, Align::kLeft,
                    pen.theme().text, channel_name(channel, shape.c));
    }

    std::string path_of(Cell cell) const {
        return spec_.path + "/" + channel_name(cell.c, spec_.weights.shape().c) + "/" +
               std::to_string(cell.x) + "," + std::to_string(cell.y);
    }

    void draw_cell(const PixelRect& rect, Cell cell) {
        const float value = spec_.weights(cell);
        const std::string path = path_of(cell);
        hot_area(ui_, path, rect, format_exact(value));
        const bool hovered = ImGui::IsItemHovered();
        if (spec_.editor != nullptr) edit(path, cell, value);
        if (hovered) {
            result_.hovered = cell;
            if (spec_.editor != nullptr) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        }
        if (ImGui::IsRectVisible({rect.x0, rect.y0}, {rect.x1, rect.y1}))
            paint(path, rect, value, hovered);
        tooltip_for_item(ui_, hovered ? tooltip(cell, value) : std::string());
    }

    void paint(const std::string& path, const PixelRect& rect, float value, bool hovered) const {
        const Pen pen = ui_.pen();
        const Colour ground = spec_.scale.colour(value);
        const PixelRect inner{rect.x0, rect.y0, rect.x1 - 1, rect.y1 - 1};
        pen.fill(inner, ground);
        const float character = text_size(ui_.look.fonts.small_mono, "0").x;
        const int characters =
            std::min(kMostCharacters, static_cast<int>((width(inner) - pen.px(3)) / character));
        const bool legible = height(rect) >= font_size(ui_.look.fonts.small_mono) - pen.px(1);
        const std::string text =
            characters >= 1 && legible ? format_fitting(value, characters) : std::string();
        const bool edited = spec_.editor != nullptr && spec_.editor->selected(path);
        if (edited)
            draw_edited_text(pen, *spec_.editor, path, inner, text, readable_text(ground));
        else
            pen.text_in(ui_.look.fonts.small_mono, inner, Align::kCentre, readable_text(ground),
                        text);
        if (edited)
            pen.outline(inner, pen.theme().text, 0, pen.px(2));
        else if (hovered)
            pen.outline(inner, pen.theme().quiet, 0, pen.px(1));
    }

    void edit(const std::string& path, Cell cell, float value) {
        const std::string text = format_exact(value);
        const NumberChange change = spec_.editor->update({.path = path,
                                                          .value = static_cast<double>(value),
                                                          .step = kWheelStep,
                                                          .fine = kFineStep,
                                                          .drag_step = kDragStep,
                                                          .drag_px = 4,
                                                          .text = text});
        if (change.value)
            result_.change = WeightChange{cell, static_cast<float>(tidy(*change.value))};
        if (change.typed) {
            const auto parsed = parse_weight(*change.typed);
            if (parsed)
                result_.change = WeightChange{cell, *parsed};
            else
                result_.message = parsed.error().text();
        }
        if (change.value || change.typed || change.cancelled) result_.gesture = change.gesture;
        result_.cancelled = result_.cancelled || change.cancelled;
        if (change.move != Move::kNone)
            spec_.editor->select(path_of(next_cell(cell, spec_.weights.shape(), change.move)));
    }

    /// Steps of hundredths leave hundredths: no 0.30000001.
    static double tidy(double value) { return std::round(value * 1e4) / 1e4; }

    std::string tooltip(Cell cell, float value) const {
        const Shape shape = spec_.weights.shape();
        std::string text = spec_.title + ", channel " + channel_name(cell.c, shape.c) + ", [" +
                           std::to_string(cell.x) + ", " + std::to_string(cell.y) +
                           "] = " + format_signed(value);
        if (spec_.editor != nullptr)
            text +=
                "\nType a number, drag up or down, turn the wheel (1/4; with Shift 1/100), Page Up "
                "and Page Down; arrow keys, Tab and Enter move on, Esc leaves.";
        return text;
    }

    const WidgetUi& ui_;
    const WeightGridSpec& spec_;
    WeightGridResult result_;
};

/// A filter that grew keeps its weights in the middle: the first look at it goes there.
void show_middle_of_new_grid(const WeightGridSpec& spec, float content_width) {
    const Shape shape = spec.weights.shape();
    // While results of another size are shown, the metrics are not those of these weights.
    const float height_of_all = spec.metrics.cell_height * static_cast<float>(shape.h * shape.c) +
                                spec.metrics.channel_gap * static_cast<float>(shape.c - 1);
    if (std::abs(height_of_all - spec.metrics.height) > 1) return;
    const ImGuiID key = ImGui::GetID("size");
    const int size = shape.w * 1024 + shape.h;
    if (ImGui::GetStateStorage()->GetInt(key) == size) return;
    ImGui::GetStateStorage()->SetInt(key, size);
    const float channel_height = spec.metrics.cell_height * static_cast<float>(shape.h);
    ImGui::SetScrollX((content_width - width(spec.area)) / 2);
    ImGui::SetScrollY((channel_height - height(spec.area)) / 2);
}

}  // namespace

std::string channel_name(int channel, int channels) {
    constexpr const char* kNames[] = {"r", "g", "b"};
    return channels == 3 ? kNames[channel] : std::to_string(channel + 1);
}

Colour channel_colour(const Theme& theme, int channel, int channels) {
    if (channels != 3) return theme.quiet;
    return channel == 0 ? theme.channel_r : channel == 1 ? theme.channel_g : theme.channel_b;
}

Cell next_cell(Cell cell, Shape shape, Move move) {
    const int rows = shape.c * shape.h;
    int row = cell.c * shape.h + cell.y, column = cell.x;
    switch (move) {
        case Move::kNone:
            break;
        case Move::kLeft:
            column = std::max(0, column - 1);
            break;
        case Move::kRight:
            column = std::min(shape.w - 1, column + 1);
            break;
        case Move::kUp:
            row = std::max(0, row - 1);
            break;
        case Move::kDown:
            row = std::min(rows - 1, row + 1);
            break;
        case Move::kNext:
        case Move::kPrevious: {
            const int index = std::clamp(row * shape.w + column + (move == Move::kNext ? 1 : -1), 0,
                                         rows * shape.w - 1);
            row = index / shape.w;
            column = index % shape.w;
            break;
        }
    }
    return {cell.n, row / shape.h, row % shape.h, column};
}

WeightGridResult weight_grid(const WidgetUi& ui, const WeightGridSpec& spec) {
    ImGui::SetCursorScreenPos({spec.area.x0, spec.area.y0});
    const float content_width =
        ui.look.px(28) + spec.metrics.cell_width * static_cast<float>(spec.weights.shape().w);
    const bool scrolls =
        spec.metrics.height > height(spec.area) + 1 || content_width > width(spec.area) + 1;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::BeginChild(
        spec.path.c_str(), {width(spec.area), height(spec.area)}, false,
        ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground |
            (scrolls ? ImGuiWindowFlags_HorizontalScrollbar : ImGuiWindowFlags_NoScrollbar));
    if (scrolls) show_middle_of_new_grid(spec, content_width);
    const WeightGridResult result = GridDrawer(ui, spec).draw(ImGui::GetCursorScreenPos());
    ImGui::EndChild();
    ImGui::PopStyleVar();
    return result;
}

}  // namespace convscope::app
