#include "core/ops/max_pool2d.hpp"

#include "core/ops/rounding.hpp"

namespace convscope {
namespace {

// The order of max_pool2d's fields in a ParamSet.
enum Field : std::size_t { kWindowW, kWindowH, kStrideX, kStrideY, kPadX, kPadY, kTies };

constexpr std::string_view kTieRules[] = {"first"};

constexpr ParamField kFields[] = {
    {"window.w", "w", "Width of the window.", 1, 255, 2},
    {"window.h", "h", "Height of the window.", 1, 255, 2},
    {"stride.x", "stride x", "Columns that the window moves from one output to the next.", 1, 64,
     2},
    {"stride.y", "stride y", "Rows that the window moves from one output row to the next.", 1, 64,
     2},
    {"pad.x", "pad x", "Columns added at the left and at the right; they never win.", 0, 64, 0},
    {"pad.y", "pad y", "Rows added at the top and at the bottom; they never win.", 0, 64, 0},
    {"ties", "ties", "Which cell wins when several have the largest value.", 0, 0, 0, kTieRules},
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
    return rounding_error(overlaps - 1, absolute) +
           static_cast<double>(overlaps) * errors.grad_error;
}

}  // namespace

Window2d max_pool2d_window(const ParamSet& params) {
    return {{params[kWindowW], params[kStrideX], params[kPadX], 1},
            {params[kWindowH], params[kStrideY], params[kPadY], 1}};
}

OpInfo max_pool2d_op() {
    return {.id = "max_pool2d",
            .label = "max pool",
            .description = "Keeps the largest value of each window.",
            .output_symbol = "P",
            .formula = "P = max A",
            .backward_note = "to the winner",
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
            .error_bound = error_bound};
}

}  // namespace convscope
