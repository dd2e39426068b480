#pragma once
#include <filesystem>

#include "app/application.hpp"
#include "app/platform/surface.hpp"

namespace convscope::app {

/// Draws frames until the newest results are on the surface and its layout has settled.
void draw_settled(Application& application);

/// Writes the surface's last frame as a PNG.
Result<void> write_snapshot(Surface& surface, const Application& application,
                            const std::filesystem::path& path);

}  // namespace convscope::app
