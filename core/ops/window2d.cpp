#include "core/ops/window2d.hpp"

#include <algorithm>
#include <string>

namespace convscope {
namespace {

bool reads_any(const WindowAxis& axis, int output, Interval inputs) {
    const int first = axis.input_index(output, 0);
    const int tap = std::max(0, ceil_div(inputs.begin - first, axis.dilation));
    return tap < axis.size && axis.input_index(output, tap) < inputs.end;
}

Result<void> check_axis_fits(const WindowAxis& axis, int input, std::string_view noun,
                             std::string_view field_prefix, bool horizontal) {
    const int padded = input + 2 * axis.pad;
    if (axis.span() <= padded) return {};
    const std::string name = horizontal ? "w" : "h";
    const std::string extent = horizontal ? " wide" : " high";
    std::string text = "the " + std::string(noun) + " is " + std::to_string(axis.size) + extent;
    if (axis.dilation > 1)
        text += " and with dilation " + std::to_string(axis.dilation) + " spans " +
                std::to_string(axis.span()) + " cells";
    text += ", but the input" + std::string(axis.pad > 0 ? " with its padding" : "") + " is only " +
            std::to_string(padded) + extent + ": make " + name + " at most " +
            std::to_string((padded - 1) / axis.dilation + 1);
    return Error{text, std::string(field_prefix) + "." + name};
}

Result<void> check_axis_padding(const WindowAxis& axis, std::string_view name,
                                std::string_view extent) {
    if (2 * axis.pad <= axis.size) return {};
    const std::string field = "pad." + std::string(name);
    return Error{"pad " + std::string(name) + " is " + std::to_string(axis.pad) +
                     ", more than half of the window (" + std::to_string(axis.size) + " " +
                     std::string(extent) +
                     "), so that windows of nothing but padding arise: make pad " +
                     std::string(name) + " at most " + std::to_string(axis.size / 2),
                 field};
}

}  // namespace

Interval outputs_reading(const WindowAxis& axis, Interval inputs, int outputs) {
    if (inputs.empty()) return {};
    Interval range{std::max(0, ceil_div(inputs.begin + axis.pad - (axis.span() - 1), axis.stride)),
                   std::min(outputs, floor_div(inputs.end - 1 + axis.pad, axis.stride) + 1)};
    while (!range.empty() && !reads_any(axis, range.begin, inputs)) ++range.begin;
    while (!range.empty() && !reads_any(axis, range.end - 1, inputs)) --range.end;
    return range.empty() ? Interval{} : range;
}

Rect Window2d::output_rect(Rect rect_in_input, Shape input) const {
    const Rect rect = intersect(rect_in_input, input.plane());
    const Rect plane = output_plane(input);
    const Interval columns = outputs_reading(x, {rect.x0, rect.x1}, plane.x1);
    const Interval rows = outputs_reading(y, {rect.y0, rect.y1}, plane.y1);
    if (columns.empty() || rows.empty()) return {};
    return {columns.begin, rows.begin, columns.end, rows.end};
}

Rect Window2d::input_rect(Rect rect_in_output) const {
    if (rect_in_output.empty()) return {};
    return {x.input_index(rect_in_output.x0, 0), y.input_index(rect_in_output.y0, 0),
            x.input_index(rect_in_output.x1 - 1, x.size - 1) + 1,
            y.input_index(rect_in_output.y1 - 1, y.size - 1) + 1};
}

Result<void> check_window_fits(const Window2d& window, Shape input, std::string_view noun,
                               std::string_view field_prefix) {
    const auto wide = check_axis_fits(window.x, input.w, noun, field_prefix, true);
    return wide ? check_axis_fits(window.y, input.h, noun, field_prefix, false) : wide;
}

Result<void> check_pool_padding(const Window2d& window) {
    const auto wide = check_axis_padding(window.x, "x", "wide");
    return wide ? check_axis_padding(window.y, "y", "high") : wide;
}

}  // namespace convscope
