#include "core/eval/changes.hpp"

#include <algorithm>
#include <cstring>
#include <span>

namespace convscope {
namespace {

static_assert(kTileSize == kBlockSize, "tiles of the picture, of maps and blocks of sums agree");

Changes nothing_changed(const Scene& scene, const NetworkPlan& plan) {
    Changes changes{.values = {},
                    .gradients = {},
                    .weight_parts = {},
                    .loss_blocks = DirtyTiles(plan.shapes[objective_map(scene, plan)].plane())};
    for (const Shape& shape : plan.shapes) changes.values.emplace_back(shape.plane());
    changes.gradients = changes.values;
    changes.weight_parts.assign(changes.values.begin() + 1, changes.values.end());
    return changes;
}

bool same_numbers(std::span<const float> a, std::span<const float> b) {
    return a.size() == b.size() &&
           (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

bool same_weights(const Tensor* a, const Tensor* b) {
    if (a == b) return true;
    return a != nullptr && b != nullptr && same_bits(a->view(), b->view());
}

/// Both have a target or painted gradient of one shape, and nothing else has changed.
bool differs_in_tensor_alone(const Objective& older, Objective newer) {
    if (older.tensor == nullptr || newer.tensor == nullptr || older.tensor == newer.tensor ||
        older.tensor->shape() != newer.tensor->shape())
        return false;
    newer.tensor = older.tensor;
    newer.tensor_name = older.tensor_name;
    return newer == older;
}

/// Cells that differ in any channel. Precondition: the same shape.
void mark_differences(ConstTensorView a, ConstTensorView b, DirtyTiles& to) {
    const Shape shape = a.shape();
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x0 = 0; x0 < shape.w; x0 += kTileSize) {
                const int end = std::min(x0 + kTileSize, shape.w);
                const std::span one(a.row(0, c, y) + x0, a.row(0, c, y) + end);
                const std::span other(b.row(0, c, y) + x0, b.row(0, c, y) + end);
                if (same_numbers(one, other)) continue;
                const auto same_bit_pattern = [](float p, float q) {
                    return same_numbers({&p, 1}, {&q, 1});
                };
                const auto first =
                    std::mismatch(one.begin(), one.end(), other.begin(), same_bit_pattern).first;
                const auto last =
                    std::mismatch(one.rbegin(), one.rend(), other.rbegin(), same_bit_pattern).first;
                to.mark({x0 + static_cast<int>(first - one.begin()), y,
                         end - static_cast<int>(last - one.rbegin()), y + 1});
            }
}

/// What a stage does that it did not do before.
struct StageChange {
    bool op = false, weights = false, bias = false;
};

StageChange compare(const Layer& older, const Layer& newer) {
    return {.op = older.op != newer.op || older.params != newer.params,
            .weights = !same_weights(older.weights.get(), newer.weights.get()),
            .bias = !same_numbers(older.bias, newer.bias)};
}

/// Marks in `to` what `follow` makes of every changed rectangle of `from`.
template <class Follow>
void follow_changes(const DirtyTiles& from, DirtyTiles& to, Follow follow) {
    for (const int tile : from.changed_tiles()) to.mark(follow(from.changed(tile)));
}

class Propagation {
  public:
    Propagation(const Scene& older, const NetworkPlan& older_plan, const Scene& newer,
                const NetworkPlan& plan)
        : older_(older),
          newer_(newer),
          plan_(plan),
          start_(objective_map(newer, plan)),
          older_start_(objective_map(older, older_plan)),
          changes_(nothing_changed(newer, plan)) {
        for (std::size_t i = 0; i < plan.layers.size(); ++i)
            stages_.push_back(
                compare(older.layers[older_plan.layers[i]], newer.layers[plan.layers[i]]));
    }

    Changes run() {
        for (const Rect rect : newer_.image.changes_since(older_.image))
            changes_.values.front().mark(rect);
        for (std::size_t i = 0; i < stages_.size(); ++i) forward(i);
        objective();
        mark_moved_start();
        for (std::size_t i = start_; i-- > 0;) backward(i);
        return std::move(changes_);
    }

  private:
    const Layer& layer(std::size_t stage) const { return newer_.layers[plan_.layers[stage]]; }

    void forward(std::size_t i) {
        const OpInfo& op = *find_op(layer(i).op);
        follow_changes(changes_.values[i], changes_.values[i + 1], [&](Rect rect) {
            return op.output_rect(layer(i).params, rect, plan_.shapes[i]);
        });
        if (i < start_) {  // What lies behind has no part in L.
            // The share of a block in dL/dweights depends on what it reads, not on the weights.
            changes_.weight_parts[i] = changes_.values[i + 1];
            if (stages_[i].op) changes_.weight_parts[i].mark_all();
        }
        if (stages_[i].op || stages_[i].weights || stages_[i].bias)
            changes_.values[i + 1].mark_all();
    }

    void objective() {
        const DirtyTiles& output = changes_.values[start_];
        DirtyTiles& gradient = changes_.gradients[start_];
        changes_.loss_blocks = output;
        if (differs_in_tensor_alone(older_.objective, newer_.objective)) {
            mark_differences(older_.objective.tensor->view(), newer_.objective.tensor->view(),
                             gradient);
            changes_.loss_blocks.mark(gradient);
        } else if (older_.objective != newer_.objective) {
            changes_.loss_blocks.mark_all();
            gradient.mark_all();
            return;
        }
        const ObjectiveInfo& info = *find_objective(newer_.objective.kind);
        if (info.value_block == nullptr) {  // Every cell has a part in everything.
            if (!output.any()) return;
            changes_.loss_blocks.mark_all();
            gradient.mark_all();
        } else if (info.gradient_follows_output) {
            gradient.mark(output);
        }
    }

    /// Between the two starts of the backward pass one had no gradient; and at the first of them
    /// also cells that no layer behind reads had one.
    void mark_moved_start() {
        if (start_ == older_start_) return;
        const auto [first, last] = std::minmax(start_, older_start_);
        for (std::size_t i = first; i <= last; ++i) changes_.gradients[i].mark_all();
        for (std::size_t i = first; i < last; ++i) changes_.weight_parts[i].mark_all();
    }

    void backward(std::size_t i) {
        const OpInfo& op = *find_op(layer(i).op);
        changes_.weight_parts[i].mark(changes_.gradients[i + 1]);
        // An op's backward pass may also look at its input or its winners (relu, max pool).
        DirtyTiles sources = changes_.gradients[i + 1];
        sources.mark(changes_.values[i + 1]);
        follow_changes(sources, changes_.gradients[i], [&](Rect rect) {
            return op.input_rect(layer(i).params, rect, plan_.shapes[i]);
        });
        // Cells that the old parameters read and the new ones do not.
        if (stages_[i].op) changes_.gradients[i].mark_all();
    }

    const Scene &older_, &newer_;
    const NetworkPlan& plan_;
    std::size_t start_, older_start_;  ///< The maps that the objectives read.
    std::vector<StageChange> stages_;
    Changes changes_;
};

}  // namespace

Changes all_changed(const Scene& scene, const NetworkPlan& plan) {
    Changes changes = nothing_changed(scene, plan);
    for (auto* maps : {&changes.values, &changes.gradients, &changes.weight_parts})
        for (DirtyTiles& map : *maps) map.mark_all();
    changes.loss_blocks.mark_all();
    return changes;
}

Changes find_changes(const Scene& older, const NetworkPlan& older_plan, const Scene& newer,
                     const NetworkPlan& newer_plan) {
    if (older_plan.shapes != newer_plan.shapes) return all_changed(newer, newer_plan);
    return Propagation(older, older_plan, newer, newer_plan).run();
}

}  // namespace convscope
