#include <algorithm>
#include <array>

#include "app/script/command.hpp"
#include "app/script/state_dump.hpp"
#include "app/snapshot.hpp"
#include "app/widgets/format.hpp"

namespace convscope::app {
namespace {

/// Carried out as if a view had asked for it; what follows sees the next frames.
Step action_step(Action action) {
    return [action = std::move(action)](Driver& driver) -> Result<void> {
        driver.application().perform(action);
        driver.frames(1);
        return {};
    };
}

Step parse_open(WordReader& reader) {
    return action_step(OpenAction{reader.word("a file")});
}
Step parse_asset(WordReader& reader) {
    return action_step(OpenAssetAction{reader.word("the name of a built-in picture")});
}
Step parse_save(WordReader& reader) {
    return action_step(SaveAction{reader.word("a file")});
}
Step parse_theme(WordReader& reader) {
    return action_step(SetThemeAction{reader.word("a theme")});
}
Step parse_scale(WordReader& reader) {
    return action_step(SetScaleAction{static_cast<float>(reader.number("a scale"))});
}

Step parse_wait(WordReader& reader) {
    const double limit_s = reader.at_end() ? Driver::kSettleLimit_s : reader.number("seconds");
    return [limit_s](Driver& driver) { return driver.settle(limit_s); };
}

Step parse_frames(WordReader& reader) {
    return [count = reader.integer("a number of frames", 0)](Driver& driver) -> Result<void> {
        driver.frames(count);
        return {};
    };
}

std::string describe(const std::string& path, const NamedWidget& widget) {
    std::string line = path;
    for (const float side : {widget.rect.x0, widget.rect.y0, widget.rect.x1, widget.rect.y1})
        line += " " + std::to_string(static_cast<int>(side));
    if (!widget.text.empty()) line += " \"" + widget.text + '"';
    if (!widget.enabled) line += " disabled";
    return line;
}

Step parse_list(WordReader& reader) {
    const std::string prefix = reader.at_end() ? "" : reader.word("the start of names");
    return [prefix](Driver& driver) -> Result<void> {
        if (const auto settled = driver.settle(); !settled) return settled;
        const WidgetNames& names = driver.application().names();
        for (const std::string& path : names.paths())
            if (path.starts_with(prefix)) driver.print(describe(path, *names.find(path)));
        return {};
    };
}

Step parse_mark(WordReader&) {
    return [](Driver& driver) -> Result<void> {
        driver.mark();
        return {};
    };
}

Step parse_report(WordReader& reader) {
    static constexpr std::array<std::string_view, 1> kReports{"frames"};
    reader.choice("a report", kReports);
    return [](Driver& driver) -> Result<void> {
        auto times = driver.frame_times_ms();
        if (times.empty()) return Error{"expected frames since mark, found none", ""};
        std::ranges::sort(times);
        const auto ms = [](double time) { return format_fitting(time, 6) + " ms"; };
        driver.print("frames " + std::to_string(times.size()) + ", median " +
                     ms(times[times.size() / 2]) + ", worst " + ms(times.back()) +
                     ", results shown " + std::to_string(driver.results_since_mark()));
        return {};
    };
}

Step parse_remember(WordReader& reader) {
    const std::string label = reader.word("a label");
    const std::string name = reader.word("the name of a quantity");
    return on_values(name, [label](Driver& driver, ConstTensorView values) -> Result<void> {
        driver.remember(label, values);
        return {};
    });
}

Step parse_dump(WordReader& reader) {
    return [path = reader.word("a file")](Driver& driver) -> Result<void> {
        if (const auto settled = driver.settle(); !settled) return settled;
        return write_state_dump(path, driver.application());
    };
}

Step parse_snapshot(WordReader& reader) {
    return [path = reader.word("a file")](Driver& driver) -> Result<void> {
        if (const auto settled = driver.settle(); !settled) return settled;
        return write_snapshot(driver.surface(), driver.application(), path);
    };
}

constexpr std::array kCommands = std::to_array<CommandInfo>({
    {"open", "FILE", parse_open},
    {"asset", "NAME", parse_asset},
    {"save", "FILE", parse_save},
    {"theme", "ID", parse_theme},
    {"scale", "FACTOR", parse_scale},
    {"wait", "[SECONDS]", parse_wait},
    {"frames", "COUNT", parse_frames},
    {"list", "[PREFIX]", parse_list},
    {"remember", "LABEL QUANTITY", parse_remember},
    {"mark", "", parse_mark},
    {"report", "frames", parse_report},
    {"dump", "FILE", parse_dump},
    {"snapshot", "FILE", parse_snapshot},
});

}  // namespace

std::span<const CommandInfo> program_commands() {
    return kCommands;
}

}  // namespace convscope::app
