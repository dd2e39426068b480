#include <gtest/gtest.h>

#include "core/io/npy.hpp"
#include "tests/cli/run_cli.hpp"

namespace convscope {
namespace {

/// A copy of a golden case that a test may spoil.
class CaseCopy {
  public:
    explicit CaseCopy(const std::string& id) {
        std::filesystem::copy(golden_folder() + "/" + id, folder_ / id);
        path_ = folder_ / id;
    }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
    void replace(std::string_view from, std::string_view to) const {
        std::string text = read_text(path_ / "case.json");
        const std::size_t place = text.find(from);
        ASSERT_NE(place, std::string::npos) << from;
        std::ofstream(path_ / "case.json") << text.replace(place, from.size(), to);
    }
    /// Adds to one element of a tensor.
    void spoil(std::string_view file, std::size_t index, float amount) const {
        NpyArray array = *read_npy(path_ / file);
        array.values[index] += amount;
        ASSERT_TRUE(write_npy(path_ / file, array.shape, array.values));
    }
    CliRun check(const std::string& options = "") const {
        return run_cli("check '" + path_.string() + "' " + options);
    }

  private:
    TempFolder folder_;
    std::filesystem::path path_;
};

TEST(Check, PublicCasesOfOurOpsPass) {
    const CliRun run = run_cli("check '" + golden_folder() + "'");
    EXPECT_EQ(run.status, 0) << run.out;
    EXPECT_TRUE(run.err.empty()) << run.err;
    EXPECT_EQ(run.out.find("FAIL"), std::string::npos) << run.out;
    int cases = 0;
    for (const auto& entry : std::filesystem::directory_iterator(golden_folder())) {
        const std::string id = entry.path().filename().string();
        if (id == "README.md") continue;
        const bool later = id.starts_with("train_") || id.starts_with("optimizer_");
        if (!later) ++cases;
        EXPECT_EQ(run.out.find(id + "  skipped") != std::string::npos, later) << id;
    }
    EXPECT_EQ(cases, 44);
    int passed = 0, failed = -1;
    ASSERT_EQ(std::sscanf(run.closing_line().c_str(), "%d passed, %d failed\n", &passed, &failed),
              2);
    EXPECT_EQ(passed, cases);
    EXPECT_EQ(failed, 0);
}

TEST(Check, SkipsByNameWhatNeedsOtherOps) {
    const CliRun run = run_cli("check '" + golden_folder() + "/optimizer_001'");
    EXPECT_EQ(run.status, 0);
    EXPECT_EQ(run.out, "optimizer_001  skipped: needs optimizer\n0 passed, 0 failed\n");
}

TEST(Check, AWrongNumberFails) {
    const CaseCopy copy("conv_003");
    copy.spoil("output.npy", 7, 0.5f);
    const CliRun run = copy.check();
    EXPECT_EQ(run.status, 1);
    EXPECT_TRUE(run.err.empty());
    EXPECT_NE(run.out.find("output             worst error 0.5       FAIL: 1 of 40 values are off"),
              std::string::npos)
        << run.out;
    EXPECT_NE(run.out.find("grad_input"), std::string::npos);
    EXPECT_EQ(run.closing_line(), "0 passed, 1 failed\n");
}

TEST(Check, AnErrorWithinTheToleranceDoesNot) {
    const CaseCopy copy("conv_003");
    copy.spoil("output.npy", 7, 2e-6f);
    EXPECT_EQ(copy.check().status, 0);
    const CaseCopy exact("conv_001");
    exact.spoil("output.npy", 0, 1e-5f);
    EXPECT_EQ(exact.check().status, 1);
}

TEST(Check, NanAndInfinityMustBeMet) {
    const CaseCopy copy("conv_003");
    copy.spoil("output.npy", 0, std::numeric_limits<float>::quiet_NaN());
    EXPECT_EQ(copy.check().status, 1);
    const CaseCopy infinite("conv_003");
    infinite.spoil("output.npy", 0, std::numeric_limits<float>::infinity());
    const CliRun run = infinite.check();
    EXPECT_EQ(run.status, 1);
    EXPECT_NE(run.out.find("NaN or infinite on one side only"), std::string::npos) << run.out;
}

TEST(Check, AnotherShapeFails) {
    const CaseCopy copy("conv_003");
    const NpyArray array = *read_npy(copy / "output.npy");
    ASSERT_TRUE(write_npy(copy / "output.npy", std::vector{1, 1, 8, 5}, array.values));
    const CliRun run = copy.check();
    EXPECT_EQ(run.status, 1);
    EXPECT_NE(run.out.find("has the shape [1,1,5,8] instead of [1,1,8,5]"), std::string::npos)
        << run.out;
}

TEST(Check, ValidArgmaxAcceptsAnyCellWithTheValue) {
    const auto make = [](const CaseCopy& copy) {
        std::string text = read_text(copy / "case.json");
        const std::size_t place = text.find("exact", text.find("argmax.npy"));
        std::ofstream(copy / "case.json") << text.replace(place, 5, "valid_argmax");
    };
    const CaseCopy good("maxpool_003");
    make(good);
    // What the file says does not matter under this rule; where our winners point does.
    good.spoil("argmax.npy", 0, 1);
    EXPECT_EQ(good.check().status, 0) << good.check().out;
    const CaseCopy bad("maxpool_003");
    make(bad);
    bad.spoil("output.npy", 0, 1);
    EXPECT_NE(bad.check().out.find("indices point at another value"), std::string::npos);
}

TEST(Check, AResultThatWeDoNotComputeFails) {
    const CaseCopy copy("relu_002");
    copy.replace("\"grad_input\": {", "\"grad_moon\": {");
    const CliRun run = copy.check();
    EXPECT_EQ(run.status, 1);
    EXPECT_NE(run.out.find("computes nothing of this name"), std::string::npos) << run.out;
}

TEST(Check, WritesTensorsInTheShapesOfTheCase) {
    const TempFolder out;
    const CliRun run =
        run_cli("check '" + golden_folder() + "' --out '" + (out / "results").string() + "'");
    EXPECT_EQ(run.status, 0) << run.err;
    const auto shape = [&](const char* name) { return read_npy(out / "results" / name)->shape; };
    EXPECT_EQ(shape("relu_001/output.npy"), (std::vector{1, 8}));
    EXPECT_EQ(shape("conv_017/grad_input.npy"), (std::vector{2, 3, 8, 7}));
    EXPECT_EQ(shape("conv_012/grad_bias.npy"), (std::vector{4}));
    EXPECT_EQ(shape("pipeline_001/loss.npy"), (std::vector{1}));
    EXPECT_NE(read_text(out / "results/maxpool_003/argmax.npy").find("'<i4'"), std::string::npos);
    EXPECT_EQ(read_npy(out / "results/maxpool_003/argmax.npy")->values,
              read_npy(golden_folder() + "/maxpool_003/argmax.npy")->values);
    EXPECT_EQ(shape("dense_001/grad_weight.npy"), (std::vector{4, 7}));
    EXPECT_EQ(shape("softmax_ce_002/probs.npy"), (std::vector{5, 10}));
    EXPECT_EQ(shape("pipeline_006/layer3_output.npy"), (std::vector{2, 36}));
    EXPECT_FALSE(std::filesystem::exists(out / "results/train_001"));
}

TEST(Check, TakesSeveralCasesAndGoesOnAfterABadOne) {
    const CaseCopy bad("conv_001");
    std::filesystem::remove(bad / "filter.npy");
    const CliRun run = run_cli("check '" + bad.operator/("").string() + "' '" + golden_folder() +
                               "/conv_002' '" + golden_folder() + "/relu_001/case.json'");
    EXPECT_EQ(run.status, 3);
    EXPECT_EQ(run.err_lines(), 1) << run.err;
    EXPECT_NE(run.err.find("filter.npy"), std::string::npos) << run.err;
    EXPECT_EQ(run.closing_line(), "2 passed, 0 failed\n");
}

TEST(Check, BadCasesAreStatus3) {
    const std::pair<const char*, const char*> changes[] = {
        {"{", "nonsense"},
        {"\"filter\": {", "\"felt\": {"},
        {"\"input.npy\"", "\"../conv_001/input.npy\""},
        {"\"stride\": [\n   1", "\"stride\": [\n   -1"},
    };
    for (const auto& [from, to] : changes) {
        const CaseCopy copy("conv_001");
        copy.replace(from, to);
        const CliRun run = copy.check();
        EXPECT_EQ(run.status, 3) << from;
        EXPECT_EQ(run.err_lines(), 1) << run.err;
        EXPECT_NE(run.err.find("conv_001"), std::string::npos) << run.err;
    }
}

TEST(Check, InputsThatDoNotFitTogetherAreStatus3) {
    const float one[] = {1};
    const std::pair<const char*, std::vector<int>> replacements[] = {
        {"filter.npy", {1, 2, 3, 3}},
        {"filter.npy", {1, 1, 9, 9}},
        {"filter.npy", {9}},
        {"bias.npy", {2}},
        {"grad_output.npy", {1, 1, 2, 3}},
        {"input.npy", {1, 1, 1, 1, 1}},
        {"input.npy", {0}}};
    for (const auto& [file, shape] : replacements) {
        const CaseCopy copy("conv_001");
        std::size_t count = 1;
        for (const int extent : shape) count *= static_cast<std::size_t>(extent);
        ASSERT_TRUE(write_npy(copy / file, shape, std::vector<float>(count, one[0])));
        const CliRun run = copy.check();
        EXPECT_EQ(run.status, 3) << file << shape.size() << run.out;
        EXPECT_EQ(run.err_lines(), 1) << run.err;
    }
}

TEST(Check, WeightsThatAreNotFiniteAreStatus3) {
    for (const char* file : {"filter.npy", "bias.npy"})
        for (const float bad :
             {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
            const CaseCopy copy("conv_001");
            copy.spoil(file, 0, bad);
            const CliRun run = copy.check();
            EXPECT_EQ(run.status, 3) << run.out;
            EXPECT_EQ(run.err_lines(), 1) << run.err;
            EXPECT_NE(run.err.find("NaN or infinities"), std::string::npos) << run.err;
        }
    const CaseCopy pipeline("pipeline_001");
    pipeline.spoil("layer0_weight.npy", 0, std::numeric_limits<float>::infinity());
    EXPECT_EQ(pipeline.check().status, 3);
}

TEST(Check, APlaneThatIsTooLongIsStatus3) {
    for (const std::vector<int>& shape : {std::vector{1, 1, 1, 16385}, {1, 1, 16385, 1}}) {
        const CaseCopy copy("conv_001");
        ASSERT_TRUE(write_npy(copy / "input.npy", shape, std::vector<float>(16385)));
        const CliRun run = copy.check();
        EXPECT_EQ(run.status, 3) << run.out;
        EXPECT_NE(run.err.find("at most 16384 cells a side"), std::string::npos) << run.err;
    }
}

/// A few megabytes of input whose results would take terabytes.
TEST(Check, ABatchThatNeedsTooMuchMemoryIsStatus3) {
    const CaseCopy copy("conv_001");
    copy.replace("\"padding\": [\n   0,\n   0", "\"padding\": [\n   64,\n   64");
    constexpr int kSamples = 1 << 20, kFilters = 1024;
    ASSERT_TRUE(write_npy(copy / "input.npy", std::vector{kSamples, 1, 1, 1},
                          std::vector<float>(kSamples)));
    ASSERT_TRUE(write_npy(copy / "filter.npy", std::vector{kFilters, 1, 1, 1},
                          std::vector<float>(kFilters)));
    ASSERT_TRUE(write_npy(copy / "bias.npy", std::vector{kFilters}, std::vector<float>(kFilters)));
    const CliRun run = copy.check();
    EXPECT_EQ(run.status, 3) << run.out;
    EXPECT_EQ(run.err_lines(), 1) << run.err;
    EXPECT_NE(run.err.find("would take"), std::string::npos) << run.err;
}

/// Float holds no odd number above 2^24, so these are compared as integers.
TEST(Check, LargeIndicesAreComparedExactly) {
    constexpr int kSide = 4104, kLast = kSide * kSide - 1;
    static_assert(kLast > 1 << 24 && kLast % 2 == 1);
    const CaseCopy copy("maxpool_001");
    std::vector<float> input(static_cast<std::size_t>(kSide) * kSide);
    input.back() = 1;
    ASSERT_TRUE(write_npy(copy / "input.npy", std::vector{1, 1, kSide, kSide}, input));
    std::ofstream(copy / "case.json") << R"({"id": "large", "op": "maxpool2d",
        "params": {"kernel": [2, 2], "stride": [64, 64], "padding": [0, 0]},
        "inputs": {"input": {"file": "input.npy"}},
        "expected": {"argmax": {"file": "argmax.npy", "compare": "exact"}}})";
    std::vector<std::int32_t> argmax;
    for (int y = 0; y + 2 <= kSide; y += 64)
        for (int x = 0; x + 2 <= kSide; x += 64) argmax.push_back(y * kSide + x);
    const int outputs = (kSide - 2) / 64 + 1;
    const std::vector shape{1, 1, outputs, outputs};
    ASSERT_TRUE(write_npy(copy / "argmax.npy", shape, argmax));
    EXPECT_EQ(copy.check().status, 0) << copy.check().out;
    ++argmax.back();
    ASSERT_TRUE(write_npy(copy / "argmax.npy", shape, argmax));
    EXPECT_EQ(copy.check().status, 1) << copy.check().out;
}

TEST(Check, AnOutputThatCannotBeWrittenIsStatus3) {
    const TempFolder folder;
    folder.write("file", "in the way");
    const CliRun run = run_cli("check '" + golden_folder() + "/conv_001' --out '" +
                               (folder / "file/out").string() + "'");
    EXPECT_EQ(run.status, 3);
    EXPECT_EQ(run.err_lines(), 1) << run.err;
}

}  // namespace
}  // namespace convscope
