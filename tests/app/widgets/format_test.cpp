#include "app/widgets/format.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace convscope::app {
namespace {

TEST(FormatFitting, UsesTheDigitsThatFit) {
    EXPECT_EQ(format_fitting(-0.25, 5), "-0.25");
    EXPECT_EQ(format_fitting(0.25, 5), "0.25");
    EXPECT_EQ(format_fitting(222.1978, 6), "222.2");
    EXPECT_EQ(format_fitting(222.1978, 3), "222");
    EXPECT_EQ(format_fitting(0.333333, 5), "0.333");
    EXPECT_EQ(format_fitting(3, 1), "3");
}

TEST(FormatFitting, ZeroHasNoSign) {
    EXPECT_EQ(format_fitting(-0.0, 5), "0");
    EXPECT_EQ(format_fitting(-1e-7, 4), "0");
    EXPECT_EQ(format_fitting(0.004, 3), "0");
}

TEST(FormatFitting, DropsTheZeroBeforeThePointRatherThanTheSecondDigit) {
    EXPECT_EQ(format_fitting(-0.25, 5), "-0.25");
    EXPECT_EQ(format_fitting(-0.25, 4), "-.25");
    EXPECT_EQ(format_fitting(0.25, 3), ".25");
    EXPECT_EQ(format_fitting(-0.5, 4), "-0.5");
    EXPECT_EQ(format_fitting(-0.25, 3), "-.2");
}

TEST(FormatFitting, LargeNumbersTakeTheShortestForm) {
    EXPECT_EQ(format_fitting(1234567, 5), "1.2e6");
    EXPECT_EQ(format_fitting(-1234567, 6), "-1.2e6");
}

TEST(FormatFitting, NamesWhatIsNoNumber) {
    EXPECT_EQ(format_fitting(std::nan(""), 5), "NaN");
    EXPECT_EQ(format_fitting(std::numeric_limits<double>::infinity(), 5), "inf");
    EXPECT_EQ(format_fitting(-std::numeric_limits<double>::infinity(), 5), "-inf");
}

TEST(FormatBrief, AboutThreeDigits) {
    EXPECT_EQ(format_brief(1.2821), "1.28");
    EXPECT_EQ(format_brief(0.01234), "0.0123");
    EXPECT_EQ(format_brief(1234.5), "1234");
    EXPECT_EQ(format_brief(12345678), "1.23e7");
}

TEST(FormatSigned, AlwaysShowsTheSign) {
    EXPECT_EQ(format_signed(0.198), "+0.1980");
    EXPECT_EQ(format_signed(-0.3647), "-0.3647");
    EXPECT_EQ(format_signed(0), "0");
    EXPECT_EQ(format_signed(1e-5), "+1.000e-5");
}

TEST(FormatExact, ReadsBackToTheSameBits) {
    for (const float value : {0.1f, -1.0f / 3, 1e-30f, 16777217.0f, 0.25f})
        EXPECT_EQ(std::stof(format_exact(value)), value);
    EXPECT_EQ(format_exact(0.25f), "0.25");
}

TEST(ParseWeight, ReadsDecimalsAndFractions) {
    EXPECT_EQ(parse_weight("0.25").value(), 0.25f);
    EXPECT_EQ(parse_weight(" -1e-3 ").value(), -0.001f);
    EXPECT_EQ(parse_weight("+2").value(), 2.0f);
    EXPECT_EQ(parse_weight("1/4").value(), 0.25f);
    EXPECT_EQ(parse_weight("-.5").value(), -0.5f);
}

TEST(ParseWeight, RefusesWhatIsNoFiniteNumberInWords) {
    for (const char* text : {"", "abc", "nan", "inf", "-inf", "1e99", "1/0", "0.2.5", "1,5", "-"}) {
        const auto parsed = parse_weight(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_NE(parsed.error().message.find("\"" + std::string(text) + "\""), std::string::npos);
    }
}

TEST(ParseWhole, ReadsWholeNumbersAndNamesTheField) {
    EXPECT_EQ(parse_whole("12", "stride x").value(), 12);
    EXPECT_EQ(parse_whole(" -3", "pad x").value(), -3);
    for (const char* text : {"", "1.5", "x", "99999999999"}) {
        const auto parsed = parse_whole(text, "stride x");
        ASSERT_FALSE(parsed) << text;
        EXPECT_NE(parsed.error().message.find("stride x"), std::string::npos);
    }
}

TEST(FitsReadably, RefusesWhatLosesItsSecondDigit) {
    EXPECT_TRUE(fits_readably(-1, 2));
    EXPECT_TRUE(fits_readably(0, 1));
    EXPECT_TRUE(fits_readably(0.25, 4));
    EXPECT_FALSE(fits_readably(1149.0, 3));
    EXPECT_FALSE(fits_readably(0.001, 2));
    EXPECT_FALSE(fits_readably(-1, 1));
}

TEST(WithThousands, SeparatesTheWholePart) {
    EXPECT_EQ(with_thousands("32292.4"), "32,292.4");
    EXPECT_EQ(with_thousands("-1234567"), "-1,234,567");
    EXPECT_EQ(with_thousands("0.1234"), "0.1234");
    EXPECT_EQ(with_thousands("1.2e7"), "1.2e7");
    EXPECT_EQ(with_thousands("NaN"), "NaN");
}

}  // namespace
}  // namespace convscope::app
