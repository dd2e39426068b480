#include "core/eval/dirty_tiles.hpp"

#include <algorithm>

namespace convscope {

DirtyTiles::DirtyTiles(Rect plane)
    : plane_(plane), grid_(block_grid(plane)), rects_(static_cast<std::size_t>(grid_.count())) {}

void DirtyTiles::mark(Rect rect) {
    rect = intersect(rect, plane_);
    if (rect.empty()) return;
    for (int row = rect.y0 / kBlockSize; row * kBlockSize < rect.y1; ++row) {
        for (int column = rect.x0 / kBlockSize; column * kBlockSize < rect.x1; ++column) {
            const int tile = row * grid_.columns + column;
            Rect& dirty = rects_[static_cast<std::size_t>(tile)];
            dirty = unite(dirty, intersect(rect, whole_tile(tile)));
        }
    }
}

void DirtyTiles::mark_all() {
    for (int tile = 0; tile < count(); ++tile)
        rects_[static_cast<std::size_t>(tile)] = whole_tile(tile);
}

void DirtyTiles::mark(const DirtyTiles& other) {
    for (std::size_t i = 0; i < rects_.size(); ++i) rects_[i] = unite(rects_[i], other.rects_[i]);
}

bool DirtyTiles::any() const {
    return std::ranges::any_of(rects_, [](Rect rect) { return !rect.empty(); });
}

std::vector<int> DirtyTiles::changed_tiles() const {
    std::vector<int> tiles;
    for (int tile = 0; tile < count(); ++tile)
        if (!changed(tile).empty()) tiles.push_back(tile);
    return tiles;
}

}  // namespace convscope
