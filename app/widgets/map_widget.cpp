#include "app/widgets/map_widget.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/widgets/format.hpp"

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

    void draw() const {
        const float smallest = pen_.px(kSmallestCellWithNumber);
        if (transform_.cell_width() < smallest || transform_.cell_height() < line_ ||
            characters_ < 1)
            return;
        const Rect cells = transform_.visible_cells();
        for (int y = cells.y0; y < cells.y1; ++y)
            for (int x = cells.x0; x < cells.x1; ++x) draw_cell(x, y);
    }

  private:
    void draw_cell(int x, int y) const {
        const PixelRect rect = transform_.rect_of({x, y, x + 1, y + 1});
        const ConstTensorView values = spec_.map->values.view();
        if (spec_.channel < 0) {
            draw_colours(rect, values(0, 0, y, x), values(0, 1, y, x), values(0, 2, y, x));
            return;
        }
        const float value = values(0, spec_.channel, y, x);
        const std::string text = spec_.picture
                                     ? brightness(value, spec_.show_255, characters_)
                                     : format_fitting(without_rounding(value), characters_);
        if (!std::isfinite(value)) {
            draw_on_plate(rect, text);
            return;
        }
        pen_.text_in(font_, rect, Align::kCentre, ink_on(spec_.scale.colour(value)), text);
    }

    /// Rounding is not signal; the tooltip shows every number as it is.
    float without_rounding(float value) const {
        return static_cast<double>(std::abs(value)) <= spec_.map->error_bound ? 0 : value;
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
        return ink.with_alpha(static_cast<std::uint8_t>(spec_.opacity * 255));
    }

    const Pen& pen_;
    const MapSpec& spec_;
    const MapTransform& transform_;
    ImFont* font_;
    int characters_ = 0;
    float line_ = 0;
};

/// Where the whole map lies in its frame: all of it, or in its middle where the frame is of another
/// form than a long and narrow map.
PixelRect place_in_frame(const PixelRect& frame, int columns, int rows) {
    constexpr float kRounding = 2;
    const auto across = static_cast<float>(columns), down = static_cast<float>(rows);
    const float cell = std::min(width(frame) / across, height(frame) / down);
    const float spare_x = width(frame) - cell * across, spare_y = height(frame) - cell * down;
    if (std::max(spare_x, spare_y) < kRounding) return frame;
    return {frame.x0 + spare_x / 2, frame.y0 + spare_y / 2, frame.x1 - spare_x / 2,
            frame.y1 - spare_y / 2};
}

MapZoom zoom_by_input(const WidgetUi& ui, const MapSpec& spec, bool hovered, bool dragged) {
    const ImGuiIO& io = ImGui::GetIO();
    const Shape shape = spec.map->values.shape();
    const PixelRect frame = place_in_frame(spec.frame, shape.w, shape.h);
    const float largest = largest_zoom(width(frame) / static_cast<float>(shape.w), ui.look.scale);
    MapZoom zoom = spec.zoom;
    if (hovered && io.MouseWheel != 0)
        zoom = zoomed(zoom, std::pow(kWheelZoom, io.MouseWheel),
                      (io.MousePos.x - frame.x0) / width(frame),
                      (io.MousePos.y - frame.y0) / height(frame), largest);
    if (dragged)
        zoom = panned(zoom, io.MouseDelta.x / width(frame), io.MouseDelta.y / height(frame));
    if (hovered && spec.pans_with_left && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
        zoom = {};
    return zoom;
}

}  // namespace

MapTransform::MapTransform(const PixelRect& frame, const MapZoom& zoom, int columns, int rows)
    : frame_(frame), columns_(columns), rows_(rows) {
    const VisiblePart part = visible_part(zoom);
    const PixelRect whole = place_in_frame(frame, columns, rows);
    cell_width_ = width(whole) * zoom.factor / static_cast<float>(columns);
    cell_height_ = height(whole) * zoom.factor / static_cast<float>(rows);
    origin_x_ = whole.x0 - part.x0 * static_cast<float>(columns) * cell_width_;
    origin_y_ = whole.y0 - part.y0 * static_cast<float>(rows) * cell_height_;
    find_visible_cells();
}

MapTransform MapTransform::around(const PixelRect& frame, Extent2 shown, Cell centre, int columns,
                                  int rows) {
    MapTransform transform;
    transform.frame_ = frame;
    transform.columns_ = columns;
    transform.rows_ = rows;
    transform.cell_width_ = width(frame) / static_cast<float>(shown.x);
    transform.cell_height_ = height(frame) / static_cast<float>(shown.y);
    const int first_x = std::clamp(centre.x - shown.x / 2, 0, std::max(0, columns - shown.x));
    const int first_y = std::clamp(centre.y - shown.y / 2, 0, std::max(0, rows - shown.y));
    transform.origin_x_ = frame.x0 - static_cast<float>(first_x) * transform.cell_width_;
    transform.origin_y_ = frame.y0 - static_cast<float>(first_y) * transform.cell_height_;
    transform.find_visible_cells();
    return transform;
}

