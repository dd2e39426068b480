#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/views/colour_scales.hpp"
#include "app/views/view.hpp"
#include "app/widgets/heat_map.hpp"
#include "core/eval/number_text.hpp"
#include "core/eval/term_grid.hpp"
#include "core/eval/term_pages.hpp"

namespace convscope::app {

/// What the Inspector shows of one number, found once for each number and each results.
struct Inspected {
    Inspected(const Results& results, const NumberRef& number, bool all_digits);

    std::uint64_t revision;
    NumberRef ref;
    NumberRef sum;  ///< Whose terms are shown: the number's own; of a weight or a bias, which come
                    ///< from nothing, those of its gradient.
    bool every_digit;
    BoardLetters letters;
    NumberFormat format;
    Explanation whole;  ///< Without its terms.
    NumberText text;
    std::string zero_reason;  ///< A sentence, where the sum is 0 and a gradient.
    bool line_is_enough;      ///< A gradient that L itself gives: the line has all of it.
    TermGrid grid;
    TermPages pages;
    /// Of a value: what reads it, "R[4, 3] with G_r[1, 0] = -0.5".
    std::vector<std::string> readers;
    std::int64_t reader_count = 0;
    std::string feeds;               ///< "It feeds 2 cells"; empty: a gradient, or a weight.
    ColourScales::Found found = {};  ///< Of the patches' colours.
    std::optional<float> largest_product = {};            ///< By magnitude, of finite ones.
    std::map<std::string, HeatMapPicture> pictures = {};  ///< Of large ones.
    std::vector<TermRow> page = {};                       ///< Of the table, from `page_first` on.
    std::int64_t page_first = -1;

    bool is_of(const Results& results, const NumberRef& number, bool all_digits) const {
        return revision == results.revision && ref == number && every_digit == all_digits;
    }
};

/// Whose terms are shown: the number's own; of a weight or a bias those of its gradient.
NumberRef sum_behind(NumberRef ref);

/// The pinned number, else the one pointed at, now or last; nothing before anything was.
std::optional<NumberRef> inspected_number(const UiState& ui, const Results& results);

/// What the first factor of a term is, "R[3, 4]"; of a loss with a target "R[3, 4] − T".
std::string first_factor_name(const Results& results, const Inspected& shown, const Term& term);

/// What stands behind the name of the map that it is made of: " − T"; empty for most.
std::string first_factor_suffix(const Results& results, const Inspected& shown);
/// How terms become the number: "sum", "mean".
std::string_view word_of_total(const Explanation& whole);

/// Numbers as the Inspector writes them.
NumberFormat number_format(bool every_digit);

}  // namespace convscope::app
