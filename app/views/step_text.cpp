#include "app/views/map_titles.hpp"
#include "app/views/step_parts.hpp"
#include "app/widgets/format.hpp"
#include "core/eval/letters.hpp"

namespace convscope::app {
namespace {

using Kind = StepPhase::Kind;

/// What the phase makes, or its gradient is of: "R1".
std::string letter_of(const Results& results, const StepPhase& phase) {
    const BoardLetters letters = letters_of(results.scene, results.plan);
    if (phase.kind == Kind::kLoss) return "L";
    if (phase.kind == Kind::kGradWeights) return letters.weights[phase.stage];
    return letters.maps[phase.map];
}

/// Of an output of the phase's layer, by what it reads: the whole input, a window of it, a cell.
std::string_view output_noun(const Results& results, const StepPhase& phase) {
    const Layer& layer = results.scene.layers[results.plan.layers[phase.stage]];
    const Shape input = results.plan.shapes[phase.stage];
    const Rect read = find_op(layer.op)->input_rect(layer.params, {0, 0, 1, 1}, input);
    const bool several = read.width() > 1 || read.height() > 1;
    if (read == input.plane() && (several || layer.weights != nullptr)) return "output";
    return several ? "window" : "cell";
}

}  // namespace

std::string phase_name(const Results& results, const StepPhase& phase) {
    return (phase.is_backward() ? "d" : "") + letter_of(results, phase);
}

std::string phase_symbol(const Results& results, const StepPhase& phase) {
    return (phase.is_backward() ? "∂" : "") + with_subscript(letter_of(results, phase));
}

std::string phase_quantity(const Results& results, const StepPhase& phase) {
    const std::string letter = with_subscript(letter_of(results, phase));
    return phase.is_backward() ? gradient_symbol(letter) : letter;
}

std::string_view outer_noun(const Results& results, const StepPhase& phase) {
    const bool by_output = phase.order == WalkOrder::kByOutput;
    switch (phase.kind) {
        case Kind::kOutput:
            return output_noun(results, phase);
        case Kind::kLoss:
            return "term";
        case Kind::kLossGradient:
            return "cell";
        case Kind::kGradWeights:
            return by_output ? output_noun(results, phase) : "weight";
        case Kind::kGradInput:
            return by_output ? output_noun(results, phase) : "cell";
    }
    return "";
}

std::string step_place(const Transport& transport) {
    if (transport.view == nullptr) return "";
    const StepView& view = *transport.view;
    if (!view.outer) return "the start: nothing is computed yet";
    const StepPhase& phase = view.phase;
    const bool partly = view.terms_done < view.term_count;
    const std::int64_t cell = view.position.cell + (partly ? 1 : 0);
    std::string text = std::string(outer_noun(transport.walk->results(), phase)) + " " +
                       with_thousands(std::to_string(cell)) + " of " +
                       with_thousands(std::to_string(phase.cells));
    if (partly)
        text += ", product " + with_thousands(std::to_string(view.terms_done)) + " of " +
                with_thousands(std::to_string(view.term_count));
    return text;
}

StepGrain next_grain(StepGrain grain) {
    switch (grain) {
        case StepGrain::kWindow:
            return StepGrain::kChannel;
        case StepGrain::kChannel:
            return StepGrain::kProduct;
        case StepGrain::kProduct:
            break;
    }
    return StepGrain::kWindow;
}

}  // namespace convscope::app
