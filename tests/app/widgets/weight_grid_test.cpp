#include "app/widgets/weight_grid.hpp"

#include <gtest/gtest.h>

#include "app/widgets/legend.hpp"
#include "app/widgets/map_widget.hpp"

namespace convscope::app {
namespace {

constexpr Shape kShape{1, 3, 2, 4};

TEST(NextCell, ArrowsWalkAndStopAtTheEdges) {
    EXPECT_EQ(next_cell({0, 0, 0, 1}, kShape, Move::kRight), (Cell{0, 0, 0, 2}));
    EXPECT_EQ(next_cell({0, 0, 0, 3}, kShape, Move::kRight), (Cell{0, 0, 0, 3}));
    EXPECT_EQ(next_cell({0, 0, 0, 0}, kShape, Move::kLeft), (Cell{0, 0, 0, 0}));
    EXPECT_EQ(next_cell({0, 2, 1, 0}, kShape, Move::kDown), (Cell{0, 2, 1, 0}));
}

TEST(NextCell, GoesFromChannelToChannel) {
    EXPECT_EQ(next_cell({0, 0, 1, 2}, kShape, Move::kDown), (Cell{0, 1, 0, 2}));
    EXPECT_EQ(next_cell({0, 2, 0, 2}, kShape, Move::kUp), (Cell{0, 1, 1, 2}));
    EXPECT_EQ(next_cell({0, 0, 1, 3}, kShape, Move::kNext), (Cell{0, 1, 0, 0}));
    EXPECT_EQ(next_cell({0, 1, 0, 0}, kShape, Move::kPrevious), (Cell{0, 0, 1, 3}));
    EXPECT_EQ(next_cell({0, 2, 1, 3}, kShape, Move::kNext), (Cell{0, 2, 1, 3}));
}

TEST(ChannelName, ColoursForThreeNumbersOtherwise) {
    EXPECT_EQ(channel_name(1, 3), "g");
    EXPECT_EQ(channel_name(1, 2), "2");
}

TEST(LegendEnds, FollowTheSigns) {
    const ColourScale scale{&colour_map("diverging_dark"), -2, 2};
    const LegendEnds both = legend_ends(scale, {-1, 1, true});
    EXPECT_EQ(both.low, -2);
    EXPECT_EQ(both.high, 2);
    EXPECT_EQ(legend_ends(scale, {0, 1, true}).low, 0);
    EXPECT_EQ(legend_ends(scale, {-1, 0, true}).high, 0);
}

TEST(MapTransform, CellsAndPixelsAreInverse) {
    const MapTransform transform({10, 20, 210, 120}, {2, 0.5f, 0.5f}, 20, 10);
    EXPECT_FLOAT_EQ(transform.cell_width(), 20);
    EXPECT_EQ(transform.visible_cells(), (Rect{5, 2, 15, 8}));
    const PixelRect rect = transform.rect_of({7, 3, 8, 4});
    const ImVec2 cell = transform.cell_at({(rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2});
    EXPECT_NEAR(cell.x, 7.5f, 1e-4f);
    EXPECT_NEAR(cell.y, 3.5f, 1e-4f);
}

TEST(MapTransform, ALongMapLiesInTheMiddleOfItsFrameWithSquareCells) {
    const MapTransform transform({0, 0, 200, 60}, {}, 400, 4);
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

}  // namespace
}  // namespace convscope::app
