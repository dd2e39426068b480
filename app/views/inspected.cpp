#include "app/views/inspected.hpp"

#include <cstdio>

#include "app/views/prediction.hpp"
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

NumberRef sum_behind(NumberRef ref) {
    if (ref.kind == Kind::kWeight) ref.kind = Kind::kGradWeight;
    if (ref.kind == Kind::kBias) ref.kind = Kind::kGradBias;
    return ref;
}

void add_why_zero(const Results& results, const NumberRef& ref, NumberText& text) {
    if (const std::string why = why_zero(results, ref); !why.empty())
        text.notes.insert(text.notes.begin(), "It is 0: " + why + ".");
}

void add_stamp(const Results& results, const NumberRef& ref, NumberText& text) {
    if (ref.kind != Kind::kGradient || ref.map != 0) return;
    if (const std::string note = stamped_copy_note(results); !note.empty())
        text.notes.push_back(sentence(note));
}

void find_readers(const Results& results, Inspected& shown) {
    if (shown.ref.kind != Kind::kValue) return;
    const Explanation readers =
        explain_readers(results, shown.ref.map, shown.ref.cell, 0, kMostReaders);
    shown.reader_count = readers.term_count;
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

bool is_to_be_guessed(const UiState& ui, const Results& results, const NumberRef& number) {
    const NumberRef sum = sum_behind(number);
    const BoardLetters letters = letters_of(results.scene, results.plan);
    switch (sum.kind) {
        case Kind::kValue:
            return is_under_veil(ui, letters.maps[sum.map]);
        case Kind::kGradient:
            return is_under_veil(ui, "d" + letters.maps[sum.map]);
        case Kind::kLoss:
            return is_under_veil(ui, "L");
        default:
            return is_under_veil(ui,
                                 "dG/" + results.scene.layers[results.plan.layers[sum.stage]].id);
    }
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
      grid(results, sum),
      pages(results, sum) {
    if (!(sum == ref))
        text.notes.insert(text.notes.begin(),
                          "Set by hand or learned, it comes from nothing. These are all the places "
                          "where it is used, and what they make of its gradient.");
    add_why_zero(results, sum, text);
    add_stamp(results, ref, text);
    find_readers(results, *this);
}

std::optional<NumberRef> inspected_number(const UiState& ui, const Results& results) {
    if (ui.pinned) return find_pin(results, *ui.pinned).ref;
    if (ui.pointed && exists(results, *ui.pointed)) return ui.pointed;
    if (ui.last_pointed) return find_pin(results, *ui.last_pointed).ref;
    return std::nullopt;
}

}  // namespace convscope::app
