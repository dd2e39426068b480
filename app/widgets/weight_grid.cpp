#include "app/widgets/weight_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/widgets/format.hpp"
#include "app/widgets/grid_loupe.hpp"
#include "app/widgets/number_face.hpp"
#include "app/widgets/number_field.hpp"

namespace convscope::app {
namespace {

constexpr int kMostCharactersOfWeight = 6;
constexpr float kSmallestCellWithLines = 6, kWheelScroll = 45;  // At scale 1.

/// Draws one grid and edits it.
class GridDrawer {
  public:
    GridDrawer(const WidgetUi& ui, const WeightGridSpec& spec) : ui_(ui), spec_(spec) {}

    WeightGridResult draw(ImVec2 origin) {
        // For one frame the weights may be larger than what the metrics were made for.
        GridMetrics metrics = spec_.metrics;
        const Shape shape = spec_.weights.shape();
        const int first = std::clamp(spec_.first_channel, 0, shape.c - 1);
        const int shown = std::min(metrics.shape.channels, shape.c - first);
        metrics.shape = {shape.w, shape.h, shown};
        show_numbers_ = numbers_fit(first, shown);
        if (show_numbers_) choose_face(first, shown);
        for (int place = 0; place < shown; ++place) {
            const int c = first + place;
            const PixelRect grid = at(origin, grid_of_channel(metrics, place));
            draw_mark(grid, c);
            draw_ground(grid);
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x)
                    draw_cell(at(origin, grid_cell(metrics, place, x, y)), {spec_.filter, c, y, x});
        }
        if (loupe_)
            draw_grid_loupe(ui_, {.path = spec_.path + "/loupe",
                                  .weights = spec_.weights,
                                  .scale = spec_.scale,
                                  .cell = loupe_->cell,
                                  .around = loupe_->rect,
                                  .editor = spec_.editor,
                                  .cell_path = path_of(loupe_->cell)});
        return std::move(result_);
    }

  private:
    static PixelRect at(ImVec2 origin, const PixelRect& rect) {
        return {origin.x + rect.x0, origin.y + rect.y0, origin.x + rect.x1, origin.y + rect.y1};
    }

    /// Lines between cells, so that neutral ones are seen as cells.
    float line() const {
        const float smaller = std::min(spec_.metrics.cell_width, spec_.metrics.cell_height);
        return smaller >= ui_.look.px(kSmallestCellWithLines)
                   ? std::max(1.0f, std::floor(ui_.look.scale))
                   : 0.0f;
    }

    void draw_ground(const PixelRect& grid) const {
        const Pen pen = ui_.pen();
        const float around = std::max(1.0f, line());
        pen.fill({grid.x0 - around, grid.y0 - around, grid.x1 + around - line(),
                  grid.y1 + around - line()},
                 pen.theme().border);
    }

    int characters() const {
        const float character = text_size(ui_.look.fonts.small_mono, "0").x;
        const float room = spec_.metrics.cell_width - line() - ui_.look.px(1);
        return std::min(kMostCharactersOfWeight, static_cast<int>(room / character));
    }

    /// All of the filter's numbers have room, or none is shown: gaps would read as zeros.
    bool numbers_fit(int first, int shown) const {
        const int most = characters();
        if (most < 1 ||
            spec_.metrics.cell_height < font_size(ui_.look.fonts.small_mono) - ui_.look.px(1))
            return false;
        const Shape shape = spec_.weights.shape();
        for (int c = first; c < first + shown; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x)
                    if (!fits_readably(spec_.weights(spec_.filter, c, y, x), most)) return false;
        return true;
    }

    /// One for the whole filter. Nothing is measured where not even one digit could be larger.
    void choose_face(int first, int shown) {
        const std::vector<NumberFace> faces = number_faces(ui_.look.fonts);
        const GridMetrics& metrics = spec_.metrics;
        NumberRoom room{1, 1, metrics.cell_width - line(), metrics.cell_height - line()};
        if (largest_face(faces, room) == 0) return;
        const Shape shape = spec_.weights.shape();
        for (int c = first; c < first + shown; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) {
                    const float weight = spec_.weights(spec_.filter, c, y, x);
                    room.characters = std::max(
                        room.characters, count_characters(format_fitting(weight, characters())));
                }
        font_ = faces[largest_face(faces, room)].font;
    }

