#include "core/scene/layer_edits.hpp"

#include <algorithm>

#include "core/scene/new_layer.hpp"
#include "core/scene/refit.hpp"

namespace convscope {
namespace {

using Offset = std::vector<Layer>::difference_type;

Result<void> check_room(const Scene& scene) {
    if (scene.layers.size() < static_cast<std::size_t>(kMaxLayers)) return {};
    return Error{"there are " + std::to_string(scene.layers.size()) +
                     " layers already, the most that work: remove one first",
                 "layers"};
}

Result<void> check_position(std::size_t position, std::size_t last) {
    if (position <= last) return {};
    return Error{"there is no place " + std::to_string(position) + ": use one from 0 to " +
                     std::to_string(last),
                 "layers"};
}

/// What a layer at this position reads.
Result<Shape> shape_at(const Scene& scene, std::size_t position) {
    Scene front = scene;
    front.layers.resize(position);
    const auto plan = plan_shapes(front);
    if (!plan) return plan.error();
    return plan->shapes.back();
}

}  // namespace

Result<Layer*> layer_of(Scene& scene, const std::string& id) {
    if (Layer* layer = scene.find_layer(id); layer != nullptr) return layer;
    std::string known;
    for (const Layer& each : scene.layers) known += (known.empty() ? "" : ", ") + each.id;
    return Error{"there is no layer \"" + id +
                     "\": " + (known.empty() ? "the scene has none" : "the scene has " + known),
                 "layers"};
}

Result<void> add_layer(Scene& scene, const AddLayer& edit) {
    if (find_op(edit.op) == nullptr) {
        std::string known;
        for (const OpInfo& op : op_table())
            known += (known.empty() ? "" : ", ") + std::string(op.id);
        return Error{"there is no op \"" + edit.op + "\": use one of " + known, "layers"};
    }
    if (auto room = check_room(scene); !room) return room;
    if (auto place = check_position(edit.position, scene.layers.size()); !place) return place;
    const auto input = shape_at(scene, edit.position);
    if (!input) return input.error();
    const std::uint64_t seed = scene.layers.size() + 1;
    scene.layers.insert(scene.layers.begin() + static_cast<Offset>(edit.position),
                        new_layer(scene, edit.op, *input));
    // Weights take memory: only once it is known that all works out.
    if (auto ok = refit(scene); !ok) return ok;
    Layer& layer = scene.layers[edit.position];
    layer.weights = first_weights(layer, *input, seed);
    return {};
}

Result<void> remove_layer(Scene& scene, const RemoveLayer& edit) {
    const auto layer = layer_of(scene, edit.layer);
    if (!layer) return layer.error();
    scene.layers.erase(scene.layers.begin() + (*layer - scene.layers.data()));
    return refit(scene);
}

Result<void> move_layer(Scene& scene, const MoveLayer& edit) {
    const auto layer = layer_of(scene, edit.layer);
    if (!layer) return layer.error();
    if (auto place = check_position(edit.position, scene.layers.size() - 1); !place) return place;
    const auto from = scene.layers.begin() + (*layer - scene.layers.data());
    const auto to = scene.layers.begin() + static_cast<Offset>(edit.position);
    if (from < to)
        std::rotate(from, from + 1, to + 1);
    else
        std::rotate(to, from, from + 1);
    return refit(scene);
}

Result<void> duplicate_layer(Scene& scene, const DuplicateLayer& edit) {
    const auto layer = layer_of(scene, edit.layer);
    if (!layer) return layer.error();
    if (auto room = check_room(scene); !room) return room;
    Layer copy = **layer;
    copy.id = fresh_layer_id(scene, copy.op);
    scene.layers.insert(scene.layers.begin() + (*layer - scene.layers.data()) + 1, std::move(copy));
    return refit(scene);
}

}  // namespace convscope
