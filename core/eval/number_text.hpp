#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/eval/letters.hpp"
#include "core/eval/number_ref.hpp"

namespace convscope {

/// How numbers are written among symbols.
struct NumberFormat {
    std::function<std::string(float)> factor;  ///< "0.25", "-1"
    std::function<std::string(float)> total;   ///< "+0.1980"
};

/// "R_2[86, 40]", "∂L/∂I_r[3, 4]", "G_{2r}[0, 1]", "bias_2", "L": lowered signs are written as in
/// TeX. Cells of the padding have names too.
std::string name_of(const Results& results, const BoardLetters& letters, const NumberRef& ref);

/// What a map is called, without a cell: "R₁", "∂L/∂R₁".
std::string map_name(const BoardLetters& letters, std::size_t map, bool gradient);

/// What is written about one number.
struct NumberText {
    std::string name;
    std::string formula;       ///< "R[x,y] = Σ_{c,b,a} …"; empty where it comes from nothing.
    std::string with_indices;  ///< The same for this cell; empty where it says no more.
    std::string with_numbers;  ///< "= 0.25 · (-1) + … 21 more … + 0.5 · 1 = +0.1980"
    /// The running total after each channel of a sum over several, "r", "g", "b".
    struct ChannelTotal {
        std::string channel;
        float total = 0;
    };
    std::vector<ChannelTotal> channel_totals;
    std::vector<std::string> notes;  ///< Sentences: what is left out, how it is summed, ties.
};

/// Precondition: exists().
NumberText text_of(const Results& results, const BoardLetters& letters, const NumberRef& ref,
                   const NumberFormat& format);

}  // namespace convscope
