#include "core/scene/picture_ops.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/grey.hpp"
#include "core/base/random.hpp"
#include "core/scene/gradient.hpp"
#include "core/scene/scene.hpp"
#include "tests/core/scene/example_scenes.hpp"
#include "tests/core/scene/paint_pictures.hpp"

namespace convscope {
namespace {

using examples::changed_rows;
using examples::from_rows;
using examples::Rows;

constexpr ChannelMask kAll{true, true, true};

TiledImage apply(std::string_view id, const TiledImage& image, const ChannelMask& mask = kAll) {
    const auto op = std::ranges::find(picture_ops(), id, &PictureOp::id);
    return op->apply(image, mask);
}

TiledImage coloured() {
    Random random(3);
    return examples::random_image(70, 66, 3, random);
}

TEST(PictureOps, HaveNamesThatAreUnique) {
    for (const PictureOp& op : picture_ops()) {
        EXPECT_EQ(std::ranges::count(picture_ops(), op.id, &PictureOp::id), 1) << op.id;
        EXPECT_FALSE(op.tooltip.empty());
    }
}

TEST(PictureOps, GreyIsTheMeanOfTheChannels) {
    const TiledImage image = coloured(), grey = apply("grey", image);
    for (const auto& [x, y] : {std::pair{0, 0}, {69, 65}, {64, 3}})
        for (int c = 0; c < 3; ++c)
            EXPECT_EQ(
                grey.pixel(c, y, x),
                mean_of_channels(image.pixel(0, y, x), image.pixel(1, y, x), image.pixel(2, y, x)));
    EXPECT_TRUE(
        apply("grey", from_rows({"123"}, 1)).changes_since(from_rows({"123"}, 1))[0].empty());
}

TEST(PictureOps, GreyOfGreyKeepsEveryBit) {
    Random random(11);
    std::vector<float> levels;
    for (int i = 0; i < 256; ++i) levels.push_back(static_cast<float>(i) / 255);
    while (levels.size() < 100u * 100u)
        levels.push_back(std::ldexp(random.unit(), random.below(40) - 20));
    for (const float level : levels) ASSERT_EQ(mean_of_channels(level, level, level), level);
    std::vector<float> pixels = levels;
    pixels.insert(pixels.end(), levels.begin(), levels.end());
    pixels.insert(pixels.end(), levels.begin(), levels.end());
    const TiledImage image =
        TiledImage::from_tensor(from_dense(Shape{1, 3, 100, 100}, pixels).view());
    EXPECT_TRUE(apply("grey", image).shares_all_tiles(image));
    const TiledImage once = apply("grey", coloured());
    EXPECT_TRUE(apply("grey", once).shares_all_tiles(once));
    EXPECT_TRUE(cleared(TiledImage(4, 3, 1), kAll, {0.1f, 0.1f, 0.1f}).pixel(0, 1, 1) == 0.1f);
}

TEST(PictureOps, MovePixelsAcrossTiles) {
    const TiledImage image = coloured();
    const int w = image.shape().w, h = image.shape().h;
    const TiledImage flip_x = apply("flip_x", image), flip_y = apply("flip_y", image),
                     turn = apply("turn", image), invert = apply("invert", image);
    ASSERT_EQ(turn.shape(), (Shape{1, 3, w, h}));
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < h; ++y)
            for (int x = 0; x < w; ++x) {
                const float value = image.pixel(c, y, x);
                ASSERT_EQ(flip_x.pixel(c, y, w - 1 - x), value) << x << " " << y;
                ASSERT_EQ(flip_y.pixel(c, h - 1 - y, x), value) << x << " " << y;
                ASSERT_EQ(turn.pixel(c, x, h - 1 - y), value) << x << " " << y;
                ASSERT_EQ(invert.pixel(c, y, x), 1 - value) << x << " " << y;
            }
}

TEST(PictureOps, InvertTwiceIsNothingOnTheChannelsThatAreOn) {
    const TiledImage image = from_rows({"05"});
    const TiledImage once = apply("invert", image, {true, false, false});
    EXPECT_EQ(once.pixel(0, 0, 0), 1);
    EXPECT_EQ(once.pixel(0, 0, 1), 0.5f);
    EXPECT_EQ(once.pixel(1, 0, 0), 0);
}

TEST(PictureOps, FlipsAndTurns) {
    const TiledImage image = from_rows({"123", "456"});
    const auto same = [](const TiledImage& a, const TiledImage& b) {
        return a.shape() == b.shape() && a.changes_since(b)[0].empty();
    };
    EXPECT_TRUE(same(apply("flip_x", image), from_rows({"321", "654"})));
    EXPECT_TRUE(same(apply("flip_y", image), from_rows({"456", "123"})));
    EXPECT_TRUE(same(apply("turn", image), from_rows({"41", "52", "63"})));
    EXPECT_TRUE(same(apply("only_g", image), apply("only_g", apply("only_g", image))));
    EXPECT_EQ(apply("only_g", image).pixel(1, 1, 1), image.pixel(1, 1, 1));
    EXPECT_EQ(apply("only_g", image).pixel(0, 1, 1), 0);
}

TEST(PictureOps, NoiseIsReproducibleBoundedAndOfOneColourWhenGrey) {
    const TiledImage image = from_rows(std::vector<std::string>(100, std::string(100, '5')));
    const Noise noise{0.25f, true, 7};
    const TiledImage once = with_noise(image, kAll, noise), again = with_noise(image, kAll, noise);
    EXPECT_TRUE(std::ranges::all_of(once.changes_since(again), &Rect::empty));
    const TiledImage other = with_noise(image, kAll, {0.25f, true, 8});
    EXPECT_FALSE(other.changes_since(once)[0].empty());
    const TiledImage grey = with_noise(image, kAll, {0.25f, false, 7});
    double sum = 0;
    bool differ = false;
    for (int y = 0; y < 100; ++y)
        for (int x = 0; x < 100; ++x) {
            EXPECT_LE(std::abs(once.pixel(0, y, x) - 0.5f), 0.2501f);
            sum += static_cast<double>(once.pixel(0, y, x));
            differ = differ || once.pixel(0, y, x) != once.pixel(1, y, x);
            EXPECT_EQ(grey.pixel(0, y, x), grey.pixel(2, y, x));
        }
    EXPECT_TRUE(differ);
    EXPECT_NEAR(sum / 10'000, 0.5, 0.01);
    const TiledImage dark = with_noise(TiledImage(50, 50, 1), kAll, {1, true, 1});
    for (int x = 0; x < 50; ++x) EXPECT_GE(dark.pixel(0, 7, x), 0);
    const TiledImage red = with_noise(image, {true, false, false}, noise);
    EXPECT_EQ(changed_rows(image, red, 1), changed_rows(image, image, 1));
}

TEST(PictureOps, ClearedHasOneColourAndSharesItsTiles) {
    const TiledImage clear = cleared(coloured(), kAll, {0.5f, 0.25f, 0});
    EXPECT_EQ(clear.pixel(1, 65, 69), 0.25f);
    EXPECT_EQ(cleared(from_rows({"1"}, 1), kAll, {0.75f, 0, 0}).pixel(0, 0, 0), 0.25f);
}

TEST(PictureOps, ThePickedColourIsAColour) {
    Tensor pixels(Shape{1, 3, 1, 1});
    pixels.view()(0, 0, 0, 0) = 2;
    pixels.view()(0, 1, 0, 0) = std::nanf("");
    pixels.view()(0, 2, 0, 0) = 0.25f;
    EXPECT_EQ(colour_at(TiledImage::from_tensor(pixels.view()), 0, 0), (PaintColour{1, 0, 0.25f}));
    EXPECT_EQ(colour_at(from_rows({"05"}, 1), 1, 0), (PaintColour{0.5f, 0.5f, 0.5f}));
}

TEST(PictureOps, WholeMultiplesRepeatPixels) {
    EXPECT_EQ(resampling(4, 8), Resampling::kRepeat);
    const auto large = resized(from_rows({"12", "34"}, 1), 4, 6);
    ASSERT_TRUE(large);
    const TiledImage expected = from_rows({"1122", "1122", "1122", "3344", "3344", "3344"}, 1);
    EXPECT_TRUE(large->changes_since(expected)[0].empty());
}

TEST(PictureOps, SmallerPicturesAreMeansAndOthersLinear) {
    EXPECT_EQ(resampling(4, 3), Resampling::kAverage);
    const auto half = resized(from_rows({"0246", "0246"}, 1), 2, 1);
    ASSERT_TRUE(half);
    EXPECT_FLOAT_EQ(half->pixel(0, 0, 0), 0.1f);
    EXPECT_FLOAT_EQ(half->pixel(0, 0, 1), 0.5f);
    const auto part = resized(from_rows({"036"}, 1), 2, 1);
    ASSERT_TRUE(part);
    EXPECT_FLOAT_EQ(part->pixel(0, 0, 0), (0.0f * 1 + 0.3f * 0.5f) / 1.5f);
    EXPECT_EQ(resampling(2, 3), Resampling::kLinear);
    const auto linear = resized(from_rows({"06"}, 1), 3, 1);
    ASSERT_TRUE(linear);
    EXPECT_FLOAT_EQ(linear->pixel(0, 0, 0), 0);
    EXPECT_FLOAT_EQ(linear->pixel(0, 0, 1), 0.3f);
    EXPECT_FLOAT_EQ(linear->pixel(0, 0, 2), 0.6f);
    const auto one = resized(from_rows({"5"}, 1), 3, 2);
    ASSERT_TRUE(one);
    EXPECT_EQ(one->pixel(0, 1, 2), 0.5f);
}

TEST(PictureOps, SizesChangeAcrossTilesToo) {
    Random random(5);
    const TiledImage image = examples::random_image(140, 150, 3, random);
    const auto half = resized(image, 70, 75), twice = resized(image, 280, 300);
    ASSERT_TRUE(half && twice);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < 150; ++y)
            for (int x = 0; x < 140; ++x) {
                ASSERT_EQ(twice->pixel(c, 2 * y + 1, 2 * x), image.pixel(c, y, x));
                const int y0 = y / 2 * 2, x0 = x / 2 * 2;
                const float mean = (image.pixel(c, y0, x0) + image.pixel(c, y0, x0 + 1) +
                                    image.pixel(c, y0 + 1, x0) + image.pixel(c, y0 + 1, x0 + 1)) /
                                   4;
                ASSERT_NEAR(half->pixel(c, y / 2, x / 2), mean, 1e-6f) << x << " " << y;
            }
    // Neither is a multiple: narrower by what each new pixel covers, taller by straight lines.
    const TiledImage ramp =
        paint_gradient(TiledImage(150, 90, 1), {.colour = {0, 0, 0}}, {1, 1, 1}, {0, 0}, {149, 0});
    const auto other = resized(ramp, 130, 100);
    ASSERT_TRUE(other);
    for (int x = 0; x < 130; ++x) {
        const double low = x * 150.0 / 130, high = (x + 1) * 150.0 / 130;
        double sum = 0;
        for (int i = 0; i < 150; ++i)
            sum += std::max(0.0, std::min(high, i + 1.0) - std::max<double>(low, i)) * i / 149;
        ASSERT_NEAR(other->pixel(0, 99, x), sum / (high - low), 1e-6) << x;
    }
}

TEST(PictureOps, SizesThatNoPictureHasAreRefused) {
    const TiledImage image(8, 8, 3);
    for (const auto& [w, h] : {std::pair{0, 8}, {8, -1}, {20'000, 4}, {16'000, 16'000}}) {
        const auto result = resized(image, w, h);
        ASSERT_FALSE(result) << w << " x " << h;
        EXPECT_EQ(result.error().text(), check_image_size(w, h, 3).error().text());
    }
}

TEST(PictureOps, CropKeepsThePixels) {
    const TiledImage image = coloured();
    const auto part = cropped(image, {3, 4, 69, 66});
    ASSERT_TRUE(part);
    EXPECT_EQ(part->shape(), (Shape{1, 3, 62, 66}));
    EXPECT_EQ(part->pixel(2, 61, 65), image.pixel(2, 65, 68));
    for (const Rect rect :
         {Rect{0, 0, 71, 5}, Rect{-1, 0, 5, 5}, Rect{5, 5, 5, 9}, Rect{5, 5, 4, 9}})
        EXPECT_FALSE(cropped(image, rect));
}

TEST(PictureOps, PasteLosesWhatLiesOutsideAndConvertsChannels) {
    const TiledImage image(4, 3, 3), piece = from_rows({"55", "55"});
    EXPECT_EQ(changed_rows(image, pasted(image, kAll, piece, 3, -1)),
              (Rows{"...#", "....", "...."}));
    EXPECT_EQ(changed_rows(image, pasted(image, {false, true, false}, piece, 0, 0), 0),
              (Rows{"....", "....", "...."}));
    EXPECT_EQ(pasted(image, kAll, from_rows({"5"}, 1), 1, 1).pixel(2, 1, 1), 0.5f);
    EXPECT_FLOAT_EQ(pasted(TiledImage(4, 3, 1), kAll, piece, 0, 0).pixel(0, 0, 0), 0.5f);
    EXPECT_TRUE(pasted(image, kAll, piece, 50, 50).shares_all_tiles(image));
}

}  // namespace
}  // namespace convscope
