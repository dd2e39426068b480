#include "app/views/disclosure.hpp"

#include <utility>

#include "app/views/prediction.hpp"
#include "app/widgets/format.hpp"
#include "core/eval/letters.hpp"

namespace convscope::app {
namespace {

using Kind = NumberRef::Kind;

/// Of the quantity that the number belongs to; empty for what is given, not computed.
std::string veil_name(const Results& results, const NumberRef& ref) {
    switch (ref.kind) {
        case Kind::kValue:
        case Kind::kGradient: {
            if (ref.kind == Kind::kValue && ref.map == 0) return {};
            const std::string letter = letters_of(results.scene, results.plan).maps[ref.map];
            return ref.kind == Kind::kGradient ? "d" + letter : letter;
        }
        case Kind::kGradWeight:
        case Kind::kGradBias:
            return "dG/" + results.scene.layers[results.plan.layers[ref.stage]].id;
        case Kind::kLoss:
            return "L";
        case Kind::kWeight:
        case Kind::kBias:
            break;
    }
    return {};
}

bool has_quantity(const Results& results, const NumberRef& ref) {
    const bool of_map = ref.kind == Kind::kValue || ref.kind == Kind::kGradient;
    if (ref.kind == Kind::kLoss) return true;
    return of_map ? ref.map < results.plan.shapes.size() : ref.stage < results.plan.layers.size();
}

/// Of a quantity to all of whose numbers the phase adds in turns: this one has had its last term.
bool has_last_term(const StepWalk& walk, const StepPosition& position, const NumberRef& ref) {
    const auto end = walk.position_of(ref);
    return end && end->phase == position.phase &&
           std::pair(position.cell, position.terms) >= std::pair(end->cell, end->terms);
}

/// Whether the walk still adds to a number of which something stands there.
bool is_in_work(const StepWalk& walk, const StepView& view, const NumberRef& ref) {
    const Shown* shown = shown_of(view, ref);
    if (shown == nullptr || shown->kind == Shown::Kind::kAll) return false;
    if (ref.kind == Kind::kLoss) return true;
    if (shown->kind == Shown::Kind::kPartial) return !has_last_term(walk, view.position, ref);
    return view.outer == ref && view.terms_done < view.term_count;
}

std::int64_t terms_done(const StepView& view, const NumberRef& ref) {
    if (ref.kind == Kind::kLoss) return view.position.cell;
    return view.outer == ref && view.phase.order == WalkOrder::kByNumber ? view.terms_done : 0;
}

}  // namespace

bool is_to_guess(const ViewContext& context, const NumberRef& ref) {
    if (!context.ui.predict_first || !has_quantity(*context.results, ref)) return false;
    const std::string name = veil_name(*context.results, ref);
    return !name.empty() && is_under_veil(context.ui, name);
}

Disclosure disclose(const ViewContext& context, const NumberRef& ref) {
    using Told = Disclosure::Kind;
    if (is_to_guess(context, ref)) return {Told::kToGuess, std::nullopt};
    const StepView* view = context.transport.view;
    if (view == nullptr) return {Told::kOpen, number_at(*context.results, ref)};
    const std::optional<float> number = shown_number(*context.results, *view, ref);
    if (!number) return {Told::kNotReached, std::nullopt};
    if (is_in_work(*context.transport.walk, *view, ref))
        return {Told::kPartial, number, terms_done(*view, ref)};
    return {Told::kOpen, number};
}

std::string undisclosed_hint(const Disclosure& told) {
    switch (told.kind) {
        case Disclosure::Kind::kOpen:
            break;
        case Disclosure::Kind::kPartial:
            return "So far " + format_signed(*told.number) + ": the walk still adds to it.";
        case Disclosure::Kind::kNotReached:
            return "The walk has not come here yet.";
        case Disclosure::Kind::kToGuess:
            return "Predict first: what does it come to? A click on its veil tells.";
    }
    return {};
}

bool is_quantity_open(const ViewContext& context, const NumberRef& ref) {
    if (!has_quantity(*context.results, ref)) return true;
    if (is_to_guess(context, ref)) return false;
    if (context.transport.view == nullptr) return true;
    const Shown* shown = shown_of(*context.transport.view, ref);
    return shown == nullptr || shown->kind == Shown::Kind::kAll;
}

bool may_say_why(const ViewContext& context, const NumberRef& ref) {
    if (!has_quantity(*context.results, ref)) return false;
    if (context.transport.view == nullptr && !context.ui.predict_first) return true;
    if (!is_quantity_open(context, ref)) return false;
    const std::size_t first = ref.kind == Kind::kGradient ? ref.map : ref.stage;
    for (std::size_t map = first; map < context.results->plan.shapes.size(); ++map) {
        if (!is_quantity_open(context, {Kind::kValue, map, 0, {}})) return false;
        if (map > first && !is_quantity_open(context, {Kind::kGradient, map, 0, {}})) return false;
    }
    return true;
}

}  // namespace convscope::app
