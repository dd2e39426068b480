#include "core/eval/pool_marks.hpp"

#include <algorithm>

namespace convscope {
namespace {

constexpr std::int64_t kMostCompared = 200'000;  ///< Cells of all windows, for ties.

class PoolMarker {
  public:
    PoolMarker(const Results& results, std::size_t stage, int channel, Rect cells)
        : layer_(results.scene.layers[results.plan.layers[stage]]),
          op_(*find_op(layer_.op)),
          winners_(results.layers[stage].winners),
          values_(results.values[stage].values.view()),
          output_(results.plan.shapes[stage + 1]),
          channel_(channel),
          cells_(cells),
          marks_(static_cast<std::size_t>(cells.width()) *
                 static_cast<std::size_t>(cells.height())) {}

    std::vector<PoolMark> mark() {
        const Rect outputs =
            intersect(op_.output_rect(layer_.params, cells_, values_.shape()), output_.plane());
        const Rect first = window_of(0, 0);
        const std::int64_t compared =
            std::int64_t{outputs.width()} * outputs.height() * first.width() * first.height();
        for (int y = outputs.y0; y < outputs.y1; ++y)
            for (int x = outputs.x0; x < outputs.x1; ++x)
                mark_window(window_of(x, y), winner_of(x, y), compared <= kMostCompared);
        return std::move(marks_);
    }

  private:
    Rect window_of(int x, int y) const {
        return op_.input_rect(layer_.params, {x, y, x + 1, y + 1}, values_.shape());
    }

    Cell winner_of(int x, int y) const {
        const Rect window = window_of(x, y);
        const auto row = static_cast<std::size_t>(channel_) * static_cast<std::size_t>(output_.h) +
                         static_cast<std::size_t>(y);
        const int winner =
            winners_[row * static_cast<std::size_t>(output_.w) + static_cast<std::size_t>(x)];
        return {0, channel_, window.y0 + winner / window.width(),
                window.x0 + winner % window.width()};
    }

    void mark_window(const Rect& window, Cell winner, bool with_ties) {
        const Rect inside = intersect(window, values_.shape().plane());
        const float best = values_(winner);
        std::int64_t equal = 0;
        if (with_ties) for_each_equal(inside, best, [&](int, int) { ++equal; });
        const bool flat =
            best == 0 && equal == std::int64_t{inside.width()} * inside.height() && equal > 1;
        if (equal > 1)
            for_each_equal(inside, best, [&](int x, int y) {
                set(x, y, flat ? PoolMark::kFlatTie : PoolMark::kTie);
            });
        set(winner.x, winner.y, flat ? PoolMark::kFlatWinner : PoolMark::kWinner);
    }

    template <class Visit>
    void for_each_equal(const Rect& inside, float best, const Visit& visit) const {
        for (int y = inside.y0; y < inside.y1; ++y)
            for (int x = inside.x0; x < inside.x1; ++x)
                if (values_(0, channel_, y, x) == best) visit(x, y);
    }

    void set(int x, int y, PoolMark mark) {
        if (!cells_.contains(x, y)) return;
        PoolMark& at = marks_[static_cast<std::size_t>(y - cells_.y0) *
                                  static_cast<std::size_t>(cells_.width()) +
                              static_cast<std::size_t>(x - cells_.x0)];
        at = std::max(at, mark);
    }

    const Layer& layer_;
    const OpInfo& op_;
    const std::vector<std::uint16_t>& winners_;
    ConstTensorView values_;
    Shape output_;
    int channel_;
    Rect cells_;
    std::vector<PoolMark> marks_;
};

}  // namespace

std::vector<PoolMark> pool_marks(const Results& results, std::size_t stage, int channel,
                                 Rect cells) {
    return PoolMarker(results, stage, channel, cells).mark();
}

}  // namespace convscope
