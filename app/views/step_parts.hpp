#pragma once
#include <string>

#include "app/views/view.hpp"
#include "app/widgets/controls.hpp"

namespace convscope::app {

// The parts of the drawer "Steps", each in a file of its own. Heights are at scale 1.

inline constexpr float kStepsLine = 26;  ///< Of the buttons, and of the settings.

/// To start, back, play, forward, to end.
void draw_step_buttons(const ViewContext& context, const PixelRect& rect);
float step_buttons_width(const Look& look);
/// A segment for each phase, which a drag walks through.
void draw_step_bar(const ViewContext& context, const PixelRect& rect);
/// Grain, order, speed and what else can be set, in as many lines as they need. Returns the bottom.
float draw_step_settings(const ViewContext& context, const PixelRect& rect);
/// The loops with the current line lit and the variables beside it; `reveals`: scrolls the lit line
/// into sight. Returns the bottom.
float draw_step_code(const ViewContext& context, const PixelRect& rect, bool reveals);
/// What the exercise prints differently. Returns the bottom.
float draw_step_notes(const ViewContext& context, const PixelRect& rect);

/// "R", "L", "dG1", in scripts; "R₁", "L", "∂G₁" in the bar; "∂L/∂G₁" in texts.
std::string phase_name(const Results& results, const StepPhase& phase);
std::string phase_symbol(const Results& results, const StepPhase& phase);
std::string phase_quantity(const Results& results, const StepPhase& phase);
/// "window", "pixel", "weight", "term": what one of its outer cells is called.
std::string_view outer_noun(const Results& results, const StepPhase& phase);
/// "window 6,007 of 16,280"; before the first step what there is to see.
std::string step_place(const Transport& transport);

/// The next grain after the last one is the first.
StepGrain next_grain(StepGrain grain);

}  // namespace convscope::app
