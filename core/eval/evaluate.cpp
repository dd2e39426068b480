#include "core/eval/evaluate.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/eval/changes.hpp"
#include "core/eval/error_bounds.hpp"
#include "core/eval/results_memory.hpp"
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

void fill(TensorView map, Rect rect, float value) {
    for (int c = 0; c < map.shape().c; ++c)
        for (int y = rect.y0; y < rect.y1; ++y)
            std::fill_n(map.row(0, c, y) + rect.x0, rect.width(), value);
}

/// `dense`: at least as many numbers as `to` has, in its order.
void copy_to(std::span<const float> dense, TensorView to) {
    const Shape shape = to.shape();
    const float* next = dense.data();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y, next += shape.w)
                std::copy_n(next, shape.w, to.row(n, c, y));
}

/// Brings `results` to hold those of results.scene where `changes` says that they do not yet.
class Evaluation {
  public:
    Evaluation(Results& results, const Changes& changes, std::stop_token stop)
        : results_(results),
          changes_(changes),
          stop_(std::move(stop)),
          objective_(*find_objective(results.scene.objective.kind)),
          start_(objective_map(results.scene, results.plan)) {}

    /// False when it was stopped.
    bool run() {
        results_.cells_computed = 0;
        prepare_memory(results_);
        const auto start = std::chrono::steady_clock::now();
        if (!forward()) return false;
        const auto middle = std::chrono::steady_clock::now();
        if (!backward()) return false;
        results_.forward_time = middle - start;
        results_.backward_time = std::chrono::steady_clock::now() - middle;
        bound_errors(results_);
        return true;
    }

  private:
    std::size_t stage_count() const { return results_.plan.layers.size(); }
    const Layer& layer(std::size_t stage) const {
        return results_.scene.layers[results_.plan.layers[stage]];
    }
    /// The map that the objective reads.
    ConstTensorView read_output() const {
        return std::as_const(results_.values[start_].values).view();
    }

    bool forward() {
        const TiledImage& image = results_.scene.image;
        Map& picture = results_.values.front();
        if (!update(picture, changes_.values.front(),
                    [&](Rect rect, Scratch&) { image.copy_to(picture.values.view(), rect); }))
            return false;
        for (std::size_t i = 0; i < stage_count(); ++i) {
            const OpInfo& op = *find_op(layer(i).op);
            const OpInputs inputs = inputs_of(i);
            Map& output = results_.values[i + 1];
            const auto compute = [&](Rect rect, Scratch& scratch) {
                op.fast.forward(inputs, output.values.view(), results_.layers[i].winners, rect,
                                scratch);
            };
            const DirtyTiles& dirty = changes_.values[i + 1];
            const bool by_rows = op.rows_per_task > 0 && dirty.count() < thread_count();
            if (!(by_rows ? update_by_rows(output, dirty, op.rows_per_task, compute)
                          : update(output, dirty, compute)))
                return false;
        }
        return update_loss();
    }

