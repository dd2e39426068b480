#pragma once
#include <span>
#include <stop_token>
#include <vector>

#include "core/eval/number_ref.hpp"

namespace convscope {

/// Cells of one map that stand at a kink of the op that wrote it.
struct KinkNote {
    std::size_t map = 0;
    Kinks kinks;
};

/// L on both sides of a number, in double.
struct NudgedLoss {
    double plus = 0, minus = 0;
    double width = 0;  ///< From one side of the number to the other.
    double moved = 0;  ///< By how much a cell that L reads differs between the sides at most.
    std::vector<KinkNote> kinks;
};

/// The network of some results in double, by the ops' oracles: what L becomes when one number is a
/// little larger and a little smaller. Both sides go through the ops in lockstep, so that a ReLU or
/// a pool at its kink decides on both as the program did (OpInfo::forward_two_sides). Only what
/// the nudge reaches is computed where an op has a window, else whole maps.
class DoubleNetwork {
  public:
    /// `results` must outlive it. Precondition: memory_bytes() is there. After a request to stop,
    /// which is seen within some tenths of a second, all numbers are wrong.
    explicit DoubleNetwork(const Results& results, std::stop_token stop = {});
    /// Of all maps in double and two sides of the largest; every map as `results` have it.
    static std::size_t memory_bytes(const NetworkPlan& plan);

    /// `ref`: a weight, a bias or a cell of a map, named by its gradient.
    NudgedLoss nudge(const NumberRef& ref, double step) const;
    /// Multiply-adds (and the like) of one nudge.
    std::int64_t work_of(const NumberRef& ref) const;

  private:
    /// Two sides of a map inside a rectangle, in all channels; outside it both are as computed.
    struct Sides {
        Rect rect;
        DoubleTensor plus, minus;
    };
    /// The part of an op's input that is enough for some of its output.
    struct Part {
        Rect input;   ///< Starts where a window does.
        Rect output;  ///< What the op makes of it alone; right in the wanted cells.
    };

    const Layer& layer(std::size_t stage) const;
    const OpInfo& op(std::size_t stage) const { return *find_op(layer(stage).op); }
    Rect reach(std::size_t stage, Rect rect_in_input) const;
    Part part_for(std::size_t stage, Rect wanted) const;

    void forward(std::size_t stage, ConstDoubleTensorView weights, std::span<const double> bias,
                 const DoubleTensor& input, DoubleTensor& output) const;
    Sides nudged_cell(std::size_t map, Cell cell, double step, double& width) const;
    Sides nudged_weights(const NumberRef& ref, double step, double& width) const;
    Sides follow(std::size_t stage, const Sides& input, std::vector<KinkNote>& kinks) const;
    void follow_part(std::size_t stage, const Part& part, const Sides& input, Sides& output) const;
    void follow_kinks(std::size_t stage, const Part& part, const TwoSides& sides,
                      std::vector<KinkNote>& kinks) const;
    double loss_with(const DoubleTensor& side, Rect rect) const;

    const Results& results_;
    std::stop_token stop_;
    std::size_t last_;  ///< The map that L reads.
    std::vector<DoubleTensor> values_;
    std::vector<DoubleTensor> weights_;
    std::vector<std::vector<double>> biases_;
    std::vector<std::int64_t> terms_;  ///< By stage: of one output cell.
};

}  // namespace convscope
