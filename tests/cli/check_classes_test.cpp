// Golden cases of average pooling, dense and cross-entropy, worked by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/io/npy.hpp"
#include "tests/cli/run_cli.hpp"

namespace convscope {
namespace {

struct Array {
    std::vector<int> shape;
    std::vector<float> values;
};

/// A case made of arrays; results must be met within 1e-6.
class MadeCase {
  public:
    MadeCase(const std::string& op, const std::string& params,
             const std::map<std::string, Array>& inputs,
             const std::map<std::string, Array>& expected) {
        const std::string text = R"({"id": "made", "op": ")" + op + R"(", "params": )" + params +
                                 R"(, "inputs": )" + list(inputs, "") + R"(, "expected": )" +
                                 list(expected, R"(, "compare": "close", "atol": 1e-6)") + "}";
        folder_.write("case.json", text);
    }
    CliRun check() const { return run_cli("check '" + folder_.path().string() + "'"); }
    void expect_pass() const {
        const CliRun run = check();
        EXPECT_EQ(run.status, 0) << run.out << run.err;
        EXPECT_EQ(run.closing_line(), "1 passed, 0 failed\n") << run.out;
    }

  private:
    /// Writes the arrays and names them in JSON.
    std::string list(const std::map<std::string, Array>& arrays, const std::string& rule) {
        std::string text;
        for (const auto& [name, array] : arrays) {
            const std::string file = name + ".npy";
            EXPECT_TRUE(write_npy(folder_ / file, array.shape, array.values));
            text += (text.empty() ? "\"" : ", \"") + name + R"(": {"file": ")" + file + "\"" +
                    rule + "}";
        }
        return "{" + text + "}";
    }
    TempFolder folder_;
};

TEST(CheckClasses, AveragesWithAndWithoutThePadding) {
    const Array input{{1, 1, 2, 2}, {4, 8, 12, 16}}, grad{{1, 1, 2, 2}, {4, 8, 12, 16}};
    const std::string params =
        R"({"kernel": [2, 2], "stride": [2, 2], "padding": [1, 1], "count_include_pad": )";
    MadeCase(
        "avgpool2d", params + "true}", {{"input", input}, {"grad_output", grad}},
        {{"output", {{1, 1, 2, 2}, {1, 2, 3, 4}}}, {"grad_input", {{1, 1, 2, 2}, {1, 2, 3, 4}}}})
        .expect_pass();
    MadeCase("avgpool2d", params + "false}", {{"input", input}, {"grad_output", grad}},
             {{"output", input}, {"grad_input", input}})
        .expect_pass();
    const CliRun wrong =
        MadeCase("avgpool2d", params + "1}", {{"input", input}}, {{"output", input}}).check();
    EXPECT_EQ(wrong.status, 3);
    EXPECT_NE(wrong.err.find("count_include_pad"), std::string::npos) << wrong.err;
}

TEST(CheckClasses, DenseWithoutBiasOfOneSampleAndOneOutput) {
    const std::map<std::string, Array> inputs{{"input", {{1, 3}, {1, 2, 3}}},
                                              {"weight", {{1, 3}, {4, 5, -6}}},
                                              {"grad_output", {{1, 1}, {2}}}};
    MadeCase("dense", "{}", inputs,
             {{"output", {{1, 1}, {-4}}},
              {"grad_input", {{1, 3}, {8, 10, -12}}},
              {"grad_weight", {{1, 3}, {2, 4, 6}}},
              {"grad_bias", {{1}, {2}}}})
        .expect_pass();
}

/// As VGG's first dense layer reads: more numbers than a plane may have rows.
TEST(CheckClasses, DenseOfALongList) {
    constexpr int kCount = 25'088;
    const std::vector<float> ones(kCount, 1), quarters(kCount, 0.25f);
    MadeCase("dense", "{}",
             {{"input", {{1, kCount}, ones}},
              {"weight", {{1, kCount}, quarters}},
              {"grad_output", {{1, 1}, {2}}}},
             {{"output", {{1, 1}, {kCount / 4.0f}}},
              {"grad_input", {{1, kCount}, std::vector<float>(kCount, 0.5f)}},
              {"grad_weight", {{1, kCount}, std::vector<float>(kCount, 2)}}})
        .expect_pass();
}

TEST(CheckClasses, DenseWhoseWeightsDoNotFitNamesBothSizes) {
    const CliRun run =
        MadeCase("dense", "{}",
                 {{"input", {{1, 3}, {1, 2, 3}}}, {"weight", {{2, 2}, {1, 2, 3, 4}}}},
                 {{"output", {{1, 2}, {0, 0}}}})
            .check();
    EXPECT_EQ(run.status, 3) << run.out;
    EXPECT_NE(run.err.find("holds 4 weights; the dense layer reads 3 numbers and needs 2 x 3"),
              std::string::npos)
        << run.err;
}

TEST(CheckClasses, CrossEntropyOfHugeInfiniteAndSingleScores) {
    constexpr float kInf = std::numeric_limits<float>::infinity();
    MadeCase("softmax_cross_entropy", "{}",
             {{"logits", {{2, 2}, {-kInf, 3, 1e30f, -1e30f}}}, {"labels", {{2}, {1, 0}}}},
             {{"probs", {{2, 2}, {0, 1, 1, 0}}},
              {"loss_per_sample", {{2}, {0, 0}}},
              {"loss", {{1}, {0}}},
              {"grad_logits", {{2, 2}, {0, 0, 0, 0}}}})
        .expect_pass();
    MadeCase("softmax_cross_entropy", "{}",
             {{"logits", {{1, 2}, {-kInf, 3}}}, {"labels", {{1}, {0}}}},
             {{"loss", {{1}, {kInf}}}, {"grad_logits", {{1, 2}, {-1, 1}}}})
        .expect_pass();
    MadeCase("softmax_cross_entropy", "{}",
             {{"logits", {{3, 1}, {7, -7, 0}}}, {"labels", {{3}, {0, 0, 0}}}},
             {{"probs", {{3, 1}, {1, 1, 1}}}, {"loss", {{1}, {0}}}})
        .expect_pass();
}

/// A 1x2x2 picture averaged to one number x = 3, dense to (x, -x), cross-entropy of class 1.
TEST(CheckClasses, APipelineWithoutRelu) {
    const float p = 1 / (1 + std::exp(-6.0f));
    MadeCase("pipeline",
             R"({"layers": [{"op": "avgpool2d", "kernel": [2, 2], "stride": [2, 2],
                 "padding": [0, 0]}, {"op": "flatten"}, {"op": "dense", "out": 2},
                 {"op": "softmax_cross_entropy"}]})",
             {{"input", {{1, 1, 2, 2}, {1, 2, 3, 6}}},
              {"layer2_weight", {{2, 1}, {1, -1}}},
              {"labels", {{1}, {1}}}},
             {{"layer1_output", {{1, 1}, {3}}},
              {"layer2_output", {{1, 2}, {3, -3}}},
              {"loss", {{1}, {6 - std::log(p)}}},
              {"grad_layer2_weight", {{2, 1}, {3 * p, -3 * p}}},
              {"grad_layer2_bias", {{2}, {p, -p}}},
              {"grad_input", {{1, 1, 2, 2}, std::vector<float>(4, p / 2)}}})
        .expect_pass();
}

