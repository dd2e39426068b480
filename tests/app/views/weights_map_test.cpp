#include "app/views/weights_map.hpp"

#include <gtest/gtest.h>

namespace convscope::app {
namespace {

void expect_each_cell_once(const WeightsSpread& spread) {
    for (int row = 0; row < spread.rows(); ++row)
        for (int column = 0; column < spread.columns(); ++column) {
            const Cell cell = spread.cell_at(row, column);
            EXPECT_EQ(spread.all ? cell.n : cell.y, row);
            EXPECT_EQ(spread.column_of(cell), column);
        }
}

TEST(WeightsSpread, HasARowForEachOutput) {
    const WeightsSpread spread(WeightsForm::kAllRows, {4, 3, 2, 5}, 1);
    EXPECT_EQ(spread.rows(), 4);
    EXPECT_EQ(spread.columns(), 30);
    EXPECT_EQ(spread.cell_at(2, 17), (Cell{2, 1, 1, 2}));
    expect_each_cell_once(spread);
}

TEST(WeightsSpread, HasTheChannelsOfOneFilterSideBySide) {
    const WeightsSpread spread(WeightsForm::kHeatMap, {4, 3, 2, 5}, 1);
    EXPECT_EQ(spread.rows(), 2);
    EXPECT_EQ(spread.columns(), 15);
    EXPECT_EQ(spread.cell_at(1, 7), (Cell{1, 1, 1, 2}));
    expect_each_cell_once(spread);
}

TEST(WeightsSpread, ShowsAFilterThatThereIs) {
    EXPECT_EQ(WeightsSpread(WeightsForm::kHeatMap, {1, 3, 40, 40}, 3).filter, 0);
}

}  // namespace
}  // namespace convscope::app
