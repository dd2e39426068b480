#include "core/ops/op_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace convscope {
namespace {

TEST(OpTable, IdsAreUniqueAndFound) {
    std::set<std::string_view> ids;
    for (const OpInfo& op : op_table()) {
        EXPECT_TRUE(ids.insert(op.id).second) << op.id;
        EXPECT_EQ(find_op(op.id), &op);
    }
    EXPECT_EQ(find_op("no such op"), nullptr);
    EXPECT_EQ(find_op(""), nullptr);
}

TEST(OpTable, RowsAreComplete) {
    for (const OpInfo& op : op_table()) {
        EXPECT_FALSE(op.label.empty()) << op.id;
        EXPECT_FALSE(op.output_symbol.empty()) << op.id;
        EXPECT_FALSE(op.formula.empty()) << op.id;
        EXPECT_FALSE(op.backward_note.empty()) << op.id;
        const auto choice = std::ranges::find_if(
            op.fields, [](const ParamField& field) { return !field.choices.empty(); });
        const auto notes = std::ranges::count(op.backward_note, '|') + 1;
        if (notes > 1) {
            ASSERT_NE(choice, op.fields.end()) << op.id;
            EXPECT_EQ(notes, std::ssize(choice->choices)) << op.id;
        }
        EXPECT_EQ(op.weights_key.empty(), op.weights_shape == nullptr) << op.id;
        EXPECT_EQ(op.fast.grad_weights_part == nullptr, op.weights_shape == nullptr) << op.id;
        EXPECT_EQ(op.twin.grad_weights_part == nullptr, op.weights_shape == nullptr) << op.id;
        EXPECT_EQ(op.oracle.grad_weights == nullptr, op.weights_shape == nullptr) << op.id;
        EXPECT_LE(op.fields.size(), static_cast<std::size_t>(kMaxParams)) << op.id;
    }
}

TEST(OpTable, FieldsAreComplete) {
    for (const OpInfo& op : op_table()) {
        std::set<std::string_view> paths;
        for (const ParamField& field : op.fields) {
            EXPECT_TRUE(paths.insert(field.path).second) << op.id << " " << field.path;
            EXPECT_FALSE(field.label.empty()) << field.path;
            EXPECT_TRUE(field.tooltip.ends_with('.')) << field.path;
            EXPECT_LE(field.minimum, field.default_value) << field.path;
            EXPECT_LE(field.default_value, field.maximum) << field.path;
            if (!field.choices.empty()) {
                EXPECT_EQ(field.minimum, 0) << field.path;
                EXPECT_EQ(field.maximum + 1, std::ssize(field.choices)) << field.path;
            }
            if (!field.choice_tooltips.empty()) {
                EXPECT_EQ(field.choice_tooltips.size(), field.choices.size()) << field.path;
            }
            for (const std::string_view tooltip : field.choice_tooltips)
                EXPECT_TRUE(tooltip.ends_with('.')) << field.path;
            EXPECT_EQ(op.fields[field_index(op, field.path)].path, field.path);
        }
    }
}

TEST(OpTable, FieldsStandInTheAgreedOrder) {
    const auto paths = [](std::string_view id) {
        std::vector<std::string_view> all;
        for (const ParamField& field : find_op(id)->fields) all.push_back(field.path);
        return all;
    };
    EXPECT_EQ(paths("conv2d"), (std::vector<std::string_view>{
                                   "kernel.w", "kernel.h", "stride.x", "stride.y", "pad.x", "pad.y",
                                   "dilation.x", "dilation.y", "filters"}));
    EXPECT_EQ(paths("max_pool2d"),
              (std::vector<std::string_view>{"window.w", "window.h", "stride.x", "stride.y",
                                             "pad.x", "pad.y", "ties"}));
    EXPECT_EQ(paths("avg_pool2d"),
              (std::vector<std::string_view>{"window.w", "window.h", "stride.x", "stride.y",
                                             "pad.x", "pad.y", "count_include_pad"}));
    EXPECT_EQ(paths("dense"), (std::vector<std::string_view>{"units"}));
    for (const char* id : {"relu", "global_avg_pool", "flatten"}) EXPECT_TRUE(paths(id).empty());
}

TEST(CheckParams, NamesTheFieldAndItsLimits) {
    const OpInfo& conv = *find_op("conv2d");
    ParamSet params = default_params(conv);
    EXPECT_TRUE(check_params(conv, params));
    params[field_index(conv, "stride.x")] = 0;
    const auto result = check_params(conv, params);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().text(),
              "stride.x: stride x of the convolution must be from 1 to 64, not 0");

    const OpInfo& pool = *find_op("max_pool2d");
    params = default_params(pool);
    params[field_index(pool, "ties")] = 3;
    ASSERT_FALSE(check_params(pool, params));
    EXPECT_EQ(check_params(pool, params).error().text(),
              "ties: ties of the max pool must be first or split or all, not 3");
}

TEST(GradWeightsParts, AreBlocksOfOnePictureAndGroupsOfABatch) {
    EXPECT_EQ(grad_weights_parts({1, 9, 64, 64}), 1);
    EXPECT_EQ(grad_weights_parts({1, 9, 65, 129}), 6);
    EXPECT_EQ(grad_weights_parts({2, 9, 65, 129}), 1);
    EXPECT_EQ(grad_weights_parts({16, 1, 1, 1}), 1);
    EXPECT_EQ(grad_weights_parts({17, 1, 1, 1}), 2);
}

TEST(CombineGradWeights, AddsBlocksInPairsAndGroupsInOrder) {
    // 1 is lost when it meets 2^24 alone, and kept when it meets another 1 first.
    const std::vector<float> partials = {0x1p24f, 0, 1, 1};
    float total = 0;
    combine_grad_weights({1, 1, 1, 256}, partials, 1, {&total, 1});
    EXPECT_EQ(total, 0x1p24f + 2);
    combine_grad_weights({64, 1, 1, 1}, partials, 1, {&total, 1});
    EXPECT_EQ(total, 0x1p24f);
}

TEST(Replay, OfNothingIsTheStart) {
    Explanation explanation;
    explanation.start = 2.5f;
    EXPECT_EQ(replay(explanation), 2.5f);
    explanation.reduction = Reduction::kBlocks;
    explanation.parts = 3;
    EXPECT_EQ(replay(explanation), 0.0f);
}

TEST(Replay, DividesTermsOrTheWholeSum) {
    Explanation explanation;
    Term term;
    term.a = 6;
    term.b = 1;
    term.divisor = 4;
    explanation.terms = {term, term};
    EXPECT_EQ(replay(explanation), 3.0f);
    for (const Reduction reduction :
         {Reduction::kOrdered, Reduction::kBlocks, Reduction::kGroups}) {
        explanation.reduction = reduction;
        explanation.parts = 1;
        explanation.divisor = 8;
        EXPECT_EQ(replay(explanation), 0.375f);
    }
}

TEST(Replay, LeavesOutWhatIsNotPassedOn) {
    Explanation explanation;
    Term blocked;
    blocked.a = std::numeric_limits<float>::infinity();
    blocked.b = 0;
    blocked.chosen = false;
    Term passed;
    passed.a = 3;
    passed.b = 1;
    explanation.terms = {blocked, passed};
    EXPECT_EQ(replay(explanation), 3.0f);
}

}  // namespace
}  // namespace convscope
