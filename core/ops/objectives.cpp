#include "core/ops/objectives.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "core/ops/objective_parts.hpp"
#include "core/ops/softmax_cross_entropy.hpp"
#include "core/ops/target_objectives.hpp"

namespace convscope {
namespace {

void fill(TensorView grad, Rect rect, float value) {
    for (int c = 0; c < grad.shape().c; ++c)
        for (int y = rect.y0; y < rect.y1; ++y)
            std::fill(grad.row(0, c, y) + rect.x0, grad.row(0, c, y) + rect.x1, value);
}

double no_error(const Objective&, const LossErrors&) {
    return 0;
}

double output_error_itself(const Objective&, const LossErrors& errors) {
    return errors.output_error;
}

/// Of an L that is the sum of something of every cell.
template <class MakeTerm>
LossExplanation explain_sum(const Objective& objective, Shape shape, const std::string& letter,
                            const TermRange& range, MakeTerm make_term) {
    return {.sum = explain_map_sum(shape, range.first, range.last, make_term),
            .formula = "L = " + objective_formula(objective, shape, letter),
            .with_indices = {}};
}

/// Of a dL/dP that is given.
LossExplanation explain_slope(float slope, const std::string& letter, Cell cell, Shape shape,
                              const std::string& formula) {
    return {.sum = explain_given(slope),
            .formula = gradient_of(letter) + " = " + formula,
            .with_indices = named_cell(gradient_of(letter), cell, shape) + " = " +
                            std::to_string(static_cast<int>(slope))};
}

// L = sum of P.

float sum_block(const Objective&, ConstTensorView output, int channel, Rect block) {
    return block_lane_sum(channel, block, sum_lanes, output);
}

void sum_gradient(const Objective&, ConstTensorView, std::span<const float>, TensorView grad,
                  Rect rect) {
    fill(grad, rect, 1);
}

LossExplanation explain_sum_loss(const Objective& objective, ConstTensorView output,
                                 std::span<const float>, const std::string& letter,
                                 const Cell* cell, std::int64_t first, std::int64_t last) {
    const Shape shape = output.shape();
    if (cell != nullptr) return explain_slope(1, letter, *cell, shape, "1");
    return explain_sum(objective, shape, letter, {first, last},
                       [&](Cell at) { return product_term(output(at), 1); });
}

double sum_oracle(const Objective&, ConstDoubleTensorView output) {
    double total = 0;
    for_each_cell_of(output.shape(), [&](Cell cell) { total += output(cell); });
    return total;
}

void sum_gradient_oracle(const Objective&, ConstDoubleTensorView, DoubleTensorView grad) {
    for_each_cell_of(grad.shape(), [&](Cell cell) { grad(cell) = 1; });
}

// L = one cell of P.

Cell picked_cell(const Objective& objective) {
    return {0, objective.channel, objective.y, objective.x};
}

float cell_block(const Objective& objective, ConstTensorView output, int channel, Rect block) {
    const bool inside = channel == objective.channel && block.contains(objective.x, objective.y);
    return inside ? output(picked_cell(objective)) + 0.0f : 0.0f;
}

void cell_gradient(const Objective& objective, ConstTensorView, std::span<const float>,
                   TensorView grad, Rect rect) {
    fill(grad, rect, 0);
    if (rect.contains(objective.x, objective.y)) grad(picked_cell(objective)) = 1;
}

LossExplanation explain_cell(const Objective& objective, ConstTensorView output,
                             std::span<const float>, const std::string& letter, const Cell* cell,
                             std::int64_t first, std::int64_t last) {
    const Cell picked = picked_cell(objective);
    const std::string place = named_cell(letter, picked, output.shape());
    if (cell != nullptr)
        return explain_slope(*cell == picked ? 1.0f : 0.0f, letter, *cell, output.shape(),
                             "1 at " + place + ", else 0");
    return {.sum = explain_ordered({product_term(output(picked), 1, picked)}, first, last),
            .formula = "L = " + place,
            .with_indices = {}};
}

double cell_oracle(const Objective& objective, ConstDoubleTensorView output) {
    return output(picked_cell(objective));
}

void cell_gradient_oracle(const Objective& objective, ConstDoubleTensorView,
                          DoubleTensorView grad) {
    for_each_cell_of(grad.shape(),
                     [&](Cell cell) { grad(cell) = cell == picked_cell(objective) ? 1 : 0; });
}

// L = half the sum of the squares of P.

float half_sum_squares_block(const Objective&, ConstTensorView output, int channel, Rect block) {
    return 0.5f * block_lane_sum(channel, block, sum_square_lanes, output);
}

void half_sum_squares_gradient(const Objective&, ConstTensorView output, std::span<const float>,
                               TensorView grad, Rect rect) {
    for (int c = 0; c < grad.shape().c; ++c)
        for (int y = rect.y0; y < rect.y1; ++y)
            for (int x = rect.x0; x < rect.x1; ++x) grad(0, c, y, x) = output(0, c, y, x) + 0.0f;
}

LossExplanation explain_half_sum_squares(const Objective& objective, ConstTensorView output,
                                         std::span<const float>, const std::string& letter,
                                         const Cell* cell, std::int64_t first, std::int64_t last) {
    const Shape shape = output.shape();
    if (cell != nullptr)
        return {.sum = explain_ordered({product_term(output(*cell), 1, *cell)}, first, last),
                .formula = gradient_of(letter) + " = " + letter,
                .with_indices = named_cell(gradient_of(letter), *cell, shape) + " = " +
                                named_cell(letter, *cell, shape)};
    LossExplanation explained = explain_sum(objective, shape, letter, {first, last}, [&](Cell at) {
        return product_term(output(at), output(at));
    });
    explained.sum.part_scale = 0.5f;
    return explained;
}

double half_sum_squares_oracle(const Objective&, ConstDoubleTensorView output) {
    double total = 0;
    for_each_cell_of(output.shape(), [&](Cell cell) { total += output(cell) * output(cell); });
    return total / 2;
}

void half_sum_squares_gradient_oracle(const Objective&, ConstDoubleTensorView output,
                                      DoubleTensorView grad) {
    for_each_cell_of(grad.shape(), [&](Cell cell) { grad(cell) = output(cell); });
}

void replace_first(std::string& text, std::string_view old, std::string_view now) {
    if (const auto place = text.find(old); place != std::string::npos)
        text.replace(place, old.size(), now);
}

/// "[1, 2]", with the channel where there are several: "_3[1, 2]".
std::string picked_place(const Objective& objective, Shape output, std::string_view letter) {
    const MapIndex channel{"c", output.c, letter == "I" && output.c == 3, &objective.channel};
    return subscript(channel) + "[" + std::to_string(objective.x) + ", " +
           std::to_string(objective.y) + "]";
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
         .explain = explain_sum_loss,
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
         .explain = explain_cell,
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
         .explain = explain_half_sum_squares,
         .oracle_value = half_sum_squares_oracle,
         .oracle_gradient = half_sum_squares_gradient_oracle},
        half_squared_distance(),
        upstream_gradient(),
        softmax_cross_entropy(),
    };
    return table;
}

