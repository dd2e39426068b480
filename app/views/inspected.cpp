#include "app/views/inspected.hpp"

#include <cstdio>

#include "app/widgets/format.hpp"
#include "core/eval/stamped_copy.hpp"
#include "core/eval/why_zero.hpp"

namespace convscope::app {
namespace {

using Kind = NumberRef::Kind;

constexpr std::int64_t kMostReaders = 24;
constexpr int kFactorCharacters = 6;

std::string all_digits_of(float value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", static_cast<double>(value));
    return text;
}

/// A sentence begins with a capital letter and ends with a full stop.
std::string sentence(std::string text) {
    if (text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text.ends_with('.') ? text : text + ".";
}

/// `name` where "it" would be another number.
std::string zero_reason_of(const Results& results, const NumberRef& ref, const std::string& name) {
    const std::string why = why_zero(results, ref);
    return why.empty() ? why : (name.empty() ? "It" : name) + " is 0: " + why + ".";
}

void add_stamp(const Results& results, const NumberRef& ref, NumberText& text) {
    if (ref.kind != Kind::kGradient || ref.map != 0) return;
    if (const std::string note = stamped_copy_note(results); !note.empty())
        text.notes.push_back(sentence(note));
}

std::string what_it_feeds(const Results& results, std::size_t map, std::int64_t readers) {
    if (readers > 0)
        return "It feeds " + with_thousands(std::to_string(readers)) +
               (readers == 1 ? " cell" : " cells");
    const std::size_t last = objective_map(results.scene, results.plan);
    if (map < last) return "It feeds nothing: no window reads it.";
    return map == last ? "It feeds L." : "It feeds nothing: L is made of a map before it.";
}

void find_readers(const Results& results, Inspected& shown) {
    if (shown.ref.kind != Kind::kValue) return;
    const Explanation readers =
        explain_readers(results, shown.ref.map, shown.ref.cell, 0, kMostReaders);
    shown.reader_count = readers.term_count;
    shown.feeds = what_it_feeds(results, shown.ref.map, readers.term_count);
    for (const Term& term : readers.terms) {
        const Factors factors = factors_of_reader(results, shown.ref.map, term);
        NumberRef reader = factors.a;
        reader.kind = Kind::kValue;
        std::string line = name_of(results, shown.letters, reader);
        if (factors.b)
            line += " with " + name_of(results, shown.letters, *factors.b) + " = " +
                    shown.format.factor(number_at(results, *factors.b));
        shown.readers.push_back(std::move(line));
    }
}

}  // namespace

NumberRef sum_behind(NumberRef ref) {
    if (ref.kind == Kind::kWeight) ref.kind = Kind::kGradWeight;
    if (ref.kind == Kind::kBias) ref.kind = Kind::kGradBias;
    return ref;
}

NumberFormat number_format(bool every_digit) {
    if (every_digit) return {all_digits_of, all_digits_of};
    return {[](float value) { return format_fitting(value, kFactorCharacters); },
            [](float value) { return format_signed(value); }};
}

Inspected::Inspected(const Results& results, const NumberRef& number, bool all_digits)
    : revision(results.revision),
      ref(number),
      sum(sum_behind(number)),
      every_digit(all_digits),
      letters(letters_of(results.scene, results.plan)),
      format(number_format(all_digits)),
      whole(explain_number(results, sum, 0, 0)),
      text(text_of(results, letters, sum, format)),
      zero_reason(zero_reason_of(results, sum, sum == ref ? std::string() : text.name)),
      line_is_enough(sum.kind == Kind::kGradient &&
                     sum.map == objective_map(results.scene, results.plan)),
      grid(results, sum),
      pages(results, sum) {
    if (!(sum == ref))
        text.notes.insert(text.notes.begin(),
                          "Set by hand or learned, it comes from nothing. These are all the places "
                          "where it is used, and what they make of its gradient.");
    add_stamp(results, ref, text);
    find_readers(results, *this);
}

std::string first_factor_suffix(const Results& results, const Inspected& shown) {
    if (shown.sum.kind != Kind::kLoss) return {};
    const ObjectiveInfo& loss = *find_objective(results.scene.objective.kind);
    return loss.takes_target ? " − T" : loss.takes_gradient ? " (painted)" : "";
}

std::string first_factor_name(const Results& results, const Inspected& shown, const Term& term) {
    return name_of(results, shown.letters, factors_of(results, shown.sum, term).a) +
           first_factor_suffix(results, shown);
}

std::string_view word_of_total(const Explanation& whole) {
    if (whole.reduction == Reduction::kMaximum) return "max";
    if (whole.divisor != 1) return "mean";
    return whole.part_scale == 0.5f ? "½ sum" : "sum";
}

std::optional<NumberRef> inspected_number(const UiState& ui, const Results& results) {
    if (ui.pinned) return find_pin(results, *ui.pinned).ref;
    if (ui.pointed && exists(results, *ui.pointed)) return ui.pointed;
    if (ui.last_pointed) return find_pin(results, *ui.last_pointed).ref;
    return std::nullopt;
}

}  // namespace convscope::app
