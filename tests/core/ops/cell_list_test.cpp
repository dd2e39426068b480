#include "core/ops/cell_list.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace convscope {
namespace {

/// Numbers 0, 1, 2, ... in the order of a list of all cells.
Tensor counted(Shape shape) {
    std::vector<float> values(shape.count());
    std::iota(values.begin(), values.end(), 0.0f);
    return from_dense(shape, values);
}

std::vector<float> cells_of(ConstTensorView map, const CellList& cells, int spacing) {
    std::vector<float> packed(static_cast<std::size_t>(cells.count * spacing), -1.0f);
    copy_cells(map, 0, cells, packed.data(), spacing);
    std::vector<float> copied;
    for (int i = 0; i < cells.count; ++i)
        copied.push_back(packed[static_cast<std::size_t>(i * spacing)]);
    return copied;
}

TEST(CellList, GoesByChannelRowAndColumn) {
    const Tensor map = counted({1, 2, 3, 4});
    const CellList corner{{1, 1, 3, 3}, 1, 5};
    const std::vector<float> expected = {6, 9, 10, 17, 18};
    EXPECT_EQ(cells_of(map.view(), corner, 1), expected);
    EXPECT_EQ(cells_of(map.view(), corner, 7), expected);
}

TEST(CellList, OfAListIsOnePiece) {
    const Tensor list = counted({1, 3, 5, 1});
    const Rect plane = list.shape().plane();
    EXPECT_EQ(cells_of(list.view(), {plane, 4, 7}, 1), (std::vector<float>{4, 5, 6, 7, 8, 9, 10}));
    // Rows 1 and 2 of all channels do not follow one another.
    EXPECT_EQ(cells_of(list.view(), {{0, 1, 1, 3}, 0, 6}, 1),
              (std::vector<float>{1, 2, 6, 7, 11, 12}));
    // Of a single channel they do, and the list starts at its first row.
    const Tensor one = counted({1, 1, 5, 1});
    EXPECT_EQ(cells_of(one.view(), {{0, 2, 1, 5}, 1, 2}, 3), (std::vector<float>{3, 4}));
}

TEST(CellList, WritesWhatItReads) {
    for (const Shape shape : {Shape{1, 2, 3, 4}, Shape{1, 1, 9, 1}, Shape{1, 2, 9, 1}}) {
        const Tensor map = counted(shape);
        Tensor copy(shape);
        for_each_cell_list(shape.plane(), shape.c, 5, [&](const CellList& cells) {
            const std::vector<float> packed = cells_of(map.view(), cells, 1);
            write_cells(packed.data(), copy.view(), 0, cells);
        });
        EXPECT_EQ(to_dense(copy.view()), to_dense(map.view()));
    }
}

}  // namespace
}  // namespace convscope
