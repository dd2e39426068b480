#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

/// One line on the card of a layer's gradient: whether nudging each weight gave the same. A button
/// where that is not known, or known of an older scene; progress while it runs.
void draw_verify_badge(const BoardFrame& frame, const LayerModel& layer, const PixelRect& line);

/// A sign before the words of a verdict, for those who do not see its colour, and the colour.
struct VerdictLook {
    std::string_view sign;
    Colour colour;
};
VerdictLook verdict_look(const Theme& theme, Verdict verdict);
/// Of the worst; where not all numbers are known to agree, that has a sign of its own.
VerdictLook verdict_look(const Theme& theme, const VerifyReport& report);

/// How far a check is, with its numbers on it.
void draw_check_progress(const WidgetUi& ui, std::string_view path, const PixelRect& rect,
                         const Verifier::Progress& progress);

}  // namespace convscope::app
