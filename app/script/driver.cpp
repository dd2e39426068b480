#include "app/script/driver.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "app/widgets/format.hpp"

namespace convscope::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kFramesToAppear = 30;  ///< For a widget that a popup or new results bring.
constexpr int kFramesToScroll = 4;   ///< For one that is there but clipped.
constexpr int kCalmFrames = 2;       ///< A layout may need a second frame to come to rest.
constexpr double kWaitSlice_s = 0.01;
// Clicks further apart are never taken for one.
constexpr double kDoubleClick_s = 0.35;
constexpr float kDoubleClick_px = 8;
/// Of a cell, from its corner: where neither its number nor a mark at its edge is drawn.
constexpr float kBackgroundInset = 0.16f;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

bool shows_whole(const NamedWidget& widget) {
    return widget.visible.x0 <= widget.rect.x0 && widget.visible.x1 >= widget.rect.x1 &&
           widget.visible.y0 <= widget.rect.y0 && widget.visible.y1 >= widget.rect.y1;
}

bool contains(const PixelRect& rect, ScriptPoint pixel) {
    return pixel.x >= rect.x0 && pixel.x < rect.x1 && pixel.y >= rect.y0 && pixel.y < rect.y1;
}

std::string quoted(const std::string& text) {
    return '"' + text + '"';
}

/// Names in the same branch of the tree as `path`, for someone who mistyped the last part.
std::string siblings(const WidgetNames& names, const std::string& path) {
    constexpr std::size_t kMost = 8;
    const auto branch = path.substr(0, path.rfind('/') + 1);
    std::string list;
    std::size_t count = 0;
    for (const std::string& other : names.paths()) {
        if (!other.starts_with(branch) || branch.empty()) continue;
        if (++count > kMost) return list + ", ...";
        list += (list.empty() ? "" : ", ") + other;
    }
    return list;
}

Result<ScriptPoint> point_in_cell(const std::string& name, const NamedWidget& widget,
                                  ScriptPoint cell, float place) {
    if (!widget.map) return Error{quoted(name) + " is no map, it has no cells", ""};
    const MapGeometry& map = *widget.map;
    return ScriptPoint{map.origin_x + (cell.x + place) * map.cell_size,
                       map.origin_y + (cell.y + place) * map.cell_height};
}

}  // namespace

Driver::Driver(Surface& surface, Application& application,
               std::function<void(std::string_view)> print)
    : surface_(surface), application_(application), print_(std::move(print)) {
    leave_input();
}

void Driver::frame(bool seen) {
    const bool was_settled = application_.settled();
    const auto start = Clock::now();
    surface_.read_events(0);
    application_.frame([this] { inject_input(input_); }, seen);
    if (seen) frame_times_ms_.push_back(seconds_since(start) * 1e3);

    input_.wheel = 0;
    input_.key_down = held_key_;
    input_.text.clear();
    calm_frames_ = was_settled && application_.settled() ? calm_frames_ + 1 : 0;
    const auto results = application_.results();
    if (results != last_results_.lock()) ++results_since_mark_;
    last_results_ = results;
}

void Driver::input_frame() {
    frame();
    calm_frames_ = 0;
}

void Driver::frames(int count) {
    for (int i = 0; i < count; ++i) frame();
}

Result<void> Driver::settle(double limit_s) {
    const auto start = Clock::now();
    while (calm_frames_ < kCalmFrames) {
        while (!application_.settled() && seconds_since(start) < limit_s)
            surface_.read_events(kWaitSlice_s);
        if (seconds_since(start) >= limit_s)
            return Error{"expected results within " + std::to_string(static_cast<int>(limit_s)) +
                             " s, found none of the newest scene",
                         ""};
        // What a layout does before it rests is over before a person would see it.
        frame(calm_frames_ == kCalmFrames - 1);
    }
    return {};
}

Result<NamedWidget> Driver::find(const std::string& widget) {
    // New results move what is drawn beside them: a person, too, points at what stands still.
    if (const auto settled = settle(); !settled) return settled.error();
    WidgetNames& names = application_.names();
    for (int tries = 0; tries < kFramesToAppear; ++tries) {
        const NamedWidget* found = names.find(widget);
        const bool pointable = found != nullptr && !found->visible.empty();
        if (pointable && (shows_whole(*found) || tries >= kFramesToScroll)) {
            names.request_visible({});
            return *found;
        }
        names.request_visible(widget);
        frame();
    }
    const bool exists = names.find(widget) != nullptr;
    names.request_visible({});
    if (exists) return Error{"widget " + quoted(widget) + " cannot be scrolled into view", ""};
    const std::string others = siblings(names, widget);
    return Error{"there is no widget " + quoted(widget) +
                     (others.empty() ? "" : " (there are " + others + ")"),
                 ""};
}

Result<ScriptPoint> Driver::locate(const Target& target) {
    const auto widget = find(target.widget);
    if (!widget) return widget.error();
    const PixelRect& visible = widget->visible;
    if (!target.cell)
        return ScriptPoint{(visible.x0 + visible.x1) / 2, (visible.y0 + visible.y1) / 2};
    const auto pixel = point_in_cell(target.widget, *widget, *target.cell, 0.5f);
    if (pixel && !contains(visible, *pixel))
        return Error{"the cell of " + quoted(target.widget) + " is out of view", ""};
    return pixel;
}

