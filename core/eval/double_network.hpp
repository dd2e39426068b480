#pragma once
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/eval/map_part.hpp"
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
/// a pool at its kink decides on both as the program did (OpInfo::forward_two_sides).
///
/// Only what the nudge reaches is computed: a weight its filter's outputs, each by the term that
/// has the weight; a pool or a ReLU the channels that differ; an op with weights, which adds up
/// multiples of what it reads, what the difference adds.
class DoubleNetwork {
  public:
    /// `results` must outlive it.
    explicit DoubleNetwork(const Results& results);
    /// Computes all maps, on all threads; false when it was stopped, which is seen within some
    /// hundredths of a second. `tell` gets the share that is done, on any thread, one at a time.
    /// Precondition: memory_bytes() is there.
    bool set_up(const std::stop_token& stop, const std::function<void(double share)>& tell = {});
    bool is_set_up() const { return values_.size() == last_ + 1; }
    /// Of all maps in double, and of one nudge; every map as `results` have it.
    static std::size_t memory_bytes(const NetworkPlan& plan);
    static std::size_t nudge_bytes(const NetworkPlan& plan);

    /// `ref`: a weight, a bias or a cell of a map, named by its gradient. May be called from
    /// several threads. After a request to stop all numbers are wrong. Precondition: is_set_up().
    NudgedLoss nudge(const NumberRef& ref, double step, const std::stop_token& stop = {}) const;
    /// Multiply-adds (and the like) of one nudge, and of set_up().
    std::int64_t work_of(const NumberRef& ref) const;
    std::int64_t work_of_set_up() const;

  private:
    /// Two sides of a part of a map; outside it both are as computed.
    struct Sides {
        MapPart part;
        DoubleTensor plus, minus;
    };
    /// The rectangle of an op's input that is enough for some of its output.
    struct Window {
        Rect input;   ///< Starts where a window does.
        Rect output;  ///< What the op makes of it alone; right in the wanted cells.
    };
    /// How a stage's op is given what differs.
    enum class Way { kByChannel, kByDifference, kWhole };
    /// Work that is done in one go: the outputs of filters (without weights: channels) [first,
    /// last) in some rows.
    struct Task {
        int first = 0, last = 0;
        Rect rows;
    };

    const Layer& layer(std::size_t stage) const;
    const OpInfo& op(std::size_t stage) const { return *find_op(layer(stage).op); }
    const Shape& shape(std::size_t map) const { return results_.plan.shapes[map]; }
    Way way_of(std::size_t stage) const;
    Rect reach(std::size_t stage, Rect rect_in_input) const;
    MapPart reach(std::size_t stage, const MapPart& input) const;
    Window window_for(std::size_t stage, Rect wanted, bool counts_kinks) const;
    MapPart outputs_of(std::size_t stage, int first, int last) const;
    std::vector<Task> tasks_for(std::size_t stage, const MapPart& wanted, std::int64_t terms) const;
    DoubleTensor filtered(std::size_t stage, const Task& task, ConstDoubleTensorView input,
                          ConstDoubleTensorView weights, std::span<const double> bias) const;
    void compute(std::size_t stage, const Task& task, DoubleTensorView output) const;

    Sides nudged_cell(std::size_t map, Cell cell, double step) const;
    Sides nudged_weights(const NumberRef& ref, double step) const;
    DoubleTensor samples_of(const NumberRef& ref, const MapPart& outputs) const;
    Sides follow(std::size_t stage, const Sides& input, std::vector<KinkNote>& kinks,
                 const std::stop_token& stop) const;
    Sides follow_maps(std::size_t stage, const Sides& input, const MapPart& wanted,
                      std::vector<KinkNote>& kinks) const;
    Kinks decide(std::size_t stage, const MapPart& read, const MapPart& made,
                 const TwoSides& sides) const;
    DoubleTensor difference(std::size_t map, const DoubleTensor& side, const MapPart& part,
                            const MapPart& read) const;
    DoubleTensor with_difference(std::size_t stage, const DoubleTensor& side, const MapPart& part,
                                 const MapPart& wanted, const std::stop_token& stop) const;
    double loss_with(const DoubleTensor& side, const MapPart& part) const;

    const Results& results_;
    std::size_t last_;  ///< The map that L reads.
    std::vector<DoubleTensor> values_;
    std::vector<DoubleTensor> weights_;
    std::vector<std::vector<double>> biases_;
    std::vector<std::int64_t> terms_;  ///< By stage: of one output cell.
};

}  // namespace convscope
