#include "core/eval/step_marks.hpp"

#include <algorithm>

#include "core/eval/letters.hpp"

namespace convscope {
namespace {

using Kind = StepPhase::Kind;
using Number = NumberRef::Kind;

Rect rect_of(Cell cell) {
    return {cell.x, cell.y, cell.x + 1, cell.y + 1};
}

/// Collects the marks of one view.
class Marks {
  public:
    Marks(const Results& results, const StepView& view, const OuterTerms& outer, StepGrain grain)
        : results_(results), view_(view), outer_(outer), phase_(view.phase) {
        if (!view.term) return;
        const bool complete = view.terms_done == view.term_count;
        const std::int64_t products = outer.count() - (outer.is_bias(outer.count() - 1) ? 1 : 0);
        last_ = products;
        if (complete || grain == StepGrain::kWindow) return;
        first_ = grain == StepGrain::kProduct ? view.terms_done - 1
                                              : outer.before(view.terms_done, grain);
        last_ = std::min(outer.after(first_, grain), products);
    }

    std::vector<StepMark> take() {
        add_outer();
        if (!view_.term) return std::move(marks_);
        switch (phase_.kind) {
            case Kind::kOutput:
                add(Number::kValue, phase_.map - 1, cells_a());
                add_weights(Number::kWeight);
                break;
            case Kind::kLoss:
                add(Number::kValue, phase_.map, CellLattice::of_cell(view_.term->cell_a));
                break;
            case Kind::kLossGradient:
                add(Number::kValue, phase_.map, CellLattice::of_cell(view_.outer->cell));
                break;
            case Kind::kGradWeights:
                add_weight_sources();
                break;
            case Kind::kGradInput:
                add(Number::kGradient,
                    phase_.order == WalkOrder::kByOutput ? phase_.map : phase_.map + 1, cells_a());
                add_weights(Number::kWeight);
                break;
        }
        return std::move(marks_);
    }

  private:
    /// What the factors of the last step's terms stand in.
    CellLattice cells_a() const {
        return lattice_of(last_ - first_,
                          [this](std::int64_t i) { return outer_.term(first_ + i).cell_a; });
    }
    CellLattice cells_b() const {
        return lattice_of(last_ - first_,
                          [this](std::int64_t i) { return outer_.term(first_ + i).cell_b; });
    }

    void add_outer() {
        const NumberRef& number = *view_.outer;
        if (number.kind == Number::kLoss || number.kind == Number::kGradBias) return;
        const bool of_weights = number.kind == Number::kGradWeight;
        marks_.push_back({.kind = number.kind,
                          .index = of_weights ? number.stage : number.map,
                          .cells = CellLattice::of_cell(number.cell),
                          .is_outer = true});
    }

    /// Padding is a part of what is read; it has no gradient.
    void add(Number kind, std::size_t map, const CellLattice& cells) {
        const CellLattice inside =
            kind == Number::kValue ? cells : cells.clipped(results_.plan.shapes[map]);
        if (!inside.empty()) marks_.push_back({.kind = kind, .index = map, .cells = inside});
    }

    void add_weights(Number kind) {
        if (op_inputs(results_, phase_.stage).weights.empty()) return;
        marks_.push_back({.kind = kind, .index = phase_.stage, .cells = cells_b()});
    }

    void add_weight_sources() {
        if (phase_.order == WalkOrder::kByOutput) {
            add(Number::kValue, phase_.map - 1, cells_a());
            add_weights(Number::kGradWeight);
        } else if (view_.outer->kind == Number::kGradBias) {
            add(Number::kGradient, phase_.map, cells_a());
        } else {
            add(Number::kValue, phase_.map - 1, cells_a());
            add(Number::kGradient, phase_.map, cells_b());
        }
    }

