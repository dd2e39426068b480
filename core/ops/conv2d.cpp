#include "core/ops/conv2d.hpp"

namespace convscope {
namespace {

// The order of conv2d's fields in a ParamSet.
enum Field : std::size_t {
    kKernelW,
    kKernelH,
    kStrideX,
    kStrideY,
    kPadX,
    kPadY,
    kDilationX,
    kDilationY,
    kFilters
};

constexpr ParamField kFields[] = {
    {"kernel.w", "w", "Width of the filter: how many columns it reads.", 1, 512, 3},
    {"kernel.h", "h", "Height of the filter: how many rows it reads.", 1, 512, 3},
    {"stride.x", "stride x", "Columns that the filter moves from one output to the next.", 1, 64,
     1},
    {"stride.y", "stride y", "Rows that the filter moves from one output row to the next.", 1, 64,
     1},
    {"pad.x", "pad x", "Columns of zeros added at the left and at the right.", 0, 64, 0},
    {"pad.y", "pad y", "Rows of zeros added at the top and at the bottom.", 0, 64, 0},
    {"dilation.x", "dilation x", "Columns from one filter column to the next; 1 leaves no gaps.", 1,
     64, 1},
    {"dilation.y", "dilation y", "Rows from one filter row to the next; 1 leaves no gaps.", 1, 64,
     1},
    {"filters", "filters", "How many filters there are; each makes one output map.", 1, 1024, 1},
};

Result<Shape> output_shape(const ParamSet& params, Shape input) {
    const Window2d window = conv2d_window(params);
    if (auto fits = check_window_fits(window, input, "filter", "kernel"); !fits)
        return fits.error();
    const Rect plane = window.output_plane(input);
    return Shape{input.n, params[kFilters], plane.height(), plane.width()};
}

Shape weights_shape(const ParamSet& params, Shape input) {
    return {params[kFilters], input.c, params[kKernelH], params[kKernelW]};
}

Rect output_rect(const ParamSet& params, Rect rect_in_input, Shape input) {
    return conv2d_window(params).output_rect(rect_in_input, input);
}

WeightParts weight_parts(Shape, Shape output) {
    return {.count = grad_weights_parts(output)};
}

Rect input_rect(const ParamSet& params, Rect rect_in_output, Shape) {
    return conv2d_window(params).input_rect(rect_in_output);
}

}  // namespace

Window2d conv2d_window(const ParamSet& params) {
    return {{params[kKernelW], params[kStrideX], params[kPadX], params[kDilationX]},
            {params[kKernelH], params[kStrideY], params[kPadY], params[kDilationY]}};
}

OpInfo conv2d_op() {
    return {.id = "conv2d",
            .label = "convolution",
            .description =
                "Slides filters over the map: each output cell is the sum of the "
                "cells under the filter times its weights.",
            .output_symbol = "R",
            .formula = "R = I ∗ G",
            .backward_note = "spread through G",
            .weights_key = "filter",
            .fields = kFields,
            .has_winners = false,
            .output_shape = output_shape,
            .weights_shape = weights_shape,
            .weight_parts = weight_parts,
            .weight_sums = conv2d_weight_sums,
            .output_rect = output_rect,
            .input_rect = input_rect,
            .fast = conv2d_fast(),
            .twin = conv2d_twin(),
            .oracle = conv2d_oracle(),
            .explain = conv2d_explain,
            .error_bound = conv2d_error_bound,
            .text = conv2d_text()};
}

}  // namespace convscope
