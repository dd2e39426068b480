// What the screen writes about an op: its formulas and the loops that compute them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/ops/op_table.hpp"

namespace convscope {
namespace {

/// A layer with its tensors, all 0: texts look at shapes only.
class Example {
  public:
    Example(std::string_view id, Shape input, const std::map<std::string, int>& params = {},
            bool has_bias = false)
        : op_(*find_op(id)), input_(input), params_(default_params(op_)) {
        for (const auto& [path, value] : params) params_[field_index(op_, path)] = value;
        grad_ = Tensor(op_.output_shape(params_, input).value());
        if (op_.weights_shape == nullptr) return;
        weights_ = Tensor(op_.weights_shape(params_, input));
        if (has_bias) bias_.resize(static_cast<std::size_t>(weights_.shape().n));
    }

    OpInputs inputs() const {
        OpInputs in;
        in.params = params_;
        in.input = input_.view();
        in.grad_output = grad_.view();
        if (!weights_.empty()) in.weights = weights_.view();
        in.bias = bias_;
        return in;
    }
    std::string formula(Quantity quantity, const OpLetters& letters) const {
        return op_.text.formula(inputs(), quantity, letters, nullptr);
    }
    std::string formula(Quantity quantity, const OpLetters& letters, Cell cell) const {
        return op_.text.formula(inputs(), quantity, letters, &cell);
    }
    std::vector<CodeLine> lines(Quantity quantity, WalkOrder order,
                                const OpLetters& letters) const {
        return op_.text.pseudocode(inputs(), quantity, order, letters);
    }
    /// The lines as they stand on the screen.
    std::string code(Quantity quantity, const OpLetters& letters,
                     WalkOrder order = WalkOrder::kByNumber) const {
        std::string text;
        for (const CodeLine& line : lines(quantity, order, letters))
            text += std::string(2 * static_cast<std::size_t>(line.indent), ' ') + line.text + "\n";
        return text;
    }

