#include <algorithm>
#include <array>
#include <cstdlib>

#include "app/script/command.hpp"
#include "app/script/comparison.hpp"
#include "app/widgets/format.hpp"

namespace convscope::app {
namespace {

std::string quoted(const std::string& text) {
    return '"' + text + '"';
}

Error unexpected(const std::string& expected, const std::string& found) {
    return {"expected " + expected + ", found " + found, ""};
}

Step parse_widget(WordReader& reader) {
    static constexpr std::array<std::string_view, 5> kStates{"exists", "absent", "visible",
                                                             "enabled", "disabled"};
    const std::string name = reader.word("the name of a widget");
    const std::string state(kStates[reader.choice("a state", kStates)]);
    return [=](Driver& driver) -> Result<void> {
        const NamedWidget* widget = driver.application().names().find(name);
        const bool exists = widget != nullptr;
        const bool holds = state == "absent"    ? !exists
                           : state == "exists"  ? exists
                           : state == "visible" ? exists && !widget->visible.empty()
                                                : exists && widget->enabled == (state == "enabled");
        if (holds) return {};
        const std::string found = !exists                   ? "none"
                                  : widget->visible.empty() ? "one out of view"
                                  : widget->enabled         ? "an enabled one"
                                                            : "a disabled one";
        return unexpected("widget " + quoted(name) + " " + state, found);
    };
}

Step on_widget(const std::string& name, std::function<Result<void>(const NamedWidget&)> check) {
    return [name, check = std::move(check)](Driver& driver) -> Result<void> {
        const auto widget = driver.find(name);
        if (!widget) return widget.error();
        return check(*widget);
    };
}

Step parse_text(WordReader& reader) {
    const std::string name = reader.word("the name of a widget");
    const bool part = reader.take("contains");
    const std::string wanted = reader.word("a text");
    return on_widget(name, [=](const NamedWidget& widget) -> Result<void> {
        if (part ? widget.text.find(wanted) != std::string::npos : widget.text == wanted) return {};
        return unexpected("text " + quoted(wanted) + (part ? " in " : " of ") + quoted(name),
                          quoted(widget.text));
    });
}

/// The number that a widget's text begins with.
Step parse_number_of(WordReader& reader) {
    const std::string name = reader.word("the name of a widget");
    const auto comparison = Comparison::read(reader);
    return on_widget(name, [=](const NamedWidget& widget) -> Result<void> {
        char* end = nullptr;
        const float value = std::strtof(widget.text.c_str(), &end);
        if (end == widget.text.c_str())
            return unexpected("a number in " + quoted(name), quoted(widget.text));
        return comparison.check("number of " + quoted(name), value);
    });
}

/// Screen pixels that a cell of a map takes: what zooming changes.
Step parse_cell_size(WordReader& reader) {
    const std::string name = reader.word("the name of a map");
    const auto comparison = Comparison::read(reader);
    return on_widget(name, [=](const NamedWidget& widget) -> Result<void> {
        if (!widget.map) return Error{quoted(name) + " is no map", ""};
        return comparison.check("cell size of " + quoted(name), widget.map->cell_size);
    });
}

Step parse_message(WordReader& reader) {
    return [wanted = reader.word("a part of the message")](Driver& driver) -> Result<void> {
        std::string all;
        for (const Message& message : driver.application().ui().messages) {
            if (message.text.find(wanted) != std::string::npos) return {};
            all += (all.empty() ? "" : ", ") + quoted(message.text);
        }
        return unexpected("a message with " + quoted(wanted), all.empty() ? "none" : all);
    };
}

Step parse_no_message(WordReader&) {
    return [](Driver& driver) -> Result<void> {
        const auto& messages = driver.application().ui().messages;
        if (messages.empty()) return {};
        return unexpected("no message", quoted(messages.back().text));
    };
}

Step parse_no_error(WordReader&) {
    return [](Driver& driver) -> Result<void> {
        for (const Message& message : driver.application().ui().messages)
            if (message.kind == Message::Kind::kError)
                return unexpected("no error", quoted(message.text));
        return {};
    };
}

Step parse_history(WordReader& reader, const std::string& what,
                   std::string (History::*label)() const) {
    const std::string word = reader.word("the name of the step, or none");
    const std::string wanted = word == "none" ? "" : word;
    return [=](Driver& driver) -> Result<void> {
        const std::string found = (driver.application().history().*label)();
        if (found == wanted) return {};
        return unexpected(what + " " + quoted(wanted), quoted(found));
    };
}
Step parse_undo(WordReader& reader) {
    return parse_history(reader, "undo", &History::undo_label);
}
Step parse_redo(WordReader& reader) {
    return parse_history(reader, "redo", &History::redo_label);
}

Step parse_modified(WordReader& reader) {
    static constexpr std::array<std::string_view, 2> kAnswers{"no", "yes"};
    const bool wanted = reader.choice("yes or no", kAnswers) == 1;
    return [=](Driver& driver) -> Result<void> {
        const bool found = driver.application().history().modified();
        if (found == wanted) return {};
        return unexpected(wanted ? "a modified scene" : "no modification",
                          found ? "one" : "a scene as it was saved");
    };
}

Step parse_param(WordReader& reader) {
    const std::string id = reader.word("the id of a layer");
    const std::string field = reader.word("the path of a field");
    const auto comparison = Comparison::read(reader);
    return [=](Driver& driver) -> Result<void> {
        const Layer* layer = driver.application().history().current().find_layer(id);
        if (layer == nullptr) return Error{"no layer is called " + quoted(id), ""};
        const auto fields = find_op(layer->op)->fields;
        const auto found = std::ranges::find(fields, field, &ParamField::path);
        if (found == fields.end())
            return Error{"layer " + quoted(id) + " has no field " + quoted(field), ""};
        const auto index = static_cast<std::size_t>(found - fields.begin());
        return comparison.check(id + " " + field, static_cast<float>(layer->params[index]));
    };
}

Step parse_layer(WordReader& reader) {
    static constexpr std::array<std::string_view, 3> kStates{"off", "on", "absent"};
    const std::string id = reader.word("the id of a layer");
    const std::size_t wanted = reader.choice("a state", kStates);
    return [=](Driver& driver) -> Result<void> {
        const Layer* layer = driver.application().history().current().find_layer(id);
        const std::size_t found = layer == nullptr ? 2 : layer->enabled ? 1 : 0;
        if (found == wanted) return {};
        return unexpected("layer " + quoted(id) + " " + std::string(kStates[wanted]),
                          std::string(kStates[found]));
    };
}

std::string objective_text(const Objective& objective) {
    const ObjectiveInfo* info = find_objective(objective.kind);
    if (info != nullptr && info->takes_label)
        return objective.kind + " label " + std::to_string(objective.label);
    if (info != nullptr && info->takes_gradient)
        return objective.kind + " layer " + objective.layer;
    if (info != nullptr && info->takes_target && objective.mean) return objective.kind + " mean";
    if (info == nullptr || !info->picks_cell) return objective.kind;
    return objective.kind + " " + std::to_string(objective.channel) + " " +
           std::to_string(objective.x) + "," + std::to_string(objective.y);
}

Step parse_objective(WordReader& reader) {
    std::string wanted = reader.word("the kind of the objective");
    if (reader.take("label")) {
        wanted += " label " + std::to_string(reader.integer("a label", 0));
    } else if (reader.take("layer")) {
        wanted += " layer " + reader.word("the id of a layer");
    } else if (reader.take("mean")) {
        wanted += " mean";
    } else if (!reader.at_end()) {
        const int channel = read_channel(reader);
        const ScriptPoint cell = reader.point("a cell");
        wanted +=
            " " + std::to_string(channel) + " " + format_exact(cell.x) + "," + format_exact(cell.y);
    }
    return [=](Driver& driver) -> Result<void> {
        const std::string found =
            objective_text(driver.application().history().current().objective);
        if (found == wanted) return {};
        return unexpected("objective " + wanted, found);
    };
}

std::string hex(Colour colour) {
    std::string text = "#";
    for (const int part : {colour.r, colour.g, colour.b})
        for (const int digit : {part >> 4, part & 15}) text += "0123456789abcdef"[digit];
    return text;
}

std::optional<Colour> parse_colour(std::string_view text) {
    if (text.size() != 7 || text[0] != '#') return std::nullopt;
    char* end = nullptr;
    const std::string digits(text.substr(1));
    const auto value = std::strtoul(digits.c_str(), &end, 16);
    if (*end != '\0') return std::nullopt;
    const auto part = [value](int shift) { return static_cast<std::uint8_t>(value >> shift); };
    return Colour{part(16), part(8), part(0)};
}

int distance(Colour a, Colour b) {
    return std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)});
}

