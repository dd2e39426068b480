#include "core/scene/shared_memory.hpp"

#include <utility>
#include <vector>

namespace convscope {
namespace {

using Blocks = std::vector<std::pair<const void*, std::size_t>>;

Blocks blocks_of(const Scene& scene) {
    Blocks blocks;
    scene.image.collect_tiles(blocks);
    for (const Layer& layer : scene.layers)
        for (const auto& weights : {layer.weights, layer.kept.weights})
            if (weights != nullptr) blocks.emplace_back(weights.get(), weights->memory_bytes());
    for (const Objective* objective : {&scene.objective, scene.kept_objective.get()})
        if (objective != nullptr && objective->tensor != nullptr)
            blocks.emplace_back(objective->tensor.get(), objective->tensor->memory_bytes());
    return blocks;
}

/// What each scene has for itself: mostly the table of its tiles.
std::size_t own_bytes(const Scene& scene) {
    return sizeof(Scene) + scene.layers.size() * sizeof(Layer) +
           static_cast<std::size_t>(scene.image.tile_count()) * sizeof(std::shared_ptr<void>);
}

}  // namespace

void SharedMemory::add(const Scene& scene) {
    for (const auto& [address, size] : blocks_of(scene))
        if (users_[address]++ == 0) bytes_ += size;
    bytes_ += own_bytes(scene);
}

void SharedMemory::remove(const Scene& scene) {
    for (const auto& [address, size] : blocks_of(scene)) {
        const auto user = users_.find(address);
        if (--user->second > 0) continue;
        users_.erase(user);
        bytes_ -= size;
    }
    bytes_ -= own_bytes(scene);
}

}  // namespace convscope
