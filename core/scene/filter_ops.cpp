#include "core/scene/filter_ops.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "core/scene/filter_facts.hpp"

namespace convscope {
namespace {

/// Weight [a,b] of the result is `value(k, c, b, a)`.
template <class Function>
Tensor build(Shape shape, Function value) {
    Tensor result(shape);
    for (int k = 0; k < shape.n; ++k)
        for (int c = 0; c < shape.c; ++c)
            for (int b = 0; b < shape.h; ++b)
                for (int a = 0; a < shape.w; ++a) result.view()(k, c, b, a) = value(k, c, b, a);
    return result;
}

Result<Tensor> clear(ConstTensorView weights) {
    return Tensor(weights.shape());
}

Result<Tensor> flip_x(ConstTensorView weights) {
    const int last = weights.shape().w - 1;
    return build(weights.shape(),
                 [&](int k, int c, int b, int a) { return weights(k, c, b, last - a); });
}

Result<Tensor> flip_y(ConstTensorView weights) {
    const int last = weights.shape().h - 1;
    return build(weights.shape(),
                 [&](int k, int c, int b, int a) { return weights(k, c, last - b, a); });
}

Result<Tensor> rotate_180(ConstTensorView weights) {
    const int right = weights.shape().w - 1, bottom = weights.shape().h - 1;
    return build(weights.shape(),
                 [&](int k, int c, int b, int a) { return weights(k, c, bottom - b, right - a); });
}

Result<Tensor> transpose(ConstTensorView weights) {
    const Shape shape = weights.shape();
    return build({shape.n, shape.c, shape.w, shape.h},
                 [&](int k, int c, int b, int a) { return weights(k, c, a, b); });
}

// 0 - w, not -w: a weight of 0 stays 0 and does not become -0.
Result<Tensor> negate(ConstTensorView weights) {
    return build(weights.shape(),
                 [&](int k, int c, int b, int a) { return 0 - weights(k, c, b, a); });
}

/// The values minus their mean, as whole multiples of one step that sum to exactly 0: the step is
/// what the largest of them can tell apart as a float. Values that cancel already stay.
std::vector<float> without_mean(std::vector<float> values) {
    const double sum = exact_sum(values);
    if (sum == 0) return values;
    const double mean = sum / static_cast<double>(values.size());
    double largest = 0;
    for (const float value : values) largest = std::max(largest, std::abs(value - mean));
    if (largest == 0) return std::vector<float>(values.size(), 0.0f);
    constexpr int kDigits = std::numeric_limits<float>::digits;
    constexpr int kSmallest = std::numeric_limits<float>::min_exponent - kDigits;
    const int step = std::max(std::ilogb(largest) - (kDigits - 1), kSmallest);
    std::vector<std::int64_t> multiples;
    for (const float value : values)
        multiples.push_back(std::llround(std::ldexp(value - mean, -step)));
    // What rounding left over goes to the largest ones, where it matters least; beyond kLargest
    // not every multiple is a float.
    constexpr std::int64_t kLargest = std::int64_t{1} << kDigits;
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater<>(),
                             [&](std::size_t i) { return std::abs(multiples[i]); });
    std::int64_t left = std::accumulate(multiples.begin(), multiples.end(), std::int64_t{0});
    for (std::size_t i = 0; left != 0; i = (i + 1) % order.size()) {
        const int one = left > 0 ? 1 : -1;
        std::int64_t& multiple = multiples[order[i]];
        if (std::abs(multiple - one) > kLargest) continue;
        multiple -= one;
        left -= one;
    }
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(std::ldexp(static_cast<double>(multiples[i]), step));
    return values;
}

bool all_finite(ConstTensorView weights) {
    return std::ranges::all_of(to_dense(weights), [](float value) { return std::isfinite(value); });
}

Result<Tensor> zero_sum(ConstTensorView weights) {
    const Shape shape = weights.shape();
    const std::vector<float> dense = to_dense(weights);
    std::vector<float> result;
    const auto plane = static_cast<std::ptrdiff_t>(shape.w) * shape.h;
    for (auto channel = dense.begin(); channel != dense.end(); channel += plane) {
        const std::vector<float> centred =
            without_mean(std::vector<float>(channel, channel + plane));
        result.insert(result.end(), centred.begin(), centred.end());
    }
    Tensor centred = from_dense(shape, result);
    if (!all_finite(centred.view()))
        return Error{"the weights are too large to subtract their mean: make them smaller first",
                     {}};
    return centred;
}

/// The sum of one filter over all channels.
double total(ConstTensorView weights, int k) {
    std::vector<float> values;
    const Shape shape = weights.shape();
    for (int c = 0; c < shape.c; ++c)
        for (int b = 0; b < shape.h; ++b)
            values.insert(values.end(), weights.row(k, c, b), weights.row(k, c, b) + shape.w);
    return exact_sum(values);
}

Result<Tensor> unit_sum(ConstTensorView weights) {
    std::vector<double> totals;
    for (int k = 0; k < weights.shape().n; ++k) totals.push_back(total(weights, k));
    if (std::ranges::find(totals, 0.0) != totals.end())
        return Error{
            "the weights sum to 0, and 0 times any factor stays 0: change a weight first, so that "
            "the total can be scaled to 1",
            {}};
    Tensor scaled = build(weights.shape(), [&](int k, int c, int b, int a) {
        return static_cast<float>(weights(k, c, b, a) / totals[static_cast<std::size_t>(k)]);
    });
    if (!all_finite(scaled.view()))
        return Error{
            "the weights nearly cancel, and scaled to a total of 1 they would be too "
            "large: change a weight first",
            {}};
    return scaled;
}

constexpr FilterOp kOps[] = {
    {"flip_x", "Flip left-right", "Mirrors each channel: left becomes right.", "\u21c4", flip_x},
    {"flip_y", "Flip up-down", "Mirrors each channel: top becomes bottom.", "\u21c5", flip_y},
    {"rotate_180", "Turn 180 degrees: true convolution",
     "Turns each channel by half a turn: what mathematics calls convolution turns the filter "
     "first.",
     "\u21bb", rotate_180},
    {"transpose", "Transpose",
     "Exchanges rows and columns of each channel: w x h becomes h x w, and when they differ, in "
     "every filter of the layer.",
     "T", transpose},
    {"negate", "Negate", "Changes the sign of every weight: the output changes its sign too.",
     "\u00b1", negate},
    {"zero_sum", "Make each channel sum to 0",
     "Subtracts from each channel its mean: flat areas then give 0.", "\u03a30", zero_sum},
    {"unit_sum", "Scale the total to 1",
     "Divides every weight by the sum over all channels: flat grey areas then keep their value.",
     "\u03a31", unit_sum},
    {"clear", "Clear", "Sets every weight to 0.", "0", clear},
};

Tensor one_filter(ConstTensorView weights, int k) {
    const Shape shape = weights.shape();
    return build({1, shape.c, shape.h, shape.w},
                 [&](int, int c, int b, int a) { return weights(k, c, b, a); });
}

}  // namespace

std::span<const FilterOp> filter_ops() {
    return kOps;
}

const FilterOp* find_filter_op(std::string_view id) {
    const auto op = std::ranges::find(kOps, id, &FilterOp::id);
    return op == std::end(kOps) ? nullptr : op;
}

Result<Tensor> apply_to_filter(const FilterOp& op, ConstTensorView weights, int k) {
    const Tensor before = one_filter(weights, k);
    const Result<Tensor> after = op.apply(before.view());
    if (!after) return after.error();
    if (after->shape() != before.shape()) return op.apply(weights);
    const ConstTensorView changed = after->view();
    return build(weights.shape(), [&](int n, int c, int b, int a) {
        return n == k ? changed(0, c, b, a) : weights(n, c, b, a);
    });
}

}  // namespace convscope
