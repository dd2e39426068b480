#include "core/eval/links.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/eval/evaluate.hpp"
#include "core/eval/term_grid.hpp"
#include "tests/core/eval/all_ops_scene.hpp"

namespace convscope {
namespace {

using Kind = NumberRef::Kind;
using examples::edited;
using examples::set_param;

/// One layer on a random picture, with the values of some of its fields.
struct LayerCase {
    std::string_view op;
    std::vector<std::pair<std::string_view, int>> fields = {};
};

const LayerCase kCases[] = {
    {"conv2d"},
    {"conv2d", {{"stride.x", 2}, {"stride.y", 3}}},
    {"conv2d", {{"pad.x", 2}, {"pad.y", 1}, {"dilation.x", 3}, {"dilation.y", 2}}},
    {"conv2d",
     {{"stride.x", 2}, {"dilation.x", 3}, {"pad.x", 1}, {"stride.y", 3}, {"dilation.y", 2}}},
    {"conv2d", {{"stride.x", 4}, {"dilation.x", 6}, {"pad.x", 3}}},
    {"relu"},
    {"max_pool2d"},
    {"max_pool2d", {{"window.w", 3}, {"window.h", 4}, {"stride.x", 1}, {"pad.x", 1}, {"pad.y", 2}}},
    {"avg_pool2d",
     {{"window.w", 3}, {"window.h", 3}, {"stride.x", 2}, {"stride.y", 1}, {"pad.x", 1}}},
    {"global_avg_pool"},
    {"flatten"},
    {"dense"},
};

std::unique_ptr<Results> results_of(const LayerCase& test) {
    Random random(7);
    Scene scene;
    scene.image = examples::random_image(13, 11, 3, random, true);
    scene.objective = {.kind = "half_sum_squares"};
    scene.layers.push_back(examples::layer_with_defaults("layer1", test.op, {1, 3, 11, 13}));
    for (const auto& [path, value] : test.fields)
        scene = edited(scene, set_param(scene, "layer1", path, value));
    if (scene.layers[0].weights != nullptr) {
        Shape shape = scene.layers[0].weights->shape();
        if (test.op == "conv2d") shape = {2, 3, 3, 2};
        scene = edited(scene, SetWeights{"layer1", examples::random_weights(shape, random), ""});
    }
    return evaluate(scene, 1);
}

std::vector<Cell> all_cells(Shape shape) {
    std::vector<Cell> cells;
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) cells.push_back({n, c, y, x});
    return cells;
}

/// Exactly the cells of `shape` that some term names are in the lattice.
void expect_same_cells(const NumberLinks::Cells* link, Shape shape, const std::vector<Term>& terms,
                       Cell Term::*cell) {
    for (const Cell& place : all_cells(shape)) {
        const bool named =
            std::ranges::any_of(terms, [&](const Term& term) { return term.*cell == place; });
        ASSERT_EQ(link != nullptr && link->cells.contains(place), named)
            << place.n << " " << place.c << " " << place.y << " " << place.x;
    }
}

class LinksOfOp : public testing::TestWithParam<LayerCase> {};

TEST_P(LinksOfOp, OfAnOutputAreTheCellsAndWeightsThatItReads) {
    const auto results = results_of(GetParam());
    const Shape output = results->plan.shapes[1];
    for (const Cell& cell : all_cells(output)) {
        const NumberRef ref{Kind::kValue, 1, 0, cell};
        const auto terms = explain_number(*results, ref, 0, 1 << 20).terms;
        const NumberLinks links = links_of(*results, ref);
        expect_same_cells(links.of_map(0), results->plan.shapes[0], terms, &Term::cell_a);
        if (!results->layers[0].grad_weights.empty())
            expect_same_cells(links.of_weights(0), results->layers[0].grad_weights.shape(), terms,
                              &Term::cell_b);
        ASSERT_NE(links.of_map(1), nullptr);
        EXPECT_EQ(links.of_map(1)->cells, CellLattice::of_cell(cell));
    }
}

TEST_P(LinksOfOp, OfAnInputAreTheOutputsThatItFeedsAndTheirWeights) {
    const auto results = results_of(GetParam());
    for (const Cell& cell : all_cells(results->plan.shapes[0])) {
        const auto terms = explain_readers(*results, 0, cell, 0, 1 << 20).terms;
        for (const Kind kind : {Kind::kValue, Kind::kGradient}) {
            const NumberLinks links = links_of(*results, {kind, 0, 0, cell});
            expect_same_cells(links.of_map(1), results->plan.shapes[1], terms, &Term::cell_a);
            if (!results->layers[0].grad_weights.empty())
                expect_same_cells(links.of_weights(0), results->layers[0].grad_weights.shape(),
                                  terms, &Term::cell_b);
        }
    }
}

TEST_P(LinksOfOp, OfAWeightAreTheSamplesThatItMultiplied) {
    const auto results = results_of(GetParam());
    if (results->layers[0].grad_weights.empty()) return;
    const auto weights = all_cells(results->layers[0].grad_weights.shape());
    for (std::size_t i = 0; i < weights.size(); i += 1 + weights.size() / 40) {
        const NumberRef ref{Kind::kGradWeight, 0, 0, weights[i]};
        const auto terms = explain_number(*results, ref, 0, 1 << 20).terms;
        const NumberLinks links = links_of(*results, ref);
        expect_same_cells(links.of_map(0), results->plan.shapes[0], terms, &Term::cell_a);
        expect_same_cells(links.of_map(1), results->plan.shapes[1], terms, &Term::cell_b);
    }
}

TEST_P(LinksOfOp, TermsLieInTheGridInTheirOrder) {
    const auto results = results_of(GetParam());
    const Shape output = results->plan.shapes[1];
    std::vector<NumberRef> refs{{Kind::kValue, 1, 0, {0, 0, output.h / 2, output.w / 2}},
                                {Kind::kGradient, 0, 0, {0, 1, 5, 6}},
                                {Kind::kLoss, 0, 0, {}}};
    if (!results->layers[0].grad_weights.empty())
        refs.push_back({Kind::kGradWeight, 0, 0, {0, 1, 1, 1}});
    for (const NumberRef& ref : refs) {
        const TermGrid grid(*results, ref);
        const auto terms = explain_number(*results, ref, 0, 1 << 20).terms;
        ASSERT_EQ(std::ssize(terms), std::int64_t{grid.planes()} * grid.rows() * grid.columns());
        std::size_t i = 0;
        for (int plane = 0; plane < grid.planes(); ++plane)
            for (int row = 0; row < grid.rows(); ++row)
                for (int column = 0; column < grid.columns(); ++column, ++i) {
                    ASSERT_EQ(grid.at(*results, plane, row, column).cell_a, terms[i].cell_a);
                    ASSERT_EQ(grid.at(*results, plane, row, column).cell_b, terms[i].cell_b);
                }
    }
}

INSTANTIATE_TEST_SUITE_P(Ops, LinksOfOp, testing::ValuesIn(kCases));

TEST(Links, ReachMapsFurtherAlongTheChain) {
    Random random(3);
    const auto results =
        evaluate(examples::two_conv_scene(examples::random_image(20, 16, 3, random), random), 1);
    // R2 (map 4) reads P in a 3 x 3 window, that is A in 6 x 6, and I in 10 x 8.
    const NumberLinks links = links_of(*results, {Kind::kValue, 4, 0, {0, 1, 1, 2}});
    EXPECT_EQ(links.of_map(3)->cells.rect(), (Rect{2, 1, 5, 4}));
    EXPECT_TRUE(links.of_map(3)->exact);
    EXPECT_EQ(links.of_map(2)->cells.rect(), (Rect{4, 2, 10, 8}));
    EXPECT_FALSE(links.of_map(2)->exact);
    EXPECT_EQ(links.of_map(0)->cells.rect(), (Rect{4, 2, 14, 10}));
    EXPECT_EQ(links.of_map(5)->cells, CellLattice::of_cell({0, 1, 1, 2}));
}

TEST(Links, StayOnTheirChannelUntilALayerMixesThem) {
    Random random(3);
    const auto results =
        evaluate(examples::two_conv_scene(examples::random_image(20, 16, 3, random), random), 1);
    // conv1 makes I into R1, of which A and P are made channel by channel, and conv2 reads all.
    const NumberLinks on = links_of(*results, {Kind::kValue, 1, 0, {0, 1, 4, 4}});
    EXPECT_EQ(on.of_map(3)->cells.c, (AxisLattice{1, 1, 1}));
    EXPECT_EQ(on.of_map(4)->cells.c.count, results->plan.shapes[4].c);
    const NumberLinks back = links_of(*results, {Kind::kValue, 3, 0, {0, 1, 2, 2}});
    EXPECT_EQ(back.of_map(1)->cells.c, (AxisLattice{1, 1, 1}));
    EXPECT_EQ(back.of_map(0)->cells.c.count, 3);
}

TEST(Links, OfTheLossAreTheCellsThatItReads) {
    Random random(3);
    Scene scene = examples::two_conv_scene(examples::random_image(20, 16, 3, random), random);
    scene = edited(scene, SetObjective{{.kind = "cell", .channel = 2, .y = 1, .x = 3}});
    const auto results = evaluate(scene, 1);
    const NumberLinks links = links_of(*results, {Kind::kLoss, 0, 0, {}});
    ASSERT_EQ(links.maps.size(), 1u);
    EXPECT_EQ(links.maps[0].index, 5u);
    EXPECT_EQ(links.maps[0].cells, CellLattice::of_cell({0, 2, 1, 3}));
}

TEST(Links, WhatIsReadInThePaddingIsKnown) {
    const auto results = results_of({"conv2d", {{"pad.x", 1}, {"pad.y", 1}}});
    const NumberLinks links = links_of(*results, {Kind::kValue, 1, 0, {0, 0, 0, 0}});
    const NumberLinks::Cells* read = links.of_map(0);
    ASSERT_NE(read, nullptr);
    EXPECT_EQ(read->with_padding.rect(), (Rect{-1, -1, 1, 2}));
}

}  // namespace
}  // namespace convscope
