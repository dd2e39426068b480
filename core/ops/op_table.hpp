#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/ops/op_text.hpp"
#include "core/ops/reduce.hpp"

namespace convscope {

// THE list of operations. The evaluator, the board, scene files, the step view and the contract
// test iterate it; a new op is one pair of files and one row in op_table.cpp.

/// One number or choice that a person may change. The board draws a control from it, the scene
/// reader checks against it, tests draw random values from it.
struct ParamField {
    std::string_view path;     ///< Place in scene files, "kernel.w". Never renamed.
    std::string_view label;    ///< On the screen, "w".
    std::string_view tooltip;  ///< One sentence.
    int minimum, maximum, default_value;
    /// When not empty the value is an index into these names, which files use.
    std::span<const std::string_view> choices = {};
    /// A sentence for each choice; empty where the names say it all.
    std::span<const std::string_view> choice_tooltips = {};
};

inline constexpr int kMaxParams = 12;

/// Values for an op's fields, in the order of OpInfo::fields.
struct ParamSet {
    std::array<int, kMaxParams> values{};
    int operator[](std::size_t i) const { return values[i]; }
    int& operator[](std::size_t i) { return values[i]; }
    friend bool operator==(const ParamSet&, const ParamSet&) = default;
};

/// Which window cell won, for every output element in dense N,C,H,W order, as row * window_w +
/// column inside the window: a recomputed rectangle does not depend on where it lies.
using Winners = std::span<std::uint16_t>;
using ConstWinners = std::span<const std::uint16_t>;

/// What an op reads. Views it has no use for may be empty.
struct OpInputs {
    ParamSet params;
    ConstTensorView input;        ///< N,C,H,W
    ConstTensorView weights;      ///< K,C,h,w, all finite; empty when the op has none.
    std::span<const float> bias;  ///< K values, or empty: no bias.
    ConstTensorView grad_output;  ///< Backward only; shape of output.
    ConstWinners winners;         ///< Backward only; as forward wrote them.
};

/// One implementation of an op. Inputs are valid (shapes checked), nothing is allocated but from
/// `scratch`, nothing fails, and only the named rectangle (of every n and c) is written. Null
/// where the op has no such thing.
struct OpKernels {
    void (*forward)(const OpInputs&, TensorView output, Winners winners, Rect rect_in_output,
                    Scratch& scratch);
    void (*grad_input)(const OpInputs&, TensorView grad_input, Rect rect_in_input,
                       Scratch& scratch);
    /// The share of one part in dL/dweights and dL/dbias: `partial` receives K*C*h*w floats, then
    /// K floats; of disjoint parts (OpInfo::weight_parts) each only its own. Add the partials with
    /// combine_grad_weights().
    void (*grad_weights_part)(const OpInputs&, int part, std::span<float> partial,
                              Scratch& scratch);
};

/// The meaning of the op: plain loops in double, for whole tensors. Sums have no particular order.
struct OpOracle {
    void (*forward)(const ParamSet&, ConstDoubleTensorView input, ConstDoubleTensorView weights,
                    std::span<const double> bias, DoubleTensorView output);
    void (*grad_input)(const ParamSet&, ConstDoubleTensorView input, ConstDoubleTensorView weights,
                       ConstDoubleTensorView grad_output, DoubleTensorView grad_input);
    void (*grad_weights)(const ParamSet&, ConstDoubleTensorView input,
                         ConstDoubleTensorView grad_output, DoubleTensorView grad_weights,
                         std::span<double> grad_bias);
};

/// How dL/dweights and dL/dbias are cut into parts that are computed one by one, in any order.
struct WeightParts {
    int count = 1;
    /// Every number belongs to one part alone: all parts write into one partial, and nothing is
    /// added. Else the parts are the blocks of the output map (core/ops/reduce.hpp), or groups of
    /// samples, and each has a partial of its own.
    bool disjoint = false;

