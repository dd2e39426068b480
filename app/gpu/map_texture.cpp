#include "app/gpu/map_texture.hpp"

#include <glad/gl.h>

#include <limits>

namespace convscope::app {
namespace {

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

}  // namespace

MapTexture::MapTexture(int level, Minify how) : level_(level), how_(how) {
    glGenTextures(1, &name_);
    glBindTexture(GL_TEXTURE_2D, name_);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
}

MapTexture::~MapTexture() {
    glDeleteTextures(1, &name_);
}

void MapTexture::allocate(const Map& map) {
    shape_ = map.values.shape();
    width_ = ceil_div(shape_.w, 1 << level_);
    height_ = ceil_div(shape_.h, 1 << level_);
    versions_.assign(map.tile_versions.size(), kNever);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, width_, height_, 0, GL_RED, GL_FLOAT, nullptr);
}

std::int64_t MapTexture::update(const Map& map, int channel) {
    glBindTexture(GL_TEXTURE_2D, name_);
    if (map.values.shape() != shape_) allocate(map);
    const int columns = ceil_div(shape_.w, kTileSize);
    std::int64_t bytes = 0;
    for (std::size_t i = 0; i < versions_.size(); ++i) {
        if (versions_[i] == map.tile_versions[i]) continue;
        const int x = static_cast<int>(i) % columns * kTileSize;
        const int y = static_cast<int>(i) / columns * kTileSize;
        bytes += upload_tile(map, channel,
                             intersect(shape_.plane(), {x, y, x + kTileSize, y + kTileSize}));
        versions_[i] = map.tile_versions[i];
    }
    return bytes;
}

std::int64_t MapTexture::upload_tile(const Map& map, int channel, Rect tile) {
    const ConstTensorView values = map.values.view();
    const int side = 1 << level_;
    const int width = ceil_div(tile.width(), side), height = ceil_div(tile.height(), side);
    if (level_ == 0) {
        glPixelStorei(GL_UNPACK_ROW_LENGTH, static_cast<GLint>(values.row_stride()));
        glTexSubImage2D(GL_TEXTURE_2D, 0, tile.x0, tile.y0, width, height, GL_RED, GL_FLOAT,
                        values.row(0, channel, tile.y0) + tile.x0);
        glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    } else {
        const std::vector<float> cells = minify(values, channel, tile, level_, how_);
        glTexSubImage2D(GL_TEXTURE_2D, 0, tile.x0 / side, tile.y0 / side, width, height, GL_RED,
                        GL_FLOAT, cells.data());
    }
    return static_cast<std::int64_t>(width) * height * static_cast<std::int64_t>(sizeof(float));
}

}  // namespace convscope::app
