// What does not fit into the scratch memory at once: kernels take it in chunks, and must still give
// the contract's bits.
#include <gtest/gtest.h>

#include <map>

#include "contract_case.hpp"

namespace convscope::contract {
namespace {

struct LargeCase {
    const char* name;
    const char* op;
    Shape input;
    std::map<std::string, int> params;  ///< By path; the rest have their defaults.
    Values values = Values::kSmooth;
};

const LargeCase kLargeCases[] = {
    {"ConvStride",
     "conv2d",
     {1, 1, 340, 400},
     {{"kernel.w", 9}, {"kernel.h", 7}, {"stride.x", 6}, {"stride.y", 5}}},
    {"ConvKernel", "conv2d", {1, 1, 110, 120}, {{"kernel.w", 100}, {"kernel.h", 90}}},
    {"ConvDilation",
     "conv2d",
     {1, 1, 390, 390},
     {{"kernel.w", 9}, {"kernel.h", 9}, {"dilation.x", 40}, {"dilation.y", 40}}},
    {"ConvBatch",
     "conv2d",
     {3, 1, 150, 150},
     {{"kernel.w", 9}, {"kernel.h", 9}, {"stride.x", 3}, {"stride.y", 3}}},
    {"ConvWideBatch",
     "conv2d",
     {17, 1, 4, 9000},
     {{"kernel.w", 3}, {"kernel.h", 2}, {"dilation.x", 9}}},
    {"PoolStride",
     "max_pool2d",
     {1, 1, 340, 400},
     {{"window.w", 21}, {"window.h", 13}, {"stride.x", 6}, {"stride.y", 5}}},
    {"PoolWindow",
     "max_pool2d",
     {1, 1, 170, 180},
     {{"window.w", 100}, {"window.h", 90}, {"stride.x", 1}, {"stride.y", 1}}},
    {"PoolStrideSplit",
     "max_pool2d",
     {1, 1, 340, 400},
     {{"window.w", 21}, {"window.h", 13}, {"stride.x", 6}, {"stride.y", 5}, {"ties", 1}},
     Values::kIntegers},
    {"PoolWindowSplit",
     "max_pool2d",
     {1, 1, 170, 180},
     {{"window.w", 100}, {"window.h", 90}, {"stride.x", 1}, {"stride.y", 1}, {"ties", 1}},
     Values::kIntegers},
    {"PoolLongStrideAll",
     "max_pool2d",
     {1, 1, 40, 3000},
     {{"window.w", 70}, {"window.h", 3}, {"stride.x", 33}, {"pad.x", 30}, {"ties", 2}},
     Values::kIntegers},
    {"AverageStride",
     "avg_pool2d",
     {1, 1, 340, 400},
     {{"window.w", 21}, {"window.h", 13}, {"stride.x", 6}, {"stride.y", 5}}},
    {"AverageWindow",
     "avg_pool2d",
     {1, 1, 170, 180},
     {{"window.w", 100},
      {"window.h", 90},
      {"stride.x", 1},
      {"stride.y", 1},
      {"pad.x", 50},
      {"pad.y", 3},
      {"count_include_pad", 0}}},
    {"DenseOutputs", "dense", {1, 3, 9, 31}, {{"units", 150}}},
    {"DenseColumn", "dense", {1, 1, 1000, 1}, {{"units", 70}}},
    {"DenseBatch", "dense", {75, 2, 13, 17}, {{"units", 67}}},
};

class ContractChunks : public testing::TestWithParam<LargeCase> {};

TEST_P(ContractChunks, FastIsTwin) {
    const LargeCase& large = GetParam();
    const OpInfo& op = *find_op(large.op);
    ParamSet params = default_params(op);
    for (const auto& [path, value] : large.params) params[field_index(op, path)] = value;
    ASSERT_TRUE(check_params(op, params));
    ASSERT_TRUE(op.output_shape(params, large.input));
    const Case one = make_case(op, params, large.input, 1, large.values);
    EXPECT_EQ(difference(compute(op.fast, one), compute(op.twin, one)), "") << one.name;
}

INSTANTIATE_TEST_SUITE_P(Cases, ContractChunks, testing::ValuesIn(kLargeCases),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace convscope::contract
