#include "app/widgets/pen.hpp"

#include <gtest/gtest.h>

#include <string>

namespace convscope::app {
namespace {

/// Symbols in brackets.
std::string marked(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const FormulaRun run = first_formula_run(text);
        result += run.symbol ? "[" + std::string(run.text) + "]" : std::string(run.text);
        text.remove_prefix(run.text.size());
    }
    return result;
}

TEST(FormulaRun, CapitalLettersThatStandAloneAreSymbols) {
    EXPECT_EQ(marked("R = I ∗ G"), "[R] = [I] ∗ [G]");
    EXPECT_EQ(marked("A = max(0, R)"), "[A] = max(0, [R])");
    EXPECT_EQ(marked("½ Σ P²"), "½ Σ [P]²");
    EXPECT_EQ(marked("I picture"), "[I] picture");
}

TEST(FormulaRun, WordsAreNot) {
    EXPECT_EQ(marked("ReLU and Max"), "ReLU and Max");
}

TEST(FormulaRun, PartialsAndSubscriptsBelongToTheirLetter) {
    EXPECT_EQ(marked("∂L/∂R₁"), "[∂L]/[∂R₁]");
    EXPECT_EQ(marked("where R₂ > 0"), "where [R₂] > 0");
}

}  // namespace
}  // namespace convscope::app
