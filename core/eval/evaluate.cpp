#include "core/eval/evaluate.hpp"

#include <algorithm>
#include <utility>

#include "core/eval/changes.hpp"
#include "core/ops/lane_simd.hpp"
#include "core/parallel/parallel.hpp"

namespace convscope {
namespace {

/// Temporary memory of the thread that runs a task, kept from task to task.
Scratch& thread_scratch() {
    thread_local Scratch scratch;
    return scratch;
}

/// The rectangle within its tile, with columns widened to whole vectors: narrow rectangles fall
/// into slow tails, and computing a cell again gives the same bits.
Rect widened(Rect rect, Rect tile) {
    rect.x0 = rect.x0 / kLanes * kLanes;
    rect.x1 = round_up(rect.x1, kLanes);
    return intersect(rect, tile);
}

void ensure_shape(Tensor& tensor, Shape shape) {
    if (tensor.shape() == shape) return;
    tensor = Tensor();  // Give the old memory back first.
    tensor = Tensor(shape);
}

/// Another size means other contents: the old memory goes first.
template <class T>
void ensure_size(std::vector<T>& values, std::size_t size) {
    if (values.size() == size) return;
    values = std::vector<T>();
    values.resize(size);
}

void prepare_maps(std::vector<Map>& maps, const NetworkPlan& plan) {
    maps.resize(plan.shapes.size());
    for (std::size_t i = 0; i < maps.size(); ++i) {
        const Shape shape = plan.shapes[i];
        const auto channels = static_cast<std::size_t>(shape.c);
        const auto tiles = static_cast<std::size_t>(block_grid(shape.plane()).count());
        ensure_shape(maps[i].values, shape);
        ensure_size(maps[i].tile_ranges, channels * tiles);
        ensure_size(maps[i].channel_ranges, channels);
        ensure_size(maps[i].tile_versions, tiles);
    }
}

void prepare_sums(std::vector<Map>& gradients) {
    for (Map& gradient : gradients) {
        ensure_size(gradient.tile_sums, gradient.tile_ranges.size());
        ensure_size(gradient.channel_sums, gradient.channel_ranges.size());
    }
}

/// Floats of one part of dL/dweights and dL/dbias.
std::size_t partial_size(const Layer& layer) {
    const Shape shape = layer.weights->shape();
    return shape.count() + static_cast<std::size_t>(shape.n);
}

void prepare_layer(LayerResult& result, const Layer& layer, Shape output) {
    const OpInfo& op = *find_op(layer.op);
    ensure_size(result.winners, op.has_winners ? output.count() : 0);
    if (op.weights_shape == nullptr) {
        result.grad_weights = Tensor();
        result.grad_bias.clear();
        ensure_size(result.grad_weights_partials, 0);
        return;
    }
    ensure_shape(result.grad_weights, layer.weights->shape());
    ensure_size(result.grad_weights_partials,
                static_cast<std::size_t>(grad_weights_parts(output)) * partial_size(layer));
}

/// Brings `results` to hold those of results.scene where `changes` says that they do not yet.
class Evaluation {
  public:
    Evaluation(Results& results, const Changes& changes, std::stop_token stop)
        : results_(results),
          changes_(changes),
          stop_(std::move(stop)),
          objective_(*find_objective(results.scene.objective.kind)) {}

    /// False when it was stopped.
    bool run() {
        prepare();
        const auto start = std::chrono::steady_clock::now();
        if (!forward()) return false;
        const auto middle = std::chrono::steady_clock::now();
        if (!backward()) return false;
        results_.forward_time = middle - start;
        results_.backward_time = std::chrono::steady_clock::now() - middle;
        bound_errors();
        return true;
    }

  private:
    std::size_t stage_count() const { return results_.plan.layers.size(); }
    const Layer& layer(std::size_t stage) const {
        return results_.scene.layers[results_.plan.layers[stage]];
    }
    ConstTensorView last_output() const {
        return std::as_const(results_.values.back().values).view();
    }

    void prepare() {
        results_.cells_computed = 0;
        prepare_maps(results_.values, results_.plan);
        prepare_maps(results_.gradients, results_.plan);
        prepare_sums(results_.gradients);
        results_.layers.resize(stage_count());
        for (std::size_t i = 0; i < stage_count(); ++i)
            prepare_layer(results_.layers[i], layer(i), results_.plan.shapes[i + 1]);
        const auto channels = static_cast<std::size_t>(results_.plan.shapes.back().c);
        ensure_size(results_.loss_partials,
                    channels * static_cast<std::size_t>(changes_.loss_blocks.count()));
    }

