#include <algorithm>
#include <array>
#include <cmath>

#include "app/script/command.hpp"

namespace convscope::app {
namespace {

constexpr int kDragFrames = 8;  ///< From where a drag starts to where it ends.

ScriptPoint between(ScriptPoint from, ScriptPoint to, float share) {
    return {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
}

Result<ScriptPoint> move_onto(Driver& driver, const Target& target) {
    const auto pixel = driver.locate(target);
    if (pixel) driver.move_to(*pixel);
    return pixel;
}

Step parse_move(WordReader& reader) {
    return [target = read_target(reader)](Driver& driver) -> Result<void> {
        const auto pixel = move_onto(driver, target);
        if (!pixel) return pixel.error();
        return {};
    };
}

Step parse_leave(WordReader&) {
    return [](Driver& driver) -> Result<void> {
        driver.leave();
        return {};
    };
}

template <class Action>
Step pointed_step(WordReader& reader, Action action) {
    return [target = read_target(reader), action](Driver& driver) -> Result<void> {
        const auto pixel = move_onto(driver, target);
        if (!pixel) return pixel.error();
        action(driver);
        return {};
    };
}

Step parse_click(WordReader& reader) {
    return pointed_step(reader, [](Driver& driver) {
        driver.press(MouseButton::kLeft);
        driver.release(MouseButton::kLeft);
    });
}

Step parse_right_click(WordReader& reader) {
    return pointed_step(reader, [](Driver& driver) {
        driver.press(MouseButton::kRight);
        driver.release(MouseButton::kRight);
    });
}

Step parse_double_click(WordReader& reader) {
    return pointed_step(reader, [](Driver& driver) { driver.double_click(); });
}

Step parse_press(WordReader& reader) {
    return pointed_step(reader, [](Driver& driver) { driver.press(MouseButton::kLeft); });
}

Step parse_release(WordReader&) {
    return [](Driver& driver) -> Result<void> {
        driver.release(MouseButton::kLeft);
        return {};
    };
}

void drag_along(Driver& driver, ScriptPoint from, ScriptPoint to) {
    driver.press(MouseButton::kLeft);
    for (int i = 1; i <= kDragFrames; ++i)
        driver.move_to(between(from, to, static_cast<float>(i) / kDragFrames));
    driver.release(MouseButton::kLeft);
}

Step parse_drag(WordReader& reader) {
    const Target from = read_target(reader);
    if (reader.take("by")) {
        const ScriptPoint way = reader.point("a way in pixels");
        return [from, way](Driver& driver) -> Result<void> {
            const auto start = move_onto(driver, from);
            if (!start) return start.error();
            drag_along(driver, *start, {start->x + way.x, start->y + way.y});
            return {};
        };
    }
    if (!reader.take("to")) reader.fail("\"by\" or \"to\" is missing");
    return [from, to = read_target(reader)](Driver& driver) -> Result<void> {
        const auto end = driver.locate(to);
        if (!end) return end.error();
        const auto start = move_onto(driver, from);
        if (!start) return start.error();
        drag_along(driver, *start, *end);
        return {};
    };
}

Step parse_wheel(WordReader& reader) {
    const Target target = read_target(reader);
    const int notches = reader.integer("a number of notches", -1000);
    return [target, notches](Driver& driver) -> Result<void> {
        const auto pixel = move_onto(driver, target);
        if (!pixel) return pixel.error();
        for (int i = 0; i < std::abs(notches); ++i) driver.wheel(notches > 0 ? 1.0f : -1.0f);
        return {};
    };
}

/// From cell to cell with the button held, `frames_each` frames for each stretch. Only the first
/// cell has to be in view: a stroke may leave the map.
Result<void> paint(Driver& driver, const std::string& map, const std::vector<ScriptPoint>& cells,
                   int frames_each) {
    const auto start = move_onto(driver, {map, cells.front()});
    if (!start) return start.error();
    const auto widget = driver.find(map);
    if (!widget) return widget.error();
    const MapGeometry& geometry = *widget->map;
    const auto pixel_of = [&](ScriptPoint cell) {
        return ScriptPoint{start->x + (cell.x - cells.front().x) * geometry.cell_size,
                           start->y + (cell.y - cells.front().y) * geometry.cell_height};
    };
    driver.press(MouseButton::kLeft);
    for (std::size_t i = 1; i < cells.size(); ++i)
        for (int step = 1; step <= frames_each; ++step)
            driver.move_to(
                pixel_of(between(cells[i - 1], cells[i],
                                 static_cast<float>(step) / static_cast<float>(frames_each))));
    driver.release(MouseButton::kLeft);
    return {};
}

Step parse_paint(WordReader& reader) {
    const std::string map = reader.word("the name of a map");
    const int frames_each = reader.take("steps") ? reader.integer("a number of steps", 1) : 1;
    const auto cells = reader.points("a cell", 1);
    return [map, frames_each, cells](Driver& driver) {
        return paint(driver, map, cells, frames_each);
    };
}

Step parse_hold(WordReader& reader) {
    return [chord = read_chord(reader)](Driver& driver) -> Result<void> {
        driver.hold(chord);
        return {};
    };
}

Step parse_key(WordReader& reader) {
    const KeyChord chord = read_chord(reader);
    const int times = reader.at_end() ? 1 : reader.integer("a number of times", 1);
    return [chord, times](Driver& driver) -> Result<void> {
        for (int i = 0; i < times; ++i) driver.press_key(chord);
        return {};
    };
}

Step parse_type(WordReader& reader) {
    return [text = reader.word("the text")](Driver& driver) -> Result<void> {
        driver.type(text);
        return {};
    };
}

/// Replaces the text of a field, or types a number into a slider or a weight cell.
Step parse_set(WordReader& reader) {
    const Target target = read_target(reader);
    return [target, text = reader.word("the text")](Driver& driver) -> Result<void> {
        const auto pixel = move_onto(driver, target);
        if (!pixel) return pixel.error();
        driver.hold({.key = {}, .ctrl = true});
        driver.press(MouseButton::kLeft);
        driver.release(MouseButton::kLeft);
        driver.hold({});
        driver.press_key({.key = Key::kA, .ctrl = true});
        driver.type(text);
        driver.press_key({.key = Key::kEnter});
        return {};
    };
}

constexpr std::array kCommands = std::to_array<CommandInfo>({
    {"move", "WIDGET [X,Y]", parse_move},
    {"leave", "", parse_leave},
    {"click", "WIDGET [X,Y]", parse_click},
    {"double_click", "WIDGET [X,Y]", parse_double_click},
    {"right_click", "WIDGET [X,Y]", parse_right_click},
    {"press", "WIDGET [X,Y]", parse_press},
    {"release", "", parse_release},
    {"drag", "WIDGET [X,Y] by DX,DY | WIDGET [X,Y] to WIDGET [X,Y]", parse_drag},
    {"wheel", "WIDGET [X,Y] NOTCHES", parse_wheel},
    {"paint", "MAP [steps N] X,Y [X,Y ...]", parse_paint},
    {"hold", "Ctrl|Shift|Alt|Space|...|none", parse_hold},
    {"key", "CHORD [TIMES]", parse_key},
    {"type", "TEXT", parse_type},
    {"set", "WIDGET [X,Y] TEXT", parse_set},
});

}  // namespace

std::span<const CommandInfo> pointer_commands() {
    return kCommands;
}

}  // namespace convscope::app
