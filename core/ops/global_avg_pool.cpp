#include "core/ops/global_avg_pool.hpp"

#include <algorithm>

#include "core/ops/lane_simd.hpp"
#include "core/ops/rounding.hpp"
#include "core/ops/term_range.hpp"

namespace convscope {
namespace {

float divisor_of(Shape input) {
    return static_cast<float>(std::int64_t{input.h} * input.w);
}

/// block_sum(block) for every block of a plane, added in the pairwise tree.
template <class BlockSum>
float plane_sum(Rect plane, std::span<float> partials, const BlockSum& block_sum) {
    const BlockGrid grid = block_grid(plane);
    for (int i = 0; i < grid.count(); ++i)
        partials[static_cast<std::size_t>(i)] = block_sum(grid.rect(i, plane));
    float total = 0;
    sum_pairwise(partials, partials.size(), 1, {&total, 1});
    return total;
}

std::size_t block_count(Shape input) {
    return static_cast<std::size_t>(block_grid(input.plane()).count());
}

float twin_block_sum(ConstTensorView input, int n, int c, Rect block) {
    std::array<float, kLanes> lanes{};
    for (int y = block.y0; y < block.y1; ++y)
        for (int x = block.x0; x < block.x1; ++x)
            lanes[static_cast<std::size_t>(x % kLanes)] += input(n, c, y, x);
    return fold_lanes(lanes);
}

void twin_forward(const OpInputs& in, TensorView output, Winners, Rect rect, Scratch& scratch) {
    if (rect.empty()) return;
    const Shape shape = in.input.shape();
    const std::span<float> partials(scratch.floats(block_count(shape)), block_count(shape));
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            output(n, c, 0, 0) =
                plane_sum(shape.plane(), partials,
                          [&](Rect block) { return twin_block_sum(in.input, n, c, block); }) /
                divisor_of(shape);
}

void fast_forward(const OpInputs& in, TensorView output, Winners, Rect rect, Scratch& scratch) {
    if (rect.empty()) return;
    const Shape shape = in.input.shape();
    const std::size_t blocks = block_count(shape);
    float* tail = scratch.floats(kMaxTailFloats + blocks);
    const std::span<float> partials(tail + kMaxTailFloats, blocks);
    for (int n = 0; n < shape.n; ++n) {
        const ConstTensorView sample(in.input.row(n, 0, 0), {1, shape.c, shape.h, shape.w},
                                     in.input.row_stride());
        for (int c = 0; c < shape.c; ++c) {
            const auto block_sum = [&](Rect block) {
                std::array<float, kLanes> lanes{};
                sum_lanes(block_lanes(sample, c, block, tail), lanes.data());
                return fold_lanes(lanes);
            };
            output(n, c, 0, 0) = plane_sum(shape.plane(), partials, block_sum) / divisor_of(shape);
        }
    }
}

/// Every cell of a channel has the same share: there is nothing to vectorise by hand.
void grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch&) {
    if (rect.empty()) return;
    const Shape shape = grad_input.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c) {
            const float share = in.grad_output(n, c, 0, 0) / divisor_of(shape) + 0.0f;
            for (int y = rect.y0; y < rect.y1; ++y)
                std::fill_n(grad_input.row(n, c, y) + rect.x0, rect.width(), share);
        }
}

void oracle_forward(const ParamSet&, ConstDoubleTensorView input, ConstDoubleTensorView,
                    std::span<const double>, DoubleTensorView output) {
    const Shape shape = input.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c) {
            double total = 0;
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) total += input(n, c, y, x);
            output(n, c, 0, 0) = total / (static_cast<double>(shape.h) * shape.w);
        }
}

void oracle_grad_input(const ParamSet&, ConstDoubleTensorView, ConstDoubleTensorView,
                       ConstDoubleTensorView grad_output, DoubleTensorView grad_input) {
    const Shape shape = grad_input.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x)
                    grad_input(n, c, y, x) =
                        grad_output(n, c, 0, 0) / (static_cast<double>(shape.h) * shape.w);
}

Result<Shape> output_shape(const ParamSet&, Shape input) {
    return Shape{input.n, input.c, 1, 1};
}

Rect output_rect(const ParamSet&, Rect rect_in_input, Shape input) {
    return intersect(rect_in_input, input.plane()).empty() ? Rect{} : Rect{0, 0, 1, 1};
}

Rect input_rect(const ParamSet&, Rect rect_in_output, Shape input) {
    return rect_in_output.empty() ? Rect{} : input.plane();
}

Explanation explain_output(const OpInputs& in, Cell cell, std::int64_t first, std::int64_t last) {
    const Shape shape = in.input.shape();
    const BlockGrid grid = block_grid(shape.plane());
    Explanation result;
    result.reduction = Reduction::kBlocks;
    result.parts = grid.count();
    result.divisor = divisor_of(shape);
    result.term_count = std::int64_t{shape.h} * shape.w;
    const TermRange range = clip_terms(first, last, result.term_count);
    for (std::int64_t i = range.first; i < range.last; ++i) {
        std::int64_t row = i;
        const int x = take_digit(row, shape.w);
        const auto y = static_cast<int>(row);
        Term term;
        term.cell_a = {cell.n, cell.c, y, x};
        term.a = in.input(term.cell_a);
        term.b = 1;
        term.part = y / kBlockSize * grid.columns + x / kBlockSize;
        term.lane = x % kLanes;
        result.terms.push_back(term);
    }
    return result;
}

Explanation explain(const OpInputs& in, Quantity quantity, Cell cell, std::int64_t first,
                    std::int64_t last) {
    if (quantity == Quantity::kOutput) return explain_output(in, cell, first, last);
    Term term;
    term.cell_a = {cell.n, cell.c, 0, 0};
    term.a = in.grad_output(term.cell_a);
    term.b = 1;
    term.divisor = divisor_of(in.input.shape());
    Explanation result;
    result.term_count = 1;
    if (first <= 0 && last > 0) result.terms.push_back(term);
    return result;
}

double error_bound(const OpInputs& in, Quantity quantity, const ErrorBounds& errors) {
    const Rect plane = in.input.shape().plane();
    const double count = static_cast<double>(plane.width()) * plane.height();
    if (quantity == Quantity::kGradInput) {
        const double share = (errors.grad_magnitude + errors.grad_error) / count;
        constexpr std::int64_t kDivision = 2;  // A count beyond 2^24 is rounded as well.
        return rounding_error(count > 1 ? kDivision : 0, share) + errors.grad_error / count;
    }
    const double magnitude = errors.input_magnitude + errors.input_error;
    return mean_error(count, block_sum_roundings(plane, 1), magnitude) + errors.input_error;
}

}  // namespace

OpKernels global_avg_pool_fast() {
    return {fast_forward, grad_input, nullptr};
}

OpKernels global_avg_pool_twin() {
    return {twin_forward, grad_input, nullptr};
}

OpInfo global_avg_pool_op() {
    return {.id = "global_avg_pool",
            .label = "global average",
            .description = "Makes one number of each map: the mean of all its cells.",
            .output_symbol = "P",
            .formula = "P = mean of all A",
            .backward_note = "shared equally",
            .weights_key = "",
            .fields = {},
            .has_winners = false,
            .output_shape = output_shape,
            .weights_shape = nullptr,
            .output_rect = output_rect,
            .input_rect = input_rect,
            .fast = global_avg_pool_fast(),
            .twin = global_avg_pool_twin(),
            .oracle = {oracle_forward, oracle_grad_input, nullptr},
            .explain = explain,
            .error_bound = error_bound,
            .text = global_avg_pool_text()};
}

}  // namespace convscope