/// Nothing flattens the maps of the two samples, 1x1x2 each.
TEST(CheckClasses, DenseReadsAMap) {
    MadeCase("pipeline", R"({"layers": [{"op": "dense", "out": 1}, {"op": "half_sum_squares"}]})",
             {{"input", {{2, 1, 1, 2}, {1, 2, 3, 4}}}, {"layer0_weight", {{1, 2}, {1, 1}}}},
             {{"layer0_output", {{2, 1}, {3, 7}}},
              {"loss", {{1}, {29}}},
              {"grad_layer0_weight", {{1, 2}, {24, 34}}},
              {"grad_input", {{2, 1, 1, 2}, {3, 3, 7, 7}}}})
        .expect_pass();
}

TEST(CheckClasses, LabelsThatCannotBeAreStatus3) {
    const Array logits{{2, 3}, {1, 2, 3, 4, 5, 6}};
    const std::pair<Array, const char*> labels[] = {
        {{{2}, {0, 3}}, "the label is 3"},           {{{2}, {-1, 0}}, "the nearest is 0"},
        {{{2}, {0.5f, 0}}, "whole number"},          {{{2}, {1e30f, 0}}, "whole number"},
        {{{2}, {std::nanf(""), 0}}, "whole number"}, {{{3}, {0, 1, 2}}, "3 labels for 2 samples"}};
    for (const auto& [array, sentence] : labels) {
        const CliRun run = MadeCase("softmax_cross_entropy", "{}",
                                    {{"logits", logits}, {"labels", array}}, {{"loss", {{1}, {0}}}})
                               .check();
        EXPECT_EQ(run.status, 3) << run.out;
        EXPECT_EQ(run.err_lines(), 1) << run.err;
        EXPECT_NE(run.err.find(sentence), std::string::npos) << run.err;
    }
    const CliRun none =
        MadeCase("softmax_cross_entropy", "{}", {{"logits", logits}}, {{"loss", {{1}, {0}}}})
            .check();
    EXPECT_NE(none.err.find("no input \"labels\""), std::string::npos) << none.err;
}

}  // namespace
}  // namespace convscope
