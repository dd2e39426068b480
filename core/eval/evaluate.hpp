#pragma once
#include <memory>
#include <stop_token>

#include "core/eval/results.hpp"

namespace convscope {

/// Forward and backward through the whole network. The numbers depend on `scene` alone.
///
/// `reuse` is memory to write into, with older results in it (null: start afresh). Where the
/// older results' scene agrees with `scene`, their numbers stand and are not computed again; only
/// the rectangles that can differ are. With or without it the numbers have the same bits.
///
/// Tile versions go on from those of `newest` (null: of `reuse`): a tile keeps its version when it
/// cannot differ between the two scenes, and gets newest->version + 1 when it can, whatever had to
/// be computed for it. So with several buffers taking turns, versions are those of one history.
///
/// Precondition: plan_shapes(scene) succeeds and plan_network(scene) did. Returns null when `stop`
/// was requested; `reuse` is lost then.
std::unique_ptr<Results> evaluate(const Scene& scene, std::uint64_t revision,
                                  std::unique_ptr<Results> reuse = nullptr,
                                  std::stop_token stop = {}, const Results* newest = nullptr);

}  // namespace convscope
