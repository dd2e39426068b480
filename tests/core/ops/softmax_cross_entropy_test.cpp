#include "core/ops/softmax_cross_entropy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/ops/elementary.hpp"

namespace convscope {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kLargest = std::numeric_limits<float>::max();

const ObjectiveInfo& info() {
    return *find_objective("cross_entropy");
}

Objective label(int label) {
    return {.kind = "cross_entropy", .label = label};
}

/// A column, as flatten and dense give it.
Tensor column(const std::vector<float>& scores) {
    return from_dense({1, static_cast<int>(scores.size()), 1, 1}, scores);
}

float loss(const std::vector<float>& scores, int right) {
    return info().value(label(right), column(scores).view()).loss;
}

std::vector<float> slopes(const std::vector<float>& scores, int right) {
    const Tensor map = column(scores);
    Tensor grad(map.shape());
    info().gradient(label(right), map.view(), softmax(map.view()), grad.view(),
                    map.shape().plane());
    return to_dense(std::as_const(grad).view());
}

bool all_nan(const std::vector<float>& values) {
    return std::ranges::all_of(values, [](float v) { return std::isnan(v); });
}

using Floats = std::vector<float>;

TEST(SoftmaxCrossEntropy, ByHand) {
    // e^0, e^log2 and e^log1 make 1/4, 2/4 and 1/4.
    const Floats scores{0, portable_log(2), 0};
    const Floats probabilities = softmax(column(scores).view());
    const Floats expected{0.25f, 0.5f, 0.25f};
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(probabilities[i], expected[i], 1e-7f);
    EXPECT_NEAR(loss(scores, 0), std::log(4.0), 1e-6);
    EXPECT_NEAR(slopes(scores, 0)[0], -0.75f, 1e-7f);
    EXPECT_NEAR(slopes(scores, 0)[1], 0.5f, 1e-7f);
    EXPECT_NEAR(loss(Floats(10, -3), 7), std::log(10.0), 1e-6);
}

TEST(SoftmaxCrossEntropy, OneClassIsCertain) {
    EXPECT_EQ(loss({-17.5f}, 0), 0);
    EXPECT_EQ(slopes({-17.5f}, 0), Floats{0});
}

/// The documented order: floats relative to the largest, added in double, rounded once.
TEST(SoftmaxCrossEntropy, HasTheBitsOfItsDefinition) {
    Floats scores;
    for (int i = 0; i < 1000; ++i)
        scores.push_back(std::ldexp(static_cast<float>(i * 7919 % 1000), -7));
    const float largest = std::ldexp(999.0f, -7);
    double sum = 0;
    for (const float score : scores) sum += static_cast<double>(portable_exp(score - largest));
    const auto total = static_cast<float>(sum);
    EXPECT_EQ(loss(scores, 31), portable_log(total) - (scores[31] - largest));
    const Floats gradient = slopes(scores, 31), probabilities = softmax(column(scores).view());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        EXPECT_EQ(probabilities[i], portable_exp(scores[i] - largest) / total);
        EXPECT_EQ(gradient[i], i == 31 ? probabilities[i] - 1 : probabilities[i]);
    }
}

TEST(SoftmaxCrossEntropy, ReadsAMapOfAnyShapeAsAList) {
    const Floats scores{1, 5, -2, 0.5f, 3, 2, -1, 4, 0, 6, -3, 2.5f};
    const Tensor map = from_dense({1, 2, 3, 2}, scores);
    for (const int right : {0, 5, 6, 11}) {
        const LossValue value = info().value(label(right), map.view());
        EXPECT_EQ(value.loss, loss(scores, right));
        EXPECT_EQ(value.probabilities, softmax(column(scores).view()));
        Tensor grad(map.shape());
        for (const Rect part : {Rect{0, 0, 1, 3}, Rect{1, 0, 2, 2}, Rect{1, 2, 2, 3}})
            info().gradient(label(right), map.view(), value.probabilities, grad.view(), part);
        EXPECT_EQ(to_dense(std::as_const(grad).view()), slopes(scores, right));
    }
}

/// However small the rectangle, nothing is computed from all scores again.
TEST(SoftmaxCrossEntropy, TheGradientReadsTheProbabilitiesAlone) {
    const Tensor map = column({kNan, kNan});
    Tensor grad(map.shape());
    info().gradient(label(1), map.view(), Floats{0.5f, 0.25f}, grad.view(), map.shape().plane());
    EXPECT_EQ(to_dense(std::as_const(grad).view()), (Floats{0.5f, -0.75f}));
}

TEST(SoftmaxCrossEntropy, SurvivesHugeScores) {
    EXPECT_EQ(loss({1000, 0, -1000}, 0), 0);
    EXPECT_EQ(loss({1000, 0, -1000}, 2), 2000);
    EXPECT_EQ(slopes({1000, 0, -1000}, 2), (Floats{1, 0, -1}));
    EXPECT_EQ(loss({kLargest, kLargest}, 1), portable_log(2));
    EXPECT_EQ(loss({kLargest, -kLargest}, 1), kInfinity);
    EXPECT_EQ(slopes({kLargest, -kLargest}, 1), (Floats{1, -1}));
}

