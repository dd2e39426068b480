#include "app/snapshot.hpp"

#include "app/gpu/gpu.hpp"
#include "core/io/image_file.hpp"

namespace convscope::app {
namespace {

// New results can move things, which ImGui lays out one frame later.
constexpr int kSettlingFrames = 3;

Tensor as_tensor(const std::vector<unsigned char>& rgb, int width, int height) {
    Tensor picture({1, 3, height, width});
    const TensorView view = picture.view();
    auto next = rgb.begin();
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c) view(0, c, y, x) = static_cast<float>(*next++) / 255.0f;
    return picture;
}

}  // namespace

void draw_settled(Application& application) {
    for (int i = 0; i < kSettlingFrames; ++i) {
        application.wait_until_settled();
        application.frame();
    }
}

Result<void> write_snapshot(Surface& surface, const Application& application,
                            const std::filesystem::path& path) {
    const Tensor picture = as_tensor(surface.read_pixels(), surface.width(), surface.height());
    // Off-screen nothing was drawn before.
    if (const auto& problem = application.gpu().problem()) return *problem;
    return write_png(path, picture.view());
}

}  // namespace convscope::app
