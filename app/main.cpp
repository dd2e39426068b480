#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "app/application.hpp"
#include "app/platform/surface.hpp"
#include "app/script/script.hpp"
#include "app/snapshot.hpp"
#include "app/widgets/theme.hpp"
#include "core/ops/simd.hpp"
#include "core/parallel/parallel.hpp"

namespace convscope::app {
namespace {

enum ExitStatus { kDone = 0, kWrongUsage = 2, kBadInput = 3 };

constexpr int kLeastSide = 64, kLargestSide = 16384;

struct Size {
    int width = 1600, height = 1000;
};

struct CommandLine {
    AppOptions app;
    std::optional<Size> size;  ///< None: what is remembered or usual.
    std::filesystem::path settings;
    int threads = 0;
    bool offscreen = false;
    std::string target;
    std::filesystem::path snapshot, script, dump;
};

int fail(const Error& error, ExitStatus status = kBadInput) {
    std::cerr << "convscope: " << error.text() << '\n';
    return status;
}

/// "1600x1000", or nothing.
std::optional<Size> parse_size(const std::string& text) {
    Size size;
    char trailing = 0;
    if (std::sscanf(text.c_str(), "%5dx%5d%c", &size.width, &size.height, &trailing) != 2)
        return std::nullopt;
    const bool sensible = size.width >= kLeastSide && size.height >= kLeastSide &&
                          size.width <= kLargestSide && size.height <= kLargestSide;
    return sensible ? std::optional(size) : std::nullopt;
}

std::string check_size(const std::string& text) {
    return parse_size(text) ? std::string()
                            : "is not a size: write WIDTHxHEIGHT in pixels, 64 to 16384 each";
}

std::string check_scale(const std::string& text) {
    const float scale = std::strtof(text.c_str(), nullptr);
    return scale >= kMinScale && scale <= kMaxScale
               ? std::string()
               : "is not a scale: write a number from 0.75 to 3";
}

std::vector<std::string> theme_ids() {
    std::vector<std::string> ids;
    for (const Theme& theme : themes()) ids.emplace_back(theme.id);
    return ids;
}

/// What a person or a script sets, and nobody else's settings: scripts and snapshots remember
/// nothing unless they are told where.
void open_settings(CommandLine& line, bool is_used_by_a_person) {
    std::optional<std::filesystem::path> folder;
    if (!line.settings.empty()) {
        folder = line.settings;
    } else if (is_used_by_a_person) {
        folder = settings_folder();
    }
    if (folder) line.app.settings = std::make_shared<SettingsStore>(*folder);
}

Size surface_size(const CommandLine& line) {
    if (line.size) return *line.size;
    Size size;
    if (line.app.settings == nullptr) return size;
    const Settings& settings = line.app.settings->settings();
    size = {std::clamp(settings.window_width, kLeastSide, kLargestSide),
            std::clamp(settings.window_height, kLeastSide, kLargestSide)};
    return size;
}

void describe(CLI::App& parser, CommandLine& line, std::string& size) {
    parser.set_version_flag("--version", "convscope " + std::string(CONVSCOPE_VERSION));
    parser
        .add_option("FILE", line.app.files,
                    "Pictures (PNG, JPEG, BMP, GIF, PNM, .npy), scenes, lessons, opened in turn")
        ->type_name("");
    const auto snapshot = parser.add_option("--snapshot", line.snapshot,
                                            "Draw once into this PNG and leave; needs no display");
    const auto script =
        parser.add_option("--script", line.script, "Drive the program by the steps in this file");
    snapshot->type_name("OUT.png")->excludes(script);
    script->type_name("FILE");
    parser.add_flag("--offscreen", line.offscreen, "Run the script in memory, without a window")
        ->needs(script);
    parser.add_option("--dump", line.dump, "Write the state after the script into this JSON file")
        ->type_name("STATE.json")
        ->needs(script);
    parser
        .add_option("--size", size,
                    "Of the window or the picture, in pixels; default: as remembered, or 1600x1000")
        ->type_name("WxH")
        ->check(CLI::Validator(check_size, ""));
    parser.add_option("--scale", line.app.scale, "Of the interface; default: the monitor's")
        ->type_name("0.75..3")
        ->check(CLI::Validator(check_scale, ""));
    parser
        .add_option("--theme", line.app.theme,
                    "Colours of the interface; default: as remembered, or dark")
        ->type_name("")
        ->check(CLI::IsMember(theme_ids()));
    parser
        .add_option("--settings", line.settings,
                    "Folder of the settings; default: convscope in $XDG_CONFIG_HOME or ~/.config, "
                    "none for scripts and snapshots")
        ->type_name("DIR");
    parser.add_flag("--hints", line.app.first_hints,
                    "Show the first start's hints in scripts and snapshots too");
    parser.add_option("--threads", line.threads, "To compute with; default: one for each core")
        ->type_name("N")
        ->check(CLI::Range(1, 1024));
    parser.add_option("--target", line.target, "SIMD target to compute with, as 'AVX2'")
        ->type_name("NAME");
}

/// What goes for every way to run: threads and SIMD target.
Result<void> set_up_computing(const CommandLine& line) {
    if (line.threads > 0) set_thread_count(line.threads);
    if (line.target.empty()) return {};
    return use_simd_target(line.target);
}

int run_snapshot(CommandLine& line) {
    open_settings(line, false);
    const Size size = surface_size(line);
    const auto surface = make_offscreen_surface(size.width, size.height);
    if (!surface) return fail(surface.error());
    const auto application = Application::make(**surface, line.app);
    if (!application) return fail(application.error());
    draw_settled(**application);
    const Result<void> written = write_snapshot(**surface, **application, line.snapshot);
    return written ? kDone : fail(written.error());
}

bool display_is_named() {
    const auto is_set = [](const char* variable) {
        const char* value = std::getenv(variable);
        return value != nullptr && *value != '\0';
    };
    return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
}

/// A window where there is a display, else a picture in memory.
Result<std::unique_ptr<Surface>> make_surface_for_script(const CommandLine& line) {
    const Size size = surface_size(line);
    if (line.offscreen || !display_is_named())
        return make_offscreen_surface(size.width, size.height);
    auto window = make_window_surface(size.width, size.height, "Convscope");
    if (window) return window;
    return Error{
        "No window for the script can be opened on this display; run it without one by "
        "'--offscreen'.",
        {}};
}

int run_with_script(CommandLine& line) {
    open_settings(line, false);
    const auto surface = make_surface_for_script(line);
    if (!surface) return fail(surface.error());
    const auto application = Application::make(**surface, line.app);
    if (!application) return fail(application.error());
    const ScriptOptions options{
        .script = line.script,
        .dump = line.dump,
        .print = [](std::string_view text) { std::cout << text << '\n'; },
        .print_error = [](std::string_view text) { std::cerr << "convscope: " << text << '\n'; }};
    return static_cast<int>(run_script(options, **surface, **application));
}

int run_window(CommandLine& line) {
    open_settings(line, true);
    line.app.first_hints = true;
    const Size size = surface_size(line);
    const auto surface = make_window_surface(size.width, size.height, "Convscope");
    if (!surface) return fail(surface.error());
    const auto application = Application::make(**surface, line.app);
    if (!application) return fail(application.error());
    run_loop(**surface, **application);
    return kDone;
}

int run(int argc, char** argv) {
    CommandLine line;
    line.app.scale = 0;
    std::string size;
    CLI::App parser("Convscope: 2-D convolution and back-propagation, visible and live.",
                    "convscope");
    describe(parser, line, size);
    try {
        parser.parse(argc, argv);
    } catch (const CLI::Success& asked) {  // --help, --version
        return parser.exit(asked);
    } catch (const CLI::ParseError& wrong) {
        return fail({std::string(wrong.what()) + " ('convscope --help' lists the options)", {}},
                    kWrongUsage);
    }
    line.size = parse_size(size);
    if (const auto set = set_up_computing(line); !set) return fail(set.error(), kWrongUsage);
    if (!line.snapshot.empty()) return run_snapshot(line);
    if (!line.script.empty()) return run_with_script(line);
    return run_window(line);
}

}  // namespace
}  // namespace convscope::app

int main(int argc, char** argv) {
    try {
        return convscope::app::run(argc, argv);
    } catch (const std::exception& error) {  // out of memory, from the libraries underneath
        std::cerr << "convscope: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
