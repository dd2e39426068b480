#pragma once
#include <vector>

#include "core/ops/reduce.hpp"

namespace convscope {

/// Which cells of a map may have changed: inside each 64 x 64 tile one rectangle around them.
class DirtyTiles {
  public:
    /// Nothing has changed.
    explicit DirtyTiles(Rect plane);

    /// Cells outside the map are ignored.
    void mark(Rect rect);
    void mark_all();
    /// Precondition: of a map of the same size.
    void mark(const DirtyTiles& other);

    int count() const { return grid_.count(); }  ///< Tiles of the map, changed or not.
    Rect whole_tile(int tile) const { return grid_.rect(tile, plane_); }
    Rect changed(int tile) const { return rects_[static_cast<std::size_t>(tile)]; }
    bool any() const;
    std::vector<int> changed_tiles() const;

  private:
    Rect plane_;
    BlockGrid grid_;
    std::vector<Rect> rects_;
};

}  // namespace convscope
