#include "app/script/script.hpp"

#include <fstream>
#include <iterator>

#include "app/script/command.hpp"
#include "app/script/script_text.hpp"
#include "app/script/state_dump.hpp"

namespace convscope::app {
namespace {

struct ScriptStep {
    int line = 0;
    Step run;
};

std::string place(const std::string& script, int line) {
    return script + ":" + std::to_string(line);
}

Result<std::string> read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad()) return Error{"the script cannot be read", path.string()};
    return text;
}

Result<std::vector<ScriptStep>> read_script(const std::filesystem::path& path) {
    const auto text = read_text(path);
    if (!text) return text.error();
    const auto lines = split_script(*text, path.string(), environment_variable);
    if (!lines) return lines.error();
    std::vector<ScriptStep> steps;
    for (const ScriptLine& line : *lines) {
        auto step = parse_command(line.words);
        if (!step) return Error{step.error().message, place(path.string(), line.number)};
        steps.push_back({line.number, std::move(step).value()});
    }
    return steps;
}

}  // namespace

ScriptStatus run_script(const ScriptOptions& options, Surface& surface, Application& application) {
    const auto steps = read_script(options.script);
    if (!steps) {
        options.print_error(steps.error().text());
        return ScriptStatus::kBadScript;
    }
    Driver driver(surface, application, options.print);
    auto status = ScriptStatus::kPassed;
    driver.frames(1);
    for (const ScriptStep& step : *steps) {
        const auto done = step.run(driver);
        if (done) continue;
        options.print_error(place(options.script.string(), step.line) + ": " + done.error().text());
        status = ScriptStatus::kExpectationFailed;
        break;
    }
    if (options.dump.empty()) return status;
    if (const auto written = write_state_dump(options.dump, application); !written) {
        options.print_error(written.error().text());
        if (status == ScriptStatus::kPassed) status = ScriptStatus::kBadScript;
    }
    return status;
}

}  // namespace convscope::app
