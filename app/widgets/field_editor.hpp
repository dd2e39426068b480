#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace convscope::app {

/// A number that can be edited in place: a weight of a filter, or a parameter.
struct NumberSpec {
    std::string_view path;       ///< Of the widget.
    double value = 0;            ///< As shown now.
    double step = 1, fine = 1;   ///< Of the wheel and the keys; fine with Shift.
    double drag_step = 1;        ///< For every drag_px pixels of a drag (fine with Shift).
    float drag_px = 8;           ///< At scale 1.
    std::string_view text = {};  ///< Of the value, for typing over it.
    /// Where it is one of many: Ctrl+C and Ctrl+V may mean all of them.
    bool one_of_many = false;
};

/// Where the selection should go after a key.
enum class Move { kNone, kNext, kPrevious, kLeft, kRight, kUp, kDown };

/// What the person did to a number in this frame.
struct NumberChange {
    std::optional<double> value;        ///< Wanted now, by drag, wheel or keys.
    std::optional<std::string> typed;   ///< Text to read a value from.
    std::uint64_t gesture = 0;          ///< Of `value`; the steps of one drag share it.
    bool cancelled = false;             ///< Esc in a drag: drop what the gesture did.
    bool copy = false;                  ///< Ctrl+C, of one of many.
    std::optional<std::string> pasted;  ///< Ctrl+V of more than one number, into one of many.
    Move move = Move::kNone;
};

/// Editing of numbers in place, one at a time: click selects, typing replaces, Enter, Tab and
/// arrows move on, Esc and Ctrl+Z drop; dragging up or right, the wheel, Page Up and Page Down (and
/// + and - where they type nothing) change. One of these serves all numbers of a view.
class FieldEditor {
  public:
    using NewGesture = std::function<std::uint64_t()>;

    /// Reads the keys. `keys_free`: no text field of ImGui and no popup wants them.
    void begin_frame(NewGesture new_gesture, float scale, bool keys_free);
    /// Drops the selection when its widget was not drawn, or when something else was clicked. Where
    /// a text was typed in this frame, ImGui's WantTextInput says so, as for its own text fields.
    void end_frame();

    /// To be called right after the number's ImGui item.
    NumberChange update(const NumberSpec& spec);

    void select(std::string_view path);
    bool selected(std::string_view path) const { return selected_ == path; }
    bool has_selection() const { return !selected_.empty(); }
    /// The text being typed there; null when the value should be shown.
    const std::string* typing(std::string_view path) const;
    /// The whole text will be replaced by the next character.
    bool replaces() const { return replace_; }

  private:
    struct Keys {
        std::string characters;
        bool enter = false, escape = false, backspace = false, erase = false, paste = false;
        bool copy = false, undo = false;
        double nudge = 0;
        Move move = Move::kNone;
    };
    struct Drag {
        std::string path;
        double start = 0, last = 0;
        std::uint64_t gesture = 0;
        bool moved = false;
    };
    static Keys read_keys();
    /// What Ctrl+C and Ctrl+V mean for all numbers together; true when they do.
    static bool use_clipboard(const NumberSpec& spec, const Keys& keys, NumberChange& change);
    void start_typing(std::string text, bool replace);
    void use_keys(const NumberSpec& spec, NumberChange& change);
    void edit_text(const NumberSpec& spec, NumberChange& change);
    void use_drag(const NumberSpec& spec, NumberChange& change);
    void use_wheel(const NumberSpec& spec, NumberChange& change);
    /// Steps on one number that follow quickly are one gesture.
    std::uint64_t step_gesture(std::string_view path);

    NewGesture new_gesture_;
    float scale_ = 1;
    Keys keys_;
    std::string selected_, text_;
    bool typing_ = false, typed_ = false, replace_ = false;
    bool clicked_ = false, activated_ = false, seen_ = false;
    std::string left_path_, left_text_;  ///< Typed, then something else was clicked.
    Drag drag_;
    std::string step_path_;
    std::uint64_t step_gesture_ = 0;
    std::chrono::steady_clock::time_point step_time_;
};

}  // namespace convscope::app
