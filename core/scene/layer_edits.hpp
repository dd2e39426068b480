#pragma once
#include "core/scene/edit.hpp"

namespace convscope {

// Edits of the stack itself. What comes behind follows: weights take the shape of their input, the
// objective stays inside the last map. An Error says why it cannot be; `scene` may then be half
// done.

Result<void> add_layer(Scene& scene, const AddLayer& edit);
Result<void> remove_layer(Scene& scene, const RemoveLayer& edit);
Result<void> move_layer(Scene& scene, const MoveLayer& edit);
Result<void> duplicate_layer(Scene& scene, const DuplicateLayer& edit);

/// The layer, or an Error that lists those there are.
Result<Layer*> layer_of(Scene& scene, const std::string& id);

}  // namespace convscope
