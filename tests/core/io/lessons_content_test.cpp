#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <set>
#include <sstream>

#include "core/eval/evaluate.hpp"
#include "core/io/lesson_file.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope {
namespace {

// What the built-in lessons say. The numbers of each part are checked in the window too, by
// tests/gui/lesson_*.script.

Lesson read(std::string_view stem) {
    Result<Lesson> lesson = read_built_in_lesson("lessons/" + std::string(stem) + ".json");
    EXPECT_TRUE(lesson) << lesson.error().text();
    return lesson ? *std::move(lesson) : Lesson{};
}

bool says(const Lesson& lesson, std::string_view words) {
    const auto holds = [&](const LessonBlock& block) {
        return block.text.find(words) != std::string::npos;
    };
    return std::ranges::any_of(lesson.text, holds);
}

/// Everything one behind the other, as a stream writes it.
template <class... Parts>
std::string written(const Parts&... parts) {
    std::ostringstream stream;
    stream << std::fixed << std::setprecision(3);
    (stream << ... << parts);
    return stream.str();
}

/// As short as it goes: "10", "3.25".
std::string shortest(float value) {
    std::ostringstream stream;
    stream << value;
    return stream.str();
}

int count_notes(const Lesson& lesson) {
    return static_cast<int>(
        std::ranges::count(lesson.text, LessonBlock::Kind::kNote, &LessonBlock::kind));
}

/// The code points of UTF-8.
std::u32string decode(std::string_view text) {
    std::u32string points;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i++]);
        const int following = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        char32_t point = following == 0 ? lead : lead & (0x3fu >> following);
        for (int k = 0; k < following && i < text.size(); ++k)
            point = (point << 6) | (static_cast<unsigned char>(text[i++]) & 0x3fu);
        points.push_back(point);
    }
    return points;
}

std::size_t longest_line(std::string_view text) {
    std::size_t longest = 0, start = 0;
    while (start <= text.size()) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        longest = std::max(longest, decode(text.substr(start, end - start)).size());
        start = end + 1;
    }
    return longest;
}

/// Signs that the fonts of the window have (app/platform/fonts.cpp).
bool can_be_drawn(char32_t sign) {
    constexpr std::pair<char32_t, char32_t> kRanges[] = {{0x20, 0x7e},     {0xa0, 0xff},
                                                         {0x370, 0x3ff},   {0x2080, 0x2089},
                                                         {0x2190, 0x21ff}, {0x2200, 0x22ff}};
    return sign == U'\n' || std::ranges::any_of(kRanges, [&](const auto& range) {
               return sign >= range.first && sign <= range.second;
           });
}

/// Whole sentences without slips of the keyboard, short enough to be read in a drawer.
void check_prose(const std::string& text, std::size_t longest) {
    EXPECT_LE(decode(text).size(), longest) << text;
    EXPECT_NE(std::string_view(".:?!").find(text.back()), std::string_view::npos) << text;
    EXPECT_EQ(text.find("  "), std::string::npos) << text;
    EXPECT_NE(text.front(), ' ') << text;
}

void check_text(const Lesson& lesson) {
    constexpr std::size_t kLongestParagraph = 420, kLongestTry = 240, kWidestCode = 80;
    ASSERT_FALSE(lesson.text.empty());
    EXPECT_EQ(lesson.text.front().kind, LessonBlock::Kind::kText) << "say first what is shown";
    for (const LessonBlock& block : lesson.text) {
        ASSERT_FALSE(block.text.empty());
        EXPECT_TRUE(std::ranges::all_of(decode(block.text), can_be_drawn)) << block.text;
        if (block.kind == LessonBlock::Kind::kCode)
            EXPECT_LE(longest_line(block.text), kWidestCode) << block.text;
        else
            check_prose(block.text, kLongestParagraph);
    }
    EXPECT_GE(lesson.tries.size(), 3u);
    for (const std::string& text : lesson.tries) {
        EXPECT_TRUE(std::ranges::all_of(decode(text), can_be_drawn)) << text;
        check_prose(text, kLongestTry);
    }
}

TEST(LessonsContent, EveryPartOfTheExerciseComesInItsOrder) {
    const auto headings = built_in_lessons();
    ASSERT_TRUE(headings) << headings.error().text();
    std::vector<std::string> parts;
    std::set<int> places;
    std::set<std::string> titles;
    for (const LessonHeading& heading : *headings) {
        if (parts.empty() || parts.back() != heading.part) parts.push_back(heading.part);
        EXPECT_TRUE(places.insert(heading.order).second) << heading.asset;
        EXPECT_TRUE(titles.insert(heading.title).second) << heading.asset;
        EXPECT_LE(heading.title.size(), 40u) << heading.asset;
        EXPECT_TRUE(heading.asset.starts_with("lessons/" + heading.part + "_")) << heading.asset;
    }
    EXPECT_EQ(parts, (std::vector<std::string>{"1a", "1b", "1c", "1d", "1e", "2"}));
}

