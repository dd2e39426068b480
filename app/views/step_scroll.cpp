#include "app/views/step_scroll.hpp"

#include <imgui.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/views/board_scroll.hpp"

namespace convscope::app {
namespace {

using Kind = StepPhase::Kind;

/// What a phase reads, and last what it makes.
std::vector<PixelRect> places_of(const BoardFrame& frame, const StepPhase& phase) {
    const BoardLayout& layout = frame.layout;
    const auto value = [&](std::size_t map) { return layout.maps[map].forward.map; };
    const auto gradient = [&](std::size_t map) { return layout.maps[map].backward.map; };
    switch (phase.kind) {
        case Kind::kOutput:
            return {value(phase.stage), value(phase.stage + 1)};
        case Kind::kLoss:
            return {value(frame.model.loss_map), layout.loss.forward};
        case Kind::kLossGradient:
            return {layout.loss.backward, gradient(frame.model.loss_map)};
        case Kind::kGradInput:
            return {gradient(phase.stage + 1), gradient(phase.stage)};
        case Kind::kGradWeights:
            break;
    }
    std::vector<PixelRect> places{gradient(phase.stage + 1)};
    for (std::size_t i = 0; i < frame.model.layers.size(); ++i)
        if (frame.model.layers[i].stage == static_cast<int>(phase.stage))
            places.push_back(layout.cards[i].backward);
    return places;
}

/// The op that the phase is in, for a board that shows one alone.
std::string focus_of(const BoardFrame& frame, const StepPhase& phase) {
    if (phase.kind == Kind::kLoss || phase.kind == Kind::kLossGradient)
        return std::string(kFocusOnLoss);
    return frame.results.scene.layers[frame.results.plan.layers[phase.stage]].id;
}

}  // namespace

void StepScroll::update(const BoardFrame& frame) {
    const StepView* view = frame.context.transport.view;
    const auto now = view == nullptr ? std::nullopt : std::optional(view->position.phase);
    if (seen_ == now) return;
    seen_ = now;
    if (view == nullptr) return;
    std::string& focus = frame.context.ui.focus_layer;
    if (!focus.empty()) focus = focus_of(frame, view->phase);
    PixelRect all, made;
    for (const PixelRect& place : places_of(frame, view->phase)) {
        if (place.empty()) continue;  // Focus shows other ops.
        all = all.empty() ? place
                          : PixelRect{std::min(all.x0, place.x0), std::min(all.y0, place.y0),
                                      std::max(all.x1, place.x1), std::max(all.y1, place.y1)};
        made = place;
    }
    const ImVec2 size = ImGui::GetWindowSize();
    const float margin = frame.px(20);
    const bool fits = width(all) + 2 * margin <= size.x && height(all) + 2 * margin <= size.y;
    if (!all.empty()) bring_into_sight(fits ? all : made, margin);
}

}  // namespace convscope::app
