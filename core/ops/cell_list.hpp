#pragma once
#include <algorithm>
#include <cstddef>

#include "core/tensor/tensor.hpp"

namespace convscope {

// A dense layer reads a map as a list of cells, by channel, row and column.

/// Cells [first, first + count) of the list of all cells of `rect`, in all channels.
struct CellList {
    Rect rect;
    int first, count;
};

/// Calls visit(channel, row, column, count) for the pieces of rows that the list is made of.
template <class Visit>
void for_each_run(const CellList& cells, const Visit& visit) {
    const int width = cells.rect.width(), height = cells.rect.height();
    int c = cells.first / (width * height);
    int y = cells.first / width % height, x = cells.first % width;
    for (int left = cells.count; left > 0;) {
        const int count = std::min(left, width - x);
        visit(c, cells.rect.y0 + y, cells.rect.x0 + x, count);
        left -= count;
        x = 0;
        if (++y < height) continue;
        y = 0;
        ++c;
    }
}

/// As above; a list whose cells lie side by side in the map is one piece, from its first cell on.
template <class T, class Visit>
void for_each_run(BasicTensorView<T> map, const CellList& cells, const Visit& visit) {
    const Rect rect = cells.rect, plane = map.shape().plane();
    const bool whole_rows = rect.width() == map.row_stride();
    const bool whole_planes = rect.height() == plane.height() || map.shape().c == 1;
    if (whole_rows && whole_planes) {
        const int row = cells.first / rect.width();
        visit(row / rect.height(), rect.y0 + row % rect.height(), cells.first % rect.width(),
              cells.count);
    } else {
        for_each_run(cells, visit);
    }
}

/// Copies the cells of sample (or filter) n to to[0], to[spacing], ...
inline void copy_cells(ConstTensorView from, int n, const CellList& cells, float* to,
                       std::ptrdiff_t spacing) {
    for_each_run(from, cells, [&](int c, int y, int x, int count) {
        const float* row = from.row(n, c, y) + x;
        if (spacing == 1)
            std::copy_n(row, count, to);
        else
            for (int i = 0; i < count; ++i) to[i * spacing] = row[i];
        to += count * spacing;
    });
}

/// Writes the cells of sample n; + 0.0f turns negative zeros into positive ones.
inline void write_cells(const float* from, TensorView to, int n, const CellList& cells) {
    for_each_run(to, cells, [&](int c, int y, int x, int count) {
        float* row = to.row(n, c, y) + x;
        for (int i = 0; i < count; ++i) row[i] = from[i] + 0.0f;
        from += count;
    });
}

/// Calls body(list) for lists of at most `most` cells that together are all cells of `rect` in
/// `channels` channels, in order.
template <class Body>
void for_each_cell_list(Rect rect, int channels, int most, const Body& body) {
    const int count = rect.width() * rect.height() * channels;
    for (int first = 0; first < count; first += most)
        body(CellList{rect, first, std::min(most, count - first)});
}

}  // namespace convscope
