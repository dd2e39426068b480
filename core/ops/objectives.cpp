#include "core/ops/objectives.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "core/ops/lane_simd.hpp"
#include "core/ops/softmax_cross_entropy.hpp"

namespace convscope {
namespace {

/// The lane sum (core/ops/reduce.hpp) over a block that `add_lanes` makes.
float lane_sum(ConstTensorView output, int channel, Rect block,
               void (*add_lanes)(const LaneGrid&, float* lanes)) {
    std::array<float, kMaxTailFloats> tail;
    std::array<float, kLanes> lanes{};
    add_lanes(block_lanes(output, channel, block, tail.data()), lanes.data());
    return fold_lanes(lanes);
}

void fill(TensorView grad, Rect rect, float value) {
    for (int c = 0; c < grad.shape().c; ++c)
        for (int y = rect.y0; y < rect.y1; ++y)
            std::fill(grad.row(0, c, y) + rect.x0, grad.row(0, c, y) + rect.x1, value);
}

template <class Visit>
void for_each_cell(Shape shape, Visit visit) {
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x = 0; x < shape.w; ++x) visit(Cell{0, c, y, x});
}

double no_error(std::span<const float>, double) {
    return 0;
}

double output_error_itself(std::span<const float>, double output_error) {
    return output_error;
}

// L = sum of P.

float sum_block(const Objective&, ConstTensorView output, int channel, Rect block) {
    return lane_sum(output, channel, block, sum_lanes);
}

void sum_gradient(const Objective&, ConstTensorView, std::span<const float>, TensorView grad,
                  Rect rect) {
    fill(grad, rect, 1);
}

double sum_oracle(const Objective&, ConstDoubleTensorView output) {
    double total = 0;
    for_each_cell(output.shape(), [&](Cell cell) { total += output(cell); });
    return total;
}

void sum_gradient_oracle(const Objective&, ConstDoubleTensorView, DoubleTensorView grad) {
    for_each_cell(grad.shape(), [&](Cell cell) { grad(cell) = 1; });
}

// L = one cell of P.

Cell picked_cell(const Objective& objective) {
    return {0, objective.channel, objective.y, objective.x};
}

float cell_block(const Objective& objective, ConstTensorView output, int channel, Rect block) {
    const bool inside = channel == objective.channel && block.contains(objective.x, objective.y);
    return inside ? output(picked_cell(objective)) : 0.0f;
}

void cell_gradient(const Objective& objective, ConstTensorView, std::span<const float>,
                   TensorView grad, Rect rect) {
    fill(grad, rect, 0);
    if (rect.contains(objective.x, objective.y)) grad(picked_cell(objective)) = 1;
}

double cell_oracle(const Objective& objective, ConstDoubleTensorView output) {
    return output(picked_cell(objective));
}

void cell_gradient_oracle(const Objective& objective, ConstDoubleTensorView,
                          DoubleTensorView grad) {
    for_each_cell(grad.shape(),
                  [&](Cell cell) { grad(cell) = cell == picked_cell(objective) ? 1 : 0; });
}

// L = half the sum of the squares of P.

float half_sum_squares_block(const Objective&, ConstTensorView output, int channel, Rect block) {
    return 0.5f * lane_sum(output, channel, block, sum_square_lanes);
}

void half_sum_squares_gradient(const Objective&, ConstTensorView output, std::span<const float>,
                               TensorView grad, Rect rect) {
    for (int c = 0; c < grad.shape().c; ++c)
        for (int y = rect.y0; y < rect.y1; ++y)
            std::copy(output.row(0, c, y) + rect.x0, output.row(0, c, y) + rect.x1,
                      grad.row(0, c, y) + rect.x0);
}

double half_sum_squares_oracle(const Objective&, ConstDoubleTensorView output) {
    double total = 0;
    for_each_cell(output.shape(), [&](Cell cell) { total += output(cell) * output(cell); });
    return total / 2;
}

void half_sum_squares_gradient_oracle(const Objective&, ConstDoubleTensorView output,
                                      DoubleTensorView grad) {
    for_each_cell(grad.shape(), [&](Cell cell) { grad(cell) = output(cell); });
}

Result<void> check_inside(std::string_view name, int value, int extent) {
    if (value >= 0 && value < extent) return {};
    return Error{"the loss reads " + std::string(name) + " " + std::to_string(value) +
                     " of the last map, which has " + std::to_string(extent) + ": use 0 to " +
                     std::to_string(extent - 1),
                 std::string(name)};
}

}  // namespace

