#include "core/eval/result_pool.hpp"

#include <gtest/gtest.h>

#include "core/eval/evaluator.hpp"

namespace convscope {
namespace {

const std::vector<Shape> kSmall{{1, 1, 4, 4}}, kLarge{{1, 1, 90, 90}};

/// Results of these shapes that come back to the pool at once.
const Results* put(const std::shared_ptr<ResultPool>& pool, const std::vector<Shape>& shapes,
                   std::uint64_t version) {
    auto results = std::make_unique<Results>();
    results->plan.shapes = shapes;
    results->version = version;
    return pool->publish(std::move(results)).get();
}

TEST(ResultPool, GivesTheNewestOfTheShapesAndFreesOtherShapes) {
    const auto pool = std::make_shared<ResultPool>(4);
    EXPECT_EQ(pool->take(kSmall), nullptr);
    put(pool, kSmall, 1);
    put(pool, kSmall, 2);
    put(pool, kLarge, 3);
    put(pool, kLarge, 4);
    const auto newest = pool->take(kSmall);
    EXPECT_EQ(newest->plan.shapes, kSmall);
    EXPECT_EQ(newest->version, 2u);
    EXPECT_EQ(pool->take(kSmall)->version, 1u);
    EXPECT_EQ(pool->take(kSmall), nullptr);
}

TEST(ResultPool, GivesOneOfOtherShapesRatherThanNoneAndFreesTheRest) {
    const auto pool = std::make_shared<ResultPool>(3);
    put(pool, kLarge, 1);
    put(pool, kLarge, 3);
    put(pool, kLarge, 2);
    EXPECT_EQ(pool->take(kSmall)->version, 3u);
    EXPECT_EQ(pool->take(kSmall), nullptr);
}

TEST(ResultPool, DropsTheOldestWhenFull) {
    const auto pool = std::make_shared<ResultPool>(2);
    for (const std::uint64_t version : {5, 3, 7}) put(pool, kSmall, version);
    EXPECT_EQ(pool->take(kSmall)->version, 7u);
    EXPECT_EQ(pool->take(kSmall)->version, 5u);
    EXPECT_EQ(pool->take(kSmall), nullptr);
}

/// The memory of what large results kept beside their maps goes too.
TEST(ResultPool, ReusedResultsOfALargePictureDoNotKeepItsMemory) {
    const Scene large = default_scene(TiledImage(900, 800, 3), "large");
    const Scene small = default_scene(TiledImage(20, 16, 3), "small");
    auto results = evaluate(large, 1);
    ASSERT_FALSE(results->layers[2].winners.empty());
    results = evaluate(small, 2, std::move(results));
    EXPECT_LT(results->layers[2].winners.capacity(), 1000u);
    EXPECT_LT(results->layers[0].grad_weights_partials.capacity(), 1000u);
    EXPECT_LT(results->loss_partials.capacity(), 100u);
    for (const auto maps : {&Results::values, &Results::gradients})
        for (const Map& map : (*results).*maps) {
            EXPECT_LT(map.values.memory_bytes(), 10'000u);
            EXPECT_LT(map.tile_ranges.capacity(), 10u);
        }
}

}  // namespace
}  // namespace convscope
