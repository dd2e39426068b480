#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/scene/tiled_image.hpp"

namespace convscope {

/// A picture that travels inside the program.
struct BuiltInPicture {
    std::string asset;     ///< "pictures/step.png"
    std::string group;     ///< "Edges": of the menu; those of one group follow one another.
    std::string label;     ///< "Step, dark to light"
    std::string sentence;  ///< What one sees on it.
    std::string credit;    ///< By whom, under which licence; empty: drawn for the program.

    std::string id() const;           ///< "step": in menus.
    std::string description() const;  ///< The sentence, and the credit where there is one.
};

/// Reads the text of assets/pictures/index.json: {"pictures": [{"file", "group", "label",
/// "sentence", "credit"}, ...]}; all but the credit are needed. Errors name `name` and the entry.
Result<std::vector<BuiltInPicture>> read_picture_index(std::string_view text,
                                                       const std::string& name);

/// Those of the program, in the index's order.
const std::vector<BuiltInPicture>& built_in_pictures();

/// `asset` is a BuiltInPicture's, or another asset's that is a picture.
Result<TiledImage> read_built_in_picture(std::string_view asset, int channels = 3);

}  // namespace convscope
