#pragma once
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace convscope::app {

// Numbers as people read and write them. No ImGui.

/// At most `characters` long, with as many digits as fit (at most 6 significant ones): "-0.25",
/// "222", "1.3e5", "NaN", "inf"; "-.25" where only so two digits fit. Zero has no sign.
std::string format_fitting(double value, int characters);
/// Whether format_fitting() shows `value` in that room as well as two significant digits do.
bool fits_readably(double value, int characters);
/// `number`, as the functions here write it, with its thousands separated: "32,292.4".
std::string with_thousands(std::string number);
/// About three significant digits, whole numbers in full: "1.28", "0.0123", "1234", "1.2e7".
std::string format_brief(double value);
/// With its sign, four decimals: "+0.1980"; large and tiny ones in scientific form.
std::string format_signed(double value);
/// The shortest text that reads back to the same float: for scripts and for typing.
std::string format_exact(float value);

/// A finite number as one types it: "0.25", "-1e-3", also a fraction "1/4". An Error that says what
/// to type otherwise.
Result<float> parse_weight(std::string_view text);
/// A whole number, or an Error naming `label`.
Result<int> parse_whole(std::string_view text, std::string_view label);

}  // namespace convscope::app
