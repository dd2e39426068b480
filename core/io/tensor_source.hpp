#pragma once
#include <filesystem>
#include <string>

#include "core/io/json_node.hpp"
#include "core/scene/tiled_image.hpp"

namespace convscope {

// Tensors in scene files: {"values": nested list}, {"file": path}, {"asset": name}, each with an
// optional "name" for the title.

struct NamedTensor {
    Tensor tensor;
    std::string name;            ///< Its "name", else the stem of its file, else nothing.
    std::size_t dimensions = 0;  ///< As it was given, before leading ones were added.
};
/// At most four dimensions; missing leading ones become 1. All values finite. Files are .npy or
/// pictures, relative to `folder`.
Result<NamedTensor> read_tensor_source(const JsonNode& node, const std::filesystem::path& folder);

struct NamedImage {
    TiledImage image;
    std::string name;
};
/// A picture: values as H,W or C,H,W. May have "channels", 1 or 3 (the default).
Result<NamedImage> read_image_source(const JsonNode& node, const std::filesystem::path& folder);

/// A flat list of finite numbers, or any of the sources above with one.
Result<std::vector<float>> read_vector_source(const JsonNode& node,
                                              const std::filesystem::path& folder);

}  // namespace convscope
