#include <cmath>

#include "core/ops/kinks.hpp"
#include "core/ops/max_pool2d.hpp"

namespace convscope {
namespace {

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

/// A number on both sides.
struct Pair {
    double plus = 0, minus = 0;

    double difference() const { return same(plus, minus) ? 0 : plus - minus; }
    double middle() const { return same(plus, minus) ? plus : (plus + minus) / 2; }
};

/// Whether the numbers go from one side to the other by the same step, but for rounding.
bool move_alike(const Pair& a, const Pair& b) {
    constexpr double kNoise = 1e-12;
    const double size = std::fabs(a.middle()) + std::fabs(b.middle());
    return a.difference() == b.difference() ||
           std::fabs(a.difference() - b.difference()) <= kNoise * size;
}

class TwoSidedPool {
  public:
    TwoSidedPool(const OpInputs& shown, const TwoSides& sides)
        : shown_(shown),
          sides_(sides),
          window_(max_pool2d_window(shown.params)),
          ties_(max_pool2d_ties(shown.params)) {}

    /// The largest of both sides, whoever wins there.
    Pair largest(Cell output) const {
        const auto value = [&](ConstDoubleTensorView side) {
            return side(max_pool2d_cell(window_, output, max_pool2d_winner(window_, side, output)));
        };
        return {value(sides_.input_plus), value(sides_.input_minus)};
    }

    /// What the cells become together that have the gradient at the shown input: their mean, by
    /// kAll with the sum of their changes.
    Pair held(Cell output) const {
        const int winner = winner_row(shown_.winners, sides_.output_plus.shape(), output)[output.x];
        double middle = 0, difference = 0;
        int count = 0;
        for_each_sharing(window_, ties_, shown_.input, output, winner, [&](Cell cell) {
            const Pair pair{sides_.input_plus(cell), sides_.input_minus(cell)};
            middle += pair.middle();
            difference += pair.difference();
            ++count;
        });
        middle /= count;
        if (ties_ == TieRule::kSplit) difference /= count;
        return {middle + difference / 2, middle - difference / 2};
    }

  private:
    const OpInputs& shown_;
    const TwoSides& sides_;
    Window2d window_;
    TieRule ties_;
};

}  // namespace

Kinks max_pool2d_two_sides(const OpInputs& shown, const TwoSides& sides) {
    const TwoSidedPool pool(shown, sides);
    KinkList kinks;
    for_each_cell_of(sides.output_plus.shape(), [&](Cell cell) {
        const Pair largest = pool.largest(cell), held = pool.held(cell);
        const bool smooth = move_alike(largest, held);
        if (!smooth) kinks.add(cell);
        sides.output_plus(cell) = smooth ? largest.plus : held.plus;
        sides.output_minus(cell) = smooth ? largest.minus : held.minus;
    });
    return kinks.take();
}

}  // namespace convscope
