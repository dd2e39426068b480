#pragma once
#include <cstdint>
#include <vector>

#include "app/gpu/minify.hpp"
#include "core/eval/results.hpp"

namespace convscope::app {

/// One channel of a map in graphics memory, at 1 / 2^level of its size. Needs the current GL
/// context in all of its life.
class MapTexture {
  public:
    MapTexture(int level, Minify how);
    ~MapTexture();
    MapTexture(const MapTexture&) = delete;
    MapTexture& operator=(const MapTexture&) = delete;

    /// Brings it up to date with `map`: only tiles whose version differs. Returns the bytes sent.
    std::int64_t update(const Map& map, int channel);

    unsigned name() const { return name_; }
    int width() const { return width_; }  ///< In cells of this level.
    int height() const { return height_; }

  private:
    void allocate(const Map& map);
    std::int64_t upload_tile(const Map& map, int channel, Rect tile_in_map);

    int level_;
    Minify how_;
    unsigned name_ = 0;
    int width_ = 0, height_ = 0;
    Shape shape_{0, 0, 0, 0};
    std::vector<std::uint64_t> versions_;  ///< By tile; kNever: nothing there yet.
};

}  // namespace convscope::app