Target read_map_cell(WordReader& reader) {
    Target target = read_target(reader);
    if (!target.cell) reader.fail("a cell of the map, X,Y, is missing");
    return target;
}

Step parse_colour_of(WordReader& reader) {
    const Target target = read_map_cell(reader);
    if (!reader.take("~")) reader.fail("\"~\" is missing");
    const std::string text = reader.word("a colour");
    const auto wanted = parse_colour(text);
    if (!wanted) reader.fail(quoted(text) + " is not a colour, #rrggbb");
    const int tolerance =
        reader.take("+-") || reader.take("±") ? reader.integer("a tolerance", 0) : 0;
    return [=](Driver& driver) -> Result<void> {
        const auto pixel = driver.locate_background(target);
        if (!pixel) return pixel.error();
        const Colour found = driver.pixel(*pixel);
        if (distance(found, *wanted) <= tolerance) return {};
        return unexpected("colour " + text + " in " + quoted(target.widget), hex(found));
    };
}

Step parse_same_colour(WordReader& reader, bool wanted) {
    const Target first = read_map_cell(reader), second = read_map_cell(reader);
    const int tolerance =
        reader.take("+-") || reader.take("±") ? reader.integer("a tolerance", 0) : 0;
    return [=](Driver& driver) -> Result<void> {
        const auto a = driver.locate_background(first), b = driver.locate_background(second);
        if (!a || !b) return a ? b.error() : a.error();
        const Colour one = driver.pixel(*a), other = driver.pixel(*b);
        if ((distance(one, other) <= tolerance) == wanted) return {};
        return unexpected(wanted ? "two cells of the same colour" : "two cells of other colours",
                          hex(one) + " and " + hex(other));
    };
}
Step parse_equal_colours(WordReader& reader) {
    return parse_same_colour(reader, true);
}
Step parse_unequal_colours(WordReader& reader) {
    return parse_same_colour(reader, false);
}

