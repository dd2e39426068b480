#include <gtest/gtest.h>

#include "tests/cli/run_cli.hpp"

namespace convscope {
namespace {

TEST(Cli, HelpAndVersionEverywhere) {
    for (const std::string command : {"", "eval ", "check ", "info "}) {
        const CliRun help = run_cli(command + "--help");
        EXPECT_EQ(help.status, 0) << command;
        EXPECT_NE(help.out.find("--version"), std::string::npos) << command;
        EXPECT_TRUE(help.err.empty()) << help.err;
        const CliRun version = run_cli(command + "--version");
        EXPECT_EQ(version.status, 0) << command;
        EXPECT_TRUE(version.out.starts_with("convscope-cli ")) << version.out;
    }
    EXPECT_NE(run_cli("--help").out.find("check"), std::string::npos);
}

TEST(Cli, WrongUsageIsStatus2AndOneLine) {
    for (const char* arguments :
         {"", "nonsense", "--nonsense", "eval", "eval scene.json", "eval --out x", "check",
          "info extra", "--threads 0 info", "--threads -1 info", "--threads many info",
          "--threads 100000 info", "info --threads", "--target NONSENSE info", "--target"}) {
        const CliRun run = run_cli(arguments);
        EXPECT_EQ(run.status, 2) << arguments;
        EXPECT_EQ(run.err_lines(), 1) << arguments << "\n" << run.err;
        EXPECT_TRUE(run.err.starts_with("convscope-cli: ")) << run.err;
        EXPECT_TRUE(run.out.empty()) << run.out;
    }
}

TEST(Cli, BadInputIsStatus3AndOneLineThatNamesIt) {
    const TempFolder folder;
    folder.write("empty.json", "");
    folder.write("broken.json", "{\"convscope\": 1,,}");
    folder.write("unknown.json", "{\"convscope\": 1, \"imge\": 0}");
    folder.write("zero.json",
                 "{\"convscope\": 1, \"image\": {\"values\": [[1]]}, \"layers\": [{\"op\": "
                 "\"max_pool2d\", \"stride\": {\"x\": 0}}]}");
    folder.write("line\nbreak.json", "");
    const std::string at = folder.path().string() + "/", out = " --out '" + at + "out'";
    const std::pair<std::string, std::string> runs[] = {
        {"eval " + at + "missing.json" + out, at + "missing.json: "},
        {"eval " + at + "empty.json" + out, at + "empty.json: is empty"},
        {"eval " + at + "broken.json" + out, at + "broken.json: line 1, column 17: "},
        {"eval " + at + "unknown.json" + out, at + "unknown.json: imge: unknown key"},
        {"eval " + at + "zero.json" + out, at + "zero.json: layers[0].stride.x: is 0"},
        {"eval '" + at + "line\nbreak.json'" + out, "break.json: is empty"},
        {"eval " + at + out, "is a folder"},
        {"check " + at, at + ": holds no golden case"},
        {"check " + at + "missing", at + "missing: "},
    };
    for (const auto& [arguments, sentence] : runs) {
        const CliRun run = run_cli(arguments);
        EXPECT_EQ(run.status, 3) << arguments;
        EXPECT_EQ(run.err_lines(), 1) << arguments << "\n" << run.err;
        EXPECT_NE(run.err.find(sentence), std::string::npos) << arguments << "\n" << run.err;
    }
}

TEST(Cli, NamesCannotCommandTheTerminal) {
    const TempFolder folder;
    folder.write("\x1b]0;title\x07\x7f.json", "");
    const CliRun run = run_cli("eval '" + (folder / "\x1b]0;title\x07\x7f.json").string() +
                               "' --out '" + (folder / "out").string() + "'");
    EXPECT_EQ(run.status, 3);
    EXPECT_NE(run.err.find(" ]0;title  .json: is empty"), std::string::npos) << run.err;
    for (const char c : run.err) EXPECT_TRUE(c == '\n' || (c >= 0x20 && c != 0x7f));

    folder.write("case.json", R"({"id": "\u001b[2J", "op": "\u0007", "params": {}, "inputs": {}})");
    const CliRun check = run_cli("check '" + folder.path().string() + "'");
    EXPECT_EQ(check.status, 0) << check.err;
    EXPECT_TRUE(check.out.starts_with(" [2J  skipped: needs  \n")) << check.out;
}

TEST(Cli, InfoTellsThreadsTargetAndLimits) {
    const CliRun run = run_cli("info --threads 3");
    EXPECT_EQ(run.status, 0);
    for (const char* part :
         {"version", "threads        3 (this machine has ", "target", "multiply-add",
          "64 megapixels, 16384 on a side", "conv2d", "max_pool2d"})
        EXPECT_NE(run.out.find(part), std::string::npos) << part << "\n" << run.out;
}

/// The names that info lists as available.
std::vector<std::string> targets() {
    const std::string out = run_cli("info").out, marker = "(available: ";
    const std::size_t start = out.find(marker) + marker.size();
    std::string list = out.substr(start, out.find(')', start) - start) + ", ";
    std::vector<std::string> names;
    for (std::size_t end; (end = list.find(", ")) != std::string::npos; list.erase(0, end + 2))
        names.push_back(list.substr(0, end));
    return names;
}

TEST(Cli, EveryTargetThatInfoListsCanBeForced) {
    const auto names = targets();
    ASSERT_FALSE(names.empty());
    for (const std::string& name : names) {
        const CliRun run = run_cli("--target " + name + " info");
        EXPECT_EQ(run.status, 0) << run.err;
        EXPECT_NE(run.out.find("target         " + name + " "), std::string::npos) << run.out;
        EXPECT_EQ(run_cli("check --target " + name + " '" + golden_folder() + "'").status, 0)
            << name;
    }
}

}  // namespace
}  // namespace convscope
