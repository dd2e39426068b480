#include "core/ops/target_objectives.hpp"

#include <cmath>
#include <string>

#include "core/ops/objective_parts.hpp"

namespace convscope {
namespace {

constexpr double kUnitRoundoff = 0x1p-24;

ConstTensorView tensor_of(const Objective& objective) {
    return objective.tensor->view();
}

// L = half the squared distance to T.

float distance_block(const Objective& objective, ConstTensorView output, int channel, Rect block) {
    return 0.5f * block_lane_sum(channel, block, sum_squared_difference_lanes, output,
                                 tensor_of(objective));
}

void distance_gradient(const Objective& objective, ConstTensorView output, std::span<const float>,
                       TensorView grad, Rect rect) {
    const ConstTensorView target = tensor_of(objective);
    const float divisor = loss_divisor(objective, output.shape());
    for (int c = 0; c < grad.shape().c; ++c)
        for (int y = rect.y0; y < rect.y1; ++y)
            for (int x = rect.x0; x < rect.x1; ++x)
                grad(0, c, y, x) = (output(0, c, y, x) - target(0, c, y, x)) / divisor + 0.0f;
}

/// The difference is rounded, and so is the quotient.
double distance_error(const Objective& objective, const LossErrors& errors) {
    const auto divisor = static_cast<double>(loss_divisor(objective, errors.output));
    return errors.output_error / divisor + 2 * kUnitRoundoff * errors.gradient_magnitude;
}

LossExplanation explain_distance(const Objective& objective, ConstTensorView output,
                                 std::span<const float>, const std::string& letter,
                                 const Cell* cell, std::int64_t first, std::int64_t last) {
    const ConstTensorView target = tensor_of(objective);
    const Shape shape = output.shape();
    const float divisor = loss_divisor(objective, shape);
    LossExplanation explained;
    if (cell == nullptr) {
        explained.sum = explain_map_sum(shape, first, last, [&](Cell at) {
            const float difference = output(at) - target(at);
            return product_term(difference, difference);
        });
        explained.sum.part_scale = 0.5f;
        explained.formula = "L = " + objective_formula(objective, shape, letter);
    } else {
        explained.sum = explain_ordered(
            {product_term(output(*cell), 1, *cell), product_term(target(*cell), -1, *cell)}, first,
            last);
        const auto quotient = [&](const std::string& difference) {
            if (!objective.mean) return difference;
            return "(" + difference + ") / " + std::to_string(shape.count());
        };
        explained.formula = gradient_of(letter) + " = " + quotient(letter + " − T");
        explained.with_indices =
            named_cell(gradient_of(letter), *cell, shape) + " = " +
            quotient(named_cell(letter, *cell, shape) + " − " + named_cell("T", *cell, shape));
    }
    explained.sum.divisor = divisor;
    return explained;
}

double distance_oracle(const Objective& objective, ConstDoubleTensorView output) {
    const ConstTensorView target = tensor_of(objective);
    double total = 0;
    for_each_cell_of(output.shape(), [&](Cell cell) {
        const double difference = output(cell) - static_cast<double>(target(cell));
        total += difference * difference;
    });
    return total / 2 / static_cast<double>(loss_divisor(objective, output.shape()));
}

void distance_gradient_oracle(const Objective& objective, ConstDoubleTensorView output,
                              DoubleTensorView grad) {
    const ConstTensorView target = tensor_of(objective);
    const auto divisor = static_cast<double>(loss_divisor(objective, output.shape()));
    for_each_cell_of(grad.shape(), [&](Cell cell) {
        grad(cell) = (output(cell) - static_cast<double>(target(cell))) / divisor;
    });
}

// L = the sum of U Q: its gradient is the U that was painted.

float upstream_block(const Objective& objective, ConstTensorView output, int channel, Rect block) {
    return block_lane_sum(channel, block, sum_product_lanes, tensor_of(objective), output);
}

void upstream_slope(const Objective& objective, ConstTensorView, std::span<const float>,
                    TensorView grad, Rect rect) {
    const ConstTensorView painted = tensor_of(objective);
    for (int c = 0; c < grad.shape().c; ++c)
        for (int y = rect.y0; y < rect.y1; ++y)
            for (int x = rect.x0; x < rect.x1; ++x) grad(0, c, y, x) = painted(0, c, y, x) + 0.0f;
}

double upstream_error(const Objective&, const LossErrors&) {
    return 0;
}

LossExplanation explain_upstream(const Objective& objective, ConstTensorView output,
                                 std::span<const float>, const std::string& letter,
                                 const Cell* cell, std::int64_t first, std::int64_t last) {
    const ConstTensorView painted = tensor_of(objective);
    const Shape shape = output.shape();
    if (cell == nullptr)
        return {
            .sum = explain_map_sum(shape, first, last,
                                   [&](Cell at) { return product_term(painted(at), output(at)); }),
            .formula = "L = " + objective_formula(objective, shape, letter),
            .with_indices = {}};
    return {.sum = explain_given(painted(*cell)),
            .formula = gradient_of(letter) + " = U, as painted",
            .with_indices = named_cell(gradient_of(letter), *cell, shape) + " = " +
                            named_cell("U", *cell, shape)};
}

double upstream_oracle(const Objective& objective, ConstDoubleTensorView output) {
    const ConstTensorView painted = tensor_of(objective);
    double total = 0;
    for_each_cell_of(output.shape(), [&](Cell cell) {
        total += static_cast<double>(painted(cell)) * output(cell);
    });
    return total;
}

void upstream_gradient_oracle(const Objective& objective, ConstDoubleTensorView,
                              DoubleTensorView grad) {
    const ConstTensorView painted = tensor_of(objective);
    for_each_cell_of(grad.shape(),
                     [&](Cell cell) { grad(cell) = static_cast<double>(painted(cell)); });
}

std::string map_text(Shape shape) {
    return std::to_string(shape.w) + " x " + std::to_string(shape.h) + " with " +
           std::to_string(shape.c) + (shape.c == 1 ? " channel" : " channels");
}

}  // namespace

ObjectiveInfo half_squared_distance() {
    return {.id = "half_squared_distance",
            .label = "half squared distance",
            .formula = "½ Σ (P − T)²",
            .description =
                "Half the sum of the squared differences to a target T: the gradient of each cell "
                "is by how much it exceeds T.",
            .picks_cell = false,
            .takes_target = true,
            .value_block = distance_block,
            .gradient = distance_gradient,
            .gradient_follows_output = true,
            .gradient_error_bound = distance_error,
            .explain = explain_distance,
            .oracle_value = distance_oracle,
            .oracle_gradient = distance_gradient_oracle};
}

ObjectiveInfo upstream_gradient() {
    return {.id = "upstream",
            .label = "painted gradient",
            .formula = "Σ U · P",
            .description =
                "You paint the gradient U of a layer's output, and see what flows back "
                "from it: L adds all cells, each times its U.",
            .picks_cell = false,
            .takes_gradient = true,
            .value_block = upstream_block,
            .gradient = upstream_slope,
            .gradient_follows_output = false,
            .gradient_error_bound = upstream_error,
            .explain = explain_upstream,
            .oracle_value = upstream_oracle,
            .oracle_gradient = upstream_gradient_oracle};
}

Result<void> check_objective_tensor(const ObjectiveInfo& info, const Objective& objective,
                                    Shape output) {
    const std::string noun = info.takes_target ? "target" : "gradient";
    const std::string map = info.takes_target ? "the last map" : "the output of " + objective.layer;
    if (objective.tensor == nullptr)
        return Error{
            "the loss has no " + noun + ": give one of " + map_text(output) + ", as " + map + " is",
            noun};
    const Shape have = objective.tensor->shape();
    if (have == output) return {};
    return Error{"the " + noun + " is " + map_text(have) + ", but " + map + " is " +
                     map_text(output) + ": give a " + noun + " of that shape",
                 noun};
}

Result<void> check_objective_numbers(const Objective& objective) {
    const ObjectiveInfo& info = *find_objective(objective.kind);
    if (objective.tensor == nullptr) return {};
    const ConstTensorView numbers = tensor_of(objective);
    const Shape shape = numbers.shape();
    const std::string noun = info.takes_target ? "target" : "gradient";
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x = 0; x < shape.w; ++x)
                if (!std::isfinite(numbers(0, c, y, x)))
                    return Error{"the " + noun + " at channel " + std::to_string(c) + ", x " +
                                     std::to_string(x) + ", y " + std::to_string(y) +
                                     " is not a finite number: give one",
                                 noun};
    return {};
}

}  // namespace convscope
