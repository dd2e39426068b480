#include "app/widgets/map_widget.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/platform/imgui_compat.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/map_padding.hpp"
#include "app/widgets/number_face.hpp"

namespace convscope::app {
namespace {

constexpr float kSmallestCellWithNumber = 22;  // At scale 1.
constexpr float kWheelZoom = 1.2f;
constexpr int kMostCharacters = 5;

Colour mixed(float r, float g, float b) {
    const auto byte = [](float v) {
        return static_cast<std::uint8_t>(std::lround(255 * std::clamp(v, 0.0f, 1.0f)));
    };
    return {byte(r), byte(g), byte(b)};
}

std::string brightness(float value, bool show_255, int characters) {
    return format_fitting(show_255 ? std::round(value * 255) : value, characters);
}

/// Draws the values inside the cells.
class Numbers {
  public:
    Numbers(const Pen& pen, const MapSpec& spec, const MapTransform& transform)
        : pen_(pen), spec_(spec), transform_(transform), font_(pen.look().fonts.small_mono) {
        const float character = text_size(font_, "0").x;
        characters_ = std::min(kMostCharacters,
                               static_cast<int>((transform.cell_width() - pen.px(5)) / character));
        line_ = font_size(font_);
    }

    /// Returns the face that it chose.
    ImFont* draw() {
        const Rect cells = transform_.visible_cells();
        const bool small = transform_.cell_width() < pen_.px(kSmallestCellWithNumber);
        if (transform_.cell_height() < line_ || characters_ < 1 || (small && !fit_exactly(cells)))
            return font_;
        choose_face(cells);
        for (int y = cells.y0; y < cells.y1; ++y)
            for (int x = cells.x0; x < cells.x1; ++x) draw_cell(x, y);
        return font_;
    }

  private:
    /// In small cells numbers stand only where each of a few has its room: "0", "3", "-1".
    bool fit_exactly(const Rect& cells) {
        constexpr int kFewCells = 1024;
        if (spec_.channel < 0 && spec_.map->values.shape().c > 1 && !is_grey(cells)) return false;
        if (cells.width() * cells.height() > kFewCells) return false;
        const float character = text_size(font_, "0").x;
        characters_ = static_cast<int>((transform_.cell_width() - pen_.px(1)) / character);
        const ConstTensorView values = spec_.map->values.view();
        for (int y = cells.y0; y < cells.y1; ++y)
            for (int x = cells.x0; x < cells.x1; ++x) {
                const float value = values(0, std::max(spec_.channel, 0), y, x);
                const bool whole = spec_.picture && spec_.show_255;
                if (count_characters(text_of(value)) > characters_) return false;
                if (!whole && !fits_readably(value, characters_)) return false;
            }
        return true;
    }

    bool is_grey(const Rect& cells) const {
        const ConstTensorView values = spec_.map->values.view();
        for (int y = cells.y0; y < cells.y1; ++y)
            for (int x = cells.x0; x < cells.x1; ++x)
                if (values(0, 0, y, x) != values(0, 1, y, x) ||
                    values(0, 0, y, x) != values(0, 2, y, x))
                    return false;
        return true;
    }

    /// Nothing is measured where not even one digit could be larger.
    void choose_face(const Rect& cells) {
        const std::vector<NumberFace> faces = number_faces(pen_.look().fonts);
        NumberRoom room{1, 1, transform_.cell_width(), transform_.cell_height()};
        if (largest_face(faces, room) == 0) return;
        for (int y = cells.y0; y < cells.y1; ++y)
            for (int x = cells.x0; x < cells.x1; ++x) measure_cell(x, y, room);
        const NumberFace& face = faces[largest_face(faces, room)];
        font_ = face.font;
        line_ = face.line;
    }

    void measure_cell(int x, int y, NumberRoom& room) const {
        const ConstTensorView values = spec_.map->values.view();
        const auto measure = [&room](const std::string& text) {
            room.characters = std::max(room.characters, count_characters(text));
        };
        if (spec_.channel >= 0) {
            measure(text_of(values(0, spec_.channel, y, x)));
            return;
        }
        for (int c = 0; c < 3; ++c) {
            const float value = values(0, c, y, x);
            measure(brightness(value, spec_.show_255, characters_));
            if (value != values(0, 0, y, x)) room.lines = 3;
        }
    }

    void draw_cell(int x, int y) const {
        const PixelRect rect = transform_.rect_of({x, y, x + 1, y + 1});
        const ConstTensorView values = spec_.map->values.view();
        if (spec_.channel < 0) {
            draw_colours(rect, values(0, 0, y, x), values(0, 1, y, x), values(0, 2, y, x));
            return;
        }
        const float value = values(0, spec_.channel, y, x);
        const std::string text = text_of(value);
        if (!std::isfinite(value)) {
            draw_on_plate(rect, text);
            return;
        }
        pen_.text_in(font_, rect, Align::kCentre, ink_on(spec_.scale.colour(value)), text);
    }

