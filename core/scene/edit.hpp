#pragma once
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/scene/scene.hpp"

namespace convscope {

// Every way in which the scene can change. Views make edits; nothing else writes.

/// Brush strokes and the like: only the touched tiles differ from the picture before.
struct PaintImage {
    TiledImage image;
    std::string label = "Paint";
};
/// Another picture, of any size. Layers stay, their channel counts follow. A cell chosen as the
/// loss belongs to the old picture: with another size the loss is half the sum of squares again, so
/// that the gradients of a photo are not those of a corner.
struct SetImage {
    TiledImage image;
    std::string name;
    std::string label = "Change picture";
};
struct SetWeight {
    std::string layer;
    Cell cell;
    float value = 0;
};
/// Whole filter at once; kernel size and number of filters follow the tensor's shape.
struct SetWeights {
    std::string layer;
    std::shared_ptr<const Tensor> weights;
    std::string name;
};
struct SetBias {
    std::string layer;
    std::vector<float> bias;
};  ///< Empty: no bias.
/// A changed kernel size keeps the weights aligned at the centre and fills with 0; more filters
/// repeat the first ones, fewer drop the last. Later layers' weights follow their channels.
struct SetParam {
    std::string layer;
    std::size_t field = 0;
    int value = 0;
};
struct SetEnabled {
    std::string layer;
    bool enabled = true;
};
/// A layer of this op as new_layer() and first_weights() make it, in front of the one at this index
/// of Scene::layers; their number: behind the last.
struct AddLayer {
    std::string op;
    std::size_t position = 0;
};
struct RemoveLayer {
    std::string layer;
};
struct MoveLayer {
    std::string layer;
    std::size_t position = 0;  ///< Its index in Scene::layers afterwards.
};
/// A copy under a fresh id right behind it.
struct DuplicateLayer {
    std::string layer;
};
/// A whole stroke on a target or a gradient is one gesture of these.
struct SetObjective {
    Objective objective;
    std::string label = "Change loss";
};
struct ReplaceScene {
    Scene scene;
    std::string label = "Open";
};

using Edit =
    std::variant<PaintImage, SetImage, SetWeight, SetWeights, SetBias, SetParam, SetEnabled,
                 AddLayer, RemoveLayer, MoveLayer, DuplicateLayer, SetObjective, ReplaceScene>;

/// What the menu calls it: "Paint", "Set weight", "Change stride x", "Add ReLU".
std::string edit_label(const Scene& before, const Edit& edit);

/// The scene after `edit`, or an Error that leaves everything as it was: the scene returned can
/// always be evaluated (plan_network succeeds), as `before` can. Pure.
Result<Scene> apply_edit(const Scene& before, const Edit& edit);

}  // namespace convscope
