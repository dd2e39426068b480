#pragma once
#include <vector>

#include "core/eval/dirty_tiles.hpp"
#include "core/scene/scene.hpp"

namespace convscope {

/// Where the results of one scene can differ from those of another: a superset, found from the
/// scenes alone by following rectangles through the ops' output_rect and input_rect.
struct Changes {
    std::vector<DirtyTiles> values, gradients;  ///< As in Results.
    /// By stage: tiles of the output whose share in dL/dweights can differ (a tile is a block).
    std::vector<DirtyTiles> weight_parts;
    DirtyTiles loss_blocks;  ///< Of the map that the objective reads.
};

/// Everything differs.
Changes all_changed(const Scene& scene, const NetworkPlan& plan);

/// From `older` to `newer`; everything when their maps have other shapes. Costs time by tiles, and
/// by pixels only in tiles that are not shared.
Changes find_changes(const Scene& older, const NetworkPlan& older_plan, const Scene& newer,
                     const NetworkPlan& newer_plan);

}  // namespace convscope
