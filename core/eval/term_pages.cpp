#include "core/eval/term_pages.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/eval/kept_sums.hpp"
#include "core/eval/links.hpp"
#include "core/ops/term_range.hpp"

namespace convscope {
namespace {

constexpr std::int64_t kCheckpoint = 4096;  ///< Terms from one kept total to the next.

void add_term(float& total, const Term& term) {
    if (term.chosen) total = std::fma(term.a / term.divisor, term.b, total);
}

using Lanes = std::array<float, kLanes>;

}  // namespace

TermPages::TermPages(const Results& results, const NumberRef& ref)
    : ref_(ref), whole_(explain_number(results, ref, 0, 0)) {
    if (whole_.reduction != Reduction::kBlocks || whole_.term_count == 0) return;
    const CellLattice cells = term_cells(results, ref).a;
    width_ = cells.x.count;
    height_ = cells.y.count;
    part_sums_ = kept_part_sums(results, ref, whole_.parts);
}

bool TermPages::has_totals() const {
    switch (whole_.reduction) {
        case Reduction::kOrdered:
            return count() <= kMostOrdered;
        case Reduction::kBlocks:
            return !part_sums_.empty() || count() <= kMostOrdered;
        case Reduction::kGroups:
        case Reduction::kMaximum:
            return false;
    }
    return false;
}

std::vector<TermRow> TermPages::rows(const Results& results, std::int64_t first,
                                     std::int64_t last) {
    const TermRange range = clip_terms(first, last, count());
    if (range.first >= range.last) return {};
    if (!has_totals()) return without_totals(results, range.first, range.last);
    return whole_.reduction == Reduction::kBlocks ? in_blocks(results, range.first, range.last)
                                                  : in_order(results, range.first, range.last);
}

std::vector<TermRow> TermPages::without_totals(const Results& results, std::int64_t first,
                                               std::int64_t last) const {
    std::vector<TermRow> rows;
    for (const Term& term : explain_number(results, ref_, first, last).terms)
        rows.push_back({term, std::nullopt});
    return rows;
}

std::vector<TermRow> TermPages::in_order(const Results& results, std::int64_t first,
                                         std::int64_t last) {
    if (checkpoints_.empty()) checkpoints_.push_back(whole_.start);
    while (std::ssize(checkpoints_) <= first / kCheckpoint) {
        float total = checkpoints_.back();
        const std::int64_t from = (std::ssize(checkpoints_) - 1) * kCheckpoint;
        for (const Term& term : explain_number(results, ref_, from, from + kCheckpoint).terms)
            add_term(total, term);
        checkpoints_.push_back(total);
    }
    std::vector<TermRow> rows;
    std::int64_t at = first / kCheckpoint * kCheckpoint;
    float total = checkpoints_[static_cast<std::size_t>(first / kCheckpoint)];
    for (const Term& term : explain_number(results, ref_, at, last).terms) {
        add_term(total, term);
        if (at++ >= first) rows.push_back({term, total / whole_.divisor + 0.0f});
    }
    return rows;
}

std::int64_t TermPages::start_of_block_row(std::int64_t term) const {
    const std::int64_t plane = std::int64_t{width_} * height_;
    const std::int64_t row = term % plane / width_;
    return term / plane * plane + row / kBlockSize * kBlockSize * width_;
}

std::vector<TermRow> TermPages::in_blocks(const Results& results, std::int64_t first,
                                          std::int64_t last) {
    const bool all_known = !part_sums_.empty();
    const auto parts = static_cast<std::size_t>(whole_.parts);
    const auto channels = static_cast<std::size_t>(whole_.channels);
    // Blocks above the page are whole; those that it runs through are summed again.
    std::vector<float> sums = all_known ? part_sums_ : std::vector<float>(parts);
    std::vector<Lanes> lanes(parts, Lanes{});
    std::vector<TermRow> rows;
    std::int64_t at = all_known ? start_of_block_row(first) : 0;
    if (all_known) {
        const auto next = explain_number(results, ref_, at, at + 1).terms.front();
        std::fill(sums.begin() + next.part, sums.end(), 0.0f);
    }
    while (at < last) {
        for (const Term& term :
             explain_number(results, ref_, at, std::min(last, at + kCheckpoint)).terms) {
            const auto part = static_cast<std::size_t>(term.part);
            add_term(lanes[part][static_cast<std::size_t>(term.lane)], term);
            // Terms of a block's row stand together: the last of them brings its sum up to date.
            sums[part] = fold_lanes(lanes[part]) * whole_.part_scale;
            if (at++ < first) continue;
            rows.push_back({term, combine_loss(sums, channels, parts / channels, whole_.divisor)});
        }
    }
    return rows;
}

}  // namespace convscope