TEST(LessonsContent, EachCanBeReadAndEvaluated) {
    const auto headings = built_in_lessons();
    ASSERT_TRUE(headings) << headings.error().text();
    for (const LessonHeading& heading : *headings) {
        SCOPED_TRACE(heading.asset);
        const auto lesson = read_built_in_lesson(heading.asset);
        ASSERT_TRUE(lesson) << lesson.error().text();
        check_text(*lesson);
        const auto results = evaluate(lesson->scene, 1);
        ASSERT_NE(results, nullptr);
        EXPECT_TRUE(std::isfinite(results->loss));
    }
}

TEST(LessonsContent, WhatTheExercisePrintsDifferentlyIsNoted) {
    // Decision 3 names seven things; x outside and out_c, the bound, s = 1 and the mask and the
    // free c, the pooling formula; and the mask once more where dL/dI is taught.
    const std::pair<std::string_view, int> expected[] = {{"1a_convolution", 3},
                                                         {"1a_stride", 1},
                                                         {"1c_filter_gradient", 3},
                                                         {"1d_max_pooling", 1},
                                                         {"1e_pooling_gradient", 1}};
    for (const auto& [stem, notes] : expected) EXPECT_EQ(count_notes(read(stem)), notes) << stem;
}

TEST(LessonsContent, ConvolutionAddsUpThreeChannels) {
    const Lesson lesson = read("1a_convolution");
    EXPECT_TRUE(says(lesson, "=  " + shortest(evaluate(lesson.scene, 1)->loss)));
}

TEST(LessonsContent, StrideHasTheSizesAndTheColumnsThatNobodyReads) {
    const Lesson lesson = read("1a_stride");
    for (const auto& [stride, size] : {std::pair{1, 6}, {2, 3}, {3, 2}, {5, 2}, {6, 1}}) {
        const WindowWalk walk{8, {.size = 3, .stride = stride}};
        EXPECT_EQ(walk.output(), size);
        EXPECT_TRUE(says(lesson, written("s = ", stride, "   floor(1 + (8 - 3)/", stride, ")")));
    }
    const auto results = evaluate(lesson.scene, 1);
    EXPECT_EQ(results->values[1].values.shape(), (Shape{1, 1, 3, 3}));
    const ConstTensorView readers = results->gradients[0].values.view();
    EXPECT_EQ(readers(0, 0, 2, 2), 4);
    for (int i = 0; i < 8; ++i) EXPECT_EQ(readers(0, 0, i, 7) + readers(0, 0, 7, i), 0);
}

TEST(LessonsContent, WeightSharingCountsAsTheProgramDoes) {
    const Lesson lesson = read("1a_weight_sharing");
    const auto plan = plan_shapes(lesson.scene);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->shapes[0], (Shape{1, 3, 112, 150}));
    const WeightCounts counts =
        weight_counts(lesson.scene.layers[0].weights->shape(), plan->shapes[0], plan->shapes[1]);
    EXPECT_EQ(counts.fully_connected, 820'512'000);
    for (const std::int64_t count :
         {counts.weights, counts.without_sharing, counts.fully_connected})
        EXPECT_TRUE(says(lesson, " " + format_count(count))) << count;
}

TEST(LessonsContent, FilterGradientIsTheOneThatIsAddedUpByHand) {
    const Lesson lesson = read("1c_filter_gradient");
    const auto results = evaluate(lesson.scene, 1);
    EXPECT_TRUE(says(lesson, "= " + shortest(results->loss)));
    const ConstTensorView gradient = results->layers[0].grad_weights.view();
    for (int b = 0; b < 3; ++b)
        EXPECT_TRUE(says(lesson, written("|", std::setprecision(0), std::setw(2),
                                         gradient(0, 0, b, 0), std::setw(3), gradient(0, 0, b, 1),
                                         std::setw(3), gradient(0, 0, b, 2), "|")));
}

TEST(LessonsContent, PoolingStatesEachMaximum) {
    const Lesson lesson = read("1d_max_pooling");
    const auto results = evaluate(lesson.scene, 1);
    const ConstTensorView pooled = results->values[1].values.view();
    for (int y = 0; y < 2; ++y)
        for (int x = 0; x < 2; ++x) {
            const std::string name = written("P[", x, ",", y, "] = max(");
            EXPECT_TRUE(says(lesson, name)) << name;
            EXPECT_EQ(pooled(0, 0, y, x), x == y ? 0.75f : 1.0f);
        }
}

TEST(LessonsContent, NetworkNamesItsDigit) {
    const Lesson lesson = read("2_network");
    const auto results = evaluate(lesson.scene, 1);
    const auto& probabilities = results->probabilities;
    ASSERT_EQ(probabilities.size(), 10u);
    const auto label = static_cast<std::size_t>(lesson.scene.objective.label);
    EXPECT_EQ(std::ranges::max_element(probabilities) - probabilities.begin(),
              lesson.scene.objective.label);
    EXPECT_TRUE(says(lesson, written("p_3 is ", probabilities[label])));
    EXPECT_TRUE(says(lesson, written("the 2 with ", probabilities[2])));
    EXPECT_TRUE(says(lesson, written("= ", results->loss)));
    for (const Layer& layer : lesson.scene.layers) {
        if (layer.weights == nullptr) continue;
        const auto weights =
            format_count(static_cast<std::int64_t>(layer.weights->shape().count()));
        EXPECT_TRUE(says(lesson, weights + " weights")) << weights;
    }
}

}  // namespace
}  // namespace convscope
