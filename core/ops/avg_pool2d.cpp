#include "core/ops/avg_pool2d.hpp"

#include "core/ops/rounding.hpp"
#include "core/ops/term_range.hpp"

namespace convscope {
namespace {

// The order of avg_pool2d's fields in a ParamSet.
enum Field : std::size_t { kWindowW, kWindowH, kStrideX, kStrideY, kPadX, kPadY, kCountIncludePad };

constexpr std::string_view kNoOrYes[] = {"false", "true"};

constexpr ParamField kFields[] = {
    {"window.w", "w", "Width of the window.", 1, 255, 2},
    {"window.h", "h", "Height of the window.", 1, 255, 2},
    {"stride.x", "stride x", "Columns that the window moves from one output to the next.", 1, 64,
     2},
    {"stride.y", "stride y", "Rows that the window moves from one output row to the next.", 1, 64,
     2},
    {"pad.x", "pad x", "Columns of zeros added at the left and at the right.", 0, 64, 0},
    {"pad.y", "pad y", "Rows of zeros added at the top and at the bottom.", 0, 64, 0},
    {"count_include_pad", "count padding",
     "Whether zeros of the padding count as cells when the sum is divided.", 0, 1, 1, kNoOrYes},
};

Window2d window_of(const ParamSet& params) {
    return {{params[kWindowW], params[kStrideX], params[kPadX], 1},
            {params[kWindowH], params[kStrideY], params[kPadY], 1}};
}

Result<Shape> output_shape(const ParamSet& params, Shape input) {
    const Window2d window = window_of(params);
    if (auto ok = check_pool_padding(window); !ok) return ok.error();
    if (auto ok = check_window_fits(window, input, "window", "window"); !ok) return ok.error();
    const Rect plane = window.output_plane(input);
    return Shape{input.n, input.c, plane.height(), plane.width()};
}

Rect output_rect(const ParamSet& params, Rect rect_in_input, Shape input) {
    return window_of(params).output_rect(rect_in_input, input);
}

Rect input_rect(const ParamSet& params, Rect rect_in_output, Shape) {
    return window_of(params).input_rect(rect_in_output);
}

Explanation explain_output(const OpInputs& in, Cell cell, std::int64_t first, std::int64_t last) {
    const AvgPool2d pool(in.params, in.input.shape());
    const Window2d& window = pool.window;
    Explanation result;
    result.divisor = static_cast<float>(pool.count(cell.y, cell.x));
    result.term_count = window.cells();
    const TermRange range = clip_terms(first, last, result.term_count);
    for (std::int64_t i = range.first; i < range.last; ++i) {
        std::int64_t row = i;
        const int a = take_digit(row, window.x.size);
        Term term;
        term.cell_a = {cell.n, cell.c, window.y.input_index(cell.y, static_cast<int>(row)),
                       window.x.input_index(cell.x, a)};
        term.in_padding = !in.input.shape().plane().contains(term.cell_a.x, term.cell_a.y);
        term.a = term.in_padding ? 0.0f : in.input(term.cell_a);
        term.b = 1;
        result.terms.push_back(term);
    }
    return result;
}

Explanation explain_grad_input(const OpInputs& in, Cell cell, std::int64_t first,
                               std::int64_t last) {
    const AvgPool2d pool(in.params, in.input.shape());
    const Shape outputs = in.grad_output.shape();
    const Interval rows = outputs_reading(pool.window.y, {cell.y, cell.y + 1}, outputs.h);
    const Interval columns = outputs_reading(pool.window.x, {cell.x, cell.x + 1}, outputs.w);
    const int per_row = columns.end - columns.begin;
    Explanation result;
    result.term_count = std::int64_t{rows.end - rows.begin} * per_row;
    const TermRange range = clip_terms(first, last, result.term_count);
    for (std::int64_t i = range.first; i < range.last; ++i) {
        std::int64_t row = i;
        const int x = columns.begin + take_digit(row, per_row);
        const int y = rows.begin + static_cast<int>(row);
        Term term;
        term.cell_a = {cell.n, cell.c, y, x};
        term.a = in.grad_output(term.cell_a);
        term.b = 1;
        term.divisor = static_cast<float>(pool.count(y, x));
        result.terms.push_back(term);
    }
    return result;
}

Explanation explain(const OpInputs& in, Quantity quantity, Cell cell, std::int64_t first,
                    std::int64_t last) {
    return quantity == Quantity::kOutput ? explain_output(in, cell, first, last)
                                         : explain_grad_input(in, cell, first, last);
}

/// How many outputs of an axis read one cell at most.
std::int64_t most_overlaps(const WindowAxis& axis, int outputs) {
    return std::min(ceil_div(axis.size, axis.stride), outputs);
}

/// The smallest count of cells along an axis.
template <class Counted>
int fewest(int outputs, const Counted& counted) {
    int least = counted(0);
    for (int i = 1; i < outputs; ++i) least = std::min(least, counted(i));
    return least;
}

double error_bound(const OpInputs& in, Quantity quantity, const ErrorBounds& errors) {
    const AvgPool2d pool(in.params, in.input.shape());
    if (quantity == Quantity::kOutput) {
        const int cells = pool.window.cells();
        const double magnitude = errors.input_magnitude + errors.input_error;
        return mean_error(cells, cells - 1, magnitude) + errors.input_error;
    }
    const Rect plane = pool.window.output_plane(in.input.shape());
    const std::int64_t overlaps =
        most_overlaps(pool.window.x, plane.width()) * most_overlaps(pool.window.y, plane.height());
    const int count = fewest(plane.height(), [&](int y) { return pool.rows(y); }) *
                      fewest(plane.width(), [&](int x) { return pool.columns(x); });
    const std::int64_t divisions = pool.window.cells() > 1 ? 1 : 0;
    const double shares = static_cast<double>(overlaps) / count;
    return rounding_error(overlaps - 1 + divisions,
                          shares * (errors.grad_magnitude + errors.grad_error)) +
           shares * errors.grad_error;
}

}  // namespace

AvgPool2d::AvgPool2d(const ParamSet& params, Shape input)
    : window(window_of(params)),
      plane{input.w, input.h},
      counts_padding(params[kCountIncludePad] != 0) {}

OpInfo avg_pool2d_op() {
    return {.id = "avg_pool2d",
            .label = "average pool",
            .description =
                "Makes the map smaller: each output cell is the mean of the cells in "
                "a window.",
            .output_symbol = "P",
            .formula = "P = mean A",
            .backward_note = "shared equally",
            .weights_key = "",
            .fields = kFields,
            .has_winners = false,
            .output_shape = output_shape,
            .weights_shape = nullptr,
            .output_rect = output_rect,
            .input_rect = input_rect,
            .fast = avg_pool2d_fast(),
            .twin = avg_pool2d_twin(),
            .oracle = avg_pool2d_oracle(),
            .explain = explain,
            .error_bound = error_bound,
            .text = avg_pool2d_text()};
}

}  // namespace convscope