    std::string text_of(float value) const {
        if (spec_.picture) return brightness(value, spec_.show_255, characters_);
        const float shown = without_rounding(value);
        const std::string text = format_fitting(shown, characters_);
        // What is not 0 is not shown as 0.
        return shown != 0 && text == "0" ? "≈0" : text;
    }

    /// Rounding is not signal; the tooltip shows every number as it is. The bound is that of the
    /// worst case: what has a colour on the map has its number too.
    float without_rounding(float value) const {
        constexpr float kWithoutColour = 0.002f;
        const auto magnitude = static_cast<double>(std::abs(value));
        if (magnitude > spec_.map->error_bound) return value;
        const bool map_is_zero =
            static_cast<double>(spec_.map->range.magnitude()) <= spec_.map->error_bound;
        return map_is_zero || std::abs(value) <= kWithoutColour * spec_.scale.high ? 0 : value;
    }

    /// What is no number is hatched: a plate lets its text be read.
    void draw_on_plate(const PixelRect& rect, const std::string& text) const {
        const ImVec2 size = text_size(font_, text);
        const float x = (rect.x0 + rect.x1 - size.x) / 2, y = (rect.y0 + rect.y1 - size.y) / 2;
        pen_.fill({x - pen_.px(2), y, x + size.x + pen_.px(2), y + size.y}, pen_.theme().panel);
        pen_.text_in(font_, rect, Align::kCentre, pen_.theme().text, text);
    }

    /// One number where the three are equal, else three lines when they fit.
    void draw_colours(const PixelRect& rect, float r, float g, float b) const {
        const Colour ink = ink_on(mixed(r, g, b));
        if (r == g && g == b) {
            pen_.text_in(font_, rect, Align::kCentre, ink,
                         brightness(r, spec_.show_255, characters_));
            return;
        }
        const float step = std::min(line_, height(rect) / 3);
        if (step < line_ * 0.8f) return;
        float y = (rect.y0 + rect.y1) / 2 - 1.5f * step;
        for (const float value : {r, g, b}) {
            pen_.text_in(font_, {rect.x0, y, rect.x1, y + step}, Align::kCentre, ink,
                         brightness(value, spec_.show_255, characters_));
            y += step;
        }
    }

    Colour ink_on(Colour ground) const {
        const Colour ink = readable_text(ground);
        return ink.with_alpha(static_cast<std::uint8_t>(spec_.style.opacity * 255));
    }

    const Pen& pen_;
    const MapSpec& spec_;
    const MapTransform& transform_;
    ImFont* font_;
    int characters_ = 0;
    float line_ = 0;
};

/// Notches of the wheel: with the keys + and - two at once.
float wheel_notches(const MapSpec& spec) {
    constexpr float kOfAKey = 2;
    float notches = ImGui::GetIO().MouseWheel;
    if (!spec.takes_keys) return notches;
    if (is_key_pressed(Key::kPlus, true)) notches += kOfAKey;
    if (is_key_pressed(Key::kMinus, true)) notches -= kOfAKey;
    return notches;
}

/// By the arrow keys, in shares of the visible part: what lies that way is shown.
ImVec2 pan_by_keys() {
    constexpr float kStep = 0.15f;
    ImVec2 way{0, 0};
    if (is_key_pressed(Key::kLeft, true)) way.x += kStep;
    if (is_key_pressed(Key::kRight, true)) way.x -= kStep;
    if (is_key_pressed(Key::kUp, true)) way.y += kStep;
    if (is_key_pressed(Key::kDown, true)) way.y -= kStep;
    return way;
}

MapZoom zoom_by_input(const WidgetUi& ui, const MapSpec& spec, bool hovered, bool dragged) {
    const ImGuiIO& io = ImGui::GetIO();
    const PixelRect frame = place_in_frame(spec.frame, spec.extent);
    const float cell = spec.extent.stretched
                           ? height(frame) / static_cast<float>(spec.extent.all_rows())
                           : width(frame) / static_cast<float>(spec.extent.all_columns());
    MapZoom zoom = spec.zoom;
    const float notches = hovered ? wheel_notches(spec) : 0;
    if (notches != 0)
        zoom =
            zoomed(zoom, std::pow(kWheelZoom, notches), (io.MousePos.x - frame.x0) / width(frame),
                   (io.MousePos.y - frame.y0) / height(frame), largest_zoom(cell, ui.look.scale));
    if (dragged)
        zoom = panned(zoom, io.MouseDelta.x / width(frame), io.MouseDelta.y / height(frame));
    const bool keys = hovered && spec.takes_keys;
    if (hovered && spec.takes_arrows && zoom.factor > 1) {
        const ImVec2 way = pan_by_keys();
        zoom = panned(zoom, way.x, way.y);
    }
    const bool whole = keys && is_key_pressed(Key::k0);
    if (whole ||
        (hovered && spec.pans_with_left && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)))
        zoom = {};
    return zoom;
}

/// The line around the map's own cells: inside its padding, else around the frame.
void draw_border(const Pen& pen, const MapSpec& spec, const MapTransform& transform,
                 ImFont* numbers) {
    const MapExtent& extent = spec.extent;
    if (extent.pad_x == 0 && extent.pad_y == 0) {
        pen.outline(inset(spec.frame, -1), pen.theme().border);
        return;
    }
    draw_padding(pen, transform, spec.padding_sign, numbers);
    const PixelRect map = transform.visible_rect_of({0, 0, extent.columns, extent.rows});
    if (!map.empty()) pen.outline(inset(map, -1), pen.theme().quiet);
}

}  // namespace