    bool backward() {
        if (!clear_behind_objective()) return false;
        Map& read = results_.gradients[start_];
        if (!update(read, changes_.gradients[start_], [&](Rect rect, Scratch&) {
                objective_.gradient(results_.scene.objective, read_output(), results_.probabilities,
                                    read.values.view(), rect);
            }))
            return false;
        for (std::size_t i = start_; i-- > 0;) {
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

    /// Stages behind the map that the objective reads have no part in L.
    bool clear_behind_objective() {
        for (std::size_t i = start_; i < stage_count(); ++i) {
            Map& gradient = results_.gradients[i + 1];
            if (!update(gradient, changes_.gradients[i + 1],
                        [&](Rect rect, Scratch&) { fill(gradient.values.view(), rect, 0); }))
                return false;
            clear_grad_weights(i);
        }
        return true;
    }

    void clear_grad_weights(std::size_t stage) {
        LayerResult& result = results_.layers[stage];
        if (result.grad_weights.empty()) return;
        result.grad_bias.assign(layer(stage).bias.size(), 0);
        if (!changes_.weight_parts[stage].any()) return;
        std::ranges::fill(result.grad_weights_partials, 0.0f);
        const TensorView weights = result.grad_weights.view();
        for (int k = 0; k < weights.shape().n; ++k)
            for (int c = 0; c < weights.shape().c; ++c)
                for (int b = 0; b < weights.shape().h; ++b)
                    std::fill_n(weights.row(k, c, b), weights.shape().w, 0.0f);
    }

    OpInputs inputs_of(std::size_t stage) const { return op_inputs(results_, stage); }

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

    /// As update, in tasks of a few rows of a tile: for ops to which a row is much work.
    template <class Compute>
    bool update_by_rows(Map& map, const DirtyTiles& dirty, int rows, Compute compute) {
        std::vector<Rect> pieces;
        for (const int tile : dirty.changed_tiles()) {
            const Rect rect = widened(dirty.changed(tile), dirty.whole_tile(tile));
            for (int y = rect.y0; y < rect.y1; y += rows)
                pieces.push_back(intersect(rect, {rect.x0, y, rect.x1, y + rows}));
        }
        const auto compute_piece = [&](int i) {
            compute(pieces[static_cast<std::size_t>(i)], thread_scratch());
        };
        return parallel_for(static_cast<int>(pieces.size()), stop_, compute_piece) &&
               update(map, dirty, [](Rect, Scratch&) {});
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
        if (objective_.value_block == nullptr) return update_whole_loss();
        results_.probabilities.clear();
        const std::vector<int> changed = changes_.loss_blocks.changed_tiles();
        const auto blocks = static_cast<std::size_t>(changes_.loss_blocks.count());
        const Shape read = results_.plan.shapes[start_];
        const auto channels = static_cast<std::size_t>(read.c);
        const auto update_block = [&](int i) {
            const int block = changed[static_cast<std::size_t>(i)];
            for (std::size_t c = 0; c < channels; ++c)
                results_.loss_partials[c * blocks + static_cast<std::size_t>(block)] =
                    objective_.value_block(results_.scene.objective, read_output(),
                                           static_cast<int>(c),
                                           changes_.loss_blocks.whole_tile(block));
        };
        if (!parallel_for(static_cast<int>(changed.size()), stop_, update_block)) return false;
        results_.loss = combine_loss(results_.loss_partials, channels, blocks,
                                     loss_divisor(results_.scene.objective, read));
        return true;
    }

    bool update_whole_loss() {
        if (!changes_.loss_blocks.any()) return true;
        LossValue value = objective_.value(results_.scene.objective, read_output());
        results_.loss = value.loss;
        results_.probabilities = std::move(value.probabilities);
        return true;
    }

    /// Those that may differ; disjoint ones do not follow the tiles, and are one work.
    std::vector<int> parts_to_compute(std::size_t stage, const WeightParts& parts) const {
        const DirtyTiles& changed = changes_.weight_parts[stage];
        if (!parts.disjoint || !changed.any()) return changed.changed_tiles();
        std::vector<int> all(static_cast<std::size_t>(parts.count));
        std::iota(all.begin(), all.end(), 0);
        return all;
    }

    bool update_grad_weights(std::size_t stage, const OpInputs& inputs) {
        const OpInfo& op = *find_op(layer(stage).op);
        if (op.weights_shape == nullptr) return true;
        LayerResult& result = results_.layers[stage];
        const std::size_t size = partial_size(layer(stage));
        const std::span<float> partials = result.grad_weights_partials;
        const std::size_t biases = layer(stage).bias.size();
        const WeightParts parts =
            op.weight_parts(results_.plan.shapes[stage], results_.plan.shapes[stage + 1]);
        const std::vector<int> changed = parts_to_compute(stage, parts);
        if (changed.empty() && result.grad_bias.size() == biases) return true;
        const auto update_part = [&](int i) {
            const int part = changed[static_cast<std::size_t>(i)];
            const auto start = static_cast<std::size_t>(parts.partial_of(part)) * size;
            op.fast.grad_weights_part(inputs, part, partials.subspan(start, size),
                                      thread_scratch());
        };
        if (!parallel_for(static_cast<int>(changed.size()), stop_, update_part)) return false;
        std::vector<float> sum(parts.partials() == 1 ? 0 : size);
        if (!sum.empty())
            combine_grad_weights(results_.plan.shapes[stage + 1], partials, size, sum);
        const std::span<const float> total = sum.empty() ? partials : std::span<float>(sum);
        copy_to(total, result.grad_weights.view());
        const auto bias = total.subspan(result.grad_weights.shape().count()).first(biases);
        result.grad_bias.assign(bias.begin(), bias.end());
        return true;
    }

    Results& results_;
    const Changes& changes_;
    std::stop_token stop_;
    const ObjectiveInfo& objective_;
    std::size_t start_;  ///< Where the backward pass begins (objective_map()).
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
    const Changes to_compute = reuse == nullptr
                                   ? all_changed(scene, plan)
                                   : find_changes(reuse->scene, reuse->plan, scene, plan);
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