    /// The channel's name and the sum of its weights, at the left of its grid or above it.
    void draw_mark(const PixelRect& grid, int channel) const {
        const Pen pen = ui_.pen();
        const int channels = spec_.weights.shape().c;
        const GridMetrics& metrics = spec_.metrics;
        const bool above = metrics.mark_height > 0;
        const PixelRect name =
            above ? PixelRect{grid.x0, grid.y0 - metrics.mark_height, grid.x1, grid.y0 - pen.px(1)}
                  : PixelRect{grid.x0 - metrics.mark_width, grid.y0, grid.x0, grid.y1};
        const bool with_sum = static_cast<int>(spec_.channel_sums.size()) == channels;
        const float line = font_size(ui_.look.fonts.small_mono);
        const bool two_lines = with_sum && !above && height(grid) >= 2 * line;
        PixelRect first = name, second = name;
        if (two_lines) {
            first.y0 = (name.y0 + name.y1) / 2 - line;
            first.y1 = second.y0 = first.y0 + line;
            second.y1 = second.y0 + line;
        }
        const float end = draw_name(first, channel);
        if (!with_sum) return;
        if (!two_lines) second.x0 = end + pen.px(5);
        draw_sum(second, channel);
    }

    /// Returns its end.
    float draw_name(const PixelRect& rect, int channel) const {
        const Pen pen = ui_.pen();
        const int channels = spec_.weights.shape().c;
        const float half = pen.px(4), middle = (rect.y0 + rect.y1) / 2;
        float x = rect.x0;
        if (channels == 3) {
            pen.fill({x, middle - half, x + 2 * half, middle + half},
                     channel_colour(pen.theme(), channel, channels), pen.px(2));
            x += 2 * half + pen.px(4);
        }
        const std::string name = channel_name(channel, channels);
        pen.text_in(ui_.look.fonts.small_mono, {x, rect.y0, rect.x1, rect.y1}, Align::kLeft,
                    pen.theme().text, name);
        return x + text_size(ui_.look.fonts.small_mono, name).x;
    }

    void draw_sum(const PixelRect& rect, int channel) const {
        const Pen pen = ui_.pen();
        ImFont* font = ui_.look.fonts.small_mono;
        const float sign = text_size(ui_.look.fonts.small_text, "Σ").x;
        const int room =
            static_cast<int>((width(rect) - sign - pen.px(5)) / text_size(font, "0").x);
        if (room < 1) return;
        const double sum = spec_.channel_sums[static_cast<std::size_t>(channel)];
        pen.text_in(ui_.look.fonts.small_text, rect, Align::kLeft, pen.theme().quiet, "Σ");
        pen.text_in(font, {rect.x0 + sign + pen.px(2), rect.y0, rect.x1, rect.y1}, Align::kLeft,
                    pen.theme().quiet, format_fitting(sum, room));
    }

    std::string path_of(Cell cell) const {
        return spec_.path + "/" + channel_name(cell.c, spec_.weights.shape().c) + "/" +
               std::to_string(cell.x) + "," + std::to_string(cell.y);
    }

    void draw_cell(const PixelRect& rect, Cell cell) {
        const float value = spec_.weights(cell);
        const std::string path = path_of(cell);
        const std::string number = is_hidden(cell) ? "?" : format_exact(value);
        if (spec_.editor != nullptr) {
            hot_area(ui_, path, rect, number);
        } else {
            hover_area(ui_, path, rect, number);
        }
        const bool hovered = ImGui::IsItemHovered();
        if (spec_.editor != nullptr) edit(path, cell, value);
        if (hovered) {
            result_.hovered = cell;
            if (spec_.editor != nullptr) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        }
        if (ImGui::IsRectVisible({rect.x0, rect.y0}, {rect.x1, rect.y1})) {
            paint(path, rect, value, hovered);
            const bool selected = spec_.editor != nullptr && spec_.editor->selected(path);
            if (selected && !show_numbers_) loupe_ = Loupe{cell, rect};
        }
        tooltip_for_item(ui_, hovered && !is_hidden(cell) ? tooltip(cell, value) : std::string());
    }

    bool is_hidden(Cell cell) const {
        const Shape shape = spec_.weights.shape();
        return (cell.c * shape.h + cell.y) * shape.w + cell.x >=
               spec_.first_hidden.value_or(std::numeric_limits<int>::max());
    }

    void paint(const std::string& path, const PixelRect& rect, float value, bool hovered) const {
        const Pen pen = ui_.pen();
        const Colour ground = spec_.scale.colour(value);
        const PixelRect inner{rect.x0, rect.y0, rect.x1 - line(), rect.y1 - line()};
        pen.fill(inner, ground);
        const std::string text =
            show_numbers_ ? format_fitting(value, characters()) : std::string();
        const bool edited = spec_.editor != nullptr && spec_.editor->selected(path);
        const bool typed = edited && spec_.editor->typing(path) != nullptr;
        if (typed && show_numbers_)
            draw_edited_text(pen, *spec_.editor, path, inner, text, readable_text(ground));
        else
            pen.text_in(font_, inner, Align::kCentre, readable_text(ground), text);
        if (edited)
            pen.outline(inner, pen.theme().text, 0, pen.px(2));
        else if (hovered)
            pen.outline(inner, pen.theme().quiet, 0, pen.px(1));
    }

