#pragma once
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "app/script/driver.hpp"
#include "app/script/word_reader.hpp"

namespace convscope::app {

/// What a command does when its turn comes. An Error is a failed expectation.
using Step = std::function<Result<void>(Driver&)>;

/// One word of the language. A new command is one row in the table of its kind.
struct CommandInfo {
    std::string_view name;
    std::string_view usage;      ///< What follows the name.
    Step (*parse)(WordReader&);  ///< Wrong words make an error in the reader.
};

std::span<const CommandInfo> pointer_commands();    ///< Mouse and keyboard.
std::span<const CommandInfo> program_commands();    ///< Files, time, reports.
std::span<const CommandInfo> value_expectations();  ///< `expect ...` on numbers.
std::span<const CommandInfo> state_expectations();  ///< `expect ...` on widgets, history, pixels.

/// The command that these words are, or an Error that shows how it is written.
/// Precondition: `words` is not empty.
Result<Step> parse_command(std::span<const std::string> words);

/// A check or a use of the values called `name`: a quantity of the newest results, or for
/// "screen/WIDGET" the colours that the last frame shows of a widget, for "step/QUANTITY" what a
/// walk shows of it.
using ValuesUse = std::function<Result<void>(Driver&, ConstTensorView)>;
Step on_values(std::string name, ValuesUse use);

/// A widget's name and, for a cell of a map, x,y behind it.
Target read_target(WordReader& reader);
/// "Ctrl+Shift+Z"; "none" for no key.
KeyChord read_chord(WordReader& reader);
/// A channel as number or r, g, b.
int read_channel(WordReader& reader);

}  // namespace convscope::app