std::span<const ObjectiveInfo> objective_table() {
    static const ObjectiveInfo table[] = {
        {.id = "sum",
         .label = "sum",
         .formula = "Σ P",
         .description = "Adds all cells of the last map: each of them has the gradient 1.",
         .picks_cell = false,
         .value_block = sum_block,
         .gradient = sum_gradient,
         .gradient_follows_output = false,
         .gradient_error_bound = no_error,
         .oracle_value = sum_oracle,
         .oracle_gradient = sum_gradient_oracle},
        {.id = "cell",
         .label = "one cell",
         .formula = "P[x, y]",
         .description = "One cell of the last map, the one you click: only it has a gradient.",
         .picks_cell = true,
         .value_block = cell_block,
         .gradient = cell_gradient,
         .gradient_follows_output = false,
         .gradient_error_bound = no_error,
         .oracle_value = cell_oracle,
         .oracle_gradient = cell_gradient_oracle},
        {.id = "half_sum_squares",
         .label = "half sum of squares",
         .formula = "½ Σ P²",
         .description = "Half the sum of all squares: the gradient of each cell is its value.",
         .picks_cell = false,
         .value_block = half_sum_squares_block,
         .gradient = half_sum_squares_gradient,
         .gradient_follows_output = true,
         .gradient_error_bound = output_error_itself,
         .oracle_value = half_sum_squares_oracle,
         .oracle_gradient = half_sum_squares_gradient_oracle},
        softmax_cross_entropy(),
    };
    return table;
}

const ObjectiveInfo* find_objective(std::string_view id) {
    const auto found = std::ranges::find(objective_table(), id, &ObjectiveInfo::id);
    return found == objective_table().end() ? nullptr : &*found;
}

float combine_loss(std::span<const float> shares, std::size_t channels, std::size_t blocks) {
    std::vector<float> sums(channels);
    for (std::size_t c = 0; c < channels; ++c)
        sum_pairwise(shares.subspan(c * blocks, blocks), blocks, 1, std::span(sums).subspan(c, 1));
    float loss = 0;
    sum_in_order(sums, channels, 1, {&loss, 1});
    return loss;
}

LossValue objective_value(const ObjectiveInfo& info, const Objective& objective,
                          ConstTensorView output) {
    if (info.value != nullptr) return info.value(objective, output);
    const Shape shape = output.shape();
    const BlockGrid grid = block_grid(shape.plane());
    std::vector<float> shares;
    for (int c = 0; c < shape.c; ++c)
        for (int block = 0; block < grid.count(); ++block)
            shares.push_back(
                info.value_block(objective, output, c, grid.rect(block, shape.plane())));
    return {combine_loss(shares, static_cast<std::size_t>(shape.c),
                         static_cast<std::size_t>(grid.count())),
            {}};
}

Result<void> check_objective(const Objective& objective, Shape output) {
    const ObjectiveInfo* info = find_objective(objective.kind);
    if (info == nullptr) {
        std::string known;
        for (const ObjectiveInfo& row : objective_table())
            known += (known.empty() ? "" : ", ") + std::string(row.id);
        return Error{"there is no loss called '" + objective.kind + "': use one of " + known,
                     "kind"};
    }
    if (info->takes_label) return check_label(objective.label, output);
    if (!info->picks_cell) return {};
    if (auto ok = check_inside("channel", objective.channel, output.c); !ok) return ok;
    if (auto ok = check_inside("y", objective.y, output.h); !ok) return ok;
    return check_inside("x", objective.x, output.w);
}

}  // namespace convscope
