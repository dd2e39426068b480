#include "contract_case.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace convscope::contract {
namespace {

constexpr int kGuardColumns = 5, kGuardRows = 2;
constexpr std::uint32_t kGuardBits = 0x7fc0beef;

std::size_t row_stride(Shape shape) {
    // Odd, so that rows start anywhere.
    return static_cast<std::size_t>((shape.w + 2 * kGuardColumns) | 1);
}

float odd_value(Random& random) {
    using Limits = std::numeric_limits<float>;
    constexpr float kOdd[] = {0.0f,
                              -0.0f,
                              Limits::infinity(),
                              -Limits::infinity(),
                              Limits::quiet_NaN(),
                              Limits::max(),
                              -Limits::max(),
                              Limits::min(),
                              -Limits::denorm_min()};
    if (random.chance(0.7)) return random.uniform();
    return kOdd[random.in(0, static_cast<int>(std::size(kOdd)) - 1)];
}

float value_of(Values values, Random& random) {
    switch (values) {
        case Values::kSmooth:
            return random.uniform();
        case Values::kIntegers:
            return static_cast<float>(random.in(-3, 3));
        case Values::kOdd:
            return odd_value(random);
        case Values::kNegativeZeros:
            return -0.0f;
    }
    return 0;
}

std::string describe(const OpInfo& op, const ParamSet& params, Shape input, unsigned seed) {
    std::string text(op.id);
    for (std::size_t i = 0; i < op.fields.size(); ++i)
        text += " " + std::string(op.fields[i].path) + "=" + std::to_string(params[i]);
    for (const int extent : {input.n, input.c, input.h, input.w})
        text += " " + std::to_string(extent);
    return text + " seed " + std::to_string(seed);
}

/// Squares of this side that cover a plane.
std::vector<Rect> tiles(Rect plane, int side) {
    std::vector<Rect> all;
    for (int y = plane.y0; y < plane.y1; y += side)
        for (int x = plane.x0; x < plane.x1; x += side)
            all.push_back(intersect({x, y, x + side, y + side}, plane));
    return all;
}

std::string text_of(Cell cell) {
    return std::to_string(cell.n) + "," + std::to_string(cell.c) + "," + std::to_string(cell.y) +
           "," + std::to_string(cell.x);
}

}  // namespace

int Random::in(int minimum, int maximum) {
    return minimum + static_cast<int>(generator_() % static_cast<unsigned>(maximum - minimum + 1));
}

float Random::uniform() {
    return static_cast<float>(static_cast<int>(generator_() >> 8) - (1 << 23)) * 0x1p-23f;
}

bool Random::chance(double probability) {
    return static_cast<double>(generator_()) < probability * 0x1p32;
}

GuardedMap::GuardedMap(Shape shape)
    : shape_(shape),
      storage_((static_cast<std::size_t>(shape.n) * static_cast<std::size_t>(shape.c) *
                    static_cast<std::size_t>(shape.h) +
                2 * kGuardRows) *
                   row_stride(shape),
               std::bit_cast<float>(kGuardBits)) {}

TensorView GuardedMap::view() {
    if (storage_.empty()) return {};
    return {storage_.data() + kGuardRows * row_stride(shape_) + kGuardColumns, shape_,
            static_cast<std::ptrdiff_t>(row_stride(shape_))};
}

ConstTensorView GuardedMap::view() const {
    return const_cast<GuardedMap*>(this)->view();
}

bool GuardedMap::is_guard(std::size_t index) const {
    return std::bit_cast<std::uint32_t>(storage_[index]) == kGuardBits;
}

bool GuardedMap::untouched_outside(Rect written) const {
    const std::size_t stride = row_stride(shape_);
    const auto map_rows = storage_.size() / stride - 2 * kGuardRows;
    for (std::size_t i = 0; i < storage_.size(); ++i) {
        const std::size_t row = i / stride;
        const int column = static_cast<int>(i % stride) - kGuardColumns;
        const bool in_map = row >= kGuardRows && row < kGuardRows + map_rows;
        const int y =
            in_map ? static_cast<int>((row - kGuardRows) % static_cast<std::size_t>(shape_.h)) : -1;
        if (!(in_map && written.contains(column, y)) && !is_guard(i)) return false;
    }
    return true;
}

