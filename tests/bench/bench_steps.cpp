// What scrubbing costs: jumping to anywhere in a phase of a walk over a picture of 1024 x 1024 in
// colours: through one filter 3x3, ReLU, max pool 2x2 stride 2; through the mean of
// each channel.
//   bench_steps
#include <benchmark/benchmark.h>

#include "core/base/random.hpp"
#include "core/eval/evaluate.hpp"
#include "core/eval/step_view.hpp"
#include "core/parallel/parallel.hpp"
#include "tests/bench/random_tensor.hpp"

namespace convscope {
namespace {

std::unique_ptr<Results> large_results() {
    Scene scene =
        default_scene(TiledImage::from_tensor(random_tensor({1, 3, 1024, 1024}, 1).view()), "");
    scene.objective = {.kind = "half_sum_squares"};
    const OpInfo& conv = *find_op("conv2d");
    scene.layers[0].params[field_index(conv, "kernel.w")] = 3;
    scene.layers[0].params[field_index(conv, "kernel.h")] = 3;
    scene.layers[0].weights = std::make_shared<const Tensor>(random_tensor({1, 3, 3, 3}, 2));
    return evaluate(scene, 1);
}

std::unique_ptr<Results> mean_results() {
    Scene scene =
        default_scene(TiledImage::from_tensor(random_tensor({1, 3, 1024, 1024}, 1).view()), "");
    scene.layers.resize(1);
    Layer& layer = scene.layers.front();
    layer = {};
    layer.id = "mean1";
    layer.op = "global_avg_pool";
    scene.objective = {.kind = "sum"};
    return evaluate(scene, 1);
}

/// To random places of one phase, at the grain of single products.
void scrub(benchmark::State& state, const Results& results, StepOrders orders) {
    set_thread_count(1);
    const StepWalk walk(results, orders);
    StepStates states;
    states.set_walk(&walk);
    const auto phase = static_cast<std::size_t>(state.range(0));
    if (phase >= walk.phases().size()) return state.SkipWithError("no such phase");
    Random random(3);
    for ([[maybe_unused]] auto _ : state) {
        const StepPosition position =
            walk.position_at(phase, static_cast<double>(random.unit()), StepGrain::kProduct);
        benchmark::DoNotOptimize(&states.at(position, StepGrain::kProduct));
    }
}

void scrub_by_output(benchmark::State& state) {
    scrub(state, *large_results(), {});
}
void scrub_by_number(benchmark::State& state) {
    scrub(state, *large_results(), {WalkOrder::kByNumber, WalkOrder::kByNumber});
}
void scrub_mean(benchmark::State& state) {
    scrub(state, *mean_results(), {});
}

// Forward: R, A, P; L; backward: P, A, R, G, I.
BENCHMARK(scrub_by_output)->DenseRange(0, 8)->Unit(benchmark::kMicrosecond);
BENCHMARK(scrub_by_number)->DenseRange(0, 8)->Unit(benchmark::kMicrosecond);
// Forward: the means; L; backward: the means, I.
BENCHMARK(scrub_mean)->DenseRange(0, 3)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace convscope

BENCHMARK_MAIN();
