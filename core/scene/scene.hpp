#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/ops/objectives.hpp"
#include "core/ops/op_table.hpp"
#include "core/scene/tiled_image.hpp"

namespace convscope {

// Limits of everything a person or a file can ask for (decision 20).
inline constexpr std::int64_t kMaxPixels = 64'000'000;
inline constexpr int kMaxSide = 16'384;
inline constexpr int kMaxLayers = 32;
inline constexpr int kMaxGridKernel = 31;  ///< Largest filter the grid edits.

/// Sets of results that the evaluator keeps: one on the screen, a newer one, one being written.
inline constexpr int kResultBuffers = 3;

/// What a layer's weights were before they were fitted to another input.
struct KeptWeights {
    std::shared_ptr<const Tensor> weights;  ///< Null: nothing is kept.
    std::string name;
    friend bool operator==(const KeptWeights&, const KeptWeights&) = default;
};

struct Layer {
    std::string id;       ///< Stable and unique, "conv1": pins, textures and widget names use it.
    std::string op;       ///< OpInfo::id.
    bool enabled = true;  ///< A layer switched off passes its input on.
    ParamSet params;
    std::shared_ptr<const Tensor> weights;  ///< K,C,h,w; null when the op has none.
    std::vector<float> bias;                ///< K values; empty: no bias.
    std::string weights_name;               ///< The preset they came from; empty once edited.
    /// They come back with the input that they are for, unless the fitted weights or their
    /// parameters are edited before. Not in files.
    KeptWeights kept = {};
    friend bool operator==(const Layer&, const Layer&) = default;  ///< Weights by address.
};

/// The whole state of a lesson: plain data, no behaviour, no pointers to the window or to
/// results. Cheap to copy, because tensors and tiles are shared and never written.
struct Scene {
    TiledImage image;
    std::string image_name;  ///< For the title, "step" or "cat.jpg".
    std::vector<Layer> layers;
    Objective objective;
    /// The target or painted gradient that does not fit its map for now, or whose layer is off: it
    /// comes back when that changes, unless another loss is chosen before. Null: nothing is kept.
    /// Not in files.
    std::shared_ptr<const Objective> kept_objective = {};

    const Layer* find_layer(std::string_view id) const;
    Layer* find_layer(std::string_view id);
};

/// What flows through a scene: values[0] is the picture, values[i + 1] the output of the i-th
/// enabled layer.
struct NetworkPlan {
    std::vector<std::size_t> layers;  ///< Indices of the enabled layers in Scene::layers.
    std::vector<Shape> shapes;        ///< layers.size() + 1 of them.
};

/// The shapes alone, or a sentence naming the layer that cannot work (`where` is its id): too many
/// layers, ids that are not unique, unknown ops, parameters outside their limits, windows that do
/// not fit. Depends on nothing but the scene.
Result<NetworkPlan> plan_shapes(const Scene& scene);

/// Index in plan.shapes of the map that the objective reads: the last one, but for an upstream
/// gradient the output of its layer. Maps behind it have the gradient 0.
std::size_t objective_map(const Scene& scene, const NetworkPlan& plan);

/// plan_shapes() and all else that must hold before a scene is evaluated: weights and biases of
/// the right shape and finite, an objective inside the last map, check_memory().
Result<NetworkPlan> plan_network(const Scene& scene);

/// The same for a scene made of `before`, for which it succeeded: weights that both share are not
/// looked at again.
Result<NetworkPlan> plan_network(const Scene& scene, const Scene& before);

/// Bytes that evaluating this plan takes, all result buffers together, by parameters and shapes;
/// also the weights of layers that are switched off.
std::size_t estimate_memory(const Scene& scene, const NetworkPlan& plan);
/// Ok when that is within `limit_bytes`; by default three quarters of usable_memory().
std::size_t memory_limit();
Result<void> check_memory(const Scene& scene, const NetworkPlan& plan,
                          std::size_t limit_bytes = memory_limit());

/// Ok, or an Error that names a size beyond kMaxSide, kMaxPixels or 1 and 3 channels. For readers
/// of pictures too, before they take memory.
Result<void> check_image_size(std::int64_t width, std::int64_t height, std::int64_t channels);

/// Certainly the same scene: equal, and every tensor and tile shared. Looks at no number.
bool is_same_snapshot(const Scene& a, const Scene& b);

/// "conv1", "conv2", ...: the first free id for an op in this scene. ("conv2d" is called conv,
/// "max_pool2d" pool.)
std::string fresh_layer_id(const Scene& scene, std::string_view op);

/// The smallest complete scene, which the first start opens: conv [-1 1], relu, max pool 2x2
/// stride 2, and as the loss the cell in the middle of the last map. Of a picture too small for all
/// of them, the layers that fit.
Scene default_scene(TiledImage image, std::string image_name);

}  // namespace convscope
