#pragma once
#include "core/ops/op_table.hpp"
#include "core/ops/window2d.hpp"

namespace convscope {

// Average pooling over windows of input, each channel by itself:
//
//   output[n,c,y,x]     = (sum over the window's cells b, a of
//                          input[n, c, sy y + b - py, sx x + a - px]) / count[y,x]
//   grad_input[n,c,q,p] = sum over the outputs y, x whose window has this cell of
//                         grad_output[n,c,y,x] / count[y,x]
//
// Padding counts as +0 and is at most half the window. count[y,x] is the number of the window's
// cells, or with count_include_pad = false of those inside the input. As in PyTorch; there is no
// window beyond the padded input.
//
// The bits:
//
//   output      the total starts at +0 and takes the window's cells row by row; then it is divided,
//               once.
//   grad_input  the total starts at +0 and takes the outputs row by row, each divided first.
//   both        end with + 0.0f, so that a zero is never negative.

/// An average pool on an input of a certain size.
struct AvgPool2d {
    AvgPool2d(const ParamSet& params, Shape input);

    /// count[y,x] is rows(y) * columns(x).
    int columns(int x) const { return counted(window.x, x, plane.x); }
    int rows(int y) const { return counted(window.y, y, plane.y); }
    int count(int y, int x) const { return rows(y) * columns(x); }

    Window2d window;
    Extent2 plane;  ///< Of the input.
    bool counts_padding;

  private:
    int counted(const WindowAxis& axis, int output, int extent) const {
        if (counts_padding) return axis.size;
        const int first = axis.input_index(output, 0);
        return std::min(first + axis.size, extent) - std::max(first, 0);
    }
};

/// The row of op_table().
OpInfo avg_pool2d_op();

/// SIMD kernels.
OpKernels avg_pool2d_fast();
/// The same bits by plain loops.
OpKernels avg_pool2d_twin();
/// The formulas above, in double.
OpOracle avg_pool2d_oracle();
/// OpInfo::text.
OpText avg_pool2d_text();

}  // namespace convscope