    bool forward() {
        const TiledImage& image = results_.scene.image;
        Map& picture = results_.values.front();
        if (!update(picture, changes_.values.front(),
                    [&](Rect rect, Scratch&) { image.copy_to(picture.values.view(), rect); }))
            return false;
        for (std::size_t i = 0; i < stage_count(); ++i) {
            const OpKernels& kernels = find_op(layer(i).op)->fast;
            const OpInputs inputs = inputs_of(i);
            Map& output = results_.values[i + 1];
            if (!update(output, changes_.values[i + 1], [&](Rect rect, Scratch& scratch) {
                    kernels.forward(inputs, output.values.view(), results_.layers[i].winners, rect,
                                    scratch);
                }))
                return false;
        }
        return update_loss();
    }

    bool backward() {
        Map& last = results_.gradients.back();
        if (!update(last, changes_.gradients.back(), [&](Rect rect, Scratch&) {
                objective_.gradient(results_.scene.objective, last_output(), last.values.view(),
                                    rect);
            }))
            return false;
        for (std::size_t i = stage_count(); i-- > 0;) {
            const OpKernels& kernels = find_op(layer(i).op)->fast;
            const OpInputs inputs = inputs_of(i);
            Map& gradient = results_.gradients[i];
            if (!update_grad_weights(i, inputs)) return false;
            if (!update(gradient, changes_.gradients[i], [&](Rect rect, Scratch& scratch) {
                    kernels.grad_input(inputs, gradient.values.view(), rect, scratch);
                }))
                return false;
        }
        return true;
    }

    OpInputs inputs_of(std::size_t stage) const {
        const Layer& its = layer(stage);
        return {.params = its.params,
                .input = results_.values[stage].values.view(),
                .weights = its.weights == nullptr ? ConstTensorView() : its.weights->view(),
                .bias = its.bias,
                .grad_output = results_.gradients[stage + 1].values.view(),
                .winners = results_.layers[stage].winners};
    }

    /// compute(rectangle, scratch) for what changed in each tile, and the ranges of those tiles.
    template <class Compute>
    bool update(Map& map, const DirtyTiles& dirty, Compute compute) {
        const std::vector<int> tiles = dirty.changed_tiles();
        if (tiles.empty()) return true;
        const int channels = map.values.shape().c;
        for (const int tile : tiles) {
            const Rect rect = widened(dirty.changed(tile), dirty.whole_tile(tile));
            results_.cells_computed += std::int64_t{rect.width()} * rect.height() * channels;
        }
        const auto update_tile = [&](int i) {
            const int tile = tiles[static_cast<std::size_t>(i)];
            const Rect whole = dirty.whole_tile(tile);
            compute(widened(dirty.changed(tile), whole), thread_scratch());
            for (int c = 0; c < channels; ++c) measure_tile(map, c, dirty.count(), tile, whole);
        };
        if (!parallel_for(static_cast<int>(tiles.size()), stop_, update_tile)) return false;
        gather(map.tile_ranges, map.channel_ranges);
        gather(map.tile_sums, map.channel_sums);
        map.range = {};
        for (const ValueRange& channel : map.channel_ranges) map.range.include(channel);
        return true;
    }

    static void measure_tile(Map& map, int channel, int tiles, int tile, Rect rect) {
        const ConstTensorView values = std::as_const(map.values).view();
        const auto place = static_cast<std::size_t>(channel * tiles + tile);
        map.tile_ranges[place] = range_of(values, channel, rect);
        if (!map.tile_sums.empty()) map.tile_sums[place] = absolute_sum(values, 0, channel, rect);
    }

    /// What is known of the tiles, by channel.
    template <class T>
    static void gather(const std::vector<T>& tiles, std::vector<T>& channels) {
        for (std::size_t c = 0; c < channels.size(); ++c) {
            const std::size_t count = tiles.size() / channels.size();
            channels[c] = {};
            for (std::size_t tile = 0; tile < count; ++tile)
                channels[c].include(tiles[c * count + tile]);
        }
    }

    bool update_loss() {
        const std::vector<int> changed = changes_.loss_blocks.changed_tiles();
        const auto blocks = static_cast<std::size_t>(changes_.loss_blocks.count());
        const auto channels = static_cast<std::size_t>(results_.plan.shapes.back().c);
        const auto update_block = [&](int i) {
            const int block = changed[static_cast<std::size_t>(i)];
            for (std::size_t c = 0; c < channels; ++c)
                results_.loss_partials[c * blocks + static_cast<std::size_t>(block)] =
                    objective_.value_block(results_.scene.objective, last_output(),
                                           static_cast<int>(c),
                                           changes_.loss_blocks.whole_tile(block));
        };
        if (!parallel_for(static_cast<int>(changed.size()), stop_, update_block)) return false;
        results_.loss = combine_loss(results_.loss_partials, channels, blocks);
        return true;
    }

