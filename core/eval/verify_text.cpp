#include "core/eval/verify_text.hpp"

#include <algorithm>

#include "core/eval/number_text.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope {
namespace {

constexpr std::size_t kNamedCells = 3;

/// "weights", "weights and biases" or "pixels"; of a single one "weight or bias".
std::string noun(const VerifyReport& report, bool one) {
    if (report.target.kind == VerifyTarget::Kind::kPicture) return one ? "pixel" : "pixels";
    if (!report.has_biases) return one ? "weight" : "weights";
    return one ? "weight and bias" : "weights and biases";
}

/// "27 weights"; of a sample "447 nudged weights (of 1,152)".
std::string whole(const VerifyReport& report) {
    const std::string nouns = noun(report, false);
    if (!report.sampled()) return format_count(report.total) + " " + nouns;
    return format_count(std::ssize(report.numbers)) + " nudged " + nouns + " (of " +
           format_count(report.total) + ")";
}

/// "10 are undecided: rounding may be as large"
std::string undecided(std::int64_t count, const std::string& of = "") {
    return format_count(count) + of + (count == 1 ? " is" : " are") +
           " undecided: rounding may be as large";
}

}  // namespace

std::string verdict_text(const VerifyReport& report) {
    if (!report.impossible.empty()) return "cannot be checked: " + report.impossible;
    if (report.total == 0) return "nothing to check";
    const std::string of = " of " + whole(report);
    const std::int64_t differ = report.count(Verdict::kDiffers);
    const std::int64_t odd = report.count(Verdict::kNotFinite);
    const std::int64_t vague = report.count(Verdict::kUndecided);
    const std::int64_t agree = report.count(Verdict::kAgrees);
    if (differ > 0) return format_count(differ) + of + (differ == 1 ? " differs" : " differ");
    if (odd > 0) return format_count(odd) + of + " cannot be checked: NaN or infinite";
    if (vague > 0 && agree == 0) return undecided(vague, of);
    if (vague > 0)
        return format_count(agree) + of + (agree == 1 ? " agrees; " : " agree; ") +
               undecided(vague);
    if (!report.sampled()) return "verified by nudging each " + noun(report, true);
    return "verified by nudging " + format_count(agree) + " of " + format_count(report.total) +
           " " + noun(report, false);
}

std::string brief_verdict(const VerifyReport& report) {
    const std::string verdict = verdict_text(report);
    const std::int64_t agree = report.count(Verdict::kAgrees);
    if (agree == 0 || agree + report.count(Verdict::kUndecided) < std::ssize(report.numbers))
        return verdict.substr(0, verdict.find(':'));
    if (agree == report.total) return "verified";
    return format_count(agree) + " of " + format_count(report.total) + " " + noun(report, false);
}

std::vector<std::string> kink_sentences(const Results& results,
                                        const std::vector<KinkNote>& kinks) {
    const BoardLetters letters = letters_of(results.scene, results.plan);
    std::vector<std::string> sentences;
    for (const KinkNote& note : kinks) {
        const Layer& layer = results.scene.layers[results.plan.layers[note.map - 1]];
        const bool one = note.kinks.count == 1;
        std::string cells;
        for (std::size_t i = 0; i < std::min(kNamedCells, note.kinks.first.size()); ++i)
            cells += (i == 0 ? "" : ", ") +
                     name_of(results, letters,
                             {NumberRef::Kind::kValue, note.map, 0, note.kinks.first[i]});
        const bool more = note.kinks.count > static_cast<std::int64_t>(kNamedCells);
        sentences.push_back(
            (one ? "One cell of " : "Up to " + format_count(note.kinks.count) + " cells of ") +
            with_subscript(letters.maps[note.map]) + (one ? " stands at a " : " stand at a ") +
            (find_op(layer.op)->has_winners ? "tie" : "kink") + " (" + cells +
            (more ? ", …): " : "): ") + (one ? "it keeps" : "they keep") +
            " what the program decided, on both sides of the nudge.");
    }
    return sentences;
}

}  // namespace convscope