Result<ScriptPoint> Driver::locate_background(const Target& cell) {
    const auto widget = find(cell.widget);
    if (!widget) return widget.error();
    const auto pixel = point_in_cell(cell.widget, *widget, *cell.cell, kBackgroundInset);
    if (pixel && !contains(widget->visible, *pixel))
        return Error{"the cell of " + quoted(cell.widget) + " is out of view", ""};
    return pixel;
}

void Driver::move_to(ScriptPoint pixel) {
    input_.mouse_x = pixel.x;
    input_.mouse_y = pixel.y;
    input_frame();
}

void Driver::leave_input() {
    input_.mouse_x = input_.mouse_y = -std::numeric_limits<float>::max();
}

void Driver::leave() {
    leave_input();
    input_frame();
}

void Driver::press(MouseButton button) {
    const bool near_last = std::abs(input_.mouse_x - last_press_at_.x) < kDoubleClick_px &&
                           std::abs(input_.mouse_y - last_press_at_.y) < kDoubleClick_px;
    while (near_last && seconds_since(last_press_) < kDoubleClick_s)
        surface_.read_events(kDoubleClick_s - seconds_since(last_press_));
    set_button(button, true);
}

void Driver::release(MouseButton button) {
    set_button(button, false);
}

void Driver::set_button(MouseButton button, bool down) {
    (button == MouseButton::kLeft ? input_.left : input_.right) = down;
    if (down) {
        last_press_ = Clock::now();
        last_press_at_ = {input_.mouse_x, input_.mouse_y};
    }
    input_frame();
}

void Driver::double_click() {
    press(MouseButton::kLeft);
    set_button(MouseButton::kLeft, false);
    set_button(MouseButton::kLeft, true);
    set_button(MouseButton::kLeft, false);
}

void Driver::wheel(float notches) {
    input_.wheel = notches;
    input_frame();
}

void Driver::hold(const KeyChord& chord) {
    input_.ctrl = chord.ctrl;
    input_.shift = chord.shift;
    input_.alt = chord.alt;
    input_.key_down = held_key_ = chord.key;
}

void Driver::press_key(const KeyChord& chord) {
    hold({{}, chord.ctrl, chord.shift, chord.alt});
    input_frame();
    input_.key_down = chord.key;
    input_frame();
    hold({});
    input_frame();
}

void Driver::type(const std::string& text) {
    input_.text = text;
    input_frame();
}

Colour Driver::pixel(ScriptPoint pixel) {
    const auto frame_number = application_.stats().frames_drawn;
    if (screen_.rgb.empty() || screen_.frame != frame_number)
        screen_ = {
            surface_.read_pixels(), {0, 0, surface_.width(), surface_.height()}, frame_number};
    const int x = static_cast<int>(pixel.x), y = static_cast<int>(pixel.y);
    // A window may change its size while its pixels are read.
    const auto width = static_cast<std::size_t>(screen_.area.width()),
               height = static_cast<std::size_t>(screen_.area.height());
    if (screen_.rgb.size() != width * height * 3 || !screen_.area.contains(x, y)) return {};
    const auto cell = static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x);
    const unsigned char* rgb = screen_.rgb.data() + cell * 3;
    return {rgb[0], rgb[1], rgb[2]};
}

Result<Tensor> Driver::pixels_of(const std::string& widget) {
    const auto found = find(widget);
    if (!found) return found.error();
    const PixelRect& visible = found->visible;
    const int x0 = static_cast<int>(visible.x0), y0 = static_cast<int>(visible.y0);
    const int width = static_cast<int>(visible.x1) - x0, height = static_cast<int>(visible.y1) - y0;
    Tensor pixels(Shape{1, 3, height, width});
    const TensorView view = pixels.view();
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const Colour colour =
                pixel({static_cast<float>(x0 + x) + 0.5f, static_cast<float>(y0 + y) + 0.5f});
            view(0, 0, y, x) = colour.r;
            view(0, 1, y, x) = colour.g;
            view(0, 2, y, x) = colour.b;
        }
    return pixels;
}

void Driver::mark() {
    frame_times_ms_.clear();
    results_since_mark_ = 0;
}

void Driver::remember(const std::string& label, ConstTensorView values) {
    remembered_.insert_or_assign(label, from_dense(values.shape(), to_dense(values)));
}

const Tensor* Driver::remembered(const std::string& label) const {
    const auto found = remembered_.find(label);
    return found == remembered_.end() ? nullptr : &found->second;
}

Result<void> Driver::expect_idle(double seconds) {
    if (const auto settled = settle(); !settled) return settled;
    const auto frame_is_due_within = [this](double span_s) {
        const double due_s = application_.seconds_to_next_frame();
        return due_s >= 0 && due_s < span_s;
    };
    for (int i = 0; frame_is_due_within(seconds) && i < kFramesToAppear; ++i) {
        surface_.read_events(application_.seconds_to_next_frame());
        frame();
    }
    const auto start = Clock::now();
    for (double left_s = seconds; left_s > 0; left_s = seconds - seconds_since(start))
        if (frame_is_due_within(left_s) || surface_.read_events(left_s))
            return Error{"expected no frame while nothing happens, found one due after " +
                             format_exact(static_cast<float>(seconds_since(start))) + " s",
                         ""};
    return {};
}

}  // namespace convscope::app