OpInputs Case::inputs() const {
    OpInputs in;
    in.params = params;
    in.input = input.view();
    if (has_weights()) in.weights = weights.view();
    in.bias = bias;
    in.grad_output = grad_output.view();
    in.winners = winners;
    return in;
}

int Case::filters() const {
    return weights.view().shape().n;
}

std::size_t Case::partial_size() const {
    return weights.view().shape().count() + static_cast<std::size_t>(filters());
}

void fill(TensorView view, Values values, Random& random) {
    for (int n = 0; n < view.shape().n; ++n)
        for (int c = 0; c < view.shape().c; ++c)
            for (int y = 0; y < view.shape().h; ++y)
                for (int x = 0; x < view.shape().w; ++x)
                    view(n, c, y, x) = value_of(values, random);
}

ParamSet random_params(const OpInfo& op, Random& random) {
    ParamSet params;
    for (std::size_t i = 0; i < op.fields.size(); ++i) {
        const ParamField& field = op.fields[i];
        const int reach = random.chance(0.9) ? 4 : 12;
        params[i] = random.in(field.minimum, std::min(field.maximum, field.minimum + reach));
    }
    return params;
}

Case make_case(const OpInfo& op, const ParamSet& params, Shape input, unsigned seed,
               Values values) {
    Random random(seed);
    Case one;
    one.op = &op;
    one.params = params;
    one.name = describe(op, params, input, seed);
    one.output_shape = op.output_shape(params, input).value();
    one.input = GuardedMap(input);
    one.grad_output = GuardedMap(one.output_shape);
    fill(one.input.view(), values, random);
    fill(one.grad_output.view(), values, random);
    if (op.weights_shape != nullptr) {
        // Weights are finite by contract.
        const Values finite = values == Values::kIntegers ? values : Values::kSmooth;
        one.weights = GuardedMap(op.weights_shape(params, input));
        fill(one.weights.view(), finite, random);
        if (random.chance(0.7))
            for (int k = 0; k < one.filters(); ++k) one.bias.push_back(random.uniform());
    }
    if (op.has_winners) {
        one.winners.resize(one.output_shape.count());
        GuardedMap output(one.output_shape);
        Scratch scratch;
        op.twin.forward(one.inputs(), output.view(), one.winners, one.output_shape.plane(),
                        scratch);
    }
    return one;
}

Case random_case(const OpInfo& op, unsigned seed, const Draw& draw) {
    Random random(seed);
    for (;;) {
        const ParamSet params = random_params(op, random);
        const Shape input{random.chance(0.6) ? 1 : random.in(1, draw.max_samples), random.in(1, 3),
                          random.in(1, draw.max_side), random.in(1, draw.max_side)};
        if (op.output_shape(params, input)) return make_case(op, params, input, seed, draw.values);
    }
}

Case case_on(const OpInfo& op, Shape input, unsigned seed, Values values) {
    Random random(seed);
    for (int tries = 0;; ++tries) {
        const ParamSet params = random_params(op, random);
        if (op.output_shape(params, input)) return make_case(op, params, input, seed, values);
        // Some ops do not read a map of this size, whatever their parameters are.
        constexpr int kEnough = 100;
        if (tries % kEnough == kEnough - 1) (input.h > input.w ? input.h : input.w) /= 2;
    }
}

void run_in_order(int count, const std::function<void(int)>& task) {
    for (int i = 0; i < count; ++i) task(i);
}

