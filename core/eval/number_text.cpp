#include "core/eval/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "core/eval/links.hpp"
#include "core/eval/term_pages.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope {
namespace {

constexpr std::int64_t kAllWritten = 6;  ///< Longer sums show their ends.
constexpr std::int64_t kWrittenFirst = 2;
constexpr std::int64_t kMostLookedAt = 4096;  ///< Terms of which the ones that count are picked.
constexpr int kMostChannels = 16;

/// The stage whose op made the number, and as which of its quantities; nothing for the loss, what
/// it hands back, and what comes from nothing.
struct MadeBy {
    std::size_t stage = 0;
    Quantity quantity = Quantity::kOutput;
};
std::optional<MadeBy> maker_of(const Results& results, const NumberRef& ref) {
    const auto gradient = [&](std::size_t stage, Quantity quantity) -> std::optional<MadeBy> {
        if (stage >= objective_map(results.scene, results.plan)) return std::nullopt;
        return MadeBy{stage, quantity};
    };
    switch (ref.kind) {
        case NumberRef::Kind::kValue:
            if (ref.map == 0) return std::nullopt;
            return MadeBy{ref.map - 1, Quantity::kOutput};
        case NumberRef::Kind::kGradient:
            return gradient(ref.map, Quantity::kGradInput);
        case NumberRef::Kind::kGradWeight:
            return gradient(ref.stage, Quantity::kGradWeights);
        case NumberRef::Kind::kGradBias:
            return gradient(ref.stage, Quantity::kGradBias);
        case NumberRef::Kind::kWeight:
        case NumberRef::Kind::kBias:
        case NumberRef::Kind::kLoss:
            break;
    }
    return std::nullopt;
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string replaced(std::string_view text, std::string_view what, const std::string& by) {
    std::string result(text);
    if (const auto at = result.find(what); at != std::string::npos)
        result.replace(at, what.size(), by);
    return result;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : std::string(between)) + part;
    return text;
}

class Writer {
  public:
    Writer(const Results& results, const BoardLetters& letters, const NumberRef& ref,
           const NumberFormat& format)
        : results_(results),
          letters_(letters),
          ref_(ref),
          format_(format),
          made_by_(maker_of(results, ref)) {}

    NumberText write() {
        text_.name = name_of(results_, letters_, ref_);
        if (made_by_)
            write_op_formula();
        else if (is_of_loss())
            write_loss_formula();
        else
            write_origin();
        whole_ = explain_number(results_, ref_, 0, kMostLookedAt);
        // The winner may be any candidate, and there are no more than a window has cells.
        if (whole_.reduction == Reduction::kMaximum && !knows_all())
            whole_ = explain_number(results_, ref_, 0, whole_.term_count);
        if (whole_.term_count == 0 && text_.formula.empty()) return std::move(text_);
        write_numbers();
        write_channel_totals();
        write_notes();
        return std::move(text_);
    }

  private:
    const OpInfo& op() const {
        return *find_op(results_.scene.layers[results_.plan.layers[made_by_->stage]].op);
    }
    bool knows_all() const { return std::ssize(whole_.terms) == whole_.term_count; }
    bool is_maximum() const { return whole_.reduction == Reduction::kMaximum; }
    bool is_of_loss() const {
        return ref_.kind == NumberRef::Kind::kLoss ||
               (ref_.kind == NumberRef::Kind::kGradient &&
                ref_.map == objective_map(results_.scene, results_.plan));
    }

    void write_op_formula() {
        OpLetters letters = op_letters(letters_, made_by_->stage);
        for (std::string* letter : {&letters.input, &letters.weights, &letters.output})
            *letter = with_subscript(*letter);
        const OpInputs inputs = op_inputs(results_, made_by_->stage);
        const auto formula = op().text.formula;
        if (formula == nullptr) return;
        text_.formula = formula(inputs, made_by_->quantity, letters, nullptr);
        text_.with_indices = formula(inputs, made_by_->quantity, letters, &ref_.cell);
        if (text_.with_indices == text_.formula) text_.with_indices.clear();
    }

    void write_loss_formula() {
        const std::size_t map = objective_map(results_.scene, results_.plan);
        const Objective& objective = results_.scene.objective;
        const Cell* cell = ref_.kind == NumberRef::Kind::kLoss ? nullptr : &ref_.cell;
        const LossExplanation loss =
            find_objective(objective.kind)
                ->explain(objective, results_.values[map].values.view(), results_.probabilities,
                          with_subscript(letters_.maps[map]), cell, 0, 0);
        text_.formula = loss.formula;
        text_.with_indices = loss.with_indices;
    }

    /// Of numbers that come from nothing.
    void write_origin() {
        if (ref_.kind == NumberRef::Kind::kValue)
            text_.notes.emplace_back("This is the picture: nothing comes before it.");
        else if (ref_.kind == NumberRef::Kind::kGradient)
            text_.notes.emplace_back("L does not read this map: its gradient is 0.");
        else if (ref_.kind == NumberRef::Kind::kGradWeight ||
                 ref_.kind == NumberRef::Kind::kGradBias)
            text_.notes.emplace_back("L does not read what this layer makes: its gradient is 0.");
        else
            text_.notes.emplace_back("This number is set by hand or learned.");
    }

