#include "app/script/command.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "app/script/step_quantity.hpp"

namespace convscope::app {
namespace {

using Tables = std::initializer_list<std::span<const CommandInfo>>;

const CommandInfo* find_command(Tables tables, std::string_view name) {
    for (const auto table : tables) {
        const auto found = std::ranges::find(table, name, &CommandInfo::name);
        if (found != table.end()) return &*found;
    }
    return nullptr;
}

Error unknown(std::string_view what, const std::string& name, Tables tables) {
    std::string names;
    for (const auto table : tables)
        for (const CommandInfo& command : table)
            names += (names.empty() ? "" : ", ") + std::string(command.name);
    return {"\"" + name + "\" is no " + std::string(what) + " (" + names + ")", ""};
}

Result<Step> parse_with(const CommandInfo& command, const std::string& prefix,
                        std::span<const std::string> words) {
    WordReader reader(words);
    Step step = command.parse(reader);
    if (const auto finished = reader.finish(); !finished)
        return Error{finished.error().message + "; write: " + prefix + std::string(command.name) +
                         " " + std::string(command.usage),
                     ""};
    return step;
}

Result<Step> parse_expectation(std::span<const std::string> words) {
    const Tables tables{value_expectations(), state_expectations()};
    const std::string name = words.empty() ? "" : words[0];
    const CommandInfo* expectation = find_command(tables, name);
    if (expectation == nullptr) return unknown("expectation", name, tables);
    auto step = parse_with(*expectation, "expect ", words.subspan(1));
    if (!step) return step;
    return Step([check = std::move(step).value()](Driver& driver) -> Result<void> {
        if (const auto settled = driver.settle(); !settled) return settled;
        return check(driver);
    });
}

}  // namespace

Result<Step> parse_command(std::span<const std::string> words) {
    if (words[0] == "expect") return parse_expectation(words.subspan(1));
    const Tables tables{pointer_commands(), program_commands()};
    const CommandInfo* command = find_command(tables, words[0]);
    if (command == nullptr) return unknown("command", words[0], tables);
    return parse_with(*command, "", words.subspan(1));
}

Step on_values(std::string name, ValuesUse use) {
    return [name = std::move(name), use = std::move(use)](Driver& driver) -> Result<void> {
        if (const auto settled = driver.settle(); !settled) return settled;
        constexpr std::string_view kScreen = "screen/";
        if (name.starts_with(kScreen)) {
            const auto pixels = driver.pixels_of(name.substr(kScreen.size()));
            return pixels ? use(driver, pixels->view()) : pixels.error();
        }
        constexpr std::string_view kStep = "step/";
        if (name.starts_with(kStep)) {
            const auto shown = shown_quantity(driver.application().transport(),
                                              std::string_view(name).substr(kStep.size()));
            return shown ? use(driver, shown->view()) : shown.error();
        }
        const auto results = driver.application().results();
        const auto quantity = find_quantity(*results, name);
        return quantity ? use(driver, quantity->values) : quantity.error();
    };
}

Target read_target(WordReader& reader) {
    Target target;
    target.widget = reader.word("the name of a widget");
    target.cell = reader.take_point();
    return target;
}

KeyChord read_chord(WordReader& reader) {
    const std::string text = reader.word("the name of a key");
    if (text == "none") return {};
    const std::optional<KeyChord> chord = parse_chord(text);
    if (!chord) reader.fail("\"" + text + "\" is no key (examples: Z, Left, Enter, Ctrl+Shift+Z)");
    return chord.value_or(KeyChord{});
}

int read_channel(WordReader& reader) {
    static constexpr std::array<std::string_view, 3> kLetters{"r", "g", "b"};
    for (std::size_t i = 0; i < kLetters.size(); ++i)
        if (reader.take(kLetters[i])) return static_cast<int>(i);
    return reader.integer("a channel (r, g, b or its number)", 0);
}

}  // namespace convscope::app
