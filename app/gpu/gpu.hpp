#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "app/gpu/colour_maps.hpp"
#include "core/eval/results.hpp"

struct ImDrawList;

namespace convscope::app {

/// In window pixels and in cells (fractions allowed): what of a map is drawn where.
struct MapPlacement {
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;                      ///< On the screen.
    float cell_x0 = 0, cell_y0 = 0, cell_x1 = 0, cell_y1 = 0;  ///< Of the map.
};

/// How a map is drawn beside its colours.
struct MapStyle {
    float opacity = 1;  ///< Below 1: dimmed.
    /// A picture on fewer pixels than it has cells shows single cells instead of their mean.
    bool sharp = false;
    /// Of three channels as colour: brightness = value * factor + offset, clamped to 0..1.
    float factor = 1, offset = 0;
};

/// Textures and the heat-map program. Needs the current GL context in all of its life.
class Gpu {
  public:
    /// `largest_texture`: in cells a side; 0: what the driver takes. A larger map is drawn with
    /// several cells as one, as where it is drawn small.
    explicit Gpu(int largest_texture = 0);
    ~Gpu();
    Gpu(const Gpu&) = delete;
    Gpu& operator=(const Gpu&) = delete;

    /// Adds one channel of a map to `list` as a heat map, cells sharp. Uploads only tiles whose
    /// version changed since `key` ("value/0", "gradient/2") was last drawn. NaN is hatched, values
    /// outside the scale are hatched too. Where several cells fall on one pixel,
    /// ColourMap::for_pictures says which is seen.
    void draw_heat_map(ImDrawList* list, const std::string& key, const Map& map, int channel,
                       const MapPlacement& placement, const ColourScale& scale,
                       const MapStyle& style = {});
    /// Adds a picture: three channels as colour, one as grey. Where several pixels of it fall on
    /// one of the screen, their mean.
    void draw_picture(ImDrawList* list, const std::string& key, const Map& map,
                      const MapPlacement& placement, const MapStyle& style = {});

    /// Once before each frame is built: forgets the last one's drawing parameters (the last frame
    /// can be rendered again until then), and the textures of keys not drawn for a while.
    /// `scale` is the interface's, for the width of hatching.
    void begin_frame(float scale);
    /// Bytes uploaded since the start; tests and the benchmark look at its growth.
    std::int64_t uploaded_bytes() const;
    /// Why no map can be drawn with this graphics driver, if so; known after the first frame.
    const std::optional<Error>& problem() const;

    struct Impl;  ///< Of gpu.cpp.

  private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace convscope::app
