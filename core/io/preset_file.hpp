#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/scene/presets.hpp"

namespace convscope {

// Filter presets as files (docs/formats.md): one JSON object each; its name without .json is the
// preset's id.

/// Those of assets/presets in the order of the menu; presets of one group stand together. Read
/// once; they stay where they are.
const std::vector<FilterPreset>& built_in_presets();
const FilterPreset* find_preset(std::string_view id);  ///< A built-in one; null when unknown.

/// Errors name the file (`name`) and the field.
Result<FilterPreset> parse_preset(std::string_view json, std::string_view name, std::string id);
Result<FilterPreset> read_preset(const std::filesystem::path& path);
/// Replaces what is there. Reading it back gives the same preset, weights bit by bit.
/// Precondition: the weights are finite.
Result<void> write_preset(const std::filesystem::path& path, const FilterPreset& preset);

/// A person's own presets: the files .json of one folder.
struct OwnPresets {
    std::vector<FilterPreset> presets;  ///< By order, then by label.
    std::vector<Error> broken;          ///< Files left out, and why.
};
/// A folder that is not there holds none.
OwnPresets list_own_presets(const std::filesystem::path& folder);

/// A name for the file of a preset called `label`, without .json. What is neither a letter nor a
/// digit becomes _, ASCII letters small ones: "My edge, 3 x 3" is "my_edge_3_x_3".
std::string preset_id(std::string_view label);

/// Where the folder holds the preset called `label`, or a path that is free for it: after its
/// preset_id(), with a number where other presets have that name.
struct OwnPresetFile {
    std::filesystem::path path;
    bool exists = false;
};
OwnPresetFile own_preset_file(const std::filesystem::path& folder, std::string_view label);

/// Writes a preset into the folder, which is made if it must be, as own_preset_file(), and returns
/// its path. Where there is one of this label already it is an Error, unless `replace`.
Result<std::filesystem::path> save_own_preset(const std::filesystem::path& folder,
                                              FilterPreset preset, bool replace = false);

}  // namespace convscope