Outcome compute(const OpKernels& kernels, const Case& one, int tile_side, const Runner& runner) {
    const OpInputs in = one.inputs();
    const Shape input = in.input.shape();
    Outcome result;
    result.output = GuardedMap(one.output_shape);
    result.grad_input = GuardedMap(input);
    if (one.op->has_winners) result.winners.assign(one.output_shape.count(), 0xffff);
    const auto output_tiles = tiles(one.output_shape.plane(), tile_side);
    runner(static_cast<int>(output_tiles.size()), [&](int i) {
        thread_local Scratch scratch;
        kernels.forward(in, result.output.view(), result.winners,
                        output_tiles[static_cast<std::size_t>(i)], scratch);
    });
    const auto input_tiles = tiles(input.plane(), tile_side);
    runner(static_cast<int>(input_tiles.size()), [&](int i) {
        thread_local Scratch scratch;
        kernels.grad_input(in, result.grad_input.view(), input_tiles[static_cast<std::size_t>(i)],
                           scratch);
    });
    if (!one.has_weights()) return result;
    const std::size_t size = one.partial_size();
    const WeightParts parts = one.op->weight_parts(input, one.output_shape);
    std::vector<float> partials(static_cast<std::size_t>(parts.partials()) * size, -1.0f);
    runner(parts.count, [&](int i) {
        thread_local Scratch scratch;
        const auto start = static_cast<std::size_t>(parts.partial_of(i)) * size;
        kernels.grad_weights_part(in, i, std::span(partials).subspan(start, size), scratch);
    });
    result.grad_weights.resize(size);
    combine_grad_weights(one.output_shape, partials, size, result.grad_weights);
    return result;
}

Outcome compute(const OpKernels& kernels, const Case& one) {
    return compute(kernels, one, 1 << 20, run_in_order);
}

bool same_bits(float a, float b) {
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b) ||
           (std::isnan(a) && std::isnan(b));
}

std::string difference(ConstTensorView a, ConstTensorView b, Rect rect) {
    for (int n = 0; n < a.shape().n; ++n)
        for (int c = 0; c < a.shape().c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x)
                    if (!same_bits(a(n, c, y, x), b(n, c, y, x)))
                        return text_of({n, c, y, x}) + ": " + std::to_string(a(n, c, y, x)) +
                               " and " + std::to_string(b(n, c, y, x));
    return "";
}

std::string difference(const Outcome& a, const Outcome& b) {
    const auto in_map = [](const char* name, const GuardedMap& left, const GuardedMap& right) {
        const std::string where =
            difference(left.view(), right.view(), left.view().shape().plane());
        return where.empty() ? where : name + (" at " + where);
    };
    if (std::string text = in_map("output", a.output, b.output); !text.empty()) return text;
    if (std::string text = in_map("grad_input", a.grad_input, b.grad_input); !text.empty())
        return text;
    if (a.winners != b.winners) return "winners";
    for (std::size_t i = 0; i < a.grad_weights.size(); ++i)
        if (!same_bits(a.grad_weights[i], b.grad_weights[i]))
            return "grad_weights at " + std::to_string(i) + ": " +
                   std::to_string(a.grad_weights[i]) + " and " + std::to_string(b.grad_weights[i]);
    return "";
}

DoubleTensor to_double(ConstTensorView view) {
    if (view.empty()) return {};
    const std::vector<float> dense = to_dense(view);
    return from_dense(view.shape(), std::vector<double>(dense.begin(), dense.end()));
}

OracleOutcome compute_oracle(const Case& one) {
    const OpInputs in = one.inputs();
    const DoubleTensor input = to_double(in.input), weights = to_double(in.weights);
    const DoubleTensor grad_output = to_double(in.grad_output);
    const std::vector<double> bias(one.bias.begin(), one.bias.end());
    OracleOutcome result;
    result.output = DoubleTensor(one.output_shape);
    result.grad_input = DoubleTensor(in.input.shape());
    one.op->oracle.forward(one.params, input.view(), weights.view(), bias, result.output.view());
    one.op->oracle.grad_input(one.params, input.view(), weights.view(), grad_output.view(),
                              result.grad_input.view());
    if (one.has_weights()) {
        result.grad_weights = DoubleTensor(in.weights.shape());
        result.grad_bias.resize(static_cast<std::size_t>(one.filters()));
        one.op->oracle.grad_weights(one.params, input.view(), grad_output.view(),
                                    result.grad_weights.view(), result.grad_bias);
    }
    return result;
}

double magnitude(ConstTensorView view) {
    double largest = 0;
    for (const float value : to_dense(view))
        if (std::isfinite(value)) largest = std::max(largest, std::fabs(double{value}));
    return largest;
}

std::vector<std::string> op_ids() {
    std::vector<std::string> ids;
    for (const OpInfo& op : op_table()) ids.emplace_back(op.id);
    return ids;
}

}  // namespace convscope::contract
