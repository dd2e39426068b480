#include "app/cli/op_runner.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/io/file_bytes.hpp"
#include "core/parallel/parallel.hpp"
#include "core/scene/scene.hpp"

namespace convscope::cli {
namespace {

std::string shape_text(Shape shape) {
    return std::to_string(shape.n) + "," + std::to_string(shape.c) + "," + std::to_string(shape.h) +
           "," + std::to_string(shape.w);
}

double padded_bytes(Shape shape) {
    constexpr int kRowFloats = kRowAlignment / sizeof(float);
    const double row = static_cast<double>(shape.w) + kRowFloats - 1;
    return sizeof(float) * row * shape.n * shape.c * shape.h;
}

/// The scratch memory of kernels with windows grows with the sides of a plane. Lists, of width 1,
/// may be longer where nothing slides over them.
Result<void> check_sides(const OpInfo& op, Shape input) {
    if (input.h <= kMaxSide && input.w <= kMaxSide) return {};
    if (input.w == 1 && !has_windows(op)) return {};
    return Error{"has an input of shape " + shape_text(input) + "; a plane may have at most " +
                     std::to_string(kMaxSide) + " cells a side",
                 {}};
}

/// Output, its gradient, the gradient of the input, what the kernels need beside them, and the
/// copies of results that are compared and written.
Result<void> check_memory_of(const OpInfo& op, const OpInputs& inputs, Shape output) {
    constexpr double kCopies = sizeof(float) + sizeof(double);
    const Shape input = inputs.input.shape();
    double bytes =
        2 * padded_bytes(output) + padded_bytes(input) +
        kCopies * (static_cast<double>(output.count()) + static_cast<double>(input.count()));
    if (op.has_winners)
        bytes += static_cast<double>(output.count()) *
                 (sizeof(std::uint16_t) + sizeof(std::int32_t) + kCopies);
    if (op.weights_shape != nullptr) {
        const Shape weights = inputs.weights.shape();
        const int partials = op.weight_parts(input, output).partials();
        const double copies =
            partials + 1 + static_cast<double>(pairwise_copies(static_cast<std::size_t>(partials)));
        bytes += sizeof(float) * copies * static_cast<double>(weights.count() + weights.n) +
                 kCopies * static_cast<double>(weights.count());
    }
    return check_free_memory(bytes, "computing its " + std::string(op.label));
}

Result<void> check_finite(std::string_view name, std::span<const float> values) {
    if (std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) return {};
    return Error{"has a " + std::string(name) + " with NaN or infinities; it must be finite", {}};
}

Result<void> check_weights(const OpInfo& op, const OpInputs& inputs) {
    if (op.weights_shape == nullptr) return {};
    const Shape have = inputs.weights.shape();
    const Shape want = op.weights_shape(inputs.params, inputs.input.shape());
    if (have != want)
        return Error{"has a " + std::string(op.weights_key) + " of shape " + shape_text(have) +
                         "; the parameters and the input need " + shape_text(want),
                     {}};
    if (!inputs.bias.empty() && inputs.bias.size() != static_cast<std::size_t>(want.n))
        return Error{"has " + std::to_string(inputs.bias.size()) + " bias values for " +
                         std::to_string(want.n) + " filters",
                     {}};
    if (Result<void> finite = check_finite(op.weights_key, to_dense(inputs.weights)); !finite)
        return finite;
    return check_finite("bias", inputs.bias);
}

/// Calls body(rect, scratch) for bands of rows that together cover `plane`, on all threads.
void for_each_band(Rect plane, const std::function<void(Rect, Scratch&)>& body) {
    constexpr int kBandRows = 32;
    parallel_for(ceil_div(plane.height(), kBandRows), {}, [&](int band) {
        Scratch scratch;
        body(intersect(plane, {plane.x0, band * kBandRows, plane.x1, (band + 1) * kBandRows}),
             scratch);
    });
}

}  // namespace

bool has_windows(const OpInfo& op) {
    return std::ranges::any_of(op.fields, [](const ParamField& field) {
        return field.path.starts_with("kernel.") || field.path.starts_with("window.");
    });
}

Result<OpOutput> run_forward(const OpInfo& op, const OpInputs& inputs) {
    if (Result<void> params = check_params(op, inputs.params); !params) return params.error();
    if (Result<void> sides = check_sides(op, inputs.input.shape()); !sides) return sides.error();
    if (Result<void> weights = check_weights(op, inputs); !weights) return weights.error();
    const Result<Shape> shape = op.output_shape(inputs.params, inputs.input.shape());
    if (!shape) return shape.error();
    if (Result<void> memory = check_memory_of(op, inputs, *shape); !memory) return memory.error();
    OpOutput output{Tensor(*shape), {}};
    if (op.has_winners) output.winners.resize(shape->count());
    for_each_band(shape->plane(), [&](Rect band, Scratch& scratch) {
        op.fast.forward(inputs, output.values.view(), output.winners, band, scratch);
    });
    return output;
}

Tensor run_grad_input(const OpInfo& op, const OpInputs& inputs) {
    Tensor gradient(inputs.input.shape());
    for_each_band(gradient.shape().plane(), [&](Rect band, Scratch& scratch) {
        op.fast.grad_input(inputs, gradient.view(), band, scratch);
    });
    return gradient;
}

WeightsGradient run_grad_weights(const OpInfo& op, const OpInputs& inputs) {
    const Shape shape = inputs.weights.shape();
    const auto filters = static_cast<std::size_t>(shape.n);
    const std::size_t size = shape.count() + filters;
    const Shape output = inputs.grad_output.shape();
    const WeightParts parts = op.weight_parts(inputs.input.shape(), output);
    std::vector<float> partials(static_cast<std::size_t>(parts.partials()) * size);
    parallel_for(parts.count, {}, [&](int part) {
        Scratch scratch;
        const auto start = static_cast<std::size_t>(parts.partial_of(part)) * size;
        op.fast.grad_weights_part(inputs, part, std::span(partials).subspan(start, size), scratch);
    });
    std::vector<float> total(size);
    combine_grad_weights(output, partials, size, total);
    std::vector<float> bias(total.end() - static_cast<std::ptrdiff_t>(filters), total.end());
    total.resize(shape.count());
    return {from_dense(shape, total), std::move(bias)};
}

std::vector<std::int32_t> argmax_in_input(const OpInfo& op, const ParamSet& params, Shape input,
                                          Shape output, ConstWinners winners) {
    std::vector<std::int32_t> positions;
    positions.reserve(winners.size());
    std::size_t next = 0;
    for (int plane = 0; plane < output.n * output.c; ++plane)
        for (int y = 0; y < output.h; ++y)
            for (int x = 0; x < output.w; ++x) {
                const Rect window = op.input_rect(params, {x, y, x + 1, y + 1}, input);
                const int cell = winners[next++];
                const int row = window.y0 + cell / window.width();
                positions.push_back(row * input.w + window.x0 + cell % window.width());
            }
    return positions;
}

}  // namespace convscope::cli