    int partials() const { return disjoint ? 1 : count; }
    int partial_of(int part) const { return disjoint ? 0 : part; }
};

/// A cell of kGradBias is named by Cell::n, the filter; its c, y and x are 0.
enum class Quantity { kOutput, kGradInput, kGradWeights, kGradBias };

/// One term of the sum (or one candidate of the maximum) behind a number: it adds
/// fma(a / divisor, b, running total).
struct Term {
    float a = 0, b = 0;
    float divisor = 1;  ///< Of a share: among how many cells `a` is divided. Else 1.
    /// Where `a` stands: in input for kOutput and kGradWeights (may lie in the padding), in
    /// grad_output for kGradInput and kGradBias.
    Cell cell_a;
    /// Where `b` stands: in weights for kOutput and kGradInput, in grad_output for kGradWeights.
    Cell cell_b;
    int part = 0, lane = 0;  ///< In lane sums only (core/ops/reduce.hpp).
    bool in_padding = false;
    /// Won the maximum. In a sum: takes part; a gradient that a ReLU or a pool does not pass on is
    /// listed with b = 0 and chosen = false, and replay() leaves it out (0 * inf would be NaN).
    bool chosen = true;
    bool tied = false;  ///< Equals the winner: lost to it by the tie rule, or shares with it.
};

/// How terms become the number.
enum class Reduction {
    kOrdered,  ///< start, then one after the other by fma; / divisor; + 0: no zero is negative.
    kBlocks,   ///< 16 lanes in each block, pairwise tree over `parts` blocks; / divisor.
    kGroups,   ///< 16 lanes in each group of samples, groups in order.
    kMaximum,  ///< The `a` of the chosen term.
};

/// The terms behind one number, in the order of the contract (row by row over the summed map).
struct Explanation {
    Reduction reduction = Reduction::kOrdered;
    float start = 0;    ///< The bias of an output; else 0.
    float divisor = 1;  ///< A mean divides the whole sum by it, once, at the end; else 1.
    int parts = 0;      ///< Blocks or groups of the whole sum, those of all channels.
    /// Of kBlocks: each channel has parts / channels of them and a tree of its own; the channels'
    /// sums are added one after the other.
    int channels = 1;
    float part_scale = 1;         ///< Of kBlocks: each part's sum is multiplied by it.
    std::int64_t term_count = 0;  ///< Of the whole sum, not only of the range asked for.
    std::vector<Term> terms;      ///< Those of the range.
};

/// The number that these terms make: with all of them the same bits as the kernels' result; a
/// missing term counts as +0.
float replay(const Explanation& explanation);

/// What error bounds ask of weights, and what depends on nothing else.
struct WeightSums {
    struct Sums {
        double absolute = 0, squares = 0;
    };
    std::vector<Sums> outputs;  ///< By filter: over the weights behind one of its outputs.
    /// Over the weights behind cells of grad_input: for each kind of cell at least its sums.
    std::vector<Sums> inputs;
};

/// What is known about the error of what an op reads, to bound the error of what it writes. Errors
/// of different cells are taken as independent of each other, as roundings are: in a sum with
/// weights w they add up to sqrt(sum of w squared) times the error, not to the sum of |w| times it.
struct ErrorBounds {
    double input_error = 0, input_magnitude = 0;  ///< Largest error and |value| of input.
    double grad_error = 0, grad_magnitude = 0;    ///< The same of grad_output.
    /// Of grad_output, channel by channel, all samples together; empty: not known, to be found.
    std::span<const AbsoluteSum> grad_sums = {};
    const WeightSums* weight_sums = nullptr;  ///< Of the weights; null: not known, to be found.
};

/// Two inputs on either side of the one that is shown, a small step away, and what an op makes of
/// them, in double.
struct TwoSides {
    ConstDoubleTensorView input_plus, input_minus;
    DoubleTensorView output_plus, output_minus;
};

/// Output cells at a kink: where the function has no derivative, or none that a step can measure.
struct Kinks {
    std::int64_t count = 0;
    std::vector<Cell> first;  ///< The first of them, kShownKinks at most.
};
inline constexpr std::size_t kShownKinks = 8;

/// The texts of an op, for the screen.
struct OpText {
    /// "R_k[x,y] = Σ_{c,b,a} I_c[x+a, y+b] · G_{kc}[a,b]". Strides, padding, dilation and bias are
    /// in it only where they differ from the exercise's (1, 0, 1, none), letters k and c only where
    /// there are several of them. With a cell its numbers stand in place of the free indices:
    /// "R_1[86,40] = Σ_{c,b,a} I_c[86+a, 40+b] · G_{1c}[a,b]". Looks at parameters, shapes and
    /// whether there is a bias.
    std::string (*formula)(const OpInputs&, Quantity, const OpLetters&, const Cell*) = nullptr;
    /// The loops that compute it, row by row, in the notation of docs/math.md. kByOutput exists
    /// for kGradInput and kGradWeights; the loops of kGradWeights compute the bias's too.
    std::vector<CodeLine> (*pseudocode)(const OpInputs&, Quantity, WalkOrder,
                                        const OpLetters&) = nullptr;
    /// Why a term of its gradient passes nothing on: "the ReLU is off here, {input} ≤ 0", where
    /// {input} stands for OpLetters::input; empty where every term does.
    std::string_view not_passed = {};
};

/// Everything the program knows about one operation.
struct OpInfo {
    std::string_view id;     ///< In files: "max_pool2d". Never renamed.
    std::string_view label;  ///< On the screen: "max pool".
    /// What it does, in one sentence for lists and tooltips.
    std::string_view description = {};
    std::string_view output_symbol;  ///< What its output is called: "R", "A", "P".
    std::string_view formula;        ///< "R = I * G"; shown above the output.
    std::string_view backward_note;  ///< Of its backward arrow; "|" between those of its choices.
    std::string_view weights_key;    ///< In files: "filter"; empty when it has no weights.
    std::span<const ParamField> fields;
    bool has_winners;

