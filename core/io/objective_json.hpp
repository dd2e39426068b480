#pragma once
#include <filesystem>
#include <string_view>

#include "core/io/json.hpp"
#include "core/io/json_node.hpp"
#include "core/ops/objectives.hpp"

namespace convscope {

/// A scene's "objective". Keys come from the row in objective_table(); files are relative to
/// `folder`. Whether it fits the layers is left to plan_network().
Result<Objective> read_objective(const JsonNode& node, const std::filesystem::path& folder);

/// Writes its members but for its tensor, which stays to be written under objective_tensor_key().
/// Precondition: the writer is inside the objective's object.
void write_objective_fields(JsonWriter& writer, const Objective& objective);

/// "target" or "gradient"; empty for a kind that has neither.
std::string_view objective_tensor_key(const Objective& objective);

}  // namespace convscope