void MapTransform::find_visible_cells() {
    // A hair inside, so that rounding does not show cells that only touch the frame.
    constexpr float kHair = 1e-3f;
    const ImVec2 low = cell_at({frame_.x0, frame_.y0}), high = cell_at({frame_.x1, frame_.y1});
    visible_ = intersect(
        {static_cast<int>(std::floor(low.x + kHair)), static_cast<int>(std::floor(low.y + kHair)),
         static_cast<int>(std::ceil(high.x - kHair)), static_cast<int>(std::ceil(high.y - kHair))},
        {0, 0, columns_, rows_});
}

PixelRect MapTransform::rect_of(const Rect& cells) const {
    return {origin_x_ + static_cast<float>(cells.x0) * cell_width_,
            origin_y_ + static_cast<float>(cells.y0) * cell_height_,
            origin_x_ + static_cast<float>(cells.x1) * cell_width_,
            origin_y_ + static_cast<float>(cells.y1) * cell_height_};
}

ImVec2 MapTransform::cell_at(ImVec2 pixel) const {
    return {(pixel.x - origin_x_) / cell_width_, (pixel.y - origin_y_) / cell_height_};
}

MapPlacement MapTransform::placement() const {
    const PixelRect all = rect_of({0, 0, columns_, rows_});
    // Within a hair of the frame is at the frame.
    constexpr float kHair = 0.01f;
    PixelRect shown = frame_;
    if (all.x0 > frame_.x0 + kHair) shown.x0 = all.x0;
    if (all.y0 > frame_.y0 + kHair) shown.y0 = all.y0;
    if (all.x1 < frame_.x1 - kHair) shown.x1 = all.x1;
    if (all.y1 < frame_.y1 - kHair) shown.y1 = all.y1;
    const ImVec2 first = cell_at({shown.x0, shown.y0}), last = cell_at({shown.x1, shown.y1});
    return {shown.x0, shown.y0, shown.x1, shown.y1, first.x, first.y, last.x, last.y};
}

MapGeometry MapTransform::geometry() const {
    return {origin_x_, origin_y_, cell_width_, columns_, rows_};
}

void draw_map(const Pen& pen, Gpu& gpu, const MapSpec& spec, const MapTransform& transform) {
    const PixelRect& frame = transform.frame();
    pen.list()->PushClipRect({frame.x0, frame.y0}, {frame.x1, frame.y1}, true);
    if (spec.channel < 0)
        gpu.draw_picture(pen.list(), spec.texture_key, *spec.map, transform.placement(),
                         spec.opacity);
    else
        gpu.draw_heat_map(pen.list(), spec.texture_key, *spec.map, spec.channel,
                          transform.placement(), spec.scale, spec.opacity);
    Numbers(pen, spec, transform).draw();
    pen.list()->PopClipRect();
}

MapResult map_widget(const WidgetUi& ui, Gpu& gpu, const MapSpec& spec) {
    const Shape shape = spec.map->values.shape();
    const PixelRect& frame = spec.frame;
    const bool came_up = hot_area(ui, spec.path, frame);
    const bool hovered = ImGui::IsItemHovered();
    const bool active = ImGui::IsItemActive();
    const bool other_button = hovered && (ImGui::IsMouseDragging(ImGuiMouseButton_Middle, 0) ||
                                          ImGui::IsMouseDragging(ImGuiMouseButton_Right, 0));
    const bool left = active && spec.pans_with_left;

    MapResult result{MapTransform(frame, spec.zoom, shape.w, shape.h), {}, {}, {}};
    result.zoom = zoom_by_input(ui, spec, hovered, other_button || left);
    const MapTransform& transform = result.transform;
    ui.names.record_map(spec.path, frame, transform.geometry());

    const Pen pen = ui.pen();
    draw_map(pen, gpu, spec, transform);
    pen.outline({frame.x0 - 1, frame.y0 - 1, frame.x1 + 1, frame.y1 + 1}, pen.theme().border);

    result.pointer = transform.cell_at(ImGui::GetIO().MousePos);
    if (hovered) {
        const int x = std::clamp(static_cast<int>(result.pointer.x), 0, shape.w - 1);
        const int y = std::clamp(static_cast<int>(result.pointer.y), 0, shape.h - 1);
        result.hovered = Cell{0, std::max(spec.channel, 0), y, x};
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
