#include "app/layout.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace convscope::app {
namespace {

MapForm map_form(int columns, int rows, int channels = 1) {
    MapForm form;
    form.columns = columns;
    form.rows = rows;
    form.channels = channels;
    if (channels > 1) {
        form.buttons_forward = form.buttons_backward = 27.0f * static_cast<float>(channels);
        form.thumbnails_forward = form.thumbnails_backward = channels;
    }
    return form;
}

/// Picture, filter, R, ReLU, A, 2 x 2 pool, P.
BoardForm exercise(int columns, int rows, int filter = 3) {
    BoardForm form;
    const int w = columns - filter + 1, h = rows - filter + 1;
    form.maps = {map_form(columns, rows, 3), map_form(w, h), map_form(w, h),
                 map_form(w / 2, h / 2)};
    form.layers.resize(3);
    form.layers[0] = {LayerForm::Kind::kGrid, filter, filter, 3};
    return form;
}

PixelRect room(float width, float height) {
    return {0, 0, width, height};
}

bool overlap(const PixelRect& a, const PixelRect& b) {
    return !a.empty() && !b.empty() && a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

/// Everything that is drawn, for checks of overlap and of bounds.
std::vector<PixelRect> all_rects(const BoardLayout& layout) {
    std::vector<PixelRect> rects{layout.forward_header, layout.backward_header, layout.loss.forward,
                                 layout.loss.backward};
    for (const CardColumn& card : layout.cards) {
        rects.push_back(card.forward);
        rects.push_back(card.backward);
    }
    for (const MapColumn& column : layout.maps)
        for (const MapPlace& place : {column.forward, column.backward})
            for (const PixelRect& rect : {place.title, place.map, place.thumbnails, place.buttons,
                                          place.legend, place.loupe})
                if (!rect.empty()) rects.push_back(rect);
    return rects;
}

float width(const PixelRect& rect) {
    return rect.x1 - rect.x0;
}
float height(const PixelRect& rect) {
    return rect.y1 - rect.y0;
}

struct Screen {
    float width, height, scale;
};
class EveryScreen : public testing::TestWithParam<Screen> {
  protected:
    BoardLayout layout_of(const BoardForm& form) const {
        const Screen screen = GetParam();
        const WindowRegions regions = window_regions(screen.width, screen.height, screen.scale);
        centre_ = room(width(regions.centre), height(regions.centre));
        return layout_board(form, centre_, screen.scale);
    }
    mutable PixelRect centre_;
};

TEST_P(EveryScreen, NothingOverlapsOrIsCut) {
    for (const auto& [columns, rows] : {std::pair{8, 8}, {150, 112}, {451, 300}, {300, 451}}) {
        SCOPED_TRACE(columns);
        const BoardLayout layout = layout_of(exercise(columns, rows));
        const auto rects = all_rects(layout);
        for (std::size_t i = 0; i < rects.size(); ++i) {
            EXPECT_GE(rects[i].x0, 0);
            EXPECT_GE(rects[i].y0, 0);
            EXPECT_LE(rects[i].x1, centre_.x1 + 0.5f);
            EXPECT_LE(rects[i].y1, centre_.y1 + 0.5f);
            for (std::size_t j = 0; j < i; ++j)
                EXPECT_FALSE(overlap(rects[i], rects[j])) << i << " and " << j;
        }
        EXPECT_LE(layout.width, centre_.x1 + 0.5f);
        EXPECT_LE(layout.height, centre_.y1 + 0.5f);
    }
}

TEST_P(EveryScreen, MapsUseTheRoom) {
    const BoardLayout layout = layout_of(exercise(8, 8));
    const float row = layout.backward_header.y0 - layout.forward_header.y1;
    const MapColumn& picture = layout.maps.front();
    const bool full_height = height(picture.forward.map) > 0.65f * row;
    const bool full_width = layout.width > 0.97f * centre_.x1;
    EXPECT_TRUE(full_height || full_width);
}

INSTANTIATE_TEST_SUITE_P(Sizes, EveryScreen,
                         testing::Values(Screen{1280, 720, 1}, Screen{1600, 1000, 1},
                                         Screen{1920, 1080, 1}, Screen{3840, 2160, 2},
                                         Screen{3840, 2160, 3}));

TEST(Layout, ValueAndGradientStandAboveEachOther) {
    const BoardLayout layout = layout_board(exercise(150, 112), room(1554, 940), 1);
    for (const MapColumn& column : layout.maps) {
        EXPECT_EQ(column.forward.map.x0, column.backward.map.x0);
        EXPECT_EQ(width(column.forward.map), width(column.backward.map));
        EXPECT_EQ(height(column.forward.map), height(column.backward.map));
        EXPECT_LT(column.forward.map.y1, column.backward.map.y0);
    }
}

TEST(Layout, MapsOfAboutOneSizeShareOneZoom) {
    const BoardLayout layout = layout_board(exercise(150, 112), room(1554, 940), 1);
    const float picture_cell = width(layout.maps[0].forward.map) / 150;
    EXPECT_NEAR(width(layout.maps[1].forward.map) / 148, picture_cell, 0.02f);
    EXPECT_LT(width(layout.maps[1].forward.map), width(layout.maps[0].forward.map));
    const float pooled = width(layout.maps[3].forward.map);
    EXPECT_LT(pooled, 0.85f * width(layout.maps[2].forward.map));
    EXPECT_GT(pooled, 0.55f * width(layout.maps[2].forward.map));
}

TEST(Layout, LargeCellsAreWholePixels) {
    const BoardLayout layout = layout_board(exercise(8, 8, 2), room(1554, 940), 1);
    for (std::size_t i = 0; i < layout.maps.size(); ++i) {
        const int columns = exercise(8, 8, 2).maps[i].columns;
        const float cell = width(layout.maps[i].forward.map) / static_cast<float>(columns);
        EXPECT_EQ(cell, static_cast<float>(static_cast<int>(cell)));
    }
}

TEST(Layout, LoupesStandBelowMapsWithSmallCellsOnly) {
    const BoardLayout photo = layout_board(exercise(451, 300), room(1554, 940), 1);
    for (const MapColumn& column : photo.maps) {
        EXPECT_FALSE(column.forward.loupe.empty());
        EXPECT_GT(height(column.backward.loupe), 70);
    }
    const BoardLayout small = layout_board(exercise(8, 8), room(1554, 940), 1);
    for (const MapColumn& column : small.maps) EXPECT_TRUE(column.forward.loupe.empty());
}

TEST(Layout, AManyLayeredNetworkScrollsSidewaysAndKeepsItsMapsReadable) {
    BoardForm form = exercise(451, 300);
    for (int block = 0; block < 3; ++block) {
        const MapForm last = form.maps.back();
        form.layers.push_back({LayerForm::Kind::kGrid, 3, 3, 1});
        form.maps.push_back(map_form(last.columns - 2, last.rows - 2));
        form.layers.emplace_back();
        form.maps.push_back(map_form((last.columns - 2) / 2, (last.rows - 2) / 2));
    }
    const BoardLayout layout = layout_board(form, room(1234, 660), 1);
    EXPECT_GT(layout.width, 1234);
    EXPECT_GE(width(layout.maps.front().forward.map), 131);
    for (const MapColumn& column : layout.maps) EXPECT_GT(width(column.forward.map), 50);
    const auto rects = all_rects(layout);
    for (std::size_t i = 0; i < rects.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(overlap(rects[i], rects[j]));
}

TEST(Layout, ALayerThatIsOffKeepsASlimCardAndHasNoMap) {
    BoardForm form = exercise(150, 112);
    form.layers[1].kind = LayerForm::Kind::kOff;
    form.maps.erase(form.maps.begin() + 2);
    const BoardLayout layout = layout_board(form, room(1554, 940), 1);
    ASSERT_EQ(layout.maps.size(), 3u);
    ASSERT_EQ(layout.cards.size(), 3u);
    EXPECT_LT(width(layout.cards[1].forward), 0.5f * width(layout.cards[0].forward));
    EXPECT_EQ(layout.cards[1].map_before, 1);
    EXPECT_EQ(layout.cards[2].map_before, 1);
    EXPECT_EQ(layout.loss.map_before, 2);
}

TEST(Layout, ExtremeShapesStayInSight) {
    for (const auto& [columns, rows] : {std::pair{1, 1}, {4000, 10}, {10, 4000}, {16384, 3906}}) {
        BoardForm form;
        form.maps = {map_form(columns, rows, 3), map_form(1, 1)};
        form.layers.resize(1);
        const BoardLayout layout = layout_board(form, room(1234, 660), 1);
        EXPECT_LE(layout.height, 660);
        for (const MapColumn& column : layout.maps) {
            EXPECT_GE(width(column.forward.map), 1);
            EXPECT_GE(height(column.forward.map), 1);
            EXPECT_LE(column.forward.map.x1, layout.width);
        }
    }
}

TEST(Layout, MovedShiftsEverything) {
    const BoardLayout layout = layout_board(exercise(451, 300), room(1554, 940), 1);
    const auto before = all_rects(layout), after = all_rects(moved(layout, 10, 20));
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        EXPECT_EQ(after[i].x0, before[i].x0 + 10);
        EXPECT_EQ(after[i].y1, before[i].y1 + 20);
    }
}

TEST(Layout, RegionsCoverTheWindow) {
    const WindowRegions regions = window_regions(1280, 720, 1.5f);
    EXPECT_EQ(regions.menu_bar.y1, regions.centre.y0);
    EXPECT_EQ(regions.tool_bar.x1, regions.centre.x0);
    EXPECT_EQ(regions.status_line.y0, regions.centre.y1);
    EXPECT_EQ(regions.centre.x1, 1280);
    EXPECT_EQ(regions.status_line.y1, 720);
}

TEST(Layout, ALongAndNarrowMapKeepsAFrameToPointAt) {
    const BoardLayout wide = layout_board(exercise(16000, 20), room(1234, 660), 1);
    for (const MapColumn& column : wide.maps) EXPECT_GE(height(column.forward.map), 60);
    const BoardLayout tall = layout_board(exercise(20, 16000), room(1234, 660), 1);
    for (const MapColumn& column : tall.maps) EXPECT_GE(width(column.backward.map), 60);
}

TEST(Layout, AFlatOutputDoesNotShrinkThePicture) {
    BoardForm form = exercise(8, 8, 2);
    form.maps[1] = form.maps[2] = map_form(7, 2);
    form.maps[3] = map_form(3, 1);
    const BoardLayout layout = layout_board(form, room(1234, 660), 1);
    EXPECT_GE(width(layout.maps[0].forward.map), width(layout.maps[1].forward.map));
    EXPECT_GE(width(layout.maps[0].forward.map) / 8, 22);
}

TEST(Layout, AWideFilterLeavesTheBoardInOneWindow) {
    EXPECT_LE(layout_board(exercise(451, 300, 5), room(1234, 660), 1).width, 1234.5f);
}

TEST(GridMetrics, SmallFiltersStandBelowEachOther) {
    const GridMetrics small = grid_metrics({3, 3, 3}, 190, 300, 1);
    EXPECT_EQ(small.across, 1);
    EXPECT_FALSE(small.scrolls);
    EXPECT_LE(small.width, 190);
    EXPECT_LE(small.height, 300);
}

TEST(GridMetrics, TallFiltersStandSideBySideWithReadableCells) {
    const GridMetrics tall = grid_metrics({2, 7, 3}, 210, 124, 1);
    EXPECT_EQ(tall.across, 3);
    EXPECT_GE(tall.cell_height, 15);
    EXPECT_GE(tall.cell_width, 20);
    EXPECT_LE(tall.height, 124);
    for (int channel = 0; channel < 3; ++channel) {
        const PixelRect grid = grid_of_channel(tall, channel);
        EXPECT_GE(grid.y0, tall.mark_height);
        EXPECT_LE(grid.x1, tall.width);
        if (channel > 0) {
            EXPECT_GT(grid.x0, grid_of_channel(tall, channel - 1).x1);
        }
    }
}

TEST(GridMetrics, LargeFiltersShrinkBeforeTheyScroll) {
    const GridMetrics large = grid_metrics({31, 31, 3}, 314, 124, 1);
    EXPECT_FALSE(large.scrolls);
    EXPECT_LE(large.width, 314);
    EXPECT_LE(large.height, 124);
    const GridMetrics many = grid_metrics({3, 3, 200}, 210, 124, 1);
    EXPECT_TRUE(many.scrolls);
    EXPECT_GE(many.cell_height, 15);
    EXPECT_GE(many.cell_width, 26);
}

}  // namespace
}  // namespace convscope::app
