#pragma once
#include <optional>
#include <string>

#include "app/views/ui_state.hpp"
#include "app/widgets/names.hpp"
#include "app/widgets/theme.hpp"

namespace convscope::app {

/// Adds a message to show; one with the same text is shown anew instead.
void add_message(UiState& ui, Message::Kind kind, std::string text);

/// Drops what was shown long enough: notes after some seconds, errors later.
void drop_old_messages(UiState& ui, std::chrono::steady_clock::time_point now);

/// Until the next message goes away; nothing when there is none.
std::optional<double> seconds_until_message_drops(const UiState& ui,
                                                  std::chrono::steady_clock::time_point now);

/// The messages, newest lowest, in the lower right corner of `room` (the window: over the status
/// line, where they hide nothing of the board unless they are many), each with a button that closes
/// it. One stays while the pointer is on it. Names: "message/0", "message/0/close".
void draw_messages(UiState& ui, const Look& look, WidgetNames& names, PixelRect room);

}  // namespace convscope::app
