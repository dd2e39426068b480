#include "core/eval/partial_number.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "core/eval/kept_sums.hpp"
#include "core/eval/masked_output.hpp"

namespace convscope {
namespace {

/// Of the first `terms` terms: their numbers are added, or looked through, chunk by chunk.
class PartialNumber {
  public:
    PartialNumber(const Results& results, const NumberRef& ref, std::int64_t terms)
        : results_(results), ref_(ref), terms_(terms) {}

    float value() const {
        const Explanation head = explain(0, 0);
        const bool is_sum_of_layer =
            ref_.kind == NumberRef::Kind::kValue && head.reduction != Reduction::kMaximum;
        if (is_sum_of_layer && head.term_count > kTermsAtOnce)
            if (const auto output = masked_output(results_, ref_, terms_)) return *output;
        switch (head.reduction) {
            case Reduction::kOrdered:
                return ordered(head);
            case Reduction::kMaximum:
                return largest();
            case Reduction::kBlocks:
                return blocks(head);
            case Reduction::kGroups:
                break;
        }
        return replay(explain(0, terms_));
    }

  private:
    Explanation explain(std::int64_t first, std::int64_t last) const {
        return explain_number(results_, ref_, first, last);
    }

    float ordered(const Explanation& head) const {
        float total = head.start;
        for (std::int64_t first = 0; first < terms_; first += kTermsAtOnce) {
            Explanation some = explain(first, std::min(first + kTermsAtOnce, terms_));
            some.start = total;
            some.divisor = 1;
            total = replay(some);
        }
        Explanation end = head;
        end.start = total;
        return replay(end);
    }

    float largest() const {
        bool any = false;
        float best = 0;
        for (std::int64_t first = 0; first < terms_; first += kTermsAtOnce)
            for (const Term& term : explain(first, std::min(first + kTermsAtOnce, terms_)).terms) {
                if (term.in_padding) continue;
                const bool is_first_nan = term.a != term.a && best == best;
                if (!any || term.a > best || is_first_nan) best = term.a;
                any = true;
            }
        return best + 0.0f;
    }

    /// A row of blocks, and the terms of its cells.
    struct Band {
        std::int64_t first_term = 0, last_term = 0;
        int first_part = 0, last_part = 0;
    };

    /// Terms come row by row over the summed plane, so that only one band is cut. Of whole ones
    /// the results may keep the shares.
    float blocks(const Explanation& head) const {
        std::vector<float> shares(static_cast<std::size_t>(head.parts), 0.0f);
        const std::vector<float> kept = kept_part_sums(results_, ref_, head.parts);
        for (const Band& band : bands(head)) {
            if (band.first_term >= terms_) break;
            if (band.last_term <= terms_ && !kept.empty())
                std::copy(kept.begin() + band.first_part, kept.begin() + band.last_part,
                          shares.begin() + band.first_part);
            else
                add_terms(head, band, shares);
        }
        const auto channels = static_cast<std::size_t>(head.channels);
        return combine_loss(shares, channels, shares.size() / channels, head.divisor);
    }

    /// The map over which the sum goes.
    Shape summed() const {
        using Kind = NumberRef::Kind;
        if (ref_.kind == Kind::kGradWeight || ref_.kind == Kind::kGradBias)
            return results_.plan.shapes[ref_.stage + 1];
        if (ref_.kind == Kind::kLoss)
            return results_.plan.shapes[objective_map(results_.scene, results_.plan)];
        return results_.plan.shapes[ref_.map - 1];
    }

    std::vector<Band> bands(const Explanation& head) const {
        const Shape shape = summed();
        const BlockGrid grid = block_grid(shape.plane());
        // A sum over other cells than all of the map's is one band.
        if (head.term_count != std::int64_t{head.channels} * shape.h * shape.w)
            return {{0, head.term_count, 0, head.parts}};
        std::vector<Band> found;
        std::int64_t first = 0;
        for (int i = 0; i < head.channels * grid.rows; ++i) {
            const int row = i % grid.rows;
            const int rows = std::min(kBlockSize, shape.h - row * kBlockSize);
            const std::int64_t last = first + std::int64_t{rows} * shape.w;
            found.push_back({first, last, i * grid.columns, (i + 1) * grid.columns});
            first = last;
        }
        return found;
    }

    void add_terms(const Explanation& head, const Band& band, std::vector<float>& shares) const {
        std::vector<Explanation> parts(static_cast<std::size_t>(band.last_part - band.first_part));
        for (const Term& term : explain(band.first_term, std::min(band.last_term, terms_)).terms) {
            Explanation& part = parts[static_cast<std::size_t>(term.part - band.first_part)];
            part.terms.push_back(term);
            part.terms.back().part = 0;
        }
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (parts[i].terms.empty()) continue;
            parts[i].reduction = Reduction::kBlocks;
            parts[i].parts = 1;
            parts[i].part_scale = head.part_scale;
            shares[static_cast<std::size_t>(band.first_part) + i] = replay(parts[i]);
        }
    }

    const Results& results_;
    const NumberRef& ref_;
    std::int64_t terms_;
};

}  // namespace

float partial_number(const Results& results, const NumberRef& ref, std::int64_t terms) {
    return PartialNumber(results, ref, terms).value();
}

}  // namespace convscope
