#pragma once
#include <filesystem>

#include "core/io/json_node.hpp"
#include "core/scene/scene.hpp"

namespace convscope {

/// One element of a scene's "layers". Keys and limits come from the op's row in op_table(). The id
/// stays empty when the file gives none; weights given as K,D (core/io/weight_list.hpp) wait for
/// fit_weight_lists().
Result<Layer> read_layer(const JsonNode& node, const std::filesystem::path& folder);

/// Writes the members "op", "id", "enabled" (when false), the op's fields, in the order of its
/// row. Precondition: the writer is inside the layer's object.
void write_layer_fields(JsonWriter& writer, const Layer& layer);

}  // namespace convscope