const ObjectiveInfo* find_objective(std::string_view id) {
    const auto found = std::ranges::find(objective_table(), id, &ObjectiveInfo::id);
    return found == objective_table().end() ? nullptr : &*found;
}

float combine_loss(std::span<const float> shares, std::size_t channels, std::size_t blocks,
                   float divisor) {
    std::vector<float> sums(channels);
    for (std::size_t c = 0; c < channels; ++c)
        sum_pairwise(shares.subspan(c * blocks, blocks), blocks, 1, std::span(sums).subspan(c, 1));
    float loss = 0;
    sum_in_order(sums, channels, 1, {&loss, 1});
    return loss / divisor;
}

float loss_divisor(const Objective& objective, Shape output) {
    const bool is_mean = objective.mean && find_objective(objective.kind)->takes_target;
    return is_mean ? static_cast<float>(output.count()) : 1.0f;
}

std::string objective_formula(const Objective& objective, Shape output, std::string_view letter) {
    const ObjectiveInfo& info = *find_objective(objective.kind);
    std::string text(info.formula);
    replace_first(text, "P", letter);
    if (info.picks_cell) replace_first(text, "[x, y]", picked_place(objective, output, letter));
    if (info.takes_label)
        replace_first(text, "[label]", "[" + std::to_string(objective.label) + "]");
    if (info.takes_target && objective.mean) text += " / " + std::to_string(output.count());
    return text;
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
                         static_cast<std::size_t>(grid.count()), loss_divisor(objective, shape)),
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
    if (info->takes_target || info->takes_gradient)
        return check_objective_tensor(*info, objective, output);
    if (!info->picks_cell) return {};
    if (auto ok = check_inside("channel", objective.channel, output.c); !ok) return ok;
    if (auto ok = check_inside("y", objective.y, output.h); !ok) return ok;
    return check_inside("x", objective.x, output.w);
}

}  // namespace convscope