    bool update_grad_weights(std::size_t stage, const OpInputs& inputs) {
        const OpInfo& op = *find_op(layer(stage).op);
        if (op.weights_shape == nullptr) return true;
        LayerResult& result = results_.layers[stage];
        const std::size_t size = partial_size(layer(stage));
        const std::span<float> partials = result.grad_weights_partials;
        const std::vector<int> parts = changes_.weight_parts[stage].changed_tiles();
        const std::size_t biases = layer(stage).bias.size();
        if (parts.empty() && result.grad_bias.size() == biases) return true;
        const auto update_part = [&](int i) {
            const int part = parts[static_cast<std::size_t>(i)];
            op.fast.grad_weights_part(inputs, part,
                                      partials.subspan(static_cast<std::size_t>(part) * size, size),
                                      thread_scratch());
        };
        if (!parallel_for(static_cast<int>(parts.size()), stop_, update_part)) return false;
        std::vector<float> total(size);
        combine_grad_weights(results_.plan.shapes[stage + 1], partials, size, total);
        const auto bias = total.end() - layer(stage).weights->shape().n;
        result.grad_bias.assign(bias, bias + static_cast<std::ptrdiff_t>(biases));
        total.erase(bias, total.end());
        result.grad_weights = from_dense(layer(stage).weights->shape(), total);
        return true;
    }

    ErrorBounds known_errors(std::size_t stage) const {
        const Map &input = results_.values[stage], &grad = results_.gradients[stage + 1];
        return {.input_error = input.error_bound,
                .input_magnitude = input.range.magnitude(),
                .grad_error = grad.error_bound,
                .grad_magnitude = grad.range.magnitude(),
                .grad_sums = grad.channel_sums};
    }

    void bound_errors() {
        results_.values.front().error_bound = 0;
        for (std::size_t i = 0; i < stage_count(); ++i)
            results_.values[i + 1].error_bound =
                find_op(layer(i).op)->error_bound(inputs_of(i), Quantity::kOutput, known_errors(i));
        results_.gradients.back().error_bound =
            objective_.gradient_follows_output ? results_.values.back().error_bound : 0;
        for (std::size_t i = stage_count(); i-- > 0;) {
            const OpInfo& op = *find_op(layer(i).op);
            const OpInputs inputs = inputs_of(i);
            const ErrorBounds known = known_errors(i);
            results_.gradients[i].error_bound = op.error_bound(inputs, Quantity::kGradInput, known);
            results_.layers[i].grad_weights_error_bound =
                op.weights_shape == nullptr ? 0
                                            : op.error_bound(inputs, Quantity::kGradWeights, known);
        }
    }

    Results& results_;
    const Changes& changes_;
    std::stop_token stop_;
    const ObjectiveInfo& objective_;
};

void renew_versions(std::vector<Map>& maps, const std::vector<DirtyTiles>& changes,
                    std::uint64_t version) {
    for (std::size_t i = 0; i < maps.size(); ++i)
        for (const int tile : changes[i].changed_tiles())
            maps[i].tile_versions[static_cast<std::size_t>(tile)] = version;
}

void copy_versions(const std::vector<Map>& from, std::vector<Map>& to) {
    for (std::size_t i = 0; i < std::min(from.size(), to.size()); ++i)
        if (from[i].tile_versions.size() == to[i].tile_versions.size())
            to[i].tile_versions = from[i].tile_versions;
}

}  // namespace

std::unique_ptr<Results> evaluate(const Scene& scene, std::uint64_t revision,
                                  std::unique_ptr<Results> reuse, std::stop_token stop,
                                  const Results* newest) {
    NetworkPlan plan = *plan_shapes(scene);
    const Changes to_compute =
        reuse == nullptr ? all_changed(plan) : find_changes(reuse->scene, reuse->plan, scene, plan);
    std::unique_ptr<Results> results =
        reuse == nullptr ? std::make_unique<Results>() : std::move(reuse);
    results->scene = scene;
    results->plan = std::move(plan);
    results->revision = revision;
    if (!Evaluation(*results, to_compute, std::move(stop)).run()) return nullptr;

    if (newest == nullptr) {
        ++results->version;
        renew_versions(results->values, to_compute.values, results->version);
        renew_versions(results->gradients, to_compute.gradients, results->version);
        return results;
    }
    const Changes since = find_changes(newest->scene, newest->plan, scene, results->plan);
    results->version = newest->version + 1;
    copy_versions(newest->values, results->values);
    copy_versions(newest->gradients, results->gradients);
    renew_versions(results->values, since.values, results->version);
    renew_versions(results->gradients, since.gradients, results->version);
    return results;
}

}  // namespace convscope
