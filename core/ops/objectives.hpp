#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/ops/reduce.hpp"

namespace convscope {

/// The L of which every gradient on the board is the gradient; a function of the last output.
struct Objective {
    std::string kind = "half_sum_squares";  ///< ObjectiveInfo::id.
    int channel = 0, y = 0, x = 0;          ///< Of "cell".
    int label = 0;                          ///< The right class, of "cross_entropy".
    friend bool operator==(const Objective&, const Objective&) = default;
};

/// L, and what a loss takes P for on the way to it.
struct LossValue {
    float loss = 0;
    std::vector<float> probabilities;  ///< One for each class; empty where there is no such thing.
};

/// One way to make a number L of the last map P. THE list of objectives; a new one is one row.
struct ObjectiveInfo {
    std::string_view id;       ///< In files: "half_sum_squares". Never renamed.
    std::string_view label;    ///< "half sum of squares".
    std::string_view formula;  ///< "1/2 Σ P²".
    /// What it measures, in one sentence for lists and tooltips.
    std::string_view description = {};
    bool picks_cell;           ///< Uses Objective::channel, y and x.
    bool takes_label = false;  ///< Uses Objective::label.
    /// In a batch L is the mean over the samples (else their sum).
    bool averages_samples = false;

    /// The share in L of one block (core/ops/reduce.hpp) of one channel; see combine_loss(). Null
    /// when L cannot be cut into blocks: then every cell of P has a part in L and in all of dL/dP.
    float (*value_block)(const Objective&, ConstTensorView output, int channel, Rect block);
    /// L of the whole map; null when it is made of blocks.
    LossValue (*value)(const Objective&, ConstTensorView output) = nullptr;
    /// dL/dP over a rectangle of every channel. `probabilities`: those of value().
    void (*gradient)(const Objective&, ConstTensorView output, std::span<const float> probabilities,
                     TensorView grad, Rect rect);
    /// True when dL/dP depends on P (else it changes only with the objective).
    bool gradient_follows_output;
    /// A bound of the error of dL/dP when that of P is at most `output_error`.
    double (*gradient_error_bound)(std::span<const float> probabilities, double output_error);

    /// In double, plain loops.
    double (*oracle_value)(const Objective&, ConstDoubleTensorView output);
    void (*oracle_gradient)(const Objective&, ConstDoubleTensorView output, DoubleTensorView grad);
};

std::span<const ObjectiveInfo> objective_table();
const ObjectiveInfo* find_objective(std::string_view id);  ///< Null when unknown.

/// L from the shares of all blocks, channel by channel, blocks in row order: the blocks of a
/// channel are added in the pairwise tree, then the channels one after the other from the first.
float combine_loss(std::span<const float> shares, std::size_t channels, std::size_t blocks);

/// L of one sample's whole map, however it is made.
LossValue objective_value(const ObjectiveInfo& info, const Objective& objective,
                          ConstTensorView output);

/// Ok, or a sentence: unknown kind, cell outside the last map, label that is no class of it.
Result<void> check_objective(const Objective& objective, Shape output);

}  // namespace convscope
