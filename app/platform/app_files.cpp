#include "app/platform/app_files.hpp"

#include <algorithm>
#include <cassert>
#include <span>

namespace convscope {
std::span<const EmbeddedFile> embedded_app_files();  // generated, see cmake/embed.cmake
}

namespace convscope::app {

EmbeddedFile::Bytes app_file(std::string_view name) {
    const auto files = embedded_app_files();
    const auto found = std::ranges::find(files, name, &EmbeddedFile::name);
    assert(found != files.end());
    return found->bytes;
}

std::string_view app_file_text(std::string_view name) {
    const EmbeddedFile::Bytes bytes = app_file(name);
    return {reinterpret_cast<const char*>(bytes.begin), bytes.size()};
}

}  // namespace convscope::app
