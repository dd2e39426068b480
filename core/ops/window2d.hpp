#pragma once
#include <string_view>

#include "core/base/result.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// A window sliding along one axis. Output o reads the input at input_index(o, tap) for each tap
/// in [0, size); indices outside the input are padding.
struct WindowAxis {
    int size = 1, stride = 1, pad = 0, dilation = 1;

    constexpr int input_index(int output, int tap) const {
        return stride * output + dilation * tap - pad;
    }
    /// Input cells from the first tap to the last.
    constexpr int span() const { return dilation * (size - 1) + 1; }
    /// floor((input + 2 pad - span) / stride) + 1; none when the window does not fit.
    constexpr int output_extent(int input) const {
        return input + 2 * pad < span() ? 0 : (input + 2 * pad - span()) / stride + 1;
    }
    /// The tap through which `output` reads `input`, or -1.
    constexpr int tap_between(int input, int output) const {
        const int distance = input - input_index(output, 0);
        return distance >= 0 && distance < span() && distance % dilation == 0 ? distance / dilation
                                                                              : -1;
    }
};

/// Half-open range along an axis.
struct Interval {
    int begin = 0, end = 0;
    constexpr bool empty() const { return end <= begin; }
};

/// The smallest interval with every output, of `outputs` in all, that reads a cell of `inputs`.
Interval outputs_reading(const WindowAxis& axis, Interval inputs, int outputs);

/// A window sliding over a map: what convolution and pooling have in common.
struct Window2d {
    WindowAxis x, y;

    constexpr int cells() const { return x.size * y.size; }
    constexpr Rect output_plane(Shape input) const {
        return {0, 0, x.output_extent(input.w), y.output_extent(input.h)};
    }
    /// The smallest rectangle of output cells with all that read a cell of `rect_in_input`.
    Rect output_rect(Rect rect_in_input, Shape input) const;
    /// The smallest rectangle with every input cell that `rect_in_output` reads; may reach into
    /// the padding.
    Rect input_rect(Rect rect_in_output) const;
};

/// Ok when the window fits into the padded input; else a sentence. `noun` is what the window is
/// called ("filter"), `field_prefix` where its size stands in files ("kernel").
Result<void> check_window_fits(const Window2d& window, Shape input, std::string_view noun,
                               std::string_view field_prefix);

/// Ok when the padding is at most half the window, so that each window of a pool has a cell inside
/// the input; else a sentence.
Result<void> check_pool_padding(const Window2d& window);

}  // namespace convscope
