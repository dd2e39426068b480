#include "core/ops/reduce.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace convscope {
namespace {

std::vector<float> rough_values(std::size_t count) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = std::ldexp(static_cast<float>((i * 2654435761u) % 1000003) - 500000.0f,
                               static_cast<int>(i % 23) - 12);
    return values;
}

/// The tree as its definition tells it: round by round, an odd last one moves up.
float sum_by_rounds(std::vector<float> values) {
    if (values.empty()) return 0;
    while (values.size() > 1) {
        std::vector<float> next;
        for (std::size_t i = 0; i + 1 < values.size(); i += 2)
            next.push_back(values[i] + values[i + 1]);
        if (values.size() % 2 == 1) next.push_back(values.back());
        values = next;
    }
    return values[0];
}

TEST(SumPairwise, IsTheTreeOfItsDefinition) {
    for (std::size_t count = 0; count < 140; ++count) {
        const std::vector<float> values = rough_values(count);
        float total = -1;
        sum_pairwise(values, count, 1, {&total, 1});
        EXPECT_EQ(total, sum_by_rounds(values)) << count;
    }
}

TEST(SumPairwise, AddsVectorsElementByElement) {
    constexpr std::size_t kCount = 11, kSize = 3;
    const std::vector<float> values = rough_values(kCount * kSize);
    std::vector<float> total(kSize);
    sum_pairwise(values, kCount, kSize, total);
    for (std::size_t i = 0; i < kSize; ++i) {
        std::vector<float> column;
        for (std::size_t j = 0; j < kCount; ++j) column.push_back(values[j * kSize + i]);
        EXPECT_EQ(total[i], sum_by_rounds(column));
    }
}

TEST(SumPairwise, OfOneVectorIsThatVector) {
    const std::vector<float> values = {1.5f, -0.0f};
    std::vector<float> total(2);
    sum_pairwise(values, 1, 2, total);
    EXPECT_EQ(total[0], 1.5f);
    EXPECT_TRUE(std::signbit(total[1]));
}

TEST(SumPairwise, KeepsAFewCopiesHoweverManyVectors) {
    EXPECT_EQ(pairwise_copies(0), 0u);
    EXPECT_EQ(pairwise_copies(1), 0u);
    EXPECT_GE(pairwise_copies(7), 3u) << "of 4, 2 and 1 vectors";
    EXPECT_LE(pairwise_copies(10'000), 15u);
}

TEST(SumInOrder, AddsFromTheFirst) {
    const std::vector<float> values = rough_values(50);
    float total = -1;
    sum_in_order(values, 50, 1, {&total, 1});
    EXPECT_EQ(total, std::accumulate(values.begin() + 1, values.end(), values[0]));
    sum_in_order(values, 0, 1, {&total, 1});
    EXPECT_EQ(total, 0.0f);
}

TEST(FoldLanes, Is8421) {
    std::array<float, kLanes> lanes;
    const std::vector<float> values = rough_values(kLanes);
    std::copy(values.begin(), values.end(), lanes.begin());
    const auto& v = values;
    const float expected = (((v[0] + v[8]) + (v[4] + v[12])) + ((v[2] + v[10]) + (v[6] + v[14]))) +
                           (((v[1] + v[9]) + (v[5] + v[13])) + ((v[3] + v[11]) + (v[7] + v[15])));
    EXPECT_EQ(fold_lanes(lanes), expected);
}

TEST(BlockGrid, CoversThePlaneOnceInRowOrder) {
    for (const Rect plane : {Rect{0, 0, 1, 1}, Rect{0, 0, 64, 64}, Rect{0, 0, 65, 130}}) {
        const BlockGrid grid = block_grid(plane);
        std::vector<int> covered(static_cast<std::size_t>(plane.x1 * plane.y1));
        for (int i = 0; i < grid.count(); ++i) {
            const Rect block = grid.rect(i, plane);
            EXPECT_EQ(block.x0 % kBlockSize, 0);
            for (int y = block.y0; y < block.y1; ++y)
                for (int x = block.x0; x < block.x1; ++x)
                    ++covered[static_cast<std::size_t>(y * plane.x1 + x)];
        }
        for (const int times : covered) EXPECT_EQ(times, 1);
    }
    EXPECT_EQ(block_grid({0, 0, 65, 130}).rect(1, {0, 0, 65, 130}), (Rect{64, 0, 65, 64}));
}

}  // namespace
}  // namespace convscope
