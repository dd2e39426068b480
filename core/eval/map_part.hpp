#pragma once
#include "core/tensor/tensor.hpp"

namespace convscope {

/// A rectangle in channels [first, last) of a map.
struct MapPart {
    Rect rect = {};
    int first = 0, last = 0;

    static MapPart whole(Shape map) { return {map.plane(), 0, map.c}; }
    bool empty() const { return rect.empty() || first >= last; }
    Shape shape() const { return {1, last - first, rect.height(), rect.width()}; }
    friend bool operator==(const MapPart&, const MapPart&) = default;
};

inline MapPart intersect(const MapPart& a, const MapPart& b) {
    return {intersect(a.rect, b.rect), std::max(a.first, b.first), std::min(a.last, b.last)};
}

/// Copies `cells` between two tensors that hold parts of one map.
template <class From, class To>
void copy_part(BasicTensorView<From> from, const MapPart& from_part, BasicTensorView<To> to,
               const MapPart& to_part, const MapPart& cells) {
    if (cells.empty()) return;
    for (int c = cells.first; c < cells.last; ++c)
        for (int y = cells.rect.y0; y < cells.rect.y1; ++y)
            std::copy_n(from.row(0, c - from_part.first, y - from_part.rect.y0) +
                            (cells.rect.x0 - from_part.rect.x0),
                        cells.rect.width(),
                        to.row(0, c - to_part.first, y - to_part.rect.y0) +
                            (cells.rect.x0 - to_part.rect.x0));
}

/// A copy of a part of a map.
template <class T>
BasicTensor<std::remove_const_t<T>> cut_out(BasicTensorView<T> map, const MapPart& part) {
    BasicTensor<std::remove_const_t<T>> copy(part.shape());
    copy_part(map, MapPart::whole(map.shape()), copy.view(), part, part);
    return copy;
}

}  // namespace convscope
