#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "app/cli/commands.hpp"
#include "core/ops/simd.hpp"
#include "core/parallel/parallel.hpp"

namespace convscope::cli {
namespace {

constexpr int kMaxThreads = 256;

/// What the command line says.
struct Arguments {
    int threads = 0;
    std::string target;
    std::string scene;
    std::vector<std::string> cases;
    std::string out;
};

/// The parser and its three commands.
class CommandLine {
  public:
    CommandLine() {
        add_common(app_);
        app_.require_subcommand(1);
        app_.footer("Exit status: 0 done, 1 a check failed, 2 wrong usage, 3 bad input.");
        app_.add_option("--threads", arguments.threads, "Number of threads (one for each core)")
            ->check(CLI::Range(1, kMaxThreads));
        app_.add_option("--target", arguments.target, "SIMD target; \"info\" lists them");

        eval->add_option("scene", arguments.scene, "A scene (.json)")->required();
        eval->add_option("--out", arguments.out, "Folder for the .npy files and summary.json")
            ->required();
        check->add_option("cases", arguments.cases, "Folders of golden cases, or folders of such")
            ->required();
        check->add_option("--out", arguments.out,
                          "Folder for the computed tensors: <id>/<name>.npy");
        for (CLI::App* command : {eval, check, info}) add_common(*command);
    }
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    /// Throws CLI::ParseError.
    void parse(int count, char** words) { app_.parse(count, words); }
    /// Prints help or the version, when that is what was asked for.
    void print(const CLI::Success& asked) { app_.exit(asked); }

  private:
    void add_common(CLI::App& command) {
        command.fallthrough();  // --threads and --target may stand behind the command.
        command.set_version_flag("--version", std::string("convscope-cli ") + CONVSCOPE_VERSION,
                                 "Print the version and leave");
    }

    CLI::App app_{"Convscope without its window: 2-D convolution and back-propagation.",
                  "convscope-cli"};

  public:
    Arguments arguments;
    CLI::App* eval = app_.add_subcommand(
        "eval", "Evaluate a scene forward and backward; write every tensor as .npy");
    CLI::App* check = app_.add_subcommand(
        "check", "Recompute golden cases; print each tensor's worst error and PASS or FAIL");
    CLI::App* info = app_.add_subcommand("info", "Print version, threads, SIMD target and limits");
};

int fail(ExitStatus status, const std::string& text) {
    print_error(text);
    return status;
}

int run_command(const CommandLine& line) {
    const Arguments& arguments = line.arguments;
    if (line.info->parsed()) {
        run_info();
        return kDone;
    }
    if (line.eval->parsed()) {
        const Result<void> done = run_eval(arguments.scene, arguments.out);
        return done ? kDone : fail(kBadInput, done.error().text());
    }
    const Result<ExitStatus> status =
        run_check({arguments.cases.begin(), arguments.cases.end()}, arguments.out);
    return status ? *status : fail(kBadInput, status.error().text());
}

int run(int count, char** words) {
    CommandLine line;
    try {
        line.parse(count, words);
    } catch (const CLI::Success& asked) {
        line.print(asked);
        return kDone;
    } catch (const CLI::ParseError& wrong) {
        return fail(kWrongUsage, std::string(wrong.what()) + "; convscope-cli --help says more");
    }
    if (line.arguments.threads > 0) set_thread_count(line.arguments.threads);
    if (!line.arguments.target.empty())
        if (const Result<void> used = use_simd_target(line.arguments.target); !used)
            return fail(kWrongUsage, "--target: " + used.error().text());
    try {
        return run_command(line);
    } catch (const std::bad_alloc&) {
        return fail(kBadInput, "there is not enough memory; use a smaller picture");
    } catch (const std::exception& unexpected) {
        return fail(kBadInput, unexpected.what());
    }
}

}  // namespace

std::string printable(std::string text) {
    const auto is_control = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; };
    std::ranges::replace_if(text, is_control, ' ');
    return text;
}

void print_error(const std::string& text) {
    const std::string line = "convscope-cli: " + printable(text);
    std::fflush(stdout);  // In the order in which things happened, where both go to one place.
    std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace convscope::cli

int main(int count, char** words) {
    return convscope::cli::run(count, words);
}