    const Results& results_;
    const StepView& view_;
    const OuterTerms& outer_;
    const StepPhase& phase_;
    std::int64_t first_ = 0, last_ = 0;  ///< Of the last step's terms.
    std::vector<StepMark> marks_;
};

/// The first tap of the window over an input cell's output.
Cell window_start(const Results& results, const StepView& view) {
    const Layer& layer = results.scene.layers[results.plan.layers[view.phase.stage]];
    const Rect window = find_op(layer.op)->input_rect(layer.params, rect_of(view.outer->cell),
                                                      results.plan.shapes[view.phase.stage]);
    return {0, 0, window.y0, window.x0};
}

std::optional<int> outer_index(const StepView& view, char letter) {
    const Cell& cell = view.outer->cell;
    const bool is_weight = view.outer->kind == Number::kGradWeight;
    switch (letter) {
        case 'k':
            return view.filter;
        case 'c':
            return cell.c;
        case 'y':
        case 'q':
        case 'i':
            return cell.y;
        case 'x':
        case 'p':
            return cell.x;
        case 'b':
            return is_weight ? std::optional(cell.y) : std::nullopt;
        case 'a':
            return is_weight ? std::optional(cell.x) : std::nullopt;
        default:
            return std::nullopt;
    }
}

/// What loops call n, of the output that is made, read or spread: how many cells of its window
/// share the maximum, or by how many its sum is divided.
int sharers_of(const Results& results, const StepView& view) {
    const bool reads_outputs =
        view.phase.kind == Kind::kGradInput && view.phase.order == WalkOrder::kByNumber;
    const Cell output = reads_outputs ? view.term->cell_a : view.outer->cell;
    const NumberRef ref{Number::kValue, view.phase.stage + 1, 0, output};
    const Explanation whole = explain_number(results, ref, 0, 0);
    if (whole.reduction != Reduction::kMaximum) return static_cast<int>(whole.divisor);
    const std::vector<Term> window = explain_number(results, ref, 0, whole.term_count).terms;
    return static_cast<int>(
        std::ranges::count_if(window, [](const Term& term) { return term.chosen || term.tied; }));
}

std::optional<int> term_index(const Results& results, const StepView& view, char letter) {
    const Term& term = *view.term;
    const bool by_weight =
        view.phase.kind == Kind::kGradWeights && view.phase.order == WalkOrder::kByNumber;
    const bool weighs = !op_inputs(results, view.phase.stage).weights.empty();
    const Cell& cell =
        by_weight && view.outer->kind == Number::kGradWeight ? term.cell_b : term.cell_a;
    switch (letter) {
        case 'k':
            return view.filter;
        case 'c':
            return term.cell_a.c;
        case 'y':
        case 'q':
            return cell.y;
        case 'x':
        case 'p':
            return cell.x;
        case 'b':
            return weighs ? term.cell_b.y : cell.y - window_start(results, view).y;
        case 'a':
            return weighs ? term.cell_b.x : cell.x - window_start(results, view).x;
        case 'n':
            return sharers_of(results, view);
        default:
            return std::nullopt;
    }
}

/// With its numbers lowered: "R₁".
OpLetters lowered(const OpLetters& letters) {
    return {with_subscript(letters.input), with_subscript(letters.weights),
            with_subscript(letters.output)};
}

}  // namespace

std::optional<int> filter_in_work(const Results& results, const StepView& view) {
    if (view.outer->kind == Number::kGradWeight || view.outer->kind == Number::kGradBias)
        return view.outer->cell.n;
    const bool of_loss = view.phase.kind == Kind::kLoss || view.phase.kind == Kind::kLossGradient;
    if (of_loss || !view.term || op_inputs(results, view.phase.stage).weights.empty())
        return std::nullopt;
    return view.term->cell_b.n;
}

std::vector<StepMark> step_marks(const Results& results, const StepView& view,
                                 const OuterTerms& outer, StepGrain grain) {
    return Marks(results, view, outer, grain).take();
}

std::vector<CodeLine> step_code(const Results& results, const StepPhase& phase) {
    const BoardLetters letters = letters_of(results.scene, results.plan);
    if (phase.kind == Kind::kLoss || phase.kind == Kind::kLossGradient) {
        const Cell first;
        const Objective& objective = results.scene.objective;
        const LossExplanation loss =
            find_objective(objective.kind)
                ->explain(objective, results.values[phase.map].values.view(), results.probabilities,
                          with_subscript(letters.maps[phase.map]),
                          phase.kind == Kind::kLoss ? nullptr : &first, 0, 0);
        return {{0, loss.formula, CodeMoment::kTerm, "total"}};
    }
    const Layer& layer = results.scene.layers[results.plan.layers[phase.stage]];
    const OpInfo& op = *find_op(layer.op);
    if (op.text.pseudocode == nullptr) return {};
    const Quantity quantity = phase.kind == Kind::kOutput        ? Quantity::kOutput
                              : phase.kind == Kind::kGradWeights ? Quantity::kGradWeights
                                                                 : Quantity::kGradInput;
    return op.text.pseudocode(op_inputs(results, phase.stage), quantity, phase.order,
                              lowered(op_letters(letters, phase.stage)));
}

std::optional<int> step_index(const Results& results, const StepView& view, const CodeLine& line) {
    if (line.variable.size() != 1 || !view.outer) return std::nullopt;
    const bool outer = line.moment == CodeMoment::kFilter || line.moment == CodeMoment::kRow ||
                       line.moment == CodeMoment::kColumn;
    if (outer) return outer_index(view, line.variable.front());
    return view.term ? term_index(results, view, line.variable.front()) : std::nullopt;
}

}  // namespace convscope
