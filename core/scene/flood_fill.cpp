#include "core/scene/flood_fill.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/scene/tile_paint.hpp"

namespace convscope {
namespace {

/// One bit for each pixel of a tile; bit x of row y.
static_assert(kTileSize == 64);
using TileBits = std::array<std::uint64_t, kTileSize>;

/// `seeds` and all bits of `open` that hang together with them in one row.
std::uint64_t spread_in_row(std::uint64_t seeds, std::uint64_t open) {
    std::uint64_t left = seeds & open, right = left, left_open = open, right_open = open;
    for (int step = 1; step < kTileSize; step *= 2) {
        left |= left_open & (left << step);
        left_open &= left_open << step;
        right |= right_open & (right >> step);
        right_open &= right_open >> step;
    }
    return left | right;
}

/// What a tile knows while the fill goes on.
struct TileState {
    TileBits open{};     ///< Pixels like the first one.
    TileBits filled{};   ///< Reached so far.
    TileBits waiting{};  ///< To go on from.
    bool queued = false;
};

class Fill {
  public:
    Fill(const TiledImage& image, const ChannelMask& mask, float tolerance)
        : image_(image),
          tolerance_(tolerance),
          tiles_(static_cast<std::size_t>(image.tile_count())) {
        for (int c = 0; c < image.shape().c; ++c)
            if (paints_channel(mask, c, image.shape().c)) channels_.push_back(c);
    }

    void run(int x, int y) {
        for (const int c : channels_) first_.push_back(image_.pixel(c, y, x));
        reach(y / kTileSize * image_.tile_columns() + x / kTileSize, y % kTileSize,
              std::uint64_t{1} << (x % kTileSize));
        while (!queue_.empty()) {
            const int tile = queue_.back();
            queue_.pop_back();
            spread(tile);
        }
    }

    void paint(TiledImage& image, const Brush& brush) const {
        SolidPainter painter(brush.colour, brush.channels);
        for (int tile = 0; tile < image.tile_count(); ++tile)
            if (const auto& state = tiles_[static_cast<std::size_t>(tile)])
                paint_tile(image, tile, *state, painter, brush);
    }

  private:
    static void paint_tile(TiledImage& image, int tile, const TileState& state,
                           SolidPainter& painter, const Brush& brush) {
        const Shape shape = image.tile(tile).shape();
        int count = 0;
        for (const std::uint64_t row : state.filled) count += std::popcount(row);
        if (count == shape.h * shape.w) {
            painter.paint_whole_tile(image, tile);
        } else if (count > 0) {
            rewrite_tile(image, tile, [&](TensorView pixels) {
                for (int c = 0; c < shape.c; ++c) {
                    if (!paints_channel(brush.channels, c, shape.c)) continue;
                    const float value = channel_value(brush.colour, c, shape.c);
                    for (int y = 0; y < shape.h; ++y)
                        for (auto bits = state.filled[static_cast<std::size_t>(y)]; bits != 0;
                             bits &= bits - 1)
                            pixels.row(0, c, y)[std::countr_zero(bits)] = value;
                }
            });
        }
    }

    TileState& state_of(int tile) {
        auto& state = tiles_[static_cast<std::size_t>(tile)];
        if (!state) {
            state = std::make_unique<TileState>();
            find_open(tile, state->open);
        }
        return *state;
    }

    void find_open(int tile, TileBits& open) const {
        const ConstTensorView pixels = image_.tile(tile).view();
        const Shape shape = pixels.shape();
        for (int y = 0; y < shape.h; ++y) {
            std::array<unsigned char, kTileSize> alike{};
            std::fill_n(alike.begin(), shape.w, static_cast<unsigned char>(1));
            for (std::size_t i = 0; i < channels_.size(); ++i)
                keep_alike(pixels.row(0, channels_[i], y), shape.w, first_[i], alike);
            std::uint64_t row = 0;
            for (std::size_t x = 0; x < alike.size(); ++x) row |= std::uint64_t{alike[x]} << x;
            open[static_cast<std::size_t>(y)] = row;
        }
    }

    /// A plain loop, which compilers turn into vectors: a large picture has many numbers.
    void keep_alike(const float* values, int count, float first,
                    std::array<unsigned char, kTileSize>& alike) const {
        const bool is_nan = std::isnan(first);
        for (std::size_t x = 0; x < static_cast<std::size_t>(count); ++x) {
            const bool near = std::abs(values[x] - first) <= tolerance_;
            const bool same = (values[x] == first) | (is_nan & (values[x] != values[x]));
            alike[x] = static_cast<unsigned char>(alike[x] & (near | same));
        }
    }

    /// Pixels of a tile's row that a neighbour of theirs was filled.
    void reach(int tile, int y, std::uint64_t pixels) {
        TileState& state = state_of(tile);
        const auto row = static_cast<std::size_t>(y);
        const std::uint64_t fresh = pixels & state.open[row] & ~state.filled[row];
        if (fresh == 0) return;
        state.waiting[row] |= fresh;
        if (!state.queued) queue_.push_back(tile);
        state.queued = true;
    }

    /// Fills what hangs together inside the tile, then goes on in its neighbours.
    void spread(int tile) {
        TileState& state = state_of(tile);
        state.queued = false;
        TileBits& filled = state.filled;
        for (std::size_t y = 0; y < filled.size(); ++y) filled[y] |= state.waiting[y];
        state.waiting = {};
        for (bool changed = true; changed;) {
            changed = false;
            const auto visit = [&](std::size_t y) {
                const std::uint64_t above = y > 0 ? filled[y - 1] : 0;
                const std::uint64_t below = y + 1 < filled.size() ? filled[y + 1] : 0;
                const std::uint64_t all = spread_in_row(filled[y] | above | below, state.open[y]);
                changed = changed || all != filled[y];
                filled[y] = all;
            };
            for (std::size_t y = 0; y < filled.size(); ++y) visit(y);
            for (std::size_t y = filled.size(); y-- > 0;) visit(y);
        }
        reach_neighbours(tile, filled);
    }

    void reach_neighbours(int tile, const TileBits& filled) {
        const int columns = image_.tile_columns(), column = tile % columns;
        const int height = image_.tile(tile).shape().h;
        if (tile >= columns) reach(tile - columns, kTileSize - 1, filled.front());
        if (tile + columns < image_.tile_count()) reach(tile + columns, 0, filled.back());
        for (int y = 0; y < height; ++y) {
            const std::uint64_t row = filled[static_cast<std::size_t>(y)];
            if (column > 0 && (row & 1) != 0)
                reach(tile - 1, y, std::uint64_t{1} << (kTileSize - 1));
            if (column + 1 < columns && row >> (kTileSize - 1) != 0) reach(tile + 1, y, 1);
        }
    }

    const TiledImage& image_;
    float tolerance_;
    std::vector<int> channels_;  ///< That are compared.
    std::vector<float> first_;   ///< Their values where the fill began.
    std::vector<std::unique_ptr<TileState>> tiles_;
    std::vector<int> queue_;
};

}  // namespace

TiledImage flood_fill(const TiledImage& start, const Brush& brush, int x, int y, float tolerance) {
    TiledImage image = start;
    const Shape shape = start.shape();
    if (!shape.plane().contains(x, y)) return image;
    brush.mirrors.for_each([&](bool left_right, bool up_down) {
        Fill fill(start, brush.channels, tolerance);
        fill.run(left_right ? shape.w - 1 - x : x, up_down ? shape.h - 1 - y : y);
        fill.paint(image, brush);
    });
    return image;
}

}  // namespace convscope
