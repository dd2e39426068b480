#include "core/ops/max_pool2d.hpp"

#include "core/ops/rounding.hpp"

namespace convscope {
namespace {

// The order of max_pool2d's fields in a ParamSet.
enum Field : std::size_t { kWindowW, kWindowH, kStrideX, kStrideY, kPadX, kPadY, kTies };

constexpr std::string_view kTieRules[] = {"first", "split", "all"};
constexpr std::string_view kTieTooltips[] = {
    "The first of them in row order gets all of the gradient, as in the max pooling of PyTorch, "
    "TensorFlow and JAX.",
    "They share the gradient equally, as in amax of PyTorch, reduce_max of TensorFlow and max of "
    "JAX.",
    "Each of them gets all of the gradient, as in code that compares with the maximum (x == "
    "x.max()) and in Theano: not a subgradient, as more goes back than came."};

constexpr ParamField kFields[] = {
    {"window.w", "w", "Width of the window.", 1, 255, 2},
    {"window.h", "h", "Height of the window.", 1, 255, 2},
    {"stride.x", "stride x", "Columns that the window moves from one output to the next.", 1, 64,
     2},
    {"stride.y", "stride y", "Rows that the window moves from one output row to the next.", 1, 64,
     2},
    {"pad.x", "pad x", "Columns added at the left and at the right; they never win.", 0, 64, 0},
    {"pad.y", "pad y", "Rows added at the top and at the bottom; they never win.", 0, 64, 0},
    {"ties", "ties", "Who gets the gradient when several cells have the largest value.", 0, 2, 0,
     kTieRules, kTieTooltips},
};

Result<Shape> output_shape(const ParamSet& params, Shape input) {
    const Window2d window = max_pool2d_window(params);
    if (auto ok = check_pool_padding(window); !ok) return ok.error();
    if (auto ok = check_window_fits(window, input, "window", "window"); !ok) return ok.error();
    const Rect plane = window.output_plane(input);
    return Shape{input.n, input.c, plane.height(), plane.width()};
}

Rect output_rect(const ParamSet& params, Rect rect_in_input, Shape input) {
    return max_pool2d_window(params).output_rect(rect_in_input, input);
}

Rect input_rect(const ParamSet& params, Rect rect_in_output, Shape) {
    return max_pool2d_window(params).input_rect(rect_in_output);
}

/// A maximum rounds nothing; windows that overlap add. An error that changes a winner moves its
/// gradient, which no bound can tell; the views show the winners as they are.
double error_bound(const OpInputs& inputs, Quantity quantity, const ErrorBounds& errors) {
    if (quantity == Quantity::kOutput) return errors.input_error;
    const Window2d window = max_pool2d_window(inputs.params);
    const std::int64_t overlaps = std::int64_t{ceil_div(window.x.size, window.x.stride)} *
                                  ceil_div(window.y.size, window.y.stride);
    const double absolute =
        static_cast<double>(overlaps) * (errors.grad_magnitude + errors.grad_error);
    const std::int64_t divisions = max_pool2d_ties(inputs.params) == TieRule::kSplit ? 1 : 0;
    return rounding_error(overlaps - 1 + divisions, absolute) +
           static_cast<double>(overlaps) * errors.grad_error;
}

}  // namespace

Window2d max_pool2d_window(const ParamSet& params) {
    return {{params[kWindowW], params[kStrideX], params[kPadX], 1},
            {params[kWindowH], params[kStrideY], params[kPadY], 1}};
}

TieRule max_pool2d_ties(const ParamSet& params) {
    return static_cast<TieRule>(params[kTies]);
}

OpInfo max_pool2d_op() {
    return {.id = "max_pool2d",
            .label = "max pool",
            .description = "Keeps the largest value of each window.",
            .output_symbol = "P",
            .formula = "P = max A",
            .backward_note = "to the winner|shared by the winners|to all winners",
            .weights_key = "",
            .fields = kFields,
            .has_winners = true,
            .output_shape = output_shape,
            .weights_shape = nullptr,
            .output_rect = output_rect,
            .input_rect = input_rect,
            .fast = max_pool2d_fast(),
            .twin = max_pool2d_twin(),
            .oracle = max_pool2d_oracle(),
            .explain = max_pool2d_explain,
            .error_bound = error_bound,
            .text = max_pool2d_text(),
            .forward_two_sides = max_pool2d_two_sides};
}

}  // namespace convscope
