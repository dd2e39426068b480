#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/ops/op_table.hpp"
#include "core/ops/window2d.hpp"

namespace convscope {

// What a card says about a filter or a window beside its grid.

/// A window that walks along the width or the height of a map.
struct WindowWalk {
    int input = 1;  ///< Cells of the map along this axis.
    WindowAxis window;

    /// Number of windows that fit; 0 when none does.
    int output() const { return window.output_extent(input); }
    /// Of a window that still fits, with this padding and dilation.
    int largest_size() const { return (input + 2 * window.pad - 1) / window.dilation + 1; }
    /// Cells at the end of the axis that come after the last one any window reads: those that the
    /// division, rounded down, leaves over.
    int unread_at_end() const;
    /// Any window reads this cell.
    bool reads(int cell) const;
    /// The cells inside the map that none reads, in runs from the first to the last: what a stride
    /// larger than the window or a dilation skips, and what is left over at the end.
    std::vector<Interval> unread() const;
    /// The formula of output() with the numbers in it, "floor(1 + (8 - 3)/2) = 3"; padding and
    /// dilation appear only when they differ from 0 and 1.
    std::string formula() const;
};
enum class Axis { kX, kY };
/// Of an op that has a window (window_fields()), else nothing.
std::optional<WindowWalk> window_walk(const OpInfo& op, const ParamSet& params, Shape input,
                                      Axis axis);

/// The sum of all values, rounded once: 0 only when they cancel exactly. Values are finite.
double exact_sum(std::span<const float> values);
/// exact_sum() of each channel of filter `k`.
std::vector<double> channel_sums(ConstTensorView weights, int k);
/// What these sums mean for flat areas: "each channel sums to 0: flat areas give 0", ...
std::string describe_channel_sums(std::span<const double> sums);

/// How many numbers a layer has to learn, and how many it would have otherwise.
struct WeightCounts {
    std::int64_t weights = 0;          ///< Of its filters, without biases.
    std::int64_t without_sharing = 0;  ///< With weights of its own for each window.
    std::int64_t fully_connected = 0;  ///< With one weight from each input to each output cell.
};
WeightCounts weight_counts(Shape weights, Shape input, Shape output);

/// With thousands separated: "820,512,000".
std::string format_count(std::int64_t count);

}  // namespace convscope
