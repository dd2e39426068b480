#include "core/eval/verify.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/eval/evaluate.hpp"
#include "core/eval/verify_text.hpp"
#include "tests/core/eval/all_ops_scene.hpp"

namespace convscope {
namespace {

using Kind = VerifyTarget::Kind;

VerifyTarget weights_of(std::size_t stage) {
    return {.kind = Kind::kWeights, .stage = stage};
}

VerifyTarget picture(Rect rect, std::optional<int> channel = {}) {
    return {.kind = Kind::kPicture, .rect = rect, .channel = channel};
}

/// Everything, however long it takes.
VerifyReport checked(const Results& results, const VerifyTarget& target) {
    return verify(results, target, {.seconds = 1e6}).value();
}

/// Every number was checked, none differs, and most agree: some may be as small as rounding.
void expect_verified(const Results& results, const VerifyTarget& target) {
    const VerifyReport report = checked(results, target);
    EXPECT_EQ(report.impossible, "");
    EXPECT_FALSE(report.sampled());
    EXPECT_EQ(report.count(Verdict::kAgrees) + report.count(Verdict::kUndecided), report.total);
    EXPECT_GE(report.count(Verdict::kAgrees) * 2, report.total);
    if (report.numbers.empty()) return;
    const CheckedNumber& worst = report.numbers.front();
    EXPECT_LE(worst.error, worst.tolerance)
        << "stage " << worst.ref.stage << " cell " << worst.ref.cell.n << " " << worst.ref.cell.c
        << " " << worst.ref.cell.y << " " << worst.ref.cell.x << " kind "
        << static_cast<int>(worst.ref.kind) << ": " << worst.analytic << ", numeric "
        << worst.numeric;
}

void expect_all_verified(const Scene& scene) {
    const auto results = evaluate(scene, 1);
    for (std::size_t i = 0; i < results->layers.size(); ++i) {
        SCOPED_TRACE("stage " + std::to_string(i));
        expect_verified(*results, weights_of(i));
    }
    SCOPED_TRACE("picture");
    expect_verified(*results, picture(scene.image.shape().plane()));
}

Scene example(int width, int height, Random& random, bool with_ties = false) {
    return examples::two_conv_scene(examples::random_image(width, height, 3, random, with_ties),
                                    random);
}

TEST(Verify, AgreesForEveryOpAndClasses) {
    Random random(21);
    for (const char* joint : {"flatten", "global_avg_pool"}) {
        SCOPED_TRACE(joint);
        expect_all_verified(
            examples::all_ops_scene(examples::random_image(17, 15, 3, random), joint, random));
    }
}

TEST(Verify, AgreesForEveryLoss) {
    Random random(22);
    const Scene scene = example(13, 12, random);
    for (const char* kind : {"sum", "cell", "half_sum_squares", "cross_entropy"}) {
        SCOPED_TRACE(kind);
        expect_all_verified(examples::edited(scene, SetObjective{{.kind = kind, .y = 1, .x = 1}}));
    }
}

TEST(Verify, AgreesWithStridePaddingDilationAndOverlappingPools) {
    Random random(23);
    Scene scene = example(17, 15, random);
    const std::tuple<const char*, const char*, int> changes[] = {
        {"conv1", "pad.x", 3},    {"conv1", "stride.x", 2}, {"conv1", "dilation.y", 2},
        {"pool1", "window.w", 3}, {"pool1", "stride.x", 1}, {"pool1", "pad.x", 1},
        {"conv2", "stride.y", 2}, {"conv2", "pad.y", 2}};
    for (const auto& [layer, path, value] : changes)
        scene = examples::edited(scene, examples::set_param(scene, layer, path, value));
    expect_all_verified(scene);
}

std::shared_ptr<const Tensor> random_tensor(Shape shape, Random& random) {
    return examples::random_weights(shape, random);
}

TEST(Verify, AgreesForLossesWithATensor) {
    Random random(33);
    const Scene scene = example(13, 12, random);
    const NetworkPlan plan = *plan_shapes(scene);
    for (const bool mean : {false, true}) {
        SCOPED_TRACE(mean);
        Objective objective{.kind = "half_squared_distance"};
        objective.tensor = random_tensor(plan.shapes.back(), random);
        objective.mean = mean;
        expect_all_verified(examples::edited(scene, SetObjective{objective}));
    }
    Objective upstream{.kind = "upstream"};
    upstream.tensor = random_tensor(plan.shapes[2], random);
    upstream.layer = "relu1";
    expect_all_verified(examples::edited(scene, SetObjective{upstream}));
}

/// Only what a pixel reaches is computed: the same slopes as with whole maps, to the last digits.
TEST(Verify, ARectangleOfThePictureHasItsPixelsOnly) {
    Random random(24);
    const auto results = evaluate(example(40, 36, random), 1);
    const VerifyReport report = checked(*results, picture({36, 30, 50, 50}, 1));
    EXPECT_EQ(report.total, 4 * 6);
    EXPECT_EQ(report.count(Verdict::kAgrees), 24);
    for (const CheckedNumber& number : report.numbers) {
        EXPECT_EQ(number.ref.kind, NumberRef::Kind::kGradient);
        EXPECT_EQ(number.ref.cell.c, 1);
        EXPECT_GE(number.ref.cell.x, 36);
        EXPECT_GE(number.ref.cell.y, 30);
    }
}

/// conv [-1 1] on one grey: every ReLU stands exactly on its kink.
TEST(Verify, IsRightOnAFlatAreaWithAZeroSumFilter) {
    Tensor grey(Shape{1, 3, 8, 8});
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 8; ++x) grey.view()(0, c, y, x) = 0.25f;
    for (const char* kind : {"sum", "half_sum_squares"}) {
        SCOPED_TRACE(kind);
        Scene scene = default_scene(TiledImage::from_tensor(grey.view()), "flat");
        scene.objective = {.kind = kind};
        const auto results = evaluate(scene, 1);
        const VerifyReport report = checked(*results, weights_of(0));
        EXPECT_EQ(report.count(Verdict::kAgrees), report.total);
        ASSERT_FALSE(report.kinks.empty());
        EXPECT_EQ(report.kinks.front().map, 2u);
        EXPECT_EQ(report.kinks.front().kinks.count, 8 * 7);
        EXPECT_EQ(report.kinks.front().kinks.first.front(), (Cell{0, 0, 0, 0}));
        expect_verified(*results, picture(scene.image.shape().plane()));
    }
}

TEST(Verify, IsRightWhereWindowsHaveTies) {
    Random random(25);
    Scene scene = example(16, 15, random, true);
    const Shape shape = scene.find_layer("conv1")->weights->shape();
    Tensor whole(shape);
    for (int k = 0; k < shape.n; ++k)
        for (int c = 0; c < shape.c; ++c)
            for (int b = 0; b < shape.h; ++b) whole.view()(k, c, b, b) = static_cast<float>(k + 1);
    scene = examples::edited(
        scene, SetWeights{"conv1", std::make_shared<const Tensor>(std::move(whole)), ""});
    const Layer& pool = *scene.find_layer("pool1");
    const int rules =
        static_cast<int>(find_op(pool.op)->fields[examples::field_of(pool, "ties")].choices.size());
    for (int rule = 0; rule < rules; ++rule) {
        SCOPED_TRACE(rule);
        expect_all_verified(
            examples::edited(scene, examples::set_param(scene, "pool1", "ties", rule)));
    }
}

TEST(Verify, FindsAWrongGradient) {
    Random random(26);
    auto results = evaluate(example(14, 13, random), 1);
    results->layers[0].grad_weights.view()(0, 2, 1, 3) *= 1.001f;
    results->layers[0].grad_bias[0] *= 1.001f;
    results->gradients[0].values.view()(0, 1, 5, 6) *= 1.001f;
    const VerifyReport report = checked(*results, weights_of(0));
    EXPECT_EQ(report.count(Verdict::kDiffers), 2);
    for (int i = 0; i < 2; ++i) {
        const CheckedNumber& number = report.numbers[static_cast<std::size_t>(i)];
        EXPECT_EQ(number.verdict, Verdict::kDiffers);
        const bool is_bias = number.ref.kind == NumberRef::Kind::kGradBias;
        EXPECT_EQ(number.ref.cell, (is_bias ? Cell{} : Cell{0, 2, 1, 3}));
    }
    const VerifyReport pixels = checked(*results, picture({0, 0, 14, 13}));
    EXPECT_EQ(pixels.count(Verdict::kDiffers), 1);
    EXPECT_EQ(pixels.numbers.front().ref.cell, (Cell{0, 1, 5, 6}));
}

/// A channel of tiny numbers beside others: each gradient is measured by its own terms.
TEST(Verify, FindsAWrongSignAmongMuchLargerGradients) {
    Random random(36);
    Scene scene = example(14, 13, random);
    Tensor pixels = scene.image.to_tensor();
    for (int y = 0; y < 13; ++y)
        for (int x = 0; x < 14; ++x) pixels.view()(0, 0, y, x) *= 1e-4f;
    scene.image = TiledImage::from_tensor(pixels.view());
    auto results = evaluate(scene, 1);
    expect_verified(*results, weights_of(0));
    results->layers[0].grad_weights.view()(0, 0, 1, 3) *= -1;
    EXPECT_EQ(checked(*results, weights_of(0)).count(Verdict::kDiffers), 1);
}

TEST(Verify, IsUndecidedWhereRoundingIsAsLargeAsTheGradient) {
    Random random(37);
    auto results = evaluate(example(14, 13, random), 1);
    results->gradients[1].error_bound = 1e6;
    results->layers[0].grad_weights_error_bound = 1e9;
    VerifyReport report = checked(*results, weights_of(0));
    EXPECT_EQ(report.count(Verdict::kUndecided), report.total);
    EXPECT_EQ(verdict_text(report),
              "92 of 92 weights and biases are undecided: rounding may be as large");
    for (CheckedNumber& number : report.numbers) number.verdict = Verdict::kAgrees;
    report.numbers[3].verdict = Verdict::kUndecided;
    EXPECT_EQ(verdict_text(report),
              "91 of 92 weights and biases agree; 1 is undecided: rounding may be as large");
    EXPECT_EQ(brief_verdict(report), "91 of 92 weights and biases");
    report.total = 1152;
    EXPECT_EQ(verdict_text(report),
              "91 of 92 nudged weights and biases (of 1,152) agree; 1 is undecided: rounding may "
              "be as large");
    EXPECT_EQ(brief_verdict(report), "91 of 1,152 weights and biases");
}

TEST(Verify, AZeroGradientWithoutSlopeAgrees) {
    Random random(38);
    const Scene scene = examples::edited(example(14, 13, random), SetBias{"conv1", {-100, -100}});
    const VerifyReport report = checked(*evaluate(scene, 1), weights_of(0));
    EXPECT_EQ(report.count(Verdict::kAgrees), report.total);
}

/// Their step must not be lost in the rounding of L.
TEST(Verify, AgreesForTinyWeightsBesideABias) {
    Random random(39);
    Scene scene = default_scene(examples::random_image(12, 11, 3, random), "picture");
    scene.layers.resize(1);
    Tensor weights = scene.layers[0].weights->clone();
    const Shape shape = weights.shape();
    for (int c = 0; c < shape.c; ++c)
        for (int b = 0; b < shape.h; ++b)
            for (int a = 0; a < shape.w; ++a) weights.view()(0, c, b, a) = 1e-8f * random.unit();
    scene.layers[0].weights = std::make_shared<const Tensor>(std::move(weights));
    scene.layers[0].bias = {1};
    const VerifyReport report = checked(*evaluate(scene, 1), weights_of(0));
    EXPECT_EQ(report.count(Verdict::kAgrees), report.total);
    for (const CheckedNumber& number : report.numbers)
        EXPECT_LT(number.tolerance, 1e-3 * std::fabs(double{number.analytic}));
}

/// Every ReLU is off: nothing reaches the weights, and a gradient there is wrong.
TEST(Verify, FindsAGradientWhereThereIsNone) {
    Random random(27);
    Scene scene = example(14, 13, random);
    scene = examples::edited(scene, SetBias{"conv1", {-100, -100}});
    auto results = evaluate(scene, 1);
    results->layers[0].grad_weights.view()(0, 0, 0, 0) = 0.5f;
    EXPECT_EQ(checked(*results, weights_of(0)).count(Verdict::kDiffers), 1);
}

TEST(Verify, SamplesEvenlyAndAlwaysTheSameWhereItTakesTooLong) {
    Random random(28);
    const auto results = evaluate(example(64, 60, random), 1);
    const VerifyOptions short_time{.seconds = 1e-3};
    const VerifyReport report = verify(*results, picture({0, 0, 64, 60}), short_time).value();
    EXPECT_TRUE(report.sampled());
    EXPECT_EQ(report.total, 64 * 60 * 3);
    EXPECT_GE(report.numbers.size(), 4u);
    EXPECT_EQ(report.count(Verdict::kAgrees), std::ssize(report.numbers));
    const VerifyReport again = verify(*results, picture({0, 0, 64, 60}), short_time).value();
    ASSERT_EQ(again.numbers.size(), report.numbers.size());
    int lower_half = 0;
    for (std::size_t i = 0; i < report.numbers.size(); ++i) {
        EXPECT_EQ(report.numbers[i].ref, again.numbers[i].ref);
        lower_half += report.numbers[i].ref.cell.y >= 30 ? 1 : 0;
    }
    EXPECT_GT(lower_half, 0);
}

TEST(Verify, StopsAndTellsHowFarItIs) {
    Random random(29);
    const auto results = evaluate(example(20, 20, random), 1);
    std::stop_source source;
    std::int64_t calls = 0, of = 0;
    double share = 0;
    const VerifyOptions options{.on_progress = [&](const VerifyProgress& progress) {
        EXPECT_GE(progress.share, share);
        EXPECT_LE(progress.share, 1);
        share = progress.share;
        if (progress.of == 0) return;
        EXPECT_EQ(progress.done, calls++);
        of = progress.of;
        if (progress.done == 3) source.request_stop();
    }};
    EXPECT_FALSE(verify(*results, weights_of(0), options, source.get_token()).has_value());
    EXPECT_EQ(calls, 4);
    EXPECT_EQ(of, 2 * 3 * 15 + 2);
}

TEST(Verify, SaysThatNaNCannotBeChecked) {
    Random random(30);
    Scene scene = example(12, 12, random);
    Tensor pixels = scene.image.to_tensor();
    pixels.view()(0, 0, 3, 3) = NAN;
    scene.image = TiledImage::from_tensor(pixels.view());
    EXPECT_EQ(checked(*evaluate(scene, 1), weights_of(0)).impossible,
              "L is NaN, so that nothing can be checked");

    auto results = evaluate(example(12, 12, random), 1);
    results->layers[0].grad_weights.view()(0, 0, 0, 0) = INFINITY;
    const VerifyReport report = checked(*results, weights_of(0));
    EXPECT_EQ(report.numbers.front().verdict, Verdict::kNotFinite);
    EXPECT_EQ(report.count(Verdict::kNotFinite), 1);
}

TEST(Verify, OfALayerWithoutWeightsHasNothingToCheck) {
    Random random(31);
    const auto results = evaluate(example(12, 12, random), 1);
    const VerifyReport report = checked(*results, weights_of(1));
    EXPECT_EQ(report.total, 0);
    EXPECT_TRUE(report.numbers.empty());
}

TEST(VerdictText, SaysWhatWasChecked) {
    Random random(34);
    const Scene scene = example(12, 12, random);
    auto results = evaluate(scene, 1);
    EXPECT_EQ(verdict_text(checked(*results, weights_of(0))),
              "verified by nudging each weight and bias");
    EXPECT_EQ(verdict_text(checked(*results, weights_of(3))), "verified by nudging each weight");
    EXPECT_EQ(verdict_text(checked(*results, weights_of(1))), "nothing to check");
    EXPECT_EQ(verdict_text(checked(*results, picture({0, 0, 2, 2}))),
              "verified by nudging each pixel");
    VerifyReport report = checked(*results, weights_of(0));
    std::erase_if(report.numbers, [](const CheckedNumber& number) {
        return number.ref.kind == NumberRef::Kind::kGradBias;
    });
    EXPECT_EQ(verdict_text(report), "verified by nudging 90 of 92 weights and biases");
    report = checked(*results, weights_of(3));
    EXPECT_EQ(report.name, "∂L/∂G₂");
    report.total = 2883;
    EXPECT_EQ(verdict_text(report), "verified by nudging 54 of 2,883 weights");
    report.numbers[7].verdict = Verdict::kNotFinite;
    EXPECT_EQ(verdict_text(report),
              "1 of 54 nudged weights (of 2,883) cannot be checked: NaN or infinite");
    report.numbers[8].verdict = Verdict::kDiffers;
    EXPECT_EQ(verdict_text(report), "1 of 54 nudged weights (of 2,883) differs");
    report.impossible = "L is NaN";
    EXPECT_EQ(verdict_text(report), "cannot be checked: L is NaN");
}

TEST(KinkSentences, NameTheFirstCells) {
    Random random(35);
    const auto results = evaluate(example(12, 12, random), 1);
    EXPECT_EQ(kink_sentences(*results, {{2, {1, {{0, 1, 4, 3}}}}}).front(),
              "One cell of A₁ stands at a kink (A₁_2[3, 4]): it keeps what the program decided, on "
              "both sides of the nudge.");
    const std::vector<Cell> cells{{}, {0, 0, 0, 1}, {0, 0, 0, 2}, {0, 0, 0, 3}};
    EXPECT_EQ(
        kink_sentences(*results, {{3, {1200, cells}}}).front(),
        "Up to 1,200 cells of P stand at a tie (P_1[0, 0], P_1[1, 0], P_1[2, 0], …): they keep "
        "what the program decided, on both sides of the nudge.");
}

/// Far behind the picture's size and the usual magnitudes.
TEST(Verify, AgreesForSmallAndLargeNumbers) {
    Random random(32);
    for (const float factor : {1e-6f, 255.0f}) {
        SCOPED_TRACE(factor);
        Scene scene = example(15, 14, random);
        Tensor pixels = scene.image.to_tensor();
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < 14; ++y)
                for (int x = 0; x < 15; ++x) pixels.view()(0, c, y, x) *= factor;
        scene.image = TiledImage::from_tensor(pixels.view());
        expect_all_verified(scene);
    }
}

}  // namespace
}  // namespace convscope
