#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "app/script/command.hpp"
#include "app/script/comparison.hpp"
#include "app/script/script_text.hpp"

namespace convscope::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::optional<std::string> only_home(const std::string& name) {
    if (name == "HOME") return "/home/ada";
    return std::nullopt;
}

Result<std::vector<ScriptLine>> split(std::string_view text) {
    return split_script(text, "a.script", only_home);
}

TEST(SplitScript, GivesWordsWithTheNumberOfTheirLine) {
    const auto lines = split("click map/I 3,4\n\n  key Ctrl+Z\r\nwait");
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 3u);
    EXPECT_EQ((*lines)[0].number, 1);
    EXPECT_THAT((*lines)[0].words, ElementsAre("click", "map/I", "3,4"));
    EXPECT_EQ((*lines)[1].number, 3);
    EXPECT_THAT((*lines)[1].words, ElementsAre("key", "Ctrl+Z"));
    EXPECT_EQ((*lines)[2].number, 4);
}

TEST(SplitScript, LeavesCommentsOutButNotColours) {
    const auto lines = split("# a comment\n#\nexpect colour map/R 0,0 ~ #1c2027 # neutral\n");
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 1u);
    EXPECT_EQ((*lines)[0].words.back(), "#1c2027");
}

TEST(SplitScript, ReadsQuotesAndVariables) {
    const auto lines = split(R"(type "a \"b\" \\ c" "" ${HOME}/x)");
    ASSERT_TRUE(lines);
    EXPECT_THAT((*lines)[0].words, ElementsAre("type", "a \"b\" \\ c", "", "/home/ada/x"));
}

TEST(SplitScript, NamesTheLineOfWhatIsWrong) {
    const auto open_quote = split("wait\ntype \"abc\n");
    ASSERT_FALSE(open_quote);
    EXPECT_EQ(open_quote.error().where, "a.script:2");
    const auto unknown = split("open ${NOWHERE}/x");
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().message, HasSubstr("NOWHERE"));
    EXPECT_FALSE(split("open ${HOME"));
}

std::string parse_error(const std::string& line) {
    const auto lines = split(line);
    if (!lines) return lines.error().message;
    const auto step = parse_command(lines->front().words);
    return step ? "" : step.error().message;
}

TEST(ParseCommand, AcceptsEveryFormOfTheLanguage) {
    for (const char* line : {"move map/I 1,2",
                             "leave",
                             "click menu/File",
                             "double_click a",
                             "right_click a",
                             "press a 0.5,1",
                             "release",
                             "drag a by -3,4",
                             "drag a 1,2 to b 3,4",
                             "drag a to b",
                             "wheel a -2",
                             "wheel map/R 1,2 +3",
                             "paint map/I 1,1",
                             "paint map/I steps 4 1,1 2.5,2",
                             "hold Ctrl",
                             "hold none",
                             "key Ctrl+Shift+Z",
                             "key Left 3",
                             "type abc",
                             "set a 1/4",
                             "open a.png",
                             "asset pictures/step.png",
                             "save a.json",
                             "theme light",
                             "scale 1.5",
                             "wait",
                             "wait 5",
                             "frames 3",
                             "list",
                             "list map/",
                             "remember before R",
                             "mark",
                             "report frames",
                             "dump a.json",
                             "snapshot a.png",
                             "expect value R 0 1,2 == 1",
                             "expect value conv1.weights 0 r 1,2 == 1 +- 0.1",
                             "expect value loss >= 2",
                             "expect value conv1.bias 1 != 0",
                             "expect minimum R < 0",
                             "expect maximum dR == nan",
                             "expect count R > 0 is 3",
                             "expect shape I 1,3,8,8",
                             "expect same R before",
                             "expect different R before",
                             "expect negated R before",
                             "expect winner pool1 0 1,2 == 3,4",
                             "expect widget a exists",
                             "expect text a \"b c\"",
                             "expect text a contains b",
                             "expect number a == 2",
                             "expect cell_size map/R > 30",
                             "expect colour map/R 1,2 ~ #00ff00 +- 3",
                             "expect same_colour map/R 1,2 map/R 3,4",
                             "expect other_colour map/R 1,2 map/R 3,4",
                             "expect message broken",
                             "expect no_message",
                             "expect no_error",
                             "expect undo Paint",
                             "expect redo none",
                             "expect modified no",
                             "expect param conv1 stride.x == 2",
                             "expect layer relu1 off",
                             "expect objective sum",
                             "expect objective cell 0 1,2",
                             "expect objective cross_entropy label 3",
                             "expect value probabilities 2 > 0.5",
                             "expect idle",
                             "expect idle 2",
                             "expect file a.png"})
        EXPECT_EQ(parse_error(line), "") << line;
}

TEST(ParseCommand, SaysWhatIsWrongAndHowToWriteIt) {
    EXPECT_THAT(parse_error("clack a"), HasSubstr("\"clack\" is no command"));
    EXPECT_THAT(parse_error("expect value R 0 1,2 = 1"), HasSubstr("\"=\" is not a comparison"));
    EXPECT_THAT(parse_error("click"), HasSubstr("the name of a widget is missing"));
    EXPECT_THAT(parse_error("click"), HasSubstr("write: click WIDGET [X,Y]"));
    EXPECT_THAT(parse_error("leave now"), HasSubstr("\"now\" is too much"));
    EXPECT_THAT(parse_error("paint map/I"), HasSubstr("a cell is missing"));
    EXPECT_THAT(parse_error("paint map/I 1,x"), HasSubstr("\"1,x\" is not a cell"));
    EXPECT_THAT(parse_error("key Ctrl+Nonsense"), HasSubstr("is no key"));
    EXPECT_THAT(parse_error("frames -1"), HasSubstr("from 0 on"));
    EXPECT_THAT(parse_error("expect nothing"), HasSubstr("\"nothing\" is no expectation"));
    EXPECT_THAT(parse_error("expect"), HasSubstr("is no expectation"));
    EXPECT_THAT(parse_error("expect colour map/R 1,2 ~ red"), HasSubstr("not a colour"));
}

bool holds(const std::string& comparison, float found) {
    const auto lines = split(comparison);
    WordReader reader(lines->front().words);
    const auto parsed = Comparison::read(reader);
    EXPECT_TRUE(reader.finish()) << comparison;
    return parsed.holds(found);
}

TEST(Comparison, RoundsToFloatWithoutATolerance) {
    EXPECT_TRUE(holds("== 0.1", 0.1f));
    EXPECT_FALSE(holds("== 0.1", std::nextafter(0.1f, 1.0f)));
    EXPECT_TRUE(holds("!= 0.1", 0.2f));
    EXPECT_TRUE(holds(">= 0.1", 0.1f));
    EXPECT_FALSE(holds("> 0.1", 0.1f));
}

TEST(Comparison, AllowsTheTolerance) {
    EXPECT_TRUE(holds("== 1 +- 0.25", 1.25f));
    EXPECT_TRUE(holds("== 1 ± 0.25", 0.75f));
    EXPECT_FALSE(holds("== 1 +- 0.25", 1.26f));
    EXPECT_FALSE(holds("!= 1 +- 0.25", 1.1f));
}

TEST(Comparison, KnowsNaN) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(holds("== nan", nan));
    EXPECT_FALSE(holds("== nan", 1));
    EXPECT_FALSE(holds("== 1", nan));
    EXPECT_TRUE(holds("!= 1", nan));
    EXPECT_FALSE(holds("< 1", nan));
}

}  // namespace
}  // namespace convscope::app
