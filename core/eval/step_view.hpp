#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/eval/cell_lattice.hpp"
#include "core/eval/partial_gradients.hpp"
#include "core/eval/steps.hpp"

namespace convscope {

/// How much of a quantity stands there.
struct Shown {
    enum class Kind {
        kNone,
        kFirst,    ///< The first `count` numbers, as in the results, and `next`.
        kPartial,  ///< All of it, as `map` or `filter` has it.
        kAll,      ///< As in the results.
    };
    Kind kind = Kind::kNone;
    std::int64_t count = 0;     ///< In the order of outer cells (StepPhase::cells).
    std::optional<float> next;  ///< What the number behind them has so far.
    const Map* map = nullptr;   ///< Of dL/dinput that is scattered; its tiles have versions.
    const PatchedFilter* filter = nullptr;  ///< Of dL/dweights by patch.
};

/// Cells that the current step touches, in one map or in one layer's weights; biases have no mark.
struct StepMark {
    NumberRef::Kind kind = NumberRef::Kind::kValue;
    std::size_t index = 0;   ///< Of the map, or of the stage.
    CellLattice cells = {};  ///< Not empty; of values also in the padding around the map.
    bool is_outer = false;   ///< The outer cell itself; else what it is made of or reaches.
};

/// What the screen shows at a position. Maps point into the StepStates that made it.
struct StepView {
    StepPosition position;
    StepPhase phase;
    std::vector<Shown> values, gradients;  ///< By map.
    std::vector<Shown> weights;            ///< By stage: dL/dweights and dL/dbias.
    Shown loss;                            ///< kFirst: `next` is L so far.

    /// The outer cell that is in work, or that the last step completed; nothing at the start.
    std::optional<NumberRef> outer;
    std::int64_t terms_done = 0, term_count = 0;  ///< Of it.
    std::optional<float> total;  ///< Of its sum so far; nothing where it only spreads its gradient.
    Reduction reduction = Reduction::kOrdered;  ///< How terms become `total`, and
    float divisor = 1;                          ///< by what the whole sum is divided in it.
    std::optional<Term> term;   ///< The last one done; by patch not that of the bias.
    std::optional<Term> added;  ///< By output, of a step of one product: OuterTerms::added().
    std::optional<int> filter;  ///< k of the weights in work.
    std::vector<StepMark> marks;
    CodeMoment moment = CodeMoment::kNone;
    /// Of a quantity nothing stands there yet because computing it takes longer (StepStates): ask
    /// again.
    bool pending = false;
};

/// Makes the views of a walk, and keeps what makes the next one cheap.
class StepStates {
  public:
    /// About so long one call of at() may compute; what is left is done by the calls after it.
    explicit StepStates(std::chrono::nanoseconds time = std::chrono::nanoseconds::max())
        : time_(time) {}

    /// Forgets the walk before; null: there is none. The walk must outlive its use here.
    void set_walk(const StepWalk* walk);
    /// Valid until the next call. Precondition: a walk is set, and the position one of its own.
    const StepView& at(const StepPosition& position, StepGrain grain);

  private:
    void show_quantities();
    void show_current(const StepPhase& phase);
    void show_outer(StepGrain grain);

    std::chrono::nanoseconds time_;
    const StepWalk* walk_ = nullptr;
    StepView view_;
    std::unique_ptr<ScatteredGradient> scattered_;
    std::unique_ptr<PatchedWeights> patched_;
    std::uint64_t version_ = 0;
};

/// How much of the number's quantity stands there; null for what is given.
const Shown* shown_of(const StepView& view, const NumberRef& ref);

/// What stands there of a number; nothing where it is still hidden. Precondition: exists().
std::optional<float> shown_number(const Results& results, const StepView& view,
                                  const NumberRef& ref);

/// The lines that compute a phase; of the loss its formula.
std::vector<CodeLine> step_code(const Results& results, const StepPhase& phase);
/// What an index has in the step: "y" of a line that sets it; nothing where it has none now.
std::optional<int> step_index(const Results& results, const StepView& view, const CodeLine& line);

}  // namespace convscope
