#include "core/ops/dense.hpp"

#include <array>
#include <cmath>
#include <numeric>
#include <string>

#include "core/ops/cell_list.hpp"
#include "core/ops/rounding.hpp"
#include "core/ops/term_range.hpp"

namespace convscope {
namespace {

// The order of dense's fields in a ParamSet.
enum Field : std::size_t { kUnits };

constexpr ParamField kFields[] = {
    {"units", "outputs", "How many numbers it makes, each a weighted sum of the whole map.", 1,
     1024, 10},
};

std::int64_t cells_of(Shape input) {
    return std::int64_t{input.c} * input.h * input.w;
}

Result<Shape> output_shape(const ParamSet& params, Shape input) {
    const std::int64_t cells = cells_of(input), units = params[kUnits];
    if (cells <= kMaxDenseWeights / units) return Shape{input.n, 1, params[kUnits], 1};
    const std::int64_t most = kMaxDenseWeights / cells;
    const std::string remedy = most > 0
                                   ? "make outputs at most " + std::to_string(most)
                                   : "make the map smaller before, with a pool or a larger stride";
    return Error{"outputs is " + std::to_string(units) + ", each with a weight for all " +
                     std::to_string(cells) +
                     " numbers of the input, but a layer may have at most " +
                     std::to_string(kMaxDenseWeights / 1'000'000) + " million weights: " + remedy,
                 "units"};
}

Shape weights_shape(const ParamSet& params, Shape input) {
    return {params[kUnits], input.c, input.h, input.w};
}

WeightParts weight_parts(Shape input, Shape output) {
    if (output.n > 1) return {.count = grad_weights_parts(output)};
    const auto cells = static_cast<int>(cells_of(input));
    return {.count = ceil_div(cells, kDensePartCells), .disjoint = true};
}

// Several threads can share the outputs of a small layer; fewer would leave vectors half empty.
constexpr int kRowsPerTask = kLanes;

Rect output_rect(const ParamSet& params, Rect rect_in_input, Shape input) {
    const bool reads = !intersect(rect_in_input, input.plane()).empty();
    return reads ? Rect{0, 0, 1, params[kUnits]} : Rect{};
}

Rect input_rect(const ParamSet&, Rect rect_in_output, Shape input) {
    return rect_in_output.empty() ? Rect{} : input.plane();
}

Explanation explain_output(const OpInputs& in, Cell cell, std::int64_t first, std::int64_t last) {
    const Shape input = in.input.shape();
    const int k = cell.y;
    Explanation result;
    result.start = in.bias.empty() ? 0.0f : in.bias[static_cast<std::size_t>(k)];
    result.term_count = cells_of(input);
    const TermRange range = clip_terms(first, last, result.term_count);
    for (std::int64_t i = range.first; i < range.last; ++i) {
        std::int64_t rest = i;
        const int x = take_digit(rest, input.w);
        const int y = take_digit(rest, input.h);
        const auto c = static_cast<int>(rest);
        Term term;
        term.cell_a = {cell.n, c, y, x};
        term.cell_b = {k, c, y, x};
        term.a = in.input(term.cell_a);
        term.b = in.weights(term.cell_b);
        result.terms.push_back(term);
    }
    return result;
}

Explanation explain_grad_input(const OpInputs& in, Cell cell, std::int64_t first,
                               std::int64_t last) {
    Explanation result;
    result.term_count = in.grad_output.shape().h;
    const TermRange range = clip_terms(first, last, result.term_count);
    for (std::int64_t i = range.first; i < range.last; ++i) {
        const auto k = static_cast<int>(i);
        Term term;
        term.cell_a = {cell.n, 0, k, 0};
        term.cell_b = {k, cell.c, cell.y, cell.x};
        term.a = in.grad_output(term.cell_a);
        term.b = in.weights(term.cell_b);
        result.terms.push_back(term);
    }
    return result;
}

/// `weight`: of dL/dweights, or of the bias, where only its n counts.
Explanation explain_sum(const OpInputs& in, Quantity quantity, Cell weight, std::int64_t first,
                        std::int64_t last) {
    const Shape outputs = in.grad_output.shape();
    Explanation result;
    if (outputs.n > 1) {
        result.reduction = Reduction::kGroups;
        result.parts = grad_weights_parts(outputs);
    }
    result.term_count = outputs.n;
    const TermRange range = clip_terms(first, last, result.term_count);
    for (std::int64_t i = range.first; i < range.last; ++i) {
        const auto n = static_cast<int>(i);
        const Cell output{n, 0, weight.n, 0};
        Term term;
        term.part = n / kLanes;
        term.lane = n % kLanes;
        const float grad = in.grad_output(output);
        if (quantity == Quantity::kGradBias) {
            term.cell_a = output;
            term.a = grad;
            term.b = 1;
        } else {
            term.cell_a = {n, weight.c, weight.y, weight.x};
            term.a = in.input(term.cell_a);
            term.cell_b = output;
            term.b = grad;
        }
        result.terms.push_back(term);
    }
    return result;
}

Explanation explain(const OpInputs& in, Quantity quantity, Cell cell, std::int64_t first,
                    std::int64_t last) {
    switch (quantity) {
        case Quantity::kOutput:
            return explain_output(in, cell, first, last);
        case Quantity::kGradInput:
            return explain_grad_input(in, cell, first, last);
        case Quantity::kGradWeights:
        case Quantity::kGradBias:
            return explain_sum(in, quantity, cell, first, last);
    }
    return {};
}

// Cells whose weights are added at a time.
constexpr int kSummedCells = 256;

WeightSums weight_sums(ConstTensorView weights) {
    const Shape shape = weights.shape();
    WeightSums result{.outputs = std::vector<WeightSums::Sums>(static_cast<std::size_t>(shape.n)),
                      .inputs = std::vector<WeightSums::Sums>(1)};
    WeightSums::Sums& most = result.inputs.front();
    for_each_cell_list(shape.plane(), shape.c, kSummedCells, [&](const CellList& cells) {
        std::array<float, kSummedCells> values{};
        std::array<double, kSummedCells> sums{}, squares{};  // Of one cell's weights.
        for (int k = 0; k < shape.n; ++k) {
            copy_cells(weights, k, cells, values.data(), 1);
            // Columns side by side, so that the compiler can use vectors.
            std::array<double, kLanes> absolute{}, square{};
            for (std::size_t i = 0; i < kSummedCells; i += kLanes)
                for (std::size_t lane = 0; lane < kLanes; ++lane) {
                    const auto weight = static_cast<double>(values[i + lane]);
                    sums[i + lane] += std::fabs(weight);
                    squares[i + lane] += weight * weight;
                    absolute[lane] += std::fabs(weight);
                    square[lane] += weight * weight;
                }
            WeightSums::Sums& output = result.outputs[static_cast<std::size_t>(k)];
            output.absolute += std::accumulate(absolute.begin(), absolute.end(), 0.0);
            output.squares += std::accumulate(square.begin(), square.end(), 0.0);
        }
        most.absolute = std::max(most.absolute, *std::max_element(sums.begin(), sums.end()));
        most.squares = std::max(most.squares, *std::max_element(squares.begin(), squares.end()));
    });
    return result;
}

WeightSums known_weight_sums(const OpInputs& in, const ErrorBounds& errors) {
    return errors.weight_sums == nullptr ? weight_sums(in.weights) : *errors.weight_sums;
}

/// Of sums over the samples of factor * gradient, where `factor` is known up to `factor_error`. A
/// gradient of exactly 0 counts as exact: no term reached it, as under most of a one-cell loss.
double sum_error(const OpInputs& in, double factor, double factor_error,
                 const ErrorBounds& errors) {
    const Shape outputs = in.grad_output.shape();
    const std::int64_t additions =
        outputs.n == 1 ? 0 : kFoldRoundings + grad_weights_parts(outputs);
    double worst = 0;
    for (int k = 0; k < outputs.h; ++k) {
        AbsoluteSum grad;
        for (int n = 0; n < outputs.n; ++n) {
            const double magnitude = std::fabs(in.grad_output(n, 0, k, 0));
            if (std::isfinite(magnitude)) grad.sum += magnitude;
            if (magnitude != 0) ++grad.nonzero;
        }
        const double factors = factor + factor_error;
        const double absolute = (grad.sum + grad.nonzero * errors.grad_error) * factors;
        worst = std::max(worst, rounding_error(roundings_per_term() + additions, absolute) +
                                    independent_errors(grad, factors, factor_error, errors));
    }
    return worst;
}

double error_bound(const OpInputs& in, Quantity quantity, const ErrorBounds& errors) {
    switch (quantity) {
        case Quantity::kOutput:
            return weighted_sum_error(known_weight_sums(in, errors).outputs, in.bias,
                                      cells_of(in.weights.shape()), errors.input_magnitude,
                                      errors.input_error);
        case Quantity::kGradInput:
            return weighted_sum_error(known_weight_sums(in, errors).inputs, {},
                                      in.weights.shape().n, errors.grad_magnitude,
                                      errors.grad_error);
        case Quantity::kGradWeights:
            return sum_error(in, errors.input_magnitude, errors.input_error, errors);
        case Quantity::kGradBias:
            return sum_error(in, 1, 0, errors);
    }
    return 0;
}

}  // namespace

OpInfo dense_op() {
    return {.id = "dense",
            .label = "dense layer",
            .description = "Makes a list of numbers, each a weighted sum of all cells of all maps.",
            .output_symbol = "Z",
            .formula = "Z = G · A",
            .backward_note = "spread through G",
            .weights_key = "weights",
            .fields = kFields,
            .has_winners = false,
            .output_shape = output_shape,
            .weights_shape = weights_shape,
            .weight_parts = weight_parts,
            .weight_sums = weight_sums,
            .rows_per_task = kRowsPerTask,
            .output_rect = output_rect,
            .input_rect = input_rect,
            .fast = dense_fast(),
            .twin = dense_twin(),
            .oracle = dense_oracle(),
            .explain = explain,
            .error_bound = error_bound,
            .text = dense_text()};
}

}  // namespace convscope
