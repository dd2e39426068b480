#include "app/views/verify_badge.hpp"

#include <gtest/gtest.h>

#include "core/eval/verify_text.hpp"

namespace convscope::app {
namespace {

VerifyReport report_of(std::vector<Verdict> verdicts) {
    VerifyReport report;
    report.name = "∂L/∂G";
    report.total = std::ssize(verdicts);
    for (const Verdict verdict : verdicts) {
        CheckedNumber number;
        number.verdict = verdict;
        report.numbers.push_back(number);
    }
    return report;
}

/// The sign and the words of the badge, and its colour.
void expect_badge(const VerifyReport& report, const std::string& text, Colour colour) {
    const VerdictLook look = verdict_look(dark_theme(), report);
    EXPECT_EQ(std::string(look.sign) + " " + verdict_text(report), text);
    EXPECT_EQ(look.colour.packed(), colour.packed());
}

constexpr Verdict kFine = Verdict::kAgrees;

TEST(VerdictLook, TellsAgreementFromDifference) {
    const Theme& theme = dark_theme();
    expect_badge(report_of({kFine, kFine}), "✓ verified by nudging each weight", theme.forward);
    expect_badge(report_of({Verdict::kDiffers, kFine, Verdict::kUndecided}),
                 "✗ 1 of 3 weights differs", theme.error);
}

TEST(VerdictLook, IsNotGreenWhereNothingCanBeSaid) {
    const Theme& theme = dark_theme();
    expect_badge(report_of({Verdict::kUndecided, Verdict::kUndecided}),
                 "– 2 of 2 weights are undecided: rounding may be as large", theme.warning);
    expect_badge(report_of({Verdict::kNotFinite}),
                 "– 1 of 1 weights cannot be checked: NaN or infinite", theme.warning);
    VerifyReport impossible = report_of({});
    impossible.impossible = "L is NaN";
    expect_badge(impossible, "– cannot be checked: L is NaN", theme.warning);
}

TEST(VerdictLook, APartIsNotAsGoodAsTheWhole) {
    const Theme& theme = dark_theme();
    VerifyReport sample = report_of({kFine, kFine});
    sample.total = 1176;
    expect_badge(sample, "(✓) verified by nudging 2 of 1,176 weights", theme.text);
    EXPECT_EQ(brief_verdict(sample), "2 of 1,176 weights");
    expect_badge(report_of({Verdict::kUndecided, kFine, kFine}),
                 "(✓) 2 of 3 weights agree; 1 is undecided: rounding may be as large", theme.text);
}

}  // namespace
}  // namespace convscope::app
