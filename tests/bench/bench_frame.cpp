// Time of the live frame: picture of three channels, one 5x5 filter, ReLU, max pool 2x2 stride 2,
// half sum of squares, and every gradient.
//   bench_frame
#include <benchmark/benchmark.h>

#include <string>

#include "core/eval/evaluate.hpp"
#include "core/ops/simd.hpp"
#include "core/parallel/parallel.hpp"
#include "core/scene/brush.hpp"
#include "tests/bench/random_tensor.hpp"

namespace convscope {
namespace {

Layer make_layer(std::string id, std::string op_id,
                 std::initializer_list<std::pair<std::string_view, int>> values) {
    const OpInfo& op = *find_op(op_id);
    Layer layer{std::move(id), std::move(op_id), true, default_params(op), nullptr, {}, {}};
    for (const auto& [path, value] : values) layer.params[field_index(op, path)] = value;
    return layer;
}

Scene make_scene(int side, unsigned seed) {
    Scene scene;
    scene.image = TiledImage::from_tensor(random_tensor({1, 3, side, side}, seed).view());
    scene.image_name = "random";
    scene.layers = {
        make_layer("conv1", "conv2d", {{"kernel.w", 5}, {"kernel.h", 5}}),
        make_layer("relu1", "relu", {}),
        make_layer("pool1", "max_pool2d",
                   {{"window.w", 2}, {"window.h", 2}, {"stride.x", 2}, {"stride.y", 2}})};
    scene.layers[0].weights = std::make_shared<const Tensor>(random_tensor({1, 3, 5, 5}, seed + 1));
    return scene;
}

/// Every number anew, in new memory: what opening a picture costs.
void whole_frame_in_new_memory(benchmark::State& state) {
    set_thread_count(static_cast<int>(state.range(1)));
    const Scene scene = make_scene(static_cast<int>(state.range(0)), 1);
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(evaluate(scene, 0));
}

/// Evaluates two scenes in turn, in the memory of the results before, as the program does.
void alternate(benchmark::State& state, const Scene& first, const Scene& second) {
    set_thread_count(static_cast<int>(state.range(1)));
    std::unique_ptr<Results> results = evaluate(first, 0);
    std::uint64_t revision = 0;
    for ([[maybe_unused]] auto _ : state) {
        ++revision;
        results = evaluate(revision % 2 == 1 ? second : first, revision, std::move(results));
    }
    state.counters["cells"] = static_cast<double>(results->cells_computed);
}

/// Every number anew: all of the picture and the filter changed.
void whole_frame(benchmark::State& state) {
    const int side = static_cast<int>(state.range(0));
    alternate(state, make_scene(side, 1), make_scene(side, 2));
}

/// One weight changed: every number but the picture's.
void weight(benchmark::State& state) {
    const Scene first = make_scene(static_cast<int>(state.range(0)), 1);
    Scene second = first;
    Tensor weights = first.layers[0].weights->clone();
    weights.view()(0, 0, 2, 2) += 0.25f;
    second.layers[0].weights = std::make_shared<const Tensor>(std::move(weights));
    alternate(state, first, second);
}

/// A dab of a brush 32 pixels wide in the middle.
void dab(benchmark::State& state) {
    const Scene first = make_scene(static_cast<int>(state.range(0)), 1);
    const float middle = static_cast<float>(state.range(0)) / 2;
    Scene second = first;
    Brush brush;
    brush.diameter_px = 32;
    second.image = BrushStroke(first.image, brush, {middle, middle}).image();
    alternate(state, first, second);
}

void add_all() {
    const auto add = [](const char* name, void (*function)(benchmark::State&)) {
        benchmark::RegisterBenchmark(name, function)
            ->ArgNames({"side", "threads"})
            ->ArgsProduct({{512, 1024}, {1, 2}})
            ->UseRealTime()
            ->Unit(benchmark::kMillisecond);
    };
    add("whole_frame_in_new_memory", whole_frame_in_new_memory);
    add("whole_frame", whole_frame);
    add("weight", weight);
    add("dab", dab);
}

}  // namespace
}  // namespace convscope

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::AddCustomContext("simd_target", convscope::current_simd_target());
    convscope::add_all();
    benchmark::RunSpecifiedBenchmarks();
}
