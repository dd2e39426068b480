#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/widgets/map_zoom.hpp"
#include "core/eval/number_pin.hpp"
#include "core/scene/brush.hpp"

namespace convscope {
struct Lesson;
struct OwnPresets;
}  // namespace convscope

namespace convscope::app {

/// What the tool bar sets and the tools paint with.
struct PaintSettings {
    Brush brush;
    PaintColour background{0, 0, 0};  ///< Of the eraser, of clearing, of a gradient's far end.
    bool filled = false;              ///< Rectangles and ellipses.
    int tolerance_percent = 0;        ///< Of the fill.
};
enum class PictureDialog { kNone, kResize, kCrop, kNoise, kPaste };
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
    bool hovered = false;  ///< Stays while the pointer is on it.
};

/// What shall be checked by nudging it.
struct AskedCheck {
    enum class What {
        kLayer,
        kAllWeights,
        kPicture,
        kCancel,
        kToggle,  ///< kCancel while something runs, else kAllWeights.
    } what = What::kAllWeights;
    std::string layer = {};  ///< Of kLayer: its id.
    Rect picture = {};       ///< Of kPicture: these pixels.
    bool no_sample = false;  ///< All numbers, however long it takes.
};

/// A save that a dialog asks about.
struct AskedSave {
    std::string path;  ///< What "Save as" starts from, or the file that would be replaced.
    bool then_quits = false;
};

inline constexpr std::chrono::seconds kMessageDuration{8};

/// In UiState::focus_layer; no layer's id, for its slash.
inline constexpr std::string_view kFocusOnLoss = "/loss";

/// A filter that shall become an own preset, or an own preset that shall be deleted.
struct AskedPreset {
    std::string layer = {};
    int filter = 0;
    bool deletes = false;
    std::string id = {}, label = {};  ///< Of the one to delete.
};

/// What the window remembers and a scene does not: never undone, never in files.
struct UiState {
    std::string tool = "brush";  ///< Id in tool_table.
    PaintSettings paint;
    bool space_pans = false;  ///< Space is held: the left button moves maps.
    PictureDialog ask_picture_dialog = PictureDialog::kNone;  ///< From the menu Picture.
    std::shared_ptr<const TiledImage> pasted;  ///< Chosen there, for the board to place.
    bool link_zoom = true;
    bool link_channels = false;            ///< A weight edited in r is set in g and b too.
    std::map<std::string, MapZoom> zooms;  ///< By map; "" when linked.
    ScaleMode scale_mode = ScaleMode::kRow;
    bool show_255 = false;     ///< Numbers of pictures as 0..255.
    int picture_channel = -1;  ///< -1: all (rgb).
    int input_gradient_channel = 0;
    std::map<std::string, int> shown_filter;   ///< By layer id: which filter's map is large.
    std::map<std::string, int> first_channel;  ///< By layer id: of a filter shown page by page.
    std::uint64_t random_weights = 0;          ///< How many were asked for: each has its own seed.
    std::filesystem::path presets_folder;      ///< Of a person's own ones; empty: nowhere.
    std::shared_ptr<const OwnPresets> own_presets;  ///< Read from there; null: to be read.
    std::string pointed_layer;  ///< Whose card the pointer was on last: the menu Filter changes it.
    std::optional<HoveredCell> hovered;
    std::optional<HoveredCell> focus;  ///< The last one hovered: loupes show what is around it.
    // What the Inspector explains: the pinned number, else the one pointed at last.
    std::optional<NumberRef> pointed;  ///< Under the pointer now, among the results shown.
    std::optional<NumberPin> last_pointed;
    std::optional<NumberPin> pinned;
    bool every_digit = false;  ///< Its numbers with all that a float holds.
    std::string shown_check;   ///< Of Checks::reports, in its drawer; empty: the newest.
    // What the board shows and how (board_*.cpp).
    bool fit_network = false;     ///< A network wider than the window in narrow columns.
    std::string focus_layer;      ///< Alone on the board: a layer's id, kFocusOnLoss, or empty.
    std::string last_focus;       ///< What `focus_layer` was before it was left.
    bool show_unread = true;      ///< Cells that no window reads are hatched.
    bool show_padding = true;     ///< The padding of a map is drawn around it.
    bool sharp_pictures = false;  ///< Small pictures by single pixels instead of their mean.
    std::string signed_colours;   ///< Id of a colour map; empty: the theme's.
    std::string picture_colours = "grey";  ///< Of one channel of the picture.

    bool predict_first = false;         ///< Maps and numbers are veiled until they are clicked.
    std::set<std::string> revealed;     ///< "R", "dR", "dG/conv1", "L": clicked since.
    bool steps_follow_pointer = false;  ///< A paused walk goes to the cell under the pointer.
    bool show_step_notes = false;       ///< What the exercise prints differently, in its drawer.

    // The card of the loss (loss_card.cpp, tensor_painter.cpp).
    float loss_paint_value = 1;     ///< Painted on a target or on the gradient of an output.
    bool show_target = false;       ///< In place of its controls, where there is no room for both.
    bool computing_target = false;  ///< On another thread: frames go on until it is there.

    bool keys_taken = false;  ///< A weight or number is selected: letters go to it, not to tools.
    std::vector<Message> messages;  ///< Shown by the shell as toasts.

    std::set<std::string> open_drawers;    ///< Ids of view_table.
    float drawers_height = 230;            ///< At scale 1.
    bool drawers_dragged = false;          ///< Else they are as high as the window has room.
    std::shared_ptr<const Lesson> lesson;  ///< In its drawer; null: none was chosen.
    std::set<std::string> hints_done;  ///< Hints of the first start that were followed or closed.

    // Set by Application (Ctrl+O, a save without a path, a quit with unsaved work). A view opens
    // the popup and clears the flag when it did.
    bool ask_open_path = false;
    bool ask_save_path = false;
    bool ask_replace = false;
    bool ask_quit = false;
    bool ask_keys = false, ask_about = false;  ///< From the menu Help.
    bool ask_key_hints = false;                ///< The same; Application clears it.
    std::optional<AskedCheck> ask_check;       ///< Application clears it when it began.
    std::optional<AskedPreset> ask_preset;
    AskedSave asked_save;  ///< Of ask_save_path and ask_replace.

    /// A number for the edits of one drag. Views count from here, History::new_gesture() from 1, so
    /// that the two never meet.
    std::uint64_t last_gesture = std::uint64_t{1} << 32;
    std::uint64_t new_gesture() { return ++last_gesture; }
};

}  // namespace convscope::app