TEST(SoftmaxCrossEntropy, MinusInfinityIsImpossible) {
    EXPECT_EQ(loss({-kInfinity, 3, -kInfinity}, 1), 0);
    EXPECT_EQ(loss({-kInfinity, 3}, 0), kInfinity);
    EXPECT_EQ(softmax(column({-kInfinity, 3}).view()), (Floats{0, 1}));
    EXPECT_EQ(slopes({-kInfinity, 3}, 0), (Floats{-1, 1}));
}

TEST(SoftmaxCrossEntropy, WhatHasNoAnswerIsNan) {
    for (const Floats& scores : {Floats{kNan, 1, 2}, Floats{1, kNan, 2}, Floats{kInfinity, 1, 2},
                                 Floats{1, kInfinity, kInfinity}, Floats(3, -kInfinity)}) {
        for (const int right : {0, 1, 2}) {
            EXPECT_TRUE(std::isnan(loss(scores, right)));
            EXPECT_TRUE(all_nan(slopes(scores, right)));
        }
        EXPECT_TRUE(all_nan(softmax(column(scores).view())));
    }
}

TEST(SoftmaxCrossEntropy, ErrorsStayBelowTheBound) {
    Floats scores;
    unsigned state = 3;
    for (int i = 0; i < 3000; ++i) {
        state = state * 1664525u + 1013904223u;
        scores.push_back(std::ldexp(static_cast<float>(state >> 8), -20));
    }
    const std::vector<double> exact(scores.begin(), scores.end());
    const Tensor map = column(scores);
    const DoubleTensor doubles = from_dense(map.shape(), exact);
    DoubleTensor oracle(map.shape());
    info().oracle_gradient(label(2), doubles.view(), oracle.view());
    const Floats gradient = slopes(scores, 2);
    for (int c = 0; c < 3000; ++c)
        EXPECT_NEAR(gradient[static_cast<std::size_t>(c)], oracle.view()(0, c, 0, 0),
                    info().gradient_error_bound({}, {map.shape(), softmax(map.view())}));
    EXPECT_NEAR(loss(scores, 2), info().oracle_value(label(2), doubles.view()), 1e-5);
}

TEST(SoftmaxCrossEntropy, TheBoundCoversErrorsOfTheScores) {
    for (const Floats& scores : {Floats{0, 0}, Floats{3, -1, 0.5f}, Floats{9, 0, 0}}) {
        const float error = 1e-3f;
        Floats moved = scores;
        for (std::size_t i = 0; i < moved.size(); ++i) moved[i] += i == 0 ? error : -error;
        const double bound =
            info().gradient_error_bound({}, {{}, softmax(column(scores).view()), 1e-3});
        const float moves = std::fabs(slopes(moved, 0)[0] - slopes(scores, 0)[0]);
        EXPECT_LE(moves, bound);
        EXPECT_GE(moves, bound / 4) << "and is not far from it";
    }
    EXPECT_NEAR(info().gradient_error_bound({}, {{}, Floats{0.25f, 0.75f}, 1e9}), 1, 1e-6);
}

TEST(SoftmaxCrossEntropy, TheBoundOfACellIsAsSmallAsItsShare) {
    const Floats scores{9, -12, 0, -80, -200};
    const Tensor map = column(scores);
    const std::vector<float> shares = softmax(map.view());
    const DoubleTensor doubles =
        from_dense(map.shape(), std::vector<double>(scores.begin(), scores.end()));
    DoubleTensor oracle(map.shape());
    info().oracle_gradient(label(2), doubles.view(), oracle.view());
    for (const double error : {0.0, 1e-5}) {
        const LossErrors errors{map.shape(), shares, error};
        for (int c = 0; c < 5; ++c) {
            const Cell cell{0, c, 0, 0};
            const double bound = info().cell_error_bound(label(2), errors, cell);
            EXPECT_LE(bound, info().gradient_error_bound(label(2), errors));
            EXPECT_NEAR(slopes(scores, 2)[static_cast<std::size_t>(c)], oracle.view()(cell), bound);
            const double share{shares[static_cast<std::size_t>(c)]};
            if (c != 2 && share > 1e-30) {
                EXPECT_LT(bound, 1e-4 * share) << c;
            }
        }
    }
}

TEST(CheckLabel, NamesTheNearest) {
    EXPECT_TRUE(check_label(9, {1, 10, 1, 1}));
    EXPECT_EQ(check_label(12, {1, 10, 1, 1}).error().text(),
              "label: the label is 12, but the last map has 10 class scores: use 0 to 9, the "
              "nearest is 9");
    EXPECT_EQ(check_label(-1, {1, 2, 3, 4}).error().message,
              "the label is -1, but the last map has 24 class scores: use 0 to 23, the nearest is "
              "0");
    EXPECT_EQ(check_label(1, {1, 1, 1, 1}).error().message,
              "the label is 1, but the last map has 1 class score: 0 is the only class, the "
              "nearest is 0");
    EXPECT_EQ(nearest_label(99, {1, 2, 3, 4}), 23);
}

TEST(CheckLabel, TooManyClassesSayWhatToPutBefore) {
    EXPECT_TRUE(check_label(16383, {1, 1, 128, 128}));
    EXPECT_EQ(check_label(0, {1, 1, 127, 131}).error().message,
              "the loss reads the last map as class scores, at most 16384, but it has 16637 "
              "numbers: put a global average pool, or flatten and dense, before it");
    EXPECT_EQ(nearest_label(99999, {1, 3, 8000, 8000}), 16383);
}

}  // namespace
}  // namespace convscope
