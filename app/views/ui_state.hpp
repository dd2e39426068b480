#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/widgets/map_zoom.hpp"
#include "core/scene/brush.hpp"

namespace convscope::app {

enum class Tool { kBrush, kPan };
enum class ScaleMode {
    kRow,
    kMap,
    kPercentile
};  ///< One colour scale for a row, or each map its own.

/// The cell under the pointer, which other maps may mark too.
struct HoveredCell {
    std::string map;  ///< "R", "dR", ... as in widget paths.
    Cell cell;
};

struct Message {
    enum class Kind { kNote, kError } kind = Kind::kNote;
    std::string text;
    std::chrono::steady_clock::time_point since;
};

/// A save that a dialog asks about.
struct AskedSave {
    std::string path;  ///< What "Save as" starts from, or the file that would be replaced.
    bool then_quits = false;
};

inline constexpr std::chrono::seconds kMessageDuration{8};

/// What the window remembers and a scene does not: never undone, never in files.
struct UiState {
    Tool tool = Tool::kBrush;
    Brush brush;
    bool link_zoom = true;
    bool link_channels = false;            ///< A weight edited in r is set in g and b too.
    std::map<std::string, MapZoom> zooms;  ///< By map; "" when linked.
    ScaleMode scale_mode = ScaleMode::kRow;
    bool show_255 = false;     ///< Numbers of pictures as 0..255.
    int picture_channel = -1;  ///< -1: all (rgb).
    int input_gradient_channel = 0;
    std::map<std::string, int> shown_filter;  ///< By layer id: which filter's map is large.
    std::optional<HoveredCell> hovered;
    std::optional<HoveredCell> focus;  ///< The last one hovered: loupes show what is around it.
    bool keys_taken = false;  ///< A weight or number is selected: letters go to it, not to tools.
    std::vector<Message> messages;  ///< Shown by the shell as toasts.

    // Set by Application (Ctrl+O, a save without a path, a quit with unsaved work). A view opens
    // the popup and clears the flag when it did.
    bool ask_open_path = false;
    bool ask_save_path = false;
    bool ask_replace = false;
    bool ask_quit = false;
    bool ask_keys = false, ask_about = false;  ///< From the menu Help.
    AskedSave asked_save;  ///< Of ask_save_path and ask_replace.

    /// A number for the edits of one drag. Views count from here, History::new_gesture() from 1, so
    /// that the two never meet.
    std::uint64_t last_gesture = std::uint64_t{1} << 32;
    std::uint64_t new_gesture() { return ++last_gesture; }
};

}  // namespace convscope::app
