// Time of each op's kernels over a whole map, one thread.
//   bench_ops --benchmark_filter=conv2d/forward
#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "core/ops/op_table.hpp"
#include "core/ops/simd.hpp"
#include "tests/bench/random_tensor.hpp"

namespace convscope {
namespace {

/// An op with everything it reads and writes.
struct OpRun {
    const OpInfo& op;
    Shape input_shape;
    ParamSet params;
    Shape output_shape = op.output_shape(params, input_shape).value();
    Tensor input = random_tensor(input_shape, 1);
    Tensor weights =
        op.weights_shape ? random_tensor(op.weights_shape(params, input_shape), 2) : Tensor();
    Tensor output{output_shape};
    Tensor grad_output = random_tensor(output_shape, 3);
    Tensor grad_input{input_shape};
    std::vector<std::uint16_t> winners =
        std::vector<std::uint16_t>(op.has_winners ? output_shape.count() : 0);
    Scratch scratch = {};

    OpInputs inputs() const {
        return {params, input.view(), weights.view(), {}, grad_output.view(), winners};
    }
    void forward() {
        op.fast.forward(inputs(), output.view(), winners, output_shape.plane(), scratch);
    }
    void backward_to_input() {
        op.fast.grad_input(inputs(), grad_input.view(), input_shape.plane(), scratch);
    }
    void backward_to_weights() {
        const Shape shape = weights.shape();
        const std::size_t size = shape.count() + static_cast<std::size_t>(shape.n);
        const WeightParts parts = op.weight_parts(input_shape, output_shape);
        std::vector<float> partials(size * static_cast<std::size_t>(parts.partials())), total(size);
        for (int part = 0; part < parts.count; ++part) {
            const auto start = size * static_cast<std::size_t>(parts.partial_of(part));
            op.fast.grad_weights_part(inputs(), part, std::span(partials).subspan(start, size),
                                      scratch);
        }
        combine_grad_weights(output_shape, partials, size, total);
        benchmark::DoNotOptimize(total.data());
    }

    /// Multiply-adds of one pass, counted as two operations each.
    double flops() const {
        const double per_output = static_cast<double>(weights.shape().count()) / weights.shape().n;
        return 2.0 * per_output * static_cast<double>(output_shape.count());
    }
    double input_bytes() const { return 4.0 * static_cast<double>(input_shape.count()); }
};

using Pass = void (OpRun::*)();

void add(const std::string& name, const std::shared_ptr<OpRun>& run, Pass pass) {
    benchmark::RegisterBenchmark(name.c_str(), [run, pass](benchmark::State& state) {
        run->forward();  // Winners for the backward pass, and warm memory.
        for ([[maybe_unused]] auto _ : state) {
            (*run.*pass)();
            benchmark::ClobberMemory();
        }
        const bool multiplies = !run->weights.empty();
        state.counters[multiplies ? "FLOP/s" : "input B/s"] = benchmark::Counter(
            multiplies ? run->flops() : run->input_bytes(),
            benchmark::Counter::kIsIterationInvariantRate, benchmark::Counter::kIs1000);
    })->Unit(benchmark::kMillisecond);
}

std::shared_ptr<OpRun> make_run(std::string_view op_id, Shape input,
                                std::initializer_list<std::pair<std::string_view, int>> values) {
    const OpInfo& op = *find_op(op_id);
    ParamSet params = default_params(op);
    for (const auto& [path, value] : values) params[field_index(op, path)] = value;
    return std::make_shared<OpRun>(OpRun{op, input, params});
}

void add_all(int side) {
    const std::string size = "/" + std::to_string(side);
    const Shape picture{1, 3, side, side};
    for (const int k : {3, 5, 7, 11}) {
        const auto run = make_run("conv2d", picture, {{"kernel.w", k}, {"kernel.h", k}});
        const std::string kernel = "/" + std::to_string(k) + "x" + std::to_string(k) + size;
        add("conv2d/forward" + kernel, run, &OpRun::forward);
        add("conv2d/grad_input" + kernel, run, &OpRun::backward_to_input);
        add("conv2d/grad_weights" + kernel, run, &OpRun::backward_to_weights);
    }
    const auto relu = make_run("relu", picture, {});
    add("relu/forward" + size, relu, &OpRun::forward);
    add("relu/grad_input" + size, relu, &OpRun::backward_to_input);
    const auto pool =
        make_run("max_pool2d", picture,
                 {{"window.w", 2}, {"window.h", 2}, {"stride.x", 2}, {"stride.y", 2}});
    add("max_pool2d/forward/2x2" + size, pool, &OpRun::forward);
    add("max_pool2d/grad_input/2x2" + size, pool, &OpRun::backward_to_input);
    const auto average = make_run("avg_pool2d", {1, 8, side, side}, {});
    add("avg_pool2d/forward/2x2" + size, average, &OpRun::forward);
    add("avg_pool2d/grad_input/2x2" + size, average, &OpRun::backward_to_input);
    const auto global = make_run("global_avg_pool", {1, 1, side, side}, {});
    add("global_avg_pool/forward" + size, global, &OpRun::forward);
    add("global_avg_pool/grad_input" + size, global, &OpRun::backward_to_input);
}

void add_lists() {
    const auto flatten = make_run("flatten", {1, 16, 32, 32}, {});
    add("flatten/forward", flatten, &OpRun::forward);
    add("flatten/grad_input", flatten, &OpRun::backward_to_input);
    for (const Shape input : {Shape{1, 16, 32, 32}, Shape{1, 1, 16384, 1}, Shape{32, 1, 1152, 1}}) {
        const auto dense = make_run("dense", input, {{"units", 64}});
        const std::string size = "/" + std::to_string(input.n) + "x" + std::to_string(input.c) +
                                 "x" + std::to_string(input.h) + "x" + std::to_string(input.w);
        add("dense/forward" + size, dense, &OpRun::forward);
        add("dense/grad_input" + size, dense, &OpRun::backward_to_input);
        add("dense/grad_weights" + size, dense, &OpRun::backward_to_weights);
    }
}

}  // namespace
}  // namespace convscope

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::AddCustomContext("simd_target", convscope::current_simd_target());
    for (const int side : {512, 1024}) convscope::add_all(side);
    convscope::add_lists();
    benchmark::RunSpecifiedBenchmarks();
}
