#include "app/widgets/map_transform.hpp"

#include <gtest/gtest.h>

namespace convscope::app {
namespace {

TEST(MapTransform, CellsAndPixelsAreInverse) {
    const MapTransform transform({10, 20, 210, 120}, {2, 0.5f, 0.5f}, {20, 10});
    EXPECT_FLOAT_EQ(transform.cell_width(), 20);
    EXPECT_EQ(transform.visible_cells(), (Rect{5, 2, 15, 8}));
    const PixelRect rect = transform.rect_of({7, 3, 8, 4});
    const ImVec2 cell = transform.cell_at({(rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2});
    EXPECT_NEAR(cell.x, 7.5f, 1e-4f);
    EXPECT_NEAR(cell.y, 3.5f, 1e-4f);
}

TEST(MapTransform, ALongMapLiesInTheMiddleOfItsFrameWithSquareCells) {
    const MapTransform transform({0, 0, 200, 60}, {}, {400, 4});
    EXPECT_FLOAT_EQ(transform.cell_width(), transform.cell_height());
    EXPECT_FLOAT_EQ(transform.rect_of({0, 0, 400, 4}).y0, 29);
    EXPECT_FLOAT_EQ(transform.placement().y1, 31);
    EXPECT_EQ(transform.visible_cells(), (Rect{0, 0, 400, 4}));
}

TEST(MapTransform, ALoupeShowsWholeCellsAndStaysInside) {
    const PixelRect frame{0, 0, 250, 150};
    const auto middle = MapTransform::around(frame, {5, 3}, {0, 0, 50, 60}, 200, 100);
    EXPECT_EQ(middle.visible_cells(), (Rect{58, 49, 63, 52}));
    const auto corner = MapTransform::around(frame, {5, 3}, {0, 0, 0, 199}, 200, 100);
    EXPECT_EQ(corner.visible_cells(), (Rect{195, 0, 200, 3}));
}

TEST(MapTransform, PaddingLiesAroundTheMapInCellsOfItsSize) {
    const MapTransform transform({0, 0, 140, 120}, {}, {8, 8, 3, 2});
    EXPECT_FLOAT_EQ(transform.cell_width(), 10);
    EXPECT_FLOAT_EQ(transform.cell_height(), 10);
    const PixelRect map = transform.rect_of({0, 0, 8, 8});
    EXPECT_FLOAT_EQ(map.x0, 30);
    EXPECT_FLOAT_EQ(map.y0, 20);
    EXPECT_FLOAT_EQ(transform.placement().x1, 110);
    EXPECT_EQ(transform.visible_cells(), (Rect{0, 0, 8, 8}));
    EXPECT_LT(transform.cell_at({15, 60}).x, 0);
}

TEST(MapTransform, AListFillsItsFrameAndZoomsInHeightOnly) {
    const MapExtent list{1, 50, 0, 0, true};
    const MapTransform whole({0, 0, 70, 400}, {}, list);
    EXPECT_FLOAT_EQ(whole.cell_width(), 70);
    EXPECT_FLOAT_EQ(whole.cell_height(), 8);
    EXPECT_FLOAT_EQ(whole.geometry().cell_height, 8);
    const MapTransform zoomed({0, 0, 70, 400}, {5, 0.5f, 0.5f}, list);
    EXPECT_FLOAT_EQ(zoomed.cell_width(), 70);
    EXPECT_FLOAT_EQ(zoomed.cell_height(), 40);
    EXPECT_EQ(zoomed.visible_cells(), (Rect{0, 20, 1, 30}));
}

}  // namespace
}  // namespace convscope::app
