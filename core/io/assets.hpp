#pragma once
#include <string_view>
#include <vector>

#include "core/base/embedded_file.hpp"
#include "core/base/result.hpp"

namespace convscope {

/// A file of assets/, embedded in the program, by its path below it: "pictures/step.png".
Result<EmbeddedFile> find_asset(std::string_view name);
/// All whose path starts with `prefix`, in the order of their names.
std::vector<EmbeddedFile> list_assets(std::string_view prefix);

}  // namespace convscope
