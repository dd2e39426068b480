#include "app/widgets/map_zoom.hpp"

#include <gtest/gtest.h>

namespace convscope::app {
namespace {

TEST(MapZoom, AtFirstTheWholeMapIsShown) {
    const VisiblePart part = visible_part({});
    EXPECT_EQ(part.x0, 0);
    EXPECT_EQ(part.x1, 1);
    EXPECT_EQ(part.y1, 1);
}

TEST(MapZoom, ThePointUnderThePointerStays) {
    const MapZoom before{4, 0.4f, 0.6f};
    for (const float by : {1.3f, 2.0f, 0.7f}) {
        const MapZoom after = zoomed(before, by, 0.3f, 0.8f);
        const VisiblePart a = visible_part(before), b = visible_part(after);
        EXPECT_NEAR(a.x0 + 0.3f * (a.x1 - a.x0), b.x0 + 0.3f * (b.x1 - b.x0), 1e-5f);
        EXPECT_NEAR(a.y0 + 0.8f * (a.y1 - a.y0), b.y0 + 0.8f * (b.y1 - b.y0), 1e-5f);
    }
}

TEST(MapZoom, NeverShowsWhatLiesOutside) {
    MapZoom zoom = zoomed({}, 3, 0, 1);
    EXPECT_NEAR(visible_part(zoom).x0, 0, 1e-6f);
    EXPECT_NEAR(visible_part(zoom).y1, 1, 1e-6f);
    zoom = panned(zoom, 5, -5);
    EXPECT_GE(visible_part(zoom).x0, -1e-6f);
    EXPECT_LE(visible_part(zoom).y1, 1 + 1e-6f);
    EXPECT_EQ(zoomed(zoom, 0.001f, 0.5f, 0.5f), MapZoom{});
    EXPECT_LE(zoomed(zoom, 1e9f, 0.5f, 0.5f).factor, kLargestZoom);
}

TEST(MapZoom, NumbersHaveRoomOnAMapOfAnySize) {
    for (const float cell : {0.01f, 0.4f, 25.0f}) EXPECT_GE(cell * largest_zoom(cell, 1), 40);
    EXPECT_EQ(zoomed({}, 1e9f, 0.5f, 0.5f, 7).factor, 7);
}

TEST(MapZoom, PanningToTheRightShowsWhatIsLeft) {
    const MapZoom zoom{4, 0.5f, 0.5f};
    EXPECT_NEAR(panned(zoom, 0.5f, 0).centre_x, 0.375f, 1e-6f);
    EXPECT_NEAR(panned(zoom, 0, 0.5f).centre_y, 0.375f, 1e-6f);
}

}  // namespace
}  // namespace convscope::app
