#include "core/eval/number_error.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "core/eval/error_bounds.hpp"
#include "core/ops/rounding.hpp"

namespace convscope {
namespace {

constexpr std::int64_t kRoundingsPerTerm = 2;  // Where multiply-adds are not fused.
constexpr std::int64_t kRoundingsAround = 8;   // Folds and divisions.

/// Roundings that a term passes through at most.
std::int64_t roundings_of(const Explanation& sum) {
    const std::int64_t one_by_one = kRoundingsPerTerm * sum.term_count + kRoundingsAround;
    if (sum.reduction != Reduction::kBlocks) return one_by_one;
    constexpr std::int64_t kLane = kBlockSize * kBlockSize / kLanes;
    const int depth = std::bit_width(static_cast<unsigned>(std::max(sum.parts, 1)));
    return std::min(one_by_one,
                    kRoundingsPerTerm * kLane + kRoundingsAround + depth + sum.channels);
}

/// Of dL/d(a map) at a cell.
class GradientErrors {
  public:
    GradientErrors(const Results& results, std::size_t map)
        : results_(results), of_map_(results.gradients[map].error_bound) {
        if (map != objective_map(results.scene, results.plan)) return;
        of_cell_ = find_objective(results.scene.objective.kind)->cell_error_bound;
        if (of_cell_ != nullptr) loss_ = loss_errors(results);
    }

    double at(Cell cell) const {
        if (of_cell_ == nullptr) return of_map_;
        return std::min(of_map_, of_cell_(results_.scene.objective, loss_, cell));
    }

  private:
    const Results& results_;
    double of_map_;
    double (*of_cell_)(const Objective&, const LossErrors&, Cell) = nullptr;
    LossErrors loss_;
};

/// Sums over terms: of their size, and of what the factors' errors make of them at most: cells that
/// share a gradient have the same error.
struct TermSums {
    double absolute = 0, inherited = 0;

    /// `gradient`: the factor that is one.
    void include(const Term& term, float gradient, double error_a, double error_b) {
        if (!term.chosen || gradient == 0) return;  // Nothing reached it: exact.
        const double a = std::fabs(double{term.a}), b = std::fabs(double{term.b});
        const double divisor = std::fabs(double{term.divisor});
        absolute += (a + error_a) * (b + error_b) / divisor;
        inherited += (b * error_a + (a + error_a) * error_b) / divisor;
    }
};

/// Of a weight or a bias.
void include_terms(const Results& results, const NumberRef& ref, const GradientErrors& errors,
                   const std::vector<Term>& terms, TermSums& sums) {
    const double of_input = results.values[ref.stage].error_bound;
    for (const Term& term : terms)
        if (ref.kind == NumberRef::Kind::kGradBias)
            sums.include(term, term.a, errors.at(term.cell_a), 0);
        else
            sums.include(term, term.b, of_input, errors.at(term.cell_b));
}

}  // namespace

double gradient_error_bound(const Results& results, const NumberRef& ref,
                            const std::stop_token& stop) {
    if (ref.kind == NumberRef::Kind::kGradient)
        return GradientErrors(results, ref.map).at(ref.cell);
    const double common = results.layers[ref.stage].grad_weights_error_bound;
    if (ref.stage >= objective_map(results.scene, results.plan)) return common;
    const GradientErrors errors(results, ref.stage + 1);
    TermSums sums;
    Explanation part;
    for (std::int64_t first = 0; first == 0 || first < part.term_count; first += kTermsAtOnce) {
        if (stop.stop_requested()) break;
        part = explain_number(results, ref, first, first + kTermsAtOnce);
        include_terms(results, ref, errors, part.terms, sums);
    }
    const double own = rounding_error(roundings_of(part), sums.absolute) + sums.inherited;
    return std::min(own, common);
}

}  // namespace convscope
