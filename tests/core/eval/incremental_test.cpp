// Whatever was edited, results made from older ones have the same bits as fresh ones.
#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "core/eval/evaluate.hpp"
#include "tests/core/eval/all_ops_scene.hpp"
#include "tests/core/eval/random_edits.hpp"
#include "tests/core/eval/results_compare.hpp"

namespace convscope {
namespace {

Scene start_scene(Random& random) {
    const int width = 20 + random.below(130), height = 20 + random.below(90);
    TiledImage image = examples::random_image(width, height, random.below(2) == 0 ? 1 : 3, random,
                                              random.below(2) == 0);
    switch (random.below(3)) {
        case 0:
            return examples::two_conv_scene(std::move(image), random);
        case 1:
            return examples::all_ops_scene(std::move(image), "flatten", random);
        default:
            return examples::all_ops_scene(std::move(image), "global_avg_pool", random);
    }
}

TEST(Incremental, RandomEditsGiveTheBitsOfAFreshEvaluation) {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        Random random(seed);
        History history(start_scene(random));
        auto results = evaluate(history.current(), 0);
        for (int step = 0; step < 30; ++step) {
            examples::random_step(history, random);
            results = evaluate(history.current(), history.revision(), std::move(results));
            const auto fresh = evaluate(history.current(), history.revision());
            ASSERT_EQ(examples::difference_of_results(*results, *fresh), "")
                << "seed " << seed << ", step " << step << ": " << history.undo_label();
        }
    }
}

/// Several edits between two evaluations, as a buffer sees them that was not used for a while.
TEST(Incremental, SoDoSeveralEditsAtOnce) {
    for (std::uint64_t seed = 101; seed <= 108; ++seed) {
        Random random(seed);
        History history(start_scene(random));
        auto results = evaluate(history.current(), 0);
        for (int round = 0; round < 12; ++round) {
            for (int i = random.below(5); i >= 0; --i) examples::random_step(history, random);
            results = evaluate(history.current(), history.revision(), std::move(results));
            const auto fresh = evaluate(history.current(), history.revision());
            ASSERT_EQ(examples::difference_of_results(*results, *fresh), "")
                << "seed " << seed << ", round " << round;
        }
    }
}

/// One pixel reaches every score through flatten and dense, and so all of the gradient.
TEST(Incremental, OnePixelChangesTheWholeLossOfClasses) {
    Random random(5);
    const Scene before =
        examples::all_ops_scene(examples::random_image(150, 70, 3, random), "flatten", random);
    Tensor pixels = before.image.to_tensor();
    pixels.view()(0, 1, 30, 140) += 0.5f;
    const Scene after =
        examples::edited(before, PaintImage{TiledImage::from_tensor(pixels.view())});
    auto results = evaluate(before, 1);
    const std::vector<float> old = results->probabilities;
    ASSERT_EQ(old.size(), 5u);
    results = evaluate(after, 2, std::move(results));
    EXPECT_NE(results->probabilities, old);
    EXPECT_EQ(examples::difference_of_results(*results, *evaluate(after, 2)), "");
}

/// Column 16, the first of its vector, is read by the wider filter only; the maps keep their
/// shapes.
TEST(Incremental, PixelsThatAreNoLongerReadLoseTheirGradient) {
    Random random(1);
    Scene wide = examples::squares_scene(examples::random_image(17, 8, 1, random), "small");
    wide = examples::edited(wide, examples::set_param(wide, "conv1", "stride.x", 2));
    wide = examples::edited(
        wide, SetWeights{
                  "conv1",
                  std::make_shared<const Tensor>(from_dense<float>({1, 1, 1, 3}, {-1, 0, 1})), ""});
    const Scene narrow = examples::edited(wide, examples::set_param(wide, "conv1", "kernel.w", 2));
    ASSERT_EQ(plan_shapes(wide)->shapes, plan_shapes(narrow)->shapes);
    auto results = evaluate(wide, 1);
    float largest = 0;
    for (int y = 0; y < 8; ++y)
        largest = std::max(largest, results->gradients[0].values.view()(0, 0, y, 16));
    ASSERT_GT(largest, 0);
    results = evaluate(narrow, 2, std::move(results));
    EXPECT_EQ(examples::difference_of_results(*results, *evaluate(narrow, 2)), "");
}

/// What a version stands for: remembered at its first sight, compared ever after.
class VersionLog {
  public:
    /// Empty, or which tile has a known version with other bits.
    std::string check(const Results& results) {
        for (std::size_t i = 0; i < results.values.size(); ++i) {
            for (const bool gradient : {false, true}) {
                const Map& map = gradient ? results.gradients[i] : results.values[i];
                const auto wrong = check_map(map, 2 * i + gradient);
                if (!wrong.empty()) return (gradient ? "gradient " : "value ") + wrong;
            }
        }
        return "";
    }

  private:
    std::string check_map(const Map& map, std::size_t index) {
        const Shape shape = map.values.shape();
        const BlockGrid grid = block_grid(shape.plane());
        for (int tile = 0; tile < grid.count(); ++tile) {
            const Rect rect = grid.rect(tile, shape.plane());
            std::vector<std::uint32_t> bits;
            for (int c = 0; c < shape.c; ++c)
                for (int y = rect.y0; y < rect.y1; ++y)
                    for (int x = rect.x0; x < rect.x1; ++x)
                        bits.push_back(examples::bits_of(map.values.view()(0, c, y, x)));
            const auto version = map.tile_versions[static_cast<std::size_t>(tile)];
            const auto [known, is_new] = seen_.try_emplace({index, tile, version}, bits);
            if (!is_new && known->second != bits)
                return std::to_string(index / 2) + ", tile " + std::to_string(tile);
        }
        return "";
    }
    std::map<std::tuple<std::size_t, int, std::uint64_t>, std::vector<std::uint32_t>> seen_;
};

TEST(Versions, TheSameNumberMeansTheSameBits) {
    for (std::uint64_t seed = 201; seed <= 205; ++seed) {
        Random random(seed);
        History history(start_scene(random));
        std::vector<std::unique_ptr<Results>> buffers(3);
        std::size_t newest = 0;
        buffers[0] = evaluate(history.current(), 0);
        VersionLog log;
        ASSERT_EQ(log.check(*buffers[0]), "");
        for (int step = 0; step < 40; ++step) {
            examples::random_step(history, random);
            const std::size_t next = (newest + 1 + static_cast<std::size_t>(random.below(2))) % 3;
            buffers[next] = evaluate(history.current(), history.revision(),
                                     std::move(buffers[next]), {}, buffers[newest].get());
            newest = next;
            ASSERT_EQ(log.check(*buffers[newest]), "") << "seed " << seed << ", step " << step;
        }
    }
}

}  // namespace
}  // namespace convscope