  private:
    const OpInfo& op_;
    Tensor input_, weights_, grad_;
    ParamSet params_;
    std::vector<float> bias_;
};

const OpLetters kFirst{"I", "G", "R"}, kSecond{"A1", "G2", "R2"}, kPool{"A", "", "P"},
    kRelu{"R", "", "A"}, kList{"F", "G", "Z"};

Example exercise() {
    return {"conv2d", {1, 3, 112, 150}};
}

Example everything() {
    return {"conv2d",
            {1, 8, 40, 40},
            {{"stride.x", 2}, {"stride.y", 3}, {"pad.x", 1}, {"filters", 4}},
            true};
}

TEST(ConvText, FormulasAreThoseOfTheExercise) {
    const Example conv = exercise();
    EXPECT_EQ(conv.formula(Quantity::kOutput, kFirst),
              "R[x,y] = Σ_{c,b,a} I_c[x+a, y+b] · G_c[a,b]");
    EXPECT_EQ(conv.formula(Quantity::kGradWeights, kFirst),
              "∂L/∂G_c[a,b] = Σ_{x,y} I_c[x+a, y+b] · ∂L/∂R[x,y]");
    EXPECT_EQ(conv.formula(Quantity::kGradInput, kFirst),
              "∂L/∂I_c[p,q] = Σ_{x,y} ∂L/∂R[x,y] · G_c[p-x, q-y]");
}

TEST(ConvText, ACellPutsItsNumbersIn) {
    const Example conv = exercise();
    EXPECT_EQ(conv.formula(Quantity::kOutput, kFirst, {0, 0, 40, 86}),
              "R[86,40] = Σ_{c,b,a} I_c[86+a, 40+b] · G_c[a,b]");
    EXPECT_EQ(conv.formula(Quantity::kGradWeights, kFirst, {0, 2, 0, 1}),
              "∂L/∂G_b[1,0] = Σ_{x,y} I_b[x+1, y+0] · ∂L/∂R[x,y]");
    EXPECT_EQ(conv.formula(Quantity::kGradInput, kFirst, {0, 0, 7, 9}),
              "∂L/∂I_r[9,7] = Σ_{x,y} ∂L/∂R[x,y] · G_r[9-x, 7-y]");
}

TEST(ConvText, WhatDiffersFromTheExerciseIsThere) {
    const Example conv = everything();
    EXPECT_EQ(conv.formula(Quantity::kOutput, kSecond),
              "R2_k[x,y] = bias_k + Σ_{c,b,a} A1_c[2x+a-1, 3y+b] · G2_{kc}[a,b]");
    EXPECT_EQ(conv.formula(Quantity::kOutput, kSecond, {0, 1, 4, 0}),
              "R2_2[0,4] = bias_2 + Σ_{c,b,a} A1_c[-1+a, 12+b] · G2_{2c}[a,b]");
    EXPECT_EQ(conv.formula(Quantity::kGradInput, kSecond),
              "∂L/∂A1_c[p,q] = Σ_{k,x,y} ∂L/∂R2_k[x,y] · G2_{kc}[p-2x+1, q-3y]");
    EXPECT_EQ(conv.formula(Quantity::kGradInput, kSecond, {0, 5, 6, 9}),
              "∂L/∂A1_6[9,6] = Σ_{k,x,y} ∂L/∂R2_k[x,y] · G2_{k,6}[10-2x, 6-3y]");
    EXPECT_EQ(conv.formula(Quantity::kGradWeights, kSecond, {3, 5, 2, 0}),
              "∂L/∂G2_{4,6}[0,2] = Σ_{x,y} A1_6[2x-1, 3y+2] · ∂L/∂R2_4[x,y]");
    EXPECT_EQ(conv.formula(Quantity::kGradBias, kSecond), "∂L/∂bias_k = Σ_{x,y} ∂L/∂R2_k[x,y]");
    EXPECT_EQ(conv.formula(Quantity::kGradBias, kSecond, {3, 0, 0, 0}),
              "∂L/∂bias_4 = Σ_{x,y} ∂L/∂R2_4[x,y]");
}

TEST(ConvText, DilationDividesWhatAnInputReads) {
    const Example conv("conv2d", {1, 1, 20, 20}, {{"dilation.x", 2}});
    EXPECT_EQ(conv.formula(Quantity::kOutput, kFirst), "R[x,y] = Σ_{b,a} I[x+2a, y+b] · G[a,b]");
    EXPECT_EQ(conv.formula(Quantity::kGradInput, kFirst),
              "∂L/∂I[p,q] = Σ_{x,y} ∂L/∂R[x,y] · G[(p-x)/2, q-y]");
}

TEST(ConvText, TheLoopsAreThoseOfTheExercise) {
    EXPECT_EQ(exercise().code(Quantity::kOutput, kFirst),
              "for y = 0, 1, 2, … while y ≤ H - h\n"
              "  for x = 0, 1, 2, … while x ≤ W - w\n"
              "    total = 0\n"
              "    for c in r, g, b\n"
              "      window = I_c[x : x+w, y : y+h]\n"
              "      total = total + sum(window ⊙ G_c)\n"
              "    R[x,y] = total\n");
    EXPECT_EQ(everything().code(Quantity::kOutput, kSecond),
              "for k = 1 … 4\n"
              "  for y = 0, 1, 2, … while 3y ≤ H - h\n"
              "    for x = 0, 1, 2, … while 2x ≤ W - w + 2\n"
              "      total = bias_k\n"
              "      for c = 1 … 8\n"
              "        window = A1_c[2x-1 : 2x-1+w, 3y : 3y+h]\n"
              "        total = total + sum(window ⊙ G2_{kc})\n"
              "      R2_k[x,y] = total\n");
    const Example dilated("conv2d", {1, 1, 20, 20}, {{"dilation.y", 3}});
    EXPECT_EQ(dilated.code(Quantity::kOutput, kFirst),
              "for y = 0, 1, 2, … while y ≤ H - 3h + 2\n"
              "  for x = 0, 1, 2, … while x ≤ W - w\n"
              "    total = 0\n"
              "    window = I[x : x+w, y : y+3h : 3]\n"
              "    total = total + sum(window ⊙ G)\n"
              "    R[x,y] = total\n");
}

TEST(ConvText, TheGradientOfTheFilterGrowsByWeightOrByPatch) {
    EXPECT_EQ(exercise().code(Quantity::kGradWeights, kFirst),
              "for c in r, g, b\n"
              "  for b = 0 … h-1\n"
              "    for a = 0 … w-1\n"
              "      total = 0\n"
              "      for y = 0, 1, 2, … while y ≤ H - h\n"
              "        for x = 0, 1, 2, … while x ≤ W - w\n"
              "          total = total + I_c[x+a, y+b] · ∂L/∂R[x,y]\n"
              "      ∂L/∂G_c[a,b] = total\n");
    EXPECT_EQ(exercise().code(Quantity::kGradWeights, kFirst, WalkOrder::kByOutput),
              "∂L/∂G = 0\n"
              "for y = 0, 1, 2, … while y ≤ H - h\n"
              "  for x = 0, 1, 2, … while x ≤ W - w\n"
              "    for c in r, g, b\n"
              "      window = I_c[x : x+w, y : y+h]\n"
              "      ∂L/∂G_c += window · ∂L/∂R[x,y]\n");
    EXPECT_EQ(everything().code(Quantity::kGradWeights, kSecond, WalkOrder::kByOutput),
              "∂L/∂G2 = 0, ∂L/∂bias = 0\n"
              "for k = 1 … 4\n"
              "  for y = 0, 1, 2, … while 3y ≤ H - h\n"
              "    for x = 0, 1, 2, … while 2x ≤ W - w + 2\n"
              "      for c = 1 … 8\n"
              "        window = A1_c[2x-1 : 2x-1+w, 3y : 3y+h]\n"
              "        ∂L/∂G2_{kc} += window · ∂L/∂R2_k[x,y]\n"
              "      ∂L/∂bias_k += ∂L/∂R2_k[x,y]\n");
}

TEST(ConvText, TheGradientOfTheInputIsGatheredOrScattered) {
    EXPECT_EQ(everything().code(Quantity::kGradInput, kSecond),
              "for c = 1 … 8\n"
              "  for q = 0 … H-1\n"
              "    for p = 0 … W-1\n"
              "      total = 0\n"
              "      for k = 1 … 4\n"
              "        for y where 0 ≤ q-3y < h\n"
              "          for x where 0 ≤ p-2x+1 < w\n"
              "            total = total + ∂L/∂R2_k[x,y] · G2_{kc}[p-2x+1, q-3y]\n"
              "      ∂L/∂A1_c[p,q] = total\n");
    EXPECT_EQ(exercise().code(Quantity::kGradInput, kFirst, WalkOrder::kByOutput),
              "∂L/∂I = 0\n"
              "for y = 0, 1, 2, … while y ≤ H - h\n"
              "  for x = 0, 1, 2, … while x ≤ W - w\n"
              "    for c in r, g, b\n"
              "      window = ∂L/∂I_c[x : x+w, y : y+h]\n"
              "      window += ∂L/∂R[x,y] · G_c\n");
}

TEST(ReluText, SaysWhatPasses) {
    const Example relu("relu", {1, 1, 9, 9}), maps("relu", {1, 2, 9, 9}),
        list("relu", {1, 1, 9, 1});
    EXPECT_EQ(relu.formula(Quantity::kOutput, kRelu), "A[x,y] = max(0, R[x,y])");
    EXPECT_EQ(maps.formula(Quantity::kGradInput, kRelu, {0, 1, 3, 4}),
              "∂L/∂R_2[4,3] = ∂L/∂A_2[4,3] where R_2[4,3] > 0, else 0");
    EXPECT_EQ(list.formula(Quantity::kOutput, kRelu, {0, 0, 3, 0}), "A[3] = max(0, R[3])");
    EXPECT_EQ(relu.code(Quantity::kOutput, kRelu),
              "for y = 0 … H-1\n"
              "  for x = 0 … W-1\n"
              "    best = 0\n"
              "    if R[x,y] > 0: best = R[x,y]\n"
              "    A[x,y] = best\n");
    EXPECT_EQ(relu.code(Quantity::kGradInput, kRelu, WalkOrder::kByOutput),
              "∂L/∂R = 0\n"
              "for y = 0 … H-1\n"
              "  for x = 0 … W-1\n"
              "    if R[x,y] > 0: ∂L/∂R[x,y] += ∂L/∂A[x,y]\n");
}

TEST(MaxPoolText, LooksForTheLargest) {
    const Example pool("max_pool2d", {1, 1, 9, 9});
    EXPECT_EQ(pool.formula(Quantity::kOutput, kPool), "P[x,y] = max_{a,b} A[2x+a, 2y+b]");
    EXPECT_EQ(pool.formula(Quantity::kOutput, kPool, {0, 0, 1, 3}),
              "P[3,1] = max_{a,b} A[6+a, 2+b]");
    EXPECT_EQ(pool.code(Quantity::kOutput, kPool),
              "for y = 0, 1, 2, … while 2y ≤ H - h\n"
              "  for x = 0, 1, 2, … while 2x ≤ W - w\n"
              "    best = -∞\n"
              "    for b = 0 … h-1\n"
              "      for a = 0 … w-1\n"
              "        if A[2x+a, 2y+b] > best: best = A[2x+a, 2y+b]\n"
              "    P[x,y] = best\n");
}

TEST(MaxPoolText, TheGradientFollowsTheRuleForTies) {
    const auto with_rule = [](int rule) {
        return Example("max_pool2d", {1, 1, 9, 9}, {{"ties", rule}});
    };
    EXPECT_EQ(with_rule(0).formula(Quantity::kGradInput, kPool, {0, 0, 2, 4}),
              "∂L/∂A[4,2] = Σ ∂L/∂P[x,y] over all windows won by A[4,2]");
    EXPECT_EQ(with_rule(1).formula(Quantity::kGradInput, kPool),
              "∂L/∂A[p,q] = Σ ∂L/∂P[x,y] / n over all windows with A[p,q] as one of n largest");
    EXPECT_EQ(with_rule(2).formula(Quantity::kGradInput, kPool),
              "∂L/∂A[p,q] = Σ ∂L/∂P[x,y] over all windows with A[p,q] as a largest");
    EXPECT_EQ(with_rule(0).code(Quantity::kGradInput, kPool, WalkOrder::kByOutput),
              "∂L/∂A = 0\n"
              "for y = 0, 1, 2, … while 2y ≤ H - h\n"
              "  for x = 0, 1, 2, … while 2x ≤ W - w\n"
              "    for p, q in [2x : 2x+w, 2y : 2y+h]\n"
              "      if A[p,q] is the winner: ∂L/∂A[p,q] += ∂L/∂P[x,y]\n");
    EXPECT_EQ(with_rule(1).code(Quantity::kGradInput, kPool),
              "for q = 0 … H-1\n"
              "  for p = 0 … W-1\n"
              "    total = 0\n"
              "    for y where 0 ≤ q-2y < h\n"
              "      for x where 0 ≤ p-2x < w\n"
              "        n = number of winners in A[2x : 2x+w, 2y : 2y+h]\n"
              "        if A[p,q] = P[x,y]: total = total + ∂L/∂P[x,y] / n\n"
              "    ∂L/∂A[p,q] = total\n");
    EXPECT_EQ(with_rule(1).code(Quantity::kGradInput, kPool, WalkOrder::kByOutput),
              "∂L/∂A = 0\n"
              "for y = 0, 1, 2, … while 2y ≤ H - h\n"
              "  for x = 0, 1, 2, … while 2x ≤ W - w\n"
              "    n = number of winners in A[2x : 2x+w, 2y : 2y+h]\n"
              "    for p, q in [2x : 2x+w, 2y : 2y+h]\n"
              "      if A[p,q] = P[x,y]: ∂L/∂A[p,q] += ∂L/∂P[x,y] / n\n");
}

TEST(AvgPoolText, DividesByTheCellsThatCount) {
    const Example pool("avg_pool2d", {1, 1, 9, 9});
    EXPECT_EQ(pool.formula(Quantity::kOutput, kPool), "P[x,y] = Σ_{b,a} A[2x+a, 2y+b] / 4");
    EXPECT_EQ(pool.formula(Quantity::kGradInput, kPool, {0, 0, 1, 2}),
              "∂L/∂A[2,1] = Σ ∂L/∂P[x,y] / 4 over all windows with A[2,1]");
    const Example padded("avg_pool2d", {1, 1, 9, 9}, {{"pad.x", 1}, {"count_include_pad", 0}});
    EXPECT_EQ(padded.formula(Quantity::kOutput, kPool),
              "P[x,y] = Σ_{b,a} A[2x+a-1, 2y+b] / n, n: cells of the window inside A");
    EXPECT_EQ(padded.formula(Quantity::kGradInput, kPool, {0, 0, 1, 2}),
              "∂L/∂A[2,1] = Σ ∂L/∂P[x,y] / n over all windows with A[2,1] and n cells inside A");
    EXPECT_THAT(
        padded.code(Quantity::kOutput, kPool),
        testing::HasSubstr("    n = number of cells in A[2x-1 : 2x-1+w, 2y : 2y+h] inside A\n"
                           "    P[x,y] = total / n\n"));
    EXPECT_EQ(padded.formula(Quantity::kOutput, kPool, {0, 0, 1, 0}),
              "P[0,1] = Σ_{b,a} A[-1+a, 2+b] / 2");
    EXPECT_EQ(pool.code(Quantity::kOutput, kPool),
              "for y = 0, 1, 2, … while 2y ≤ H - h\n"
              "  for x = 0, 1, 2, … while 2x ≤ W - w\n"
              "    total = 0\n"
              "    window = A[2x : 2x+w, 2y : 2y+h]\n"
              "    total = total + sum(window)\n"
              "    P[x,y] = total / 4\n");
}

TEST(GlobalAvgPoolText, IsTheMeanOfAMap) {
    const Example pool("global_avg_pool", {1, 4, 5, 8});
    EXPECT_EQ(pool.formula(Quantity::kOutput, kPool), "P_c = Σ_{x,y} A_c[x,y] / 40");
    EXPECT_EQ(pool.formula(Quantity::kGradInput, kPool, {0, 3, 1, 2}),
              "∂L/∂A_4[2,1] = ∂L/∂P_4[0,0] / 40");
    EXPECT_EQ(pool.code(Quantity::kOutput, kPool),
              "for c = 1 … 4\n"
              "  total = 0\n"
              "  for y = 0 … H-1\n"
              "    for x = 0 … W-1\n"
              "      total = total + A_c[x,y]\n"
              "  P_c = total / 40\n");
}

TEST(FlattenText, NamesTheCellAndItsPlace) {
    const Example flatten("flatten", {1, 4, 5, 4});
    const OpLetters letters{"P", "", "F"};
    EXPECT_EQ(flatten.formula(Quantity::kOutput, letters), "F[20(c-1)+4y+x] = P_c[x,y]");
    EXPECT_EQ(flatten.formula(Quantity::kOutput, letters, {0, 0, 46, 0}), "F[46] = P_3[2,1]");
    EXPECT_EQ(flatten.formula(Quantity::kGradInput, letters, {0, 2, 1, 2}),
              "∂L/∂P_3[2,1] = ∂L/∂F[46]");
    EXPECT_EQ(flatten.code(Quantity::kGradInput, letters, WalkOrder::kByOutput),
              "∂L/∂P = 0\n"
              "for i = 0 … 79\n"
              "  c, y, x where 20(c-1)+4y+x = i\n"
              "  ∂L/∂P_c[x,y] += ∂L/∂F[i]\n");
}

TEST(DenseText, CountsOutputsAndTheirWeightsAsPlacesOfAList) {
    const Example dense("dense", {1, 1, 20, 1}, {}, true);
    EXPECT_EQ(dense.formula(Quantity::kOutput, kList), "Z[k] = bias_k + Σ_y F[y] · G_k[y]");
    EXPECT_EQ(dense.formula(Quantity::kOutput, kList, {0, 0, 3, 0}),
              "Z[3] = bias_3 + Σ_y F[y] · G_3[y]");
    EXPECT_EQ(dense.formula(Quantity::kGradInput, kList, {0, 0, 7, 0}),
              "∂L/∂F[7] = Σ_k ∂L/∂Z[k] · G_k[7]");
    EXPECT_EQ(dense.formula(Quantity::kGradWeights, kList, {3, 0, 7, 0}),
              "∂L/∂G_3[7] = F[7] · ∂L/∂Z[3]");
    EXPECT_EQ(dense.formula(Quantity::kGradBias, kList, {3, 0, 0, 0}), "∂L/∂bias_3 = ∂L/∂Z[3]");
    const Example maps("dense", {1, 4, 5, 4}, {{"units", 1}});
    EXPECT_EQ(maps.formula(Quantity::kOutput, kList), "Z[0,0] = Σ_{c,y,x} F_c[x,y] · G_c[x,y]");
    EXPECT_EQ(dense.code(Quantity::kOutput, kList),
              "for k = 0 … 9\n"
              "  total = bias_k\n"
              "  total = total + sum(F ⊙ G_k)\n"
              "  Z[k] = total\n");
    for (const CodeLine& line : dense.lines(Quantity::kOutput, WalkOrder::kByNumber, kList))
        EXPECT_EQ(line.first_value, 0);
}

/// Characters, not bytes.
std::ptrdiff_t characters(const std::string& text) {
    return std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; });
}

