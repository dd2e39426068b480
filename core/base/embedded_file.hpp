#pragma once
#include <cstddef>
#include <span>
#include <string_view>

namespace convscope {

/// A file that travels inside the program. Valid as long as the program runs.
struct EmbeddedFile {
    struct Bytes {
        const unsigned char* begin;
        const unsigned char* end;
        std::size_t size() const { return static_cast<std::size_t>(end - begin); }
    };
    std::string_view name;  ///< Path below its root, "pictures/step.png".
    Bytes bytes;
};

}  // namespace convscope
