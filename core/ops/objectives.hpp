#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/ops/op_table.hpp"
#include "core/ops/reduce.hpp"

namespace convscope {

/// The L of which every gradient on the board is the gradient; a function of the last output.
struct Objective {
    std::string kind = "half_sum_squares";  ///< ObjectiveInfo::id.
    int channel = 0, y = 0, x = 0;          ///< Of "cell".
    int label = 0;                          ///< The right class, of "cross_entropy".
    /// The target of "half_squared_distance", in the shape of the last map; the painted gradient of
    /// "upstream", in the shape of its layer's output. Compared by address.
    std::shared_ptr<const Tensor> tensor = {};
    std::string tensor_name = {};  ///< Where it came from, "the output of Sobel"; may be empty.
    bool mean = false;             ///< "half_squared_distance": divided by the number of cells.
    std::string layer = {};        ///< "upstream": the layer whose output's gradient is painted.
    friend bool operator==(const Objective&, const Objective&) = default;
};

/// L, and what a loss takes P for on the way to it.
struct LossValue {
    float loss = 0;
    std::vector<float> probabilities;  ///< One for each class; empty where there is no such thing.
};

/// What explains a number of the loss: its terms, and what the Inspector writes above them.
struct LossExplanation {
    /// Without terms, and the number as its start, where it is given or no plain sum leads to it.
    Explanation sum;
    std::string formula;  ///< With symbols: "L = ½ Σ P²".
    /// With this cell's place, "∂L/∂P[3,2] = P[3,2]"; of the L of cross-entropy, which has no
    /// terms, with its numbers. Empty where it says no more.
    std::string with_indices;
};

/// What the error of dL/dP follows from.
struct LossErrors {
    Shape output;
    std::span<const float> probabilities;
    double output_error = 0;        ///< A bound of the error of P.
    double gradient_magnitude = 0;  ///< The largest |dL/dP|.
};

/// One way to make a number L of the map that it reads, the last one (but for "upstream"), which is
/// called P here. THE list of objectives; a new one is one row.
struct ObjectiveInfo {
    std::string_view id;       ///< In files: "half_sum_squares". Never renamed.
    std::string_view label;    ///< "half sum of squares".
    std::string_view formula;  ///< "1/2 Σ P²".
    /// What it measures, in one sentence for lists and tooltips.
    std::string_view description = {};
    bool picks_cell;              ///< Uses Objective::channel, y and x.
    bool takes_label = false;     ///< Uses Objective::label.
    bool takes_target = false;    ///< Uses Objective::tensor and mean.
    bool takes_gradient = false;  ///< Uses Objective::tensor and layer.
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
    /// A bound of the error of dL/dP.
    double (*gradient_error_bound)(const Objective&, const LossErrors&);
    /// Another one at one cell, which may be much less, in O(1); null: none but that of all.
    double (*cell_error_bound)(const Objective&, const LossErrors&, Cell) = nullptr;

    /// Terms [first, last) of L (null cell) or of dL/dP at a cell; replay() of all of them has the
    /// same bits as the shown number. `letter` is what the map is called. What a target or a
    /// painted gradient has at the place of a term is its `a` (of dL/dP the second term's).
    LossExplanation (*explain)(const Objective&, ConstTensorView output,
                               std::span<const float> probabilities, const std::string& letter,
                               const Cell* cell, std::int64_t first, std::int64_t last) = nullptr;

    /// In double, plain loops.
    double (*oracle_value)(const Objective&, ConstDoubleTensorView output);
    void (*oracle_gradient)(const Objective&, ConstDoubleTensorView output, DoubleTensorView grad);
};

std::span<const ObjectiveInfo> objective_table();
const ObjectiveInfo* find_objective(std::string_view id);  ///< Null when unknown.

/// L from the shares of all blocks, channel by channel, blocks in row order: the blocks of a
/// channel are added in the pairwise tree, then the channels one after the other from the first;
/// the sum is divided by loss_divisor().
float combine_loss(std::span<const float> shares, std::size_t channels, std::size_t blocks,
                   float divisor = 1);

/// The number of cells where the loss is a mean over them, else 1.
float loss_divisor(const Objective& objective, Shape output);

/// "½ Σ (R − T)² / 9", "P_3[1, 2]": the formula of L with the letter of the map that it reads, and
/// the numbers of this objective.
std::string objective_formula(const Objective& objective, Shape output, std::string_view letter);

/// L of one sample's whole map, however it is made.
LossValue objective_value(const ObjectiveInfo& info, const Objective& objective,
                          ConstTensorView output);

/// Ok, or a sentence: unknown kind, cell outside the map that it reads, label that is no class of
/// it, a target or a gradient that is missing or has another shape.
Result<void> check_objective(const Objective& objective, Shape output);

}  // namespace convscope
