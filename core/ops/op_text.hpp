#pragma once
#include <string>

namespace convscope {

// What texts about an op share. A lowered sign is written as in TeX: "I_c", "G_{kc}".

/// The letters on the board of what an op reads, has and writes: "A1", "G2", "R2". The picture is
/// called I; when it has three channels, texts call them r, g and b.
struct OpLetters {
    std::string input = "I", weights = "G", output = "R";
};

/// In which order the terms of a quantity's numbers are visited.
enum class WalkOrder {
    kByNumber,  ///< One number after the other takes all its terms (dL/dG by weight; dL/dI
                ///< gathers).
    kByOutput,  ///< One output cell after the other adds its term to each number that it reaches
                ///< (dL/dG by patch; dL/dI scatters).
};

/// What is done in a line of pseudocode; a step lights the lines with its own. Loops that an op has
/// no use for have no line; where numbers are added in place, kFinish has none.
enum class CodeMoment {
    kNone,
    kFilter,   ///< for k ... (or c), the loop over the maps of the cells that are walked.
    kRow,      ///< for y ... (or q, b), the loop over rows of these cells.
    kColumn,   ///< for x ... (or p, a), the loop over their columns.
    kStart,    ///< total = 0
    kChannel,  ///< for c ... (or k), inside the cell, and the window that is taken there.
    kTerm,     ///< total = total + ...
    kFinish,   ///< R[x,y] = total
};

struct CodeLine {
    int indent = 0;
    std::string text;
    CodeMoment moment = CodeMoment::kNone;
    /// The variable that it sets, shown with its value beside it, or empty: of kFilter, kRow and
    /// kColumn that of the walk's cell; of other loops that of the term (y, x of the output cell,
    /// b, a of the place in the window, q, p of the input cell); "total" or "best".
    std::string variable = {};
    int first_value = 0;  ///< Of the variable, for index 0: maps are counted from 1.
};

}  // namespace convscope
