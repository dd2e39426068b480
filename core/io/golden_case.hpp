#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/io/npy.hpp"
#include "core/ops/objectives.hpp"
#include "core/ops/op_table.hpp"

namespace convscope {

// Golden cases: a folder with case.json and .npy files (docs/formats.md), inputs of an op or of a
// whole network with the results that another program computed.

struct GoldenTensor {
    std::string name;
    NpyArray array;
};

/// A result to be matched, and how closely.
struct GoldenResult {
    enum class Compare {
        kClose,        ///< |got - want| <= atol + rtol |want|
        kExact,        ///< Equal values.
        kValidArgmax,  ///< Each index points at an input cell with the output's value.
    };
    std::string name;
    NpyArray want;
    Compare compare = Compare::kClose;
    double atol = 0, rtol = 0;
};

struct GoldenLayer {
    const OpInfo* op = nullptr;
    ParamSet params;
    std::string weights, bias;  ///< What the inputs are called that hold them.
};

/// A single op has one layer, and its gradient of the output among the inputs. A pipeline has
/// several, and an objective behind the last. A single objective has no layer.
struct GoldenCase {
    std::string id;
    bool is_pipeline = false;
    std::vector<GoldenLayer> layers;
    std::string objective;  ///< ObjectiveInfo::id; empty for a single op.
    std::string needs;      ///< What this program does not have, in the case's words; then the
                            ///< case cannot be run and holds nothing but its id.
    std::vector<GoldenTensor> inputs;
    std::vector<GoldenResult> expected;

    const NpyArray* find_input(std::string_view name) const;  ///< Null when there is none.
};

/// Reads `folder`/case.json and the files it names, which must lie in the folder. Errors name the
/// file.
Result<GoldenCase> read_golden_case(const std::filesystem::path& folder);

}  // namespace convscope
