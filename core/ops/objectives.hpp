#pragma once
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/ops/reduce.hpp"

namespace convscope {

/// The L of which every gradient on the board is the gradient; a function of the last output.
struct Objective {
    std::string kind = "half_sum_squares";  ///< ObjectiveInfo::id.
    int channel = 0, y = 0, x = 0;          ///< Of "cell".
    friend bool operator==(const Objective&, const Objective&) = default;
};

/// One way to make a number L of the last map P. THE list of objectives; a new one is one row.
struct ObjectiveInfo {
    std::string_view id;       ///< In files: "half_sum_squares". Never renamed.
    std::string_view label;    ///< "half sum of squares".
    std::string_view formula;  ///< "1/2 Σ P²".
    bool picks_cell;           ///< Uses Objective::channel, y and x.

    /// The share in L of one block (core/ops/reduce.hpp) of one channel; see combine_loss().
    float (*value_block)(const Objective&, ConstTensorView output, int channel, Rect block);
    /// dL/dP over a rectangle of every channel.
    void (*gradient)(const Objective&, ConstTensorView output, TensorView grad, Rect rect);
    /// True when dL/dP depends on P (else it changes only with the objective).
    bool gradient_follows_output;

    /// In double, plain loops.
    double (*oracle_value)(const Objective&, ConstDoubleTensorView output);
    void (*oracle_gradient)(const Objective&, ConstDoubleTensorView output, DoubleTensorView grad);
};

std::span<const ObjectiveInfo> objective_table();
const ObjectiveInfo* find_objective(std::string_view id);  ///< Null when unknown.

/// L from the shares of all blocks, channel by channel, blocks in row order: the blocks of a
/// channel are added in the pairwise tree, then the channels one after the other from the first.
float combine_loss(std::span<const float> shares, std::size_t channels, std::size_t blocks);

/// Ok, or a sentence: unknown kind, cell outside the last map.
Result<void> check_objective(const Objective& objective, Shape output);

}  // namespace convscope