Step parse_idle(WordReader& reader) {
    constexpr double kUsual_s = 0.5;
    const double seconds = reader.at_end() ? kUsual_s : reader.number("seconds");
    return [seconds](Driver& driver) { return driver.expect_idle(seconds); };
}

Step parse_file(WordReader& reader) {
    return [path = std::filesystem::path(reader.word("a file"))](Driver&) -> Result<void> {
        std::error_code error;
        if (std::filesystem::exists(path, error)) return {};
        return unexpected("file " + quoted(path.string()), "none");
    };
}

constexpr std::array kExpectations = std::to_array<CommandInfo>({
    {"widget", "NAME exists|absent|visible|enabled|disabled", parse_widget},
    {"text", "WIDGET [contains] TEXT", parse_text},
    {"number", "WIDGET == NUMBER [+- TOLERANCE]", parse_number_of},
    {"cell_size", "MAP == NUMBER [+- TOLERANCE]", parse_cell_size},
    {"colour", "MAP X,Y ~ #rrggbb [+- TOLERANCE]", parse_colour_of},
    {"same_colour", "MAP X,Y MAP X,Y [+- TOLERANCE]", parse_equal_colours},
    {"other_colour", "MAP X,Y MAP X,Y [+- TOLERANCE]", parse_unequal_colours},
    {"message", "TEXT", parse_message},
    {"no_message", "", parse_no_message},
    {"no_error", "", parse_no_error},
    {"undo", "LABEL|none", parse_undo},
    {"redo", "LABEL|none", parse_redo},
    {"modified", "yes|no", parse_modified},
    {"param", "LAYER FIELD == NUMBER", parse_param},
    {"layer", "ID on|off|absent", parse_layer},
    {"objective", "KIND [CHANNEL X,Y|label N|layer ID|mean]", parse_objective},
    {"idle", "[SECONDS]", parse_idle},
    {"file", "PATH", parse_file},
});

}  // namespace

std::span<const CommandInfo> state_expectations() {
    return kExpectations;
}

}  // namespace convscope::app
