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
        : results_(results), view_(view), outer_(outer), phase_(view.phase), grain_(grain) {
        if (view.term_count > view.terms_done) return;
        grain_ = StepGrain::kWindow;  // It is complete.
    }

    std::vector<StepMark> take() {
        add_outer();
        if (!view_.term) return std::move(marks_);
        switch (phase_.kind) {
            case Kind::kOutput:
                add_read(Number::kValue, phase_.map - 1, true);
                add_weights(Number::kWeight);
                break;
            case Kind::kLoss:
                add_cell(Number::kValue, phase_.map, view_.term->cell_a);
                break;
            case Kind::kLossGradient:
                add_cell(Number::kValue, phase_.map, view_.outer->cell);
                break;
            case Kind::kGradWeights:
                add_weight_sources();
                break;
            case Kind::kGradInput:
                if (phase_.order == WalkOrder::kByOutput)
                    add_read(Number::kGradient, phase_.map, true);
                else
                    add_read(Number::kGradient, phase_.map + 1, false);
                add_weights(Number::kWeight);
                break;
        }
        return std::move(marks_);
    }

  private:
    void add_outer() {
        const NumberRef& number = *view_.outer;
        if (number.kind == Number::kLoss || number.kind == Number::kGradBias) return;
        const bool of_weights = number.kind == Number::kGradWeight;
        marks_.push_back({.kind = number.kind,
                          .index = of_weights ? number.stage : number.map,
                          .filter = of_weights ? number.cell.n : -1,
                          .channel = number.cell.c,
                          .rect = rect_of(number.cell),
                          .is_outer = true});
    }

    void add_cell(Number kind, std::size_t map, Cell cell) {
        if (!results_.plan.shapes[map].plane().contains(cell.x, cell.y)) return;  // Padding.
        marks_.push_back({.kind = kind, .index = map, .channel = cell.c, .rect = rect_of(cell)});
    }

    /// What an op reads for an output (or what reads an input): all of it, one channel, one cell.
    void add_read(Number kind, std::size_t map, bool by_output) {
        if (grain_ == StepGrain::kProduct) return add_cell(kind, map, view_.term->cell_a);
        const Layer& layer = results_.scene.layers[results_.plan.layers[phase_.stage]];
        const OpInfo& op = *find_op(layer.op);
        const Shape input = results_.plan.shapes[phase_.stage];
        const Rect cell = rect_of(view_.outer->cell);
        const Rect rect = intersect(by_output ? op.input_rect(layer.params, cell, input)
                                              : op.output_rect(layer.params, cell, input),
                                    results_.plan.shapes[map].plane());
        if (rect.empty()) return;
        const bool one_channel =
            grain_ == StepGrain::kChannel || first_channel() == view_.term->cell_a.c;
        marks_.push_back({.kind = kind,
                          .index = map,
                          .channel = one_channel ? view_.term->cell_a.c : -1,
                          .rect = rect});
    }

    int first_channel() const { return outer_.term(0).cell_a.c; }

    /// The weights of the terms: a filter, its channel, one weight.
    void add_weights(Number kind) {
        const ConstTensorView weights = op_inputs(results_, phase_.stage).weights;
        if (weights.empty()) return;
        const Shape shape = weights.shape();
        const Cell last = view_.term->cell_b;
        StepMark mark{.kind = kind,
                      .index = phase_.stage,
                      .filter = last.n,
                      .channel = last.c,
                      .rect = shape.plane()};
        const bool gathers =
            phase_.kind == Kind::kGradInput && phase_.order == WalkOrder::kByNumber;
        if (grain_ == StepGrain::kProduct)
            mark.rect = rect_of(last);
        else if (grain_ == StepGrain::kWindow && !gathers)
            mark.channel = -1;
        marks_.push_back(mark);
    }

    void add_weight_sources() {
        const Term& term = *view_.term;
        if (phase_.order == WalkOrder::kByOutput) {
            add_read(Number::kValue, phase_.map - 1, true);
            add_weights(Number::kGradWeight);
        } else if (view_.outer->kind == Number::kGradBias) {
            add_cell(Number::kGradient, phase_.map, term.cell_a);
        } else {
            add_cell(Number::kValue, phase_.map - 1, term.cell_a);
            add_cell(Number::kGradient, phase_.map, term.cell_b);
        }
    }

    const Results& results_;
    const StepView& view_;
    const OuterTerms& outer_;
    const StepPhase& phase_;
    StepGrain grain_;
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
    using Of = NumberRef::Kind;
    if (view.outer->kind == Of::kGradWeight || view.outer->kind == Of::kGradBias)
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