    /// Shape of output, or an Error naming the parameter that cannot work and the nearest that can.
    Result<Shape> (*output_shape)(const ParamSet&, Shape input);
    Shape (*weights_shape)(const ParamSet&, Shape input);  ///< Null when it has no weights.
    WeightParts (*weight_parts)(Shape input, Shape output) = nullptr;  ///< Null likewise.
    WeightSums (*weight_sums)(ConstTensorView weights) = nullptr;      ///< Null likewise.
    /// Where there are fewer output tiles than threads, forward is cut into tasks of so many rows;
    /// 0: never.
    int rows_per_task = 0;

    /// Output cells that read any cell of `rect_in_input`, clipped to the output plane.
    Rect (*output_rect)(const ParamSet&, Rect rect_in_input, Shape input);
    /// Input cells that `rect_in_output` reads; may reach into the padding.
    Rect (*input_rect)(const ParamSet&, Rect rect_in_output, Shape input);

    OpKernels fast;  ///< SIMD.
    OpKernels twin;  ///< Plain float loops in the contract's order: the same bits as fast.
    OpOracle oracle;

    /// Terms [first, last) behind one number. Unused views may be empty as in the kernels.
    Explanation (*explain)(const OpInputs&, Quantity, Cell, std::int64_t first, std::int64_t last);

    /// A bound of the rounding error of a quantity (decision 9): a few eps times the largest sum
    /// of absolute terms, and what the inputs' errors become.
    double (*error_bound)(const OpInputs&, Quantity, const ErrorBounds&);

    OpText text = {};
    /// oracle.forward of both sides; where they lie on different sides of a kink of this op, or on
    /// it, the decision that the op took at `shown` (as its gradient does) holds on both sides.
    /// Null when it has no kinks.
    Kinks (*forward_two_sides)(const OpInputs& shown, const TwoSides& sides) = nullptr;
};

std::span<const OpInfo> op_table();
const OpInfo* find_op(std::string_view id);  ///< Null when unknown.

ParamSet default_params(const OpInfo& op);
/// Index of the field with this path. Precondition: it exists.
std::size_t field_index(const OpInfo& op, std::string_view path);
/// Ok when every value is within its field's limits; else a sentence naming field and limits.
Result<void> check_params(const OpInfo& op, const ParamSet& params);

/// Parts of a sum over this output: blocks for one picture, groups of 16 for a batch.
int grad_weights_parts(Shape output);
/// Adds the partials, of `size` floats each, in the contract's order.
void combine_grad_weights(Shape output, std::span<const float> partials, std::size_t size,
                          std::span<float> total);

}  // namespace convscope
