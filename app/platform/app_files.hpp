#pragma once
#include <string_view>

#include "core/base/embedded_file.hpp"

namespace convscope::app {

/// A shader or a font that travels inside the program: "shaders/map.vert",
/// "fonts/Inter-Regular.otf". Precondition: it exists.
EmbeddedFile::Bytes app_file(std::string_view name);
std::string_view app_file_text(std::string_view name);

}  // namespace convscope::app