    // --- the line with numbers ---

    std::string in_brackets_if_negative(float value) const {
        std::string text = format_.factor(value);
        return text.starts_with('-') ? "(" + text + ")" : text;
    }

    /// Second factors that are no numbers of the board are 1 throughout, or the loss's own.
    bool shows_second_factor() const {
        if (made_by_) return factors_of(results_, ref_, whole_.terms.front()).b.has_value();
        return std::ranges::any_of(whole_.terms, [](const Term& term) { return term.b != 1; });
    }

    std::string written(const Term& term, bool leads, bool second) const {
        std::string text = leads ? format_.factor(term.a) : in_brackets_if_negative(term.a);
        if (term.divisor != 1) text += " / " + format_.factor(term.divisor);
        if (second) text += " · " + in_brackets_if_negative(term.b);
        return text;
    }

    bool counts(const Term& term) const {
        if (is_maximum() || leaves_padding_out()) return !term.in_padding;
        return term.chosen;
    }
    /// An average over the cells inside the map divides by fewer than its window has.
    bool leaves_padding_out() const {
        return made_by_ && made_by_->quantity == Quantity::kOutput &&
               op_inputs(results_, made_by_->stage).weights.empty() &&
               whole_.reduction == Reduction::kOrdered &&
               whole_.divisor < static_cast<float>(whole_.term_count);
    }

    /// Terms that take part; all of them, or a few of both ends.
    struct Shown {
        std::vector<Term> first, last;
        /// How many are left out between them; nothing where that is not known.
        std::optional<std::int64_t> between = 0;
    };
    Shown counting_terms() const {
        if (!knows_all()) return ends_of_many();
        Shown shown;
        std::ranges::copy_if(whole_.terms, std::back_inserter(shown.first),
                             [this](const Term& term) { return counts(term); });
        if (std::ssize(shown.first) <= kAllWritten) return shown;
        shown.between = std::ssize(shown.first) - kWrittenFirst - 1;
        // A maximum is not to be read without its winner.
        const auto winner = std::ranges::find_if(shown.first.begin() + kWrittenFirst,
                                                 shown.first.end(), &Term::chosen);
        const bool is_hidden = is_maximum() && winner != shown.first.end();
        shown.last.push_back(is_hidden ? *winner : shown.first.back());
        shown.first.resize(static_cast<std::size_t>(kWrittenFirst));
        return shown;
    }

    /// Of a sum too long to look at all of it.
    Shown ends_of_many() const {
        const std::int64_t count = whole_.term_count;
        Shown shown;
        for (const Term& term : whole_.terms)
            if (counts(term) && std::ssize(shown.first) < kWrittenFirst)
                shown.first.push_back(term);
        const auto tail = explain_number(results_, ref_, count - kMostLookedAt, count).terms;
        const auto last = std::find_if(tail.rbegin(), tail.rend(),
                                       [this](const Term& term) { return counts(term); });
        if (last != tail.rend()) shown.last.push_back(*last);
        const bool each_counts = !made_by_ || op().text.not_passed.empty();
        shown.between = each_counts ? std::optional(count - kWrittenFirst - 1) : std::nullopt;
        return shown;
    }

    void write_numbers() {
        const std::string total = " = " + format_.total(number_at(results_, ref_));
        if (whole_.term_count == 0) {
            text_.with_numbers = total.substr(1);
            return;
        }
        const Shown shown = counting_terms();
        const bool second = !is_maximum() && shows_second_factor();
        std::vector<std::string> parts;
        if (!is_maximum() && made_by_ && made_by_->quantity == Quantity::kOutput &&
            !op_inputs(results_, made_by_->stage).bias.empty())
            parts.push_back(format_.factor(whole_.start));
        const auto write_terms = [&](const std::vector<Term>& terms) {
            for (const Term& term : terms)
                parts.push_back(written(term, is_maximum() || parts.empty(), second));
        };
        write_terms(shown.first);
        if (!shown.between)
            parts.emplace_back("…");
        else if (*shown.between > 0)
            parts.push_back("… " + format_count(*shown.between) + " more …");
        write_terms(shown.last);
        std::string sum = parts.empty() ? "0" : joined(parts, is_maximum() ? ", " : " + ");
        if (is_maximum()) sum = "max(" + sum + ")";
        const bool several = shown.first.size() + shown.last.size() > 1 || shown.between != 0;
        text_.with_numbers = "= " + scaled(sum, several);
        const bool is_one_number = parts.size() < 2 && !second && !is_maximum() &&
                                   scaled(sum, false) == sum &&
                                   (shown.first.empty() || shown.first.front().divisor == 1);
        if (!is_one_number) text_.with_numbers += total;
    }

    std::string scaled(const std::string& sum, bool several) const {
        if (whole_.divisor == 1 && whole_.part_scale == 1) return sum;
        std::string text = several ? "(" + sum + ")" : sum;
        if (whole_.part_scale != 1) text = format_.factor(whole_.part_scale) + " · " + text;
        if (whole_.divisor != 1) text += " / " + format_.factor(whole_.divisor);
        return text;
    }

