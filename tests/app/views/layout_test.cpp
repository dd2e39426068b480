#include "app/layout.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "app/widgets/pen.hpp"

namespace convscope::app {
namespace {

MapForm map_form(int columns, int rows, int channels = 1, bool filters = false) {
    MapForm form;
    form.columns = columns;
    form.rows = rows;
    form.channels = channels;
    if (channels > 1) {
        form.buttons_forward = form.buttons_backward = 27.0f * static_cast<float>(channels);
        form.thumbnails_forward = form.thumbnails_backward = channels;
        form.filters = filters;
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
            for (const PixelRect& rect :
                 {place.title, place.map, place.labels, place.thumbnails.area, place.buttons,
                  place.legend, place.loupe})
                if (!rect.empty()) rects.push_back(rect);
    return rects;
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

void expect_no_overlap(const BoardLayout& layout) {
    const auto rects = all_rects(layout);
    for (std::size_t i = 0; i < rects.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_FALSE(overlap(rects[i], rects[j])) << i << " and " << j;
}

/// Two convolutions of 8 and 16 filters with ReLU and pool, then a list of ten.
BoardForm two_convolutions() {
    BoardForm form;
    form.maps = {map_form(64, 48, 3),       map_form(62, 46, 8, true),  map_form(62, 46, 8, true),
                 map_form(31, 23, 8, true), map_form(29, 21, 16, true), map_form(1, 10)};
    form.maps.back().vector = true;
    form.layers.resize(5);
    form.layers[0] = {LayerForm::Kind::kGrid, 3, 3, 3};
    form.layers[3] = {LayerForm::Kind::kGrid, 3, 3, 8};
    return form;
}

TEST(Layout, SeveralFiltersShowAsSmallMapsInBothRows) {
    for (const Screen screen :
         {Screen{1234, 660, 1}, Screen{1554, 940, 1}, Screen{3748, 2040, 2}}) {
        const BoardLayout layout =
            layout_board(two_convolutions(), room(screen.width, screen.height), screen.scale);
        expect_no_overlap(layout);
        for (std::size_t i = 1; i <= 4; ++i)
            for (const MapPlace& place : {layout.maps[i].forward, layout.maps[i].backward}) {
                const int count = i == 4 ? 16 : 8;
                ASSERT_FALSE(place.thumbnails.empty()) << screen.height << " map " << i;
                const PixelRect last = place.thumbnails.at(count - 1);
                EXPECT_GE(width(last), 14);
                EXPECT_LE(last.x1, place.thumbnails.area.x1 + 1);
                EXPECT_LE(last.y1, place.thumbnails.area.y1 + 1);
                EXPECT_TRUE(place.buttons.empty());
                for (int k = 0; k + 1 < count; ++k)
                    EXPECT_FALSE(overlap(place.thumbnails.at(k), place.thumbnails.at(k + 1)));
            }
    }
}

TEST(Layout, AListIsAColumnWideEnoughToReadWithItsPlacesBeside) {
    for (const int numbers : {1, 10, 5000}) {
        BoardForm form = two_convolutions();
        form.maps.back().rows = numbers;
        const BoardLayout layout = layout_board(form, room(1554, 940), 1);
        const MapPlace& list = layout.maps.back().forward;
        EXPECT_GE(width(list.map), 60);
        EXPECT_LE(height(list.map), 460);
        EXPECT_EQ(list.labels.x1, list.map.x0);
        EXPECT_GE(width(list.labels), 28) << "four digits";
        if (numbers == 10) {
            EXPECT_GE(height(list.map) / 10, 22) << "numbers fit";
        }
    }
}

TEST(Layout, PaddingHasRoomOnEachSide) {
    BoardForm form = exercise(8, 8);
    form.maps[0].pad_x = form.maps[0].pad_y = 3;
    const BoardLayout layout = layout_board(form, room(1554, 940), 1);
    expect_no_overlap(layout);
    const PixelRect& map = layout.maps[0].forward.map;
    const float cell = width(layout.maps[1].forward.map) / 6;
    EXPECT_EQ(width(map), 14 * cell);
    EXPECT_EQ(height(map), 14 * cell);
}

TEST(FittedLayout, EverythingIsInTheWindow) {
    for (const Screen screen : {Screen{1234, 660, 1}, Screen{1188, 600, 2}, Screen{1554, 940, 1}}) {
        for (const int layers : {5, 12, 32}) {
            BoardForm form;
            form.maps.push_back(map_form(451, 300, 3));
            for (int i = 0; i < layers; ++i) {
                form.layers.emplace_back();
                if (i % 2 == 0) form.layers.back() = {LayerForm::Kind::kGrid, 3, 3, 3};
                form.maps.push_back(map_form(400 - 10 * i, 280 - 8 * i, 8, true));
            }
            const BoardLayout layout = layout_board(form, room(screen.width, screen.height),
                                                    screen.scale, LayoutStyle::kFitted);
            EXPECT_TRUE(layout.slim);
            EXPECT_LE(layout.width, screen.width);
            expect_no_overlap(layout);
            for (const PixelRect& rect : all_rects(layout)) {
                EXPECT_GE(rect.x0, 0);
                EXPECT_LE(rect.x1, screen.width + 0.5f);
            }
            for (const MapColumn& column : layout.maps)
                EXPECT_GE(width(column.forward.map), 4) << layers;
            EXPECT_GE(width(layout.loss.forward), 8);
        }
    }
}

TEST(FocusLayout, OneLayerIsAsLargeAsTheRoom) {
    BoardForm form = exercise(8, 8);
    const BoardLayout whole = layout_board(form, room(1554, 900), 1);
    form.maps.resize(2);
    form.layers.resize(1);
    form.loss = false;
    const BoardLayout focus = layout_board(form, room(1554, 900), 1, LayoutStyle::kFocus);
    expect_no_overlap(focus);
    EXPECT_TRUE(focus.loss.forward.empty());
    EXPECT_GT(height(focus.maps[0].forward.map), 1.15f * height(whole.maps[0].forward.map));
    EXPECT_GT(width(focus.cards[0].forward), width(whole.cards[0].forward));
    EXPECT_LE(focus.width, 1554);
}

TEST(FocusLayout, SmallMapsAndLoupesStandBesideTheLargeOnes) {
    BoardForm form;
    form.maps = {map_form(28, 28), map_form(26, 26, 8, true)};
    form.layers = {{LayerForm::Kind::kGrid, 3, 3, 1}};
    form.loss = false;
    for (const Screen screen :
         {Screen{1234, 624, 1}, Screen{1554, 904, 1}, Screen{3748, 1976, 2}}) {
        const BoardLayout focus = layout_board(form, room(screen.width, screen.height),
                                               screen.scale, LayoutStyle::kFocus);
        expect_no_overlap(focus);
        EXPECT_LE(focus.width, screen.width);
        const float row = focus.backward_header.y0 - focus.forward_header.y1;
        for (const MapPlace& place : {focus.maps[1].forward, focus.maps[1].backward}) {
            EXPECT_GT(height(place.map), 0.7f * row) << screen.height;
            ASSERT_FALSE(place.thumbnails.empty());
            EXPECT_GE(place.thumbnails.area.x0, place.map.x1);
            EXPECT_LT(place.thumbnails.area.y0, place.map.y1);
        }
        const MapPlace& picture = focus.maps[0].forward;
        ASSERT_FALSE(picture.loupe.empty());
        EXPECT_LE(picture.loupe.x1, picture.map.x0);
        EXPECT_EQ(picture.title.x0, picture.map.x0);
    }
}

TEST(Layout, BothRowsFitAboveAnOpenDrawer) {
    BoardForm form = exercise(8, 8, 2);
    form.layers[2].fields = true;
    const WindowRegions regions = window_regions(1280, 720, 1, 230);
    const BoardLayout layout =
        layout_board(form, room(width(regions.centre), height(regions.centre)), 1);
    expect_no_overlap(layout);
    EXPECT_LE(layout.height, height(regions.centre));
    EXPECT_LE(layout.width, width(regions.centre));
    for (const MapColumn& column : layout.maps) EXPECT_GE(height(column.backward.map), 60);
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

TEST(GridMetrics, LargeFiltersScrollWithCellsOneCanPointAt) {
    const GridMetrics large = grid_metrics({31, 31, 3}, 314, 124, 1);
    EXPECT_TRUE(large.scrolls);
    EXPECT_GE(large.cell_width, 8);
    EXPECT_GE(large.cell_height, 8);
    EXPECT_LE(large.width, 314) << "they scroll one way";
    const GridMetrics medium = grid_metrics({11, 11, 3}, 314, 124, 1);
    EXPECT_FALSE(medium.scrolls);
    EXPECT_GE(medium.cell_height, 5);
}

TEST(GridMetrics, ManyChannelsArePagedSoThatTheirNumbersCanBeRead) {
    EXPECT_EQ(channels_per_page({3, 3, 3}, 210, 90, 1), 3);
    const int page = channels_per_page({3, 3, 16}, 210, 124, 1);
    EXPECT_LT(page, 16);
    const GridMetrics metrics = grid_metrics({3, 3, page}, 210, 124, 1);
    EXPECT_GE(metrics.cell_width, 20);
    EXPECT_GE(metrics.cell_height, 15);
    EXPECT_EQ(channels_per_page({3, 3, 8}, 1000, 1000, 1), 8);
    EXPECT_EQ(channels_per_page({31, 31, 8}, 210, 124, 1), 1);
}

}  // namespace
}  // namespace convscope::app
