#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/eval/number_ref.hpp"

namespace convscope {

// A walk over results: first every layer forward, then the loss, then every layer backward. It
// computes nothing of its own; core/eval/step_view.hpp tells what stands there at a position.

/// How much one step does.
enum class StepGrain {
    kWindow,   ///< A whole outer cell, with all its terms.
    kChannel,  ///< All terms of one channel.
    kProduct,  ///< One term.
};

/// In which order gradients grow.
struct StepOrders {
    WalkOrder grad_weights = WalkOrder::kByOutput;  ///< By patch; kByNumber: by weight.
    WalkOrder grad_input = WalkOrder::kByOutput;    ///< Scatter; kByNumber: gather.
    friend bool operator==(const StepOrders&, const StepOrders&) = default;
};

/// A part of the walk: it makes one quantity.
struct StepPhase {
    enum class Kind {
        kOutput,        ///< The output of `stage`.
        kLoss,          ///< L, by its terms.
        kLossGradient,  ///< dL/d(the map that the loss reads).
        kGradWeights,   ///< dL/dweights of `stage`, and dL/dbias.
        kGradInput,     ///< dL/dinput of `stage`.
    };
    Kind kind = Kind::kOutput;
    std::size_t stage = 0;  ///< Index of plan.layers; 0 where there is none.
    std::size_t map = 0;    ///< The map that it makes or reads; with weights: the layer's output.
    WalkOrder order = WalkOrder::kByNumber;
    /// Outer cells. By number: those of the quantity in the order channel, row, column (of weights
    /// k, c, b, a, and then the biases), of L its terms, at least one. By output: the layer's
    /// output cells.
    std::int64_t cells = 0;

    bool is_backward() const { return kind != Kind::kOutput && kind != Kind::kLoss; }
    friend bool operator==(const StepPhase&, const StepPhase&) = default;
};

/// `cell` outer cells of the phase are complete, and of the next one `terms` terms are done. The
/// beginning of a phase is the end of the one before.
struct StepPosition {
    std::size_t phase = 0;
    std::int64_t cell = 0, terms = 0;
    friend bool operator==(const StepPosition&, const StepPosition&) = default;
};

/// Each function takes time for the terms of one outer cell at most, never for a whole map.
/// Positions are those that it gave out.
class StepWalk {
  public:
    /// `results` must outlive the walk.
    StepWalk(const Results& results, StepOrders orders);

    const Results& results() const { return *results_; }
    const std::vector<StepPhase>& phases() const { return phases_; }
    const StepPhase& phase(const StepPosition& position) const { return phases_[position.phase]; }

    StepPosition start() const { return {}; }
    StepPosition end() const { return {phases_.size() - 1, phases_.back().cells, 0}; }
    /// One step further or back; the end and the start stay.
    StepPosition next(StepPosition position, StepGrain grain) const;
    StepPosition previous(StepPosition position, StepGrain grain) const;

    /// The position after about this share (0 to 1) of a phase, at the end of a step of `grain`.
    StepPosition position_at(std::size_t phase, double fraction, StepGrain grain) const;
    double fraction_of(const StepPosition& position) const;  ///< Of its phase.

    /// Where this number is just complete, in the phase that makes it; nothing where none does.
    /// dL/dweights by patch: after the last output of their filter; dL/dinput by scattering: after
    /// the last output that adds to the cell (be it 0), or the end of the phase where none does.
    std::optional<StepPosition> position_of(const NumberRef& number) const;

    /// The place that a position of another walk has here. Start and end stay what they are; else
    /// it stays in the phase of its layer, at the same cell, or where their number is another one,
    /// at the same share. A phase that is gone: the end of the nearest one before it that is not.
    StepPosition same_place(const StepWalk& before, const StepPosition& position,
                            StepGrain grain) const;

  private:
    StepPosition normal(StepPosition position) const;
    StepPosition clamped(StepPosition position) const;
    /// Index of the phase that does for its layer what this one of another walk does.
    std::optional<std::size_t> counterpart(const StepWalk& other, const StepPhase& phase) const;

    const Results* results_;
    std::vector<StepPhase> phases_;
};

/// Index of an outer cell's number: the one that it completes, or by output the cell of
/// dL/d(output) that it spreads. Precondition: index < phase.cells.
NumberRef outer_number(const Results& results, const StepPhase& phase, std::int64_t index);

}  // namespace convscope