ImFont* draw_map(const Pen& pen, Gpu& gpu, const MapSpec& spec, const MapTransform& transform) {
    const PixelRect& frame = transform.frame();
    pen.list()->PushClipRect({frame.x0, frame.y0}, {frame.x1, frame.y1}, true);
    if (spec.channel < 0)
        gpu.draw_picture(pen.list(), spec.texture_key, *spec.map, transform.placement(),
                         spec.style);
    else
        gpu.draw_heat_map(pen.list(), spec.texture_key, *spec.map, spec.channel,
                          transform.placement(), spec.scale, spec.style);
    ImFont* numbers = Numbers(pen, spec, transform).draw();
    pen.list()->PopClipRect();
    return numbers;
}

MapResult map_widget(const WidgetUi& ui, Gpu& gpu, const MapSpec& spec) {
    const PixelRect& frame = spec.frame;
    const bool came_up = hot_area(ui, spec.path, frame);
    const bool hovered = ImGui::IsItemHovered();
    const bool active = ImGui::IsItemActive();
    const bool other_button = hovered && (ImGui::IsMouseDragging(ImGuiMouseButton_Middle, 0) ||
                                          ImGui::IsMouseDragging(ImGuiMouseButton_Right, 0));
    const bool left = active && spec.pans_with_left;

    MapResult result{MapTransform(frame, spec.zoom, spec.extent), {}, {}, false, {}};
    result.zoom = zoom_by_input(ui, spec, hovered, other_button || left);
    const MapTransform& transform = result.transform;
    ui.names.record_map(spec.path, frame, transform.geometry());

    const Pen pen = ui.pen();
    ImFont* numbers = draw_map(pen, gpu, spec, transform);
    draw_border(pen, spec, transform, numbers);

    result.pointer = transform.cell_at(ImGui::GetIO().MousePos);
    if (hovered) {
        const int x = static_cast<int>(std::floor(result.pointer.x));
        const int y = static_cast<int>(std::floor(result.pointer.y));
        const auto beside = [](int at, int cells, int pad) {
            return pad > 0 && (at < 0 || at >= cells);
        };
        const MapExtent& extent = spec.extent;
        result.hovers_padding =
            beside(x, extent.columns, extent.pad_x) || beside(y, extent.rows, extent.pad_y);
        if (!result.hovers_padding)
            result.hovered = Cell{0, std::max(spec.channel, 0), std::clamp(y, 0, extent.rows - 1),
                                  std::clamp(x, 0, extent.columns - 1)};
    }
    result.pressed = ImGui::IsItemActivated() && !spec.pans_with_left;
    result.active = active && !spec.pans_with_left;
    const ImVec2 way = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left);
    result.clicked = came_up && way.x == 0 && way.y == 0;
    return result;
}

std::string describe_cell(const MapSpec& spec, const std::string& symbol, Cell cell) {
    const ConstTensorView values = spec.map->values.view();
    std::string text = symbol + "[" + std::to_string(cell.x) + ", " + std::to_string(cell.y) + "]";
    if (spec.channel >= 0) {
        const float value = values(0, spec.channel, cell.y, cell.x);
        return text + " = " +
               (spec.picture ? brightness(value, spec.show_255, 6) : format_signed(value));
    }
    constexpr std::array<const char*, 3> kNames{"  r ", "  g ", "  b "};
    for (int c = 0; c < 3; ++c)
        text += kNames[static_cast<std::size_t>(c)] +
                brightness(values(0, c, cell.y, cell.x), spec.show_255, 6);
    return text;
}

}  // namespace convscope::app
