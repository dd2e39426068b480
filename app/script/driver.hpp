#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/application.hpp"
#include "app/platform/key_chord.hpp"
#include "app/script/quantity.hpp"
#include "app/script/word_reader.hpp"
#include "app/widgets/theme.hpp"

namespace convscope::app {

enum class MouseButton { kLeft, kRight };

/// What a command points at: a widget by name, or one cell of a map.
struct Target {
    std::string widget;
    std::optional<ScriptPoint> cell;  ///< x,y is the centre of cell (x, y).
};

/// The hand of a script: one input step a frame, as a person's would arrive. Widgets are found by
/// name in the last frame and scrolled into view when they are not.
class Driver {
  public:
    /// `print` takes what the script prints, line by line.
    Driver(Surface& surface, Application& application, std::function<void(std::string_view)> print);

    Application& application() { return application_; }
    Surface& surface() { return surface_; }
    void print(std::string_view line) { print_(line); }
    /// Draws `count` frames with the pointer and its buttons as they are.
    void frames(int count);
    /// Draws frames until the results on the screen are those of the newest scene; an Error after
    /// `limit_s`. Costs nothing when they are.
    Result<void> settle(double limit_s = kSettleLimit_s);
    /// An Error when a frame is due, or drawn by an event, within `seconds` without input.
    Result<void> expect_idle(double seconds);

    /// The widget where it can be pointed at; settles first, and waits a few frames for it to
    /// appear.
    Result<NamedWidget> find(const std::string& widget);
    /// In window pixels: the middle of the visible part, or of the cell.
    Result<ScriptPoint> locate(const Target& target);
    /// Where in the last frame a cell's corner region, free of its number, is drawn.
    Result<ScriptPoint> locate_background(const Target& cell);

    void move_to(ScriptPoint pixel);
    void leave();  ///< Moves the pointer out of the window.
    void press(MouseButton button);
    void release(MouseButton button);
    void double_click();  ///< Presses of other calls are too far apart to make one.
    void wheel(float notches);
    void hold(const KeyChord& chord);  ///< Until the next call.
    void press_key(const KeyChord& chord);
    void type(const std::string& text);

    Colour pixel(ScriptPoint pixel);  ///< Of the last frame; black outside.
    /// What the last frame shows of a widget: 1,3,H,W in 0..255.
    Result<Tensor> pixels_of(const std::string& widget);

    /// Frame times from here on, in milliseconds.
    void mark();
    const std::vector<double>& frame_times_ms() const { return frame_times_ms_; }
    int results_since_mark() const { return results_since_mark_; }

    /// Keeps a quantity's values under a label.
    void remember(const std::string& label, ConstTensorView values);
    /// Null when nothing was kept under it.
    const Tensor* remembered(const std::string& label) const;

    static constexpr double kSettleLimit_s = 60;

  private:
    void frame(bool seen = true);
    void input_frame();  ///< A frame whose input may change something in the next.
    void leave_input();
    void set_button(MouseButton button, bool down);

    Surface& surface_;
    Application& application_;
    std::function<void(std::string_view)> print_;
    InjectedInput input_;
    std::optional<Key> held_key_;
    std::chrono::steady_clock::time_point last_press_{};
    ScriptPoint last_press_at_;
    int calm_frames_ = 0;  ///< Drawn since the last input and since the results were the newest.
    std::vector<double> frame_times_ms_;
    std::weak_ptr<const Results> last_results_;
    int results_since_mark_ = 0;
    std::map<std::string, Tensor> remembered_;
    /// Asking a window for its size, too, takes an answer of the X server: once a frame.
    struct Screen {
        std::vector<unsigned char> rgb;
        Rect area;
        std::int64_t frame = 0;
    };
    Screen screen_;
};

}  // namespace convscope::app
