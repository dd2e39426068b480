#include "core/eval/term_pages.hpp"

#include <gtest/gtest.h>

#include "core/eval/evaluate.hpp"
#include "tests/core/eval/all_ops_scene.hpp"
#include "tests/core/eval/results_compare.hpp"

namespace convscope {
namespace {

using Kind = NumberRef::Kind;
using examples::bits_of;
using examples::edited;
using examples::set_param;

/// Of the first `count` terms, by replay.
float total_of(const Results& results, const NumberRef& ref, std::int64_t count) {
    return replay(explain_number(results, ref, 0, count));
}

/// Running totals at some places, asked for in no order, are those of a replay; the last one is
/// the number itself.
void expect_running_totals(const Results& results, const NumberRef& ref, Random& random) {
    TermPages pages(results, ref);
    ASSERT_TRUE(pages.has_totals());
    const std::int64_t count = pages.count();
    ASSERT_GT(count, 0);
    for (int i = 0; i < 12; ++i) {
        const std::int64_t first = random.below(static_cast<int>(count));
        const auto rows = pages.rows(results, first, first + 3);
        ASSERT_EQ(std::ssize(rows), std::min<std::int64_t>(3, count - first));
        for (std::int64_t j = 0; j < std::ssize(rows); ++j) {
            const TermRow& row = rows[static_cast<std::size_t>(j)];
            ASSERT_TRUE(row.total.has_value());
            EXPECT_EQ(bits_of(*row.total), bits_of(total_of(results, ref, first + j + 1)))
                << "term " << first + j << " of " << count;
        }
    }
    const auto last = pages.rows(results, count - 1, count + 5);
    ASSERT_EQ(last.size(), 1u);
    EXPECT_EQ(bits_of(*last.front().total), bits_of(number_at(results, ref)));
    EXPECT_TRUE(pages.rows(results, count, count + 5).empty());
}

TEST(TermPages, RunAlongEverySumOfANetwork) {
    Random random(5);
    for (const std::string_view joint : {"flatten", "global_avg_pool"}) {
        const auto results = evaluate(
            examples::all_ops_scene(examples::random_image(40, 34, 3, random), joint, random), 1);
        const std::size_t last = results->plan.shapes.size() - 1;
        for (std::size_t map = 0; map < last; ++map) {
            const Shape shape = results->plan.shapes[map];
            const Cell cell{0, shape.c - 1, shape.h / 2, shape.w / 2};
            if (explain_number(*results, {Kind::kGradient, map, 0, cell}, 0, 0).term_count > 0)
                expect_running_totals(*results, {Kind::kGradient, map, 0, cell}, random);
        }
        expect_running_totals(*results, {Kind::kValue, 1, 0, {0, 1, 3, 4}}, random);
        expect_running_totals(*results, {Kind::kValue, last, 0, {0, 0, 3, 0}}, random);
        expect_running_totals(*results, {Kind::kGradWeight, 0, 0, {1, 2, 2, 4}}, random);
        expect_running_totals(*results, {Kind::kGradBias, 0, 0, {1, 0, 0, 0}}, random);
    }
}

/// Sums over several blocks, of a map of several channels, start from the blocks' kept sums.
TEST(TermPages, RunAlongSumsInBlocks) {
    Random random(6);
    Scene scene;
    scene.image = examples::random_image(150, 140, 3, random);
    scene.objective = {.kind = "half_sum_squares"};
    scene.layers.push_back(examples::layer_with_defaults("conv1", "conv2d", {1, 3, 140, 150}));
    scene = edited(scene, SetWeights{"conv1", examples::random_weights({2, 3, 3, 3}, random), ""});
    scene = edited(scene, SetBias{"conv1", {0.5f, -1}});
    const auto results = evaluate(scene, 1);
    expect_running_totals(*results, {Kind::kGradWeight, 0, 0, {1, 2, 1, 2}}, random);
    expect_running_totals(*results, {Kind::kGradBias, 0, 0, {0, 0, 0, 0}}, random);
    expect_running_totals(*results, {Kind::kLoss, 0, 0, {}}, random);

    scene.layers = {examples::layer_with_defaults("mean1", "global_avg_pool", {1, 3, 140, 150})};
    const auto mean = evaluate(scene, 1);
    expect_running_totals(*mean, {Kind::kValue, 1, 0, {0, 2, 0, 0}}, random);
}

TEST(TermPages, OfAMaximumHaveNoTotals) {
    Random random(6);
    const auto results =
        evaluate(examples::two_conv_scene(examples::random_image(20, 16, 3, random), random), 1);
    TermPages pages(*results, {Kind::kValue, 3, 0, {0, 1, 2, 3}});
    EXPECT_FALSE(pages.has_totals());
    const auto rows = pages.rows(*results, 1, 9);
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_FALSE(rows.front().total.has_value());
}

}  // namespace
}  // namespace convscope
