#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/eval/dirty_tiles.hpp"
#include "core/eval/map_part.hpp"
#include "core/eval/steps.hpp"

namespace convscope {

// Gradients that grow output cell by output cell: dL/dinput by scattering, dL/dweights by patch.
// They are computed by the op's own kernels from dL/doutput with +0 in place of the cells not yet
// visited, and only where they can differ from the last state asked for: what they are depends on
// the position alone, what they cost on how far it has moved.

/// A copy of dL/doutput of a stage with +0 behind its first cells (in the order channel, row,
/// column).
class VisitedOutputs {
  public:
    /// Starts with no cell. Takes memory for the whole map.
    VisitedOutputs(const Results& results, std::size_t stage);

    void show(std::int64_t cells);
    ConstTensorView view() const { return tensor_.view(); }
    /// Around every cell that differs from when so many were shown.
    MapPart changed_since(std::int64_t cells) const;
    int shown_channels() const;  ///< Begun or complete; at least one.

  private:
    ConstTensorView whole_;
    Tensor tensor_;
    std::int64_t shown_ = 0;
};

/// dL/dinput after some of the outputs have spread their gradients.
class ScatteredGradient {
  public:
    /// Tile versions count on from `version`, so that no two maps of one owner share any.
    ScatteredGradient(const Results& results, const StepPhase& phase, std::uint64_t version);

    /// After `cells` outputs, and the cells of the input that `terms` terms of the next reach. Its
    /// ranges are those of the whole gradient. Null when the time was over before: each call goes
    /// on with what is left, also on the way to another place.
    const Map* at(std::int64_t cells, std::int64_t terms,
                  std::chrono::nanoseconds time = std::chrono::nanoseconds::max());
    std::uint64_t version() const { return version_; }
    const StepPhase& phase() const { return phase_; }

  private:
    const Layer& layer() const;
    OpInputs inputs_of(const MapPart& part) const;
    /// What these outputs reach in the input, and in which channels.
    MapPart reached(const MapPart& outputs) const;
    void mark_stale(const MapPart& part);
    bool compute_stale(std::chrono::nanoseconds time);
    void compute(const MapPart& part);
    void add_terms(std::int64_t cell, std::int64_t terms);

    const Results* results_;
    StepPhase phase_;
    bool by_channel_;
    VisitedOutputs visited_;
    Map map_;
    std::uint64_t version_;
    std::int64_t cells_ = 0;
    DirtyTiles stale_;          ///< Not yet computed for the cells shown, in these channels.
    MapPart stale_channels_{};  ///< Its rectangle has no meaning.
    MapPart half_done_{};       ///< Where an output's terms are in the map that is not complete.
};

/// dL/dweights and dL/dbias of one filter, in the middle of its outputs.
struct PatchedFilter {
    int filter = 0;  ///< Those before it are complete, those behind it +0.
    Tensor weights;  ///< 1,C,h,w
    float bias = 0;  ///< When the layer has one.
};

class PatchedWeights {
  public:
    PatchedWeights(const Results& results, const StepPhase& phase);

    /// After `cells` outputs, and the weights that `terms` terms of the next reach.
    const PatchedFilter& at(std::int64_t cells, std::int64_t terms);
    const StepPhase& phase() const { return phase_; }

  private:
    /// The sums over the first outputs of a filter: its weights, and the bias.
    std::vector<float> sums(int filter, std::int64_t outputs);
    std::vector<float> own_numbers(int filter) const;
    std::vector<float> explained(int filter, std::int64_t outputs) const;
    std::vector<float> summed_blocks(int filter, std::int64_t outputs);

    const Results* results_;
    StepPhase phase_;
    std::optional<VisitedOutputs> visited_;
    PatchedFilter filter_;
};

}  // namespace convscope
