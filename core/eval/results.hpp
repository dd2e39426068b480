#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/scene/scene.hpp"

namespace convscope {

/// Range of the values of (a part of) a map. NaN and infinities are counted, not ranged.
struct ValueRange {
    float minimum = 0, maximum = 0;  ///< Of the finite ones; 0 when there are none.
    bool any_finite = false;
    std::int64_t nan_count = 0, infinite_count = 0;

    float magnitude() const;  ///< max(|minimum|, |maximum|)
    void include(const ValueRange& other);
    friend bool operator==(const ValueRange&, const ValueRange&) = default;
};

/// Of the cells of `rect` in one channel. Precondition: inside the map, n = 1.
ValueRange range_of(ConstTensorView map, int channel, Rect rect);

/// One quantity of the computation: a value (n = 1) or the gradient of L with respect to it.
struct Map {
    Tensor values;                        ///< 1,C,H,W
    std::vector<ValueRange> tile_ranges;  ///< Channel by channel, tiles in row order.
    std::vector<ValueRange> channel_ranges;
    ValueRange range;
    std::vector<AbsoluteSum> tile_sums, channel_sums;  ///< As the ranges; of gradients only.
    /// By tile (64 x 64, row order): grows whenever the tile's values may have changed. The same
    /// number in two results of one evaluator means the same bits: what textures go by.
    std::vector<std::uint64_t> tile_versions;
    double error_bound = 0;  ///< Rounding is not signal below it (decision 9).
};

/// What belongs to one enabled layer.
struct LayerResult {
    std::vector<std::uint16_t> winners;  ///< Pool layers: dense, as op_table.hpp says.
    Tensor grad_weights;                 ///< K,C,h,w; empty when the op has none.
    std::vector<float> grad_bias;        ///< K; empty when the layer has no bias.
    double grad_weights_error_bound = 0;
    std::vector<float> grad_weights_partials;      ///< Kept to replace single parts.
    std::shared_ptr<const Tensor> summed_weights;  ///< The weights that weight_sums belongs to.
    const OpInfo* summed_by = nullptr;             ///< And the op that made them.
    WeightSums weight_sums;                        ///< For error bounds.
};

/// Everything computed from one scene. Immutable once published; carries its scene, so that maps,
/// inspector and steps always match their numbers.
struct Results {
    Scene scene;
    NetworkPlan plan;
    std::uint64_t revision = 0;          ///< Of the scene, as given to evaluate().
    std::uint64_t version = 0;           ///< The largest number among all tile_versions.
    std::vector<Map> values, gradients;  ///< plan.shapes.size() of each.
    std::vector<LayerResult> layers;     ///< plan.layers.size()
    std::vector<float> loss_partials;    ///< The shares of 64 x 64 blocks, for combine_loss();
                                         ///< empty when the loss is not made of blocks.
    float loss = 0;
    std::vector<float> probabilities;  ///< By class; empty but for losses that have them.
    std::chrono::nanoseconds forward_time{}, backward_time{};
    std::int64_t cells_computed = 0;  ///< By the last evaluate(), all maps together.

    /// Position in plan.layers of the layer with this id, or -1 (unknown or switched off).
    int stage_of(std::string_view layer_id) const;
};

/// What the op of a stage reads. Precondition: the memory of all maps and winners is there.
OpInputs op_inputs(const Results& results, std::size_t stage);

}  // namespace convscope
