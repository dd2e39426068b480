#pragma once
#include <string>

#include "app/views/board_frame.hpp"

namespace convscope::app {

// "Predict first": what is computed lies under a veil until somebody clicks it, so that a class can
// guess. Names are "R", "dR", "dG/conv1", "L".

/// Draws the veil where one is, and takes the click that lifts it; returns whether there is one,
/// so that what lies below is not drawn.
bool draw_prediction_veil(const BoardFrame& frame, const std::string& name, const PixelRect& rect);
/// Whether there is one.
bool is_under_veil(const UiState& ui, const std::string& name);
/// After something revealed was drawn as the last item: a right click veils it again, a drag with
/// that button does not.
void veil_again_by_click(const BoardFrame& frame, const std::string& name);

/// On, with everything veiled, or off.
void toggle_prediction(UiState& ui);

}  // namespace convscope::app
