#include <algorithm>
#include <array>

#include "core/ops/cell_list.hpp"
#include "core/ops/dense.hpp"
#include "core/ops/dense_simd.hpp"
#include "core/ops/window2d.hpp"

namespace convscope {
namespace {

// What a tile of a product takes at most, all multiples of kLanes.
constexpr int kSamples = 64;
constexpr int kOutputs = 64;
constexpr int kCells = 256;

static_assert(kDensePartCells <= kSamples * kCells);

constexpr std::size_t floats(int rows, int columns) {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

std::size_t groups_of(int columns) {
    return static_cast<std::size_t>(ceil_div(columns, kLanes));
}

/// Packed numbers of the input or of its gradient, packed weights, and totals.
struct TileMemory {
    explicit TileMemory(Scratch& scratch)
        : left(scratch.floats(floats(kSamples, kCells) + floats(kOutputs, kCells) +
                              floats(kSamples, kCells))),
          right(left + floats(kSamples, kCells)),
          totals(right + floats(kOutputs, kCells)) {}
    float* left;
    float* right;
    float* totals;
};

/// Calls body(interval) for pieces of `all` of at most `most`.
template <class Body>
void for_each_piece(Interval all, int most, const Body& body) {
    for (int first = all.begin; first < all.end; first += most)
        body(Interval{first, std::min(first + most, all.end)});
}

float* row_of(float* rows, int row, int stride) {
    return rows + std::ptrdiff_t{row} * stride;
}

/// Totals are samples x outputs; the lanes of a vector are outputs.
void forward_tile(const OpInputs& in, TensorView output, Interval samples, Interval outputs,
                  const TileMemory& memory) {
    const int rows = samples.end - samples.begin, columns = outputs.end - outputs.begin;
    const std::size_t groups = groups_of(columns);
    constexpr std::size_t kGroupFloats = floats(kCells, kLanes);
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < static_cast<int>(groups) * kLanes; ++j)
            row_of(memory.totals, i, kOutputs)[j] =
                in.bias.empty() || j >= columns
                    ? 0.0f
                    : in.bias[static_cast<std::size_t>(outputs.begin + j)];
    std::fill_n(memory.right, groups * kGroupFloats, 0.0f);  // Lanes without an output.
    const Shape input = in.input.shape();
    for_each_cell_list(input.plane(), input.c, kCells, [&](const CellList& cells) {
        for (int i = 0; i < rows; ++i)
            copy_cells(in.input, samples.begin + i, cells, row_of(memory.left, i, kCells), 1);
        for (int j = 0; j < columns; ++j)
            copy_cells(in.weights, outputs.begin + j, cells,
                       memory.right + j / kLanes * kGroupFloats + j % kLanes, kLanes);
        add_product({.rows = static_cast<std::size_t>(rows),
                     .terms = static_cast<std::size_t>(cells.count),
                     .column_groups = groups,
                     .left = memory.left,
                     .left_stride = kCells,
                     .right = memory.right,
                     .right_stride = kLanes,
                     .right_group_stride = kGroupFloats,
                     .totals = memory.totals,
                     .totals_stride = kOutputs});
    });
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
            output(samples.begin + i, 0, outputs.begin + j, 0) =
                row_of(memory.totals, i, kOutputs)[j] + 0.0f;
}

void forward(const OpInputs& in, TensorView output, Winners, Rect rect, Scratch& scratch) {
    if (rect.empty()) return;
    const TileMemory memory(scratch);
    for_each_piece({0, output.shape().n}, kSamples, [&](Interval samples) {
        for_each_piece({rect.y0, rect.y1}, kOutputs, [&](Interval outputs) {
            forward_tile(in, output, samples, outputs, memory);
        });
    });
}

/// Totals are samples x cells; the lanes of a vector are cells.
void grad_input_tile(const OpInputs& in, TensorView grad_input, Interval samples,
                     const CellList& cells, const TileMemory& memory) {
    const int rows = samples.end - samples.begin;
    const std::size_t groups = groups_of(cells.count);
    std::fill_n(memory.totals, floats(rows, kCells), 0.0f);
    for_each_piece({0, in.grad_output.shape().h}, kOutputs, [&](Interval outputs) {
        const int terms = outputs.end - outputs.begin;
        for (int i = 0; i < rows; ++i)
            for (int k = 0; k < terms; ++k)
                row_of(memory.left, i, kOutputs)[k] =
                    in.grad_output(samples.begin + i, 0, outputs.begin + k, 0);
        for (int k = 0; k < terms; ++k) {
            float* weights = row_of(memory.right, k, kCells);
            copy_cells(in.weights, outputs.begin + k, cells, weights, 1);
            std::fill(weights + cells.count, weights + groups * kLanes, 0.0f);
        }
        add_product({.rows = static_cast<std::size_t>(rows),
                     .terms = static_cast<std::size_t>(terms),
                     .column_groups = groups,
                     .left = memory.left,
                     .left_stride = kOutputs,
                     .right = memory.right,
                     .right_stride = kCells,
                     .right_group_stride = kLanes,
                     .totals = memory.totals,
                     .totals_stride = kCells});
    });
    for (int i = 0; i < rows; ++i)
        write_cells(row_of(memory.totals, i, kCells), grad_input, samples.begin + i, cells);
}

void grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch& scratch) {
    const TileMemory memory(scratch);
    for_each_cell_list(rect, grad_input.shape().c, kCells, [&](const CellList& cells) {
        for_each_piece({0, grad_input.shape().n}, kSamples, [&](Interval samples) {
            grad_input_tile(in, grad_input, samples, cells, memory);
        });
    });
}

/// One picture: every weight has one term.
void grad_weights_cells(const OpInputs& in, int part, std::span<float> partial,
                        const TileMemory& memory) {
    const Shape shape = in.weights.shape();
    const std::size_t size = shape.count() / static_cast<std::size_t>(shape.n);
    const int first = part * kDensePartCells;
    const CellList cells{shape.plane(), first,
                         std::min(kDensePartCells, static_cast<int>(size) - first)};
    float* values = memory.left;
    copy_cells(in.input, 0, cells, values, 1);
    float* row = partial.data() + first;
    for (int k = 0; k < shape.n; ++k, row += size) {
        const float grad = in.grad_output(0, 0, k, 0);
        for (int i = 0; i < cells.count; ++i) row[i] = values[i] * grad + 0.0f;
    }
    if (part > 0) return;
    for (int k = 0; k < shape.n; ++k)
        partial[shape.count() + static_cast<std::size_t>(k)] = in.grad_output(0, 0, k, 0) + 0.0f;
}

/// dL/d output k of up to kLanes samples, as lanes that start at +0 hold it; +0 for those that do
/// not exist.
std::array<float, kLanes> sample_grads(const OpInputs& in, Interval samples, int k) {
    std::array<float, kLanes> grads{};
    for (int n = samples.begin; n < samples.end; ++n)
        grads[static_cast<std::size_t>(n - samples.begin)] = in.grad_output(n, 0, k, 0) + 0.0f;
    return grads;
}

/// A batch: the lanes of a sum are up to kLanes samples.
void grad_weights_group(const OpInputs& in, Interval samples, std::span<float> partial,
                        const TileMemory& memory) {
    const Shape shape = in.weights.shape();
    const std::size_t size = shape.count() / static_cast<std::size_t>(shape.n);
    std::fill_n(memory.left, floats(kLanes, kCells), 0.0f);  // Samples that do not exist.
    for_each_cell_list(shape.plane(), shape.c, kCells, [&](const CellList& cells) {
        for (int n = samples.begin; n < samples.end; ++n)
            copy_cells(in.input, n, cells, row_of(memory.left, n - samples.begin, kCells), 1);
        for (int k = 0; k < shape.n; ++k) {
            const auto grads = sample_grads(in, samples, k);
            fold_products(memory.left, kCells, grads.data(), groups_of(cells.count), memory.totals);
            std::copy_n(memory.totals, cells.count,
                        partial.data() + static_cast<std::size_t>(k) * size +
                            static_cast<std::size_t>(cells.first));
        }
    });
    for (int k = 0; k < shape.n; ++k)
        partial[shape.count() + static_cast<std::size_t>(k)] =
            fold_lanes(sample_grads(in, samples, k));
}

void grad_weights_part(const OpInputs& in, int part, std::span<float> partial, Scratch& scratch) {
    const Shape outputs = in.grad_output.shape();
    const TileMemory memory(scratch);
    if (outputs.n == 1)
        grad_weights_cells(in, part, partial, memory);
    else
        grad_weights_group(in, {part * kLanes, std::min((part + 1) * kLanes, outputs.n)}, partial,
                           memory);
}

}  // namespace

OpKernels dense_fast() {
    return {forward, grad_input, grad_weights_part};
}

}  // namespace convscope
