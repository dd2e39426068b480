#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "core/base/embedded_file.hpp"
#include "core/base/result.hpp"

namespace convscope {

/// A file of assets/, embedded in the program, by its path below it: "pictures/step.png".
Result<EmbeddedFile> find_asset(std::string_view name);
/// All whose path starts with `prefix`, in the order of their names.
std::vector<EmbeddedFile> list_assets(std::string_view prefix);

std::span<const unsigned char> bytes_of(const EmbeddedFile& file);
std::string_view text_of(const EmbeddedFile& file);

}  // namespace convscope
