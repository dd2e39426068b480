#pragma once
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "core/ops/op_table.hpp"

namespace convscope::contract {

// Random cases for every row of op_table(), and ways to run them. Nothing here knows an op.

/// Seeded numbers, the same with every standard library.
class Random {
  public:
    explicit Random(unsigned seed) : generator_(seed) {}
    int in(int minimum, int maximum);  ///< Both included.
    float uniform();                   ///< In [-1, 1).
    bool chance(double probability);

  private:
    std::mt19937 generator_;
};

/// What random tensors are made of.
enum class Values {
    kSmooth,    ///< Uniform in [-1, 1).
    kIntegers,  ///< -3 .. 3, so that there are ties, zeros and exact sums.
    kOdd,       ///< Zeros of both signs, infinities, NaN, huge, tiny and subnormal numbers.
    /// Nothing but -0: shows whether a sum starts at +0, as the contract says.
    kNegativeZeros,
};

/// A map inside a larger buffer: rows are neither aligned nor a round number of floats apart, and
/// all around them stand NaN that no kernel may read into a result or overwrite.
class GuardedMap {
  public:
    GuardedMap() = default;
    explicit GuardedMap(Shape shape);
    TensorView view();
    ConstTensorView view() const;
    /// Cells of the map outside `written`, and everything around the map, are as they were made.
    bool untouched_outside(Rect written) const;

  private:
    bool is_guard(std::size_t index) const;
    Shape shape_{0, 0, 0, 0};
    std::vector<float> storage_;
};

struct Case {
    const OpInfo* op = nullptr;
    ParamSet params;
    Shape output_shape;
    GuardedMap input, weights, grad_output;
    std::vector<float> bias;
    std::vector<std::uint16_t> winners;  ///< As the twin finds them.
    std::string name;                    ///< Says all there is to reproduce it.

    OpInputs inputs() const;
    bool has_weights() const { return op->weights_shape != nullptr; }
    /// Filters, or whatever else has a bias each.
    int filters() const;
    /// Floats of one part of grad_weights: the weights' and a bias for each filter.
    std::size_t partial_size() const;
};

/// How random cases are drawn.
struct Draw {
    int max_side = 40;
    int max_samples = 3;
    Values values = Values::kSmooth;
};

/// Parameters within the fields' limits, mostly small.
ParamSet random_params(const OpInfo& op, Random& random);
/// A case whose shapes fit. `seed` alone decides.
Case random_case(const OpInfo& op, unsigned seed, const Draw& draw);
/// A case on this input, which is halved until there are parameters that fit.
Case case_on(const OpInfo& op, Shape input, unsigned seed, Values values = Values::kSmooth);
/// The case of these parameters on this input; its output shape must exist.
Case make_case(const OpInfo& op, const ParamSet& params, Shape input, unsigned seed, Values values);
void fill(TensorView view, Values values, Random& random);

/// Everything an op computes.
struct Outcome {
    GuardedMap output, grad_input;
    std::vector<std::uint16_t> winners;
    std::vector<float> grad_weights;  ///< Dense, the bias behind; empty without weights.
};

/// Calls task(0), task(1), ... each once, in any order, perhaps at once.
using Runner = std::function<void(int count, const std::function<void(int)>& task)>;
void run_in_order(int count, const std::function<void(int)>& task);

/// All of it, cut into tiles of this side; the runner runs the tiles.
Outcome compute(const OpKernels& kernels, const Case& one, int tile_side, const Runner& runner);
Outcome compute(const OpKernels& kernels, const Case& one);

/// Empty when all bits agree (any NaN equals any NaN); else what differs first.
std::string difference(const Outcome& a, const Outcome& b);
std::string difference(ConstTensorView a, ConstTensorView b, Rect rect);
bool same_bits(float a, float b);

/// The oracle's results, in double, from the float inputs of a case.
struct OracleOutcome {
    DoubleTensor output, grad_input, grad_weights;
    std::vector<double> grad_bias;
};
OracleOutcome compute_oracle(const Case& one);
DoubleTensor to_double(ConstTensorView view);

/// Largest finite |value|.
double magnitude(ConstTensorView view);

/// Names of op_table()'s rows, for parameterised tests.
std::vector<std::string> op_ids();

}  // namespace convscope::contract