    // --- what stands below ---

    void write_channel_totals() {
        if (!made_by_ || whole_.reduction != Reduction::kOrdered) return;
        const TermCells cells = term_cells(results_, ref_);
        const int channels = cells.a.c.count;
        if (channels < 2 || channels > kMostChannels) return;
        TermPages pages(results_, ref_);
        const std::int64_t each = cells.count / channels;
        for (std::int64_t i = 0; i < channels; ++i) {
            const auto rows = pages.rows(results_, (i + 1) * each - 1, (i + 1) * each);
            if (rows.empty() || !rows.front().total) return;
            text_.channel_totals.push_back({channel_of(rows.front().term), *rows.front().total});
        }
    }

    /// "r" of "I_r[3, 4]".
    std::string channel_of(const Term& term) const {
        const std::string name = name_of(results_, letters_, factors_of(results_, ref_, term).a);
        const auto from = name.find('_'), to = name.find('[');
        if (from == std::string::npos || to == std::string::npos) return "";
        std::string sign = name.substr(from + 1, to - from - 1);
        std::erase_if(sign, [](char c) { return c == '{' || c == '}'; });
        return sign;
    }

    void write_notes() {
        note_padding();
        note_not_passed();
        note_ties();
        note_blocks();
        if (ref_.kind == NumberRef::Kind::kLoss)
            text_.notes.emplace_back(
                "∂L/∂L = 1: the way back starts here, and every gradient is one of this L.");
    }

    void note_blocks() {
        if (whole_.reduction != Reduction::kBlocks) return;
        const int blocks = whole_.parts / whole_.channels;
        const std::string sum =
            std::to_string(blocks) + " blocks of 64 × 64 cells, which are then added in pairs";
        if (whole_.channels == 1) {
            if (blocks > 1) text_.notes.push_back("Summed in " + sum + ".");
        } else {
            text_.notes.push_back("Each channel is summed " +
                                  (blocks > 1 ? "in " + sum : "by itself") +
                                  "; the sums of the channels are added in order.");
        }
    }

    /// A window has the same places in every channel; a weight has one sample in each window.
    void note_padding() {
        auto count = std::ranges::count_if(whole_.terms, &Term::in_padding);
        if (count == 0 || !knows_all()) return;
        const bool of_weight = ref_.kind == NumberRef::Kind::kGradWeight;
        if (!of_weight) count /= term_cells(results_, ref_).a.c.count;
        const bool one = count == 1;
        const std::string effect = is_maximum()           ? (one ? "never wins" : "never win")
                                   : leaves_padding_out() ? (one ? "is left out" : "are left out")
                                                          : (one ? "counts as 0" : "count as 0");
        text_.notes.push_back((of_weight ? counted(count, "sample", "samples")
                                         : counted(count, "cell", "cells") + " of the window") +
                              (one ? " lies" : " lie") + " in the padding and " + effect + ".");
    }

    void note_not_passed() {
        if (!made_by_ || is_maximum()) return;
        const auto stopped = std::ranges::count_if(whole_.terms, std::not_fn(&Term::chosen));
        // Where none passes, the number is 0, and why_zero() says why.
        if (stopped == 0 || stopped == whole_.term_count || op().text.not_passed.empty()) return;
        const std::string why = replaced(op().text.not_passed, "{input}",
                                         with_subscript(letters_.maps[made_by_->stage]));
        const std::string who = (knows_all() ? "" : "At least ") + format_count(stopped) + " of " +
                                format_count(whole_.term_count) + " windows pass nothing on";
        text_.notes.push_back(who + ": " + why + ".");
    }

    /// The rule is a choice of the layer's; its sentence says what it does.
    void note_ties() {
        const auto tied = std::ranges::count_if(whole_.terms, [this](const Term& term) {
            return term.tied && !(is_maximum() && term.chosen);
        });
        if (!made_by_ || tied == 0 || !op().has_winners) return;
        text_.notes.push_back(
            is_maximum() ? "Tied: " + counted(tied, "other cell has", "other cells have") +
                               " the same value."
                         : (knows_all() ? "In " : "In at least ") +
                               counted(tied, "window", "windows") + " it ties with other cells.");
        const ParamSet& params =
            results_.scene.layers[results_.plan.layers[made_by_->stage]].params;
        for (std::size_t i = 0; i < op().fields.size(); ++i)
            if (const auto& rules = op().fields[i].choice_tooltips; !rules.empty())
                text_.notes.emplace_back(rules[static_cast<std::size_t>(params[i])]);
    }

    const Results& results_;
    const BoardLetters& letters_;
    const NumberRef& ref_;
    const NumberFormat& format_;
    std::optional<MadeBy> made_by_;
    Explanation whole_;
    NumberText text_;
};

}  // namespace

NumberText text_of(const Results& results, const BoardLetters& letters, const NumberRef& ref,
                   const NumberFormat& format) {
    return Writer(results, letters, ref, format).write();
}

}  // namespace convscope