void expect_fits(const std::vector<CodeLine>& lines, const std::string& name) {
    EXPECT_LE(lines.size(), 11u) << name;
    int indent = 0;
    for (const CodeLine& line : lines) {
        EXPECT_LE(characters(line.text), 60) << name << ": " << line.text;
        EXPECT_FALSE(line.text.empty()) << name;
        EXPECT_LE(line.indent, indent + 1) << name << ": " << line.text;
        indent = line.indent;
    }
    EXPECT_TRUE(std::ranges::count(lines, CodeMoment::kTerm, &CodeLine::moment) == 1) << name;
}

class TextsOfAllOps : public testing::TestWithParam<std::string> {};

TEST_P(TextsOfAllOps, AreThereForEveryQuantityAndOrder) {
    const OpInfo& op = *find_op(GetParam());
    ASSERT_NE(op.text.formula, nullptr);
    ASSERT_NE(op.text.pseudocode, nullptr);
    for (const int channels : {1, 3, 12}) {
        const Example layer(op.id, {1, channels, 12, 12}, {}, true);
        std::vector<Quantity> quantities{Quantity::kOutput, Quantity::kGradInput};
        if (op.weights_shape != nullptr) {
            quantities.push_back(Quantity::kGradWeights);
            quantities.push_back(Quantity::kGradBias);
        }
        for (const Quantity quantity : quantities) {
            const std::string name = GetParam() + " " + std::to_string(static_cast<int>(quantity));
            EXPECT_NE(layer.formula(quantity, kSecond).find(" = "), std::string::npos) << name;
            EXPECT_NE(layer.formula(quantity, kSecond, {}).find(" = "), std::string::npos) << name;
            const auto by_number = layer.lines(quantity, WalkOrder::kByNumber, kSecond);
            expect_fits(by_number, name);
            EXPECT_EQ(by_number.back().moment, CodeMoment::kFinish) << name;
            if (quantity != Quantity::kOutput)
                expect_fits(layer.lines(quantity, WalkOrder::kByOutput, kSecond), name);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Ops, TextsOfAllOps, testing::ValuesIn([] {
                             std::vector<std::string> ids;
                             for (const OpInfo& op : op_table()) ids.emplace_back(op.id);
                             return ids;
                         }()),
                         [](const auto& row) { return row.param; });

TEST(NotPassed, IsSaidByThoseWhoHoldGradientsBack) {
    EXPECT_EQ(find_op("relu")->text.not_passed, "the ReLU is off here, {input} ≤ 0");
    EXPECT_EQ(find_op("max_pool2d")->text.not_passed, "this cell is not the winner of the window");
    EXPECT_TRUE(find_op("conv2d")->text.not_passed.empty());
}

}  // namespace
}  // namespace convscope