    void edit(const std::string& path, Cell cell, float value) {
        const WeightEdit change = edit_weight(*spec_.editor, path, value, true);
        result_.copy = result_.copy || change.copy;
        if (change.pasted) result_.pasted = change.pasted;
        // Where the wheel moves the grid, it edits the selected cell alone.
        const bool scrolled = spec_.metrics.scrolls && ImGui::GetIO().MouseWheel != 0 &&
                              !spec_.editor->selected(path);
        if (change.value && !scrolled) result_.change = WeightChange{cell, *change.value};
        if (!change.message.empty()) result_.message = change.message;
        if (change.gesture != 0 && !scrolled) result_.gesture = change.gesture;
        result_.cancelled = result_.cancelled || change.cancelled;
        if (change.move == Move::kNone) return;
        result_.selected = next_cell(cell, spec_.weights.shape(), change.move);
        spec_.editor->select(path_of(*result_.selected));
    }

    std::string tooltip(Cell cell, float value) const {
        const Shape shape = spec_.weights.shape();
        std::string text = spec_.title + ", channel " + channel_name(cell.c, shape.c) + ", [" +
                           std::to_string(cell.x) + ", " + std::to_string(cell.y) +
                           "] = " + format_signed(value);
        if (spec_.editor != nullptr)
            text +=
                "\nType a number, drag up or down, turn the wheel (1/4; with Shift 1/100), Page Up "
                "and Page Down; arrow keys, Tab and Enter move on, Esc leaves. Ctrl+C copies the "
                "filter as NumPy text, Ctrl+V pastes a matrix.";
        return text;
    }

    const WidgetUi& ui_;
    const WeightGridSpec& spec_;
    WeightGridResult result_;
    bool show_numbers_ = true;
    ImFont* font_ = ui_.look.fonts.small_mono;
    struct Loupe {
        Cell cell;
        PixelRect rect;
    };
    std::optional<Loupe> loupe_;
};

/// A filter that grew keeps its weights in the middle: the first look at it goes there.
void show_middle_of_new_grid(const WeightGridSpec& spec) {
    const Shape shape = spec.weights.shape();
    // While results of another size are shown, the metrics are not those of these weights.
    if (spec.metrics.shape.columns != shape.w || spec.metrics.shape.rows != shape.h) return;
    const ImGuiID key = ImGui::GetID("size");
    const int size = shape.w * 1024 + shape.h;
    if (ImGui::GetStateStorage()->GetInt(key) == size) return;
    ImGui::GetStateStorage()->SetInt(key, size);
    ImGui::SetScrollX((spec.metrics.width - width(spec.area)) / 2);
    ImGui::SetScrollY((height(grid_of_channel(spec.metrics, 0)) - height(spec.area)) / 2);
}

/// Unless a selected cell under the pointer takes it.
void scroll_by_wheel(const WidgetUi& ui, bool taken) {
    const ImGuiIO& io = ImGui::GetIO();
    if (taken || io.MouseWheel == 0 || !ImGui::IsWindowHovered()) return;
    const float by = io.MouseWheel * ui.look.px(kWheelScroll);
    if (io.KeyShift || ImGui::GetScrollMaxY() <= 0)
        ImGui::SetScrollX(ImGui::GetScrollX() - by);
    else
        ImGui::SetScrollY(ImGui::GetScrollY() - by);
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
    if (!spec.metrics.scrolls) return GridDrawer(ui, spec).draw({spec.area.x0, spec.area.y0});
    // The outermost lines lie around the area.
    const float border = std::max(1.0f, std::floor(ui.look.scale));
    const PixelRect area = inset(spec.area, -border);
    ImGui::SetCursorScreenPos({area.x0, area.y0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::BeginChild(spec.path.c_str(), {width(area), height(area)}, false,
                      ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground |
                          ImGuiWindowFlags_HorizontalScrollbar);
    show_middle_of_new_grid(spec);
    const WeightGridResult result = GridDrawer(ui, spec).draw(
        {ImGui::GetCursorScreenPos().x + border, ImGui::GetCursorScreenPos().y + border});
    scroll_by_wheel(ui, result.change.has_value());
    ImGui::EndChild();
    ImGui::PopStyleVar();
    return result;
}

}  // namespace convscope::app
