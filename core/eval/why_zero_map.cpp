#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/eval/dense_index.hpp"
#include "core/eval/why_zero.hpp"
#include "core/eval/zero_names.hpp"
#include "core/eval/zero_reasons.hpp"

namespace convscope {
namespace {

constexpr std::int64_t kMostTermsOfCell = 1024;  ///< Of one cell, looked at for its reason.
constexpr int kMostSamples = 1024;               ///< Cells whose reason is found.
constexpr std::int64_t kMostCounted = 1 << 17;
constexpr int kMostCarriers = 64;                   ///< Cells of a gradient that is not 0.
constexpr std::int64_t kMostWeightTerms = 1 << 17;  ///< Of all weights of a layer.

NumberRef gradient_at(std::size_t map, Cell cell) {
    return {NumberRef::Kind::kGradient, map, 0, cell};
}

/// Calls visit(cell) for about `most` cells of a map, or all, evenly spread.
template <class Visit>
void visit_evenly(Shape shape, std::int64_t most, Visit visit) {
    const auto count = static_cast<std::int64_t>(shape.count());
    // No divisor of the width, so that samples do not stand in columns.
    const std::int64_t stride = count <= most ? 1 : (count / most) | 1;
    for (std::int64_t i = stride / 2; i < count; i += stride) {
        std::int64_t rest = i;
        Cell cell;
        cell.x = static_cast<int>(rest % shape.w);
        rest /= shape.w;
        cell.y = static_cast<int>(rest % shape.h);
        cell.c = static_cast<int>(rest / shape.h);
        visit(cell);
    }
}

/// A cell of map + 1 whose gradient is not 0, and the cells of `map` that it reads.
struct Carrier {
    Cell cell;
    Rect read;
};

/// The first ones that do not read the padding alone.
std::vector<Carrier> carriers(const Results& results, std::size_t map) {
    const Layer& layer = results.scene.layers[results.plan.layers[map]];
    const OpInfo& op = *find_op(layer.op);
    const Shape input = results.plan.shapes[map];
    const ConstTensorView gradient = results.gradients[map + 1].values.view();
    std::vector<Carrier> found;
    const Shape shape = gradient.shape();
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x = 0; x < shape.w; ++x) {
                if (gradient(0, c, y, x) == 0) continue;
                const Rect read = intersect(
                    op.input_rect(layer.params, {x, y, x + 1, y + 1}, input), input.plane());
                if (read.empty()) continue;
                found.push_back({{0, c, y, x}, read});
                if (std::ssize(found) == kMostCarriers) return found;
            }
    return found;
}

/// What became of gradients of map + 1 that are not 0, on their way to `map`.
TermTally tally_of_carriers(const Results& results, std::size_t map) {
    TermTally tally;
    for (const auto& [cell, read] : carriers(results, map)) {
        const Shape part{1, results.plan.shapes[map].c, read.height(), read.width()};
        visit_evenly(part, kMostCarriers, [&](Cell at) {
            const NumberRef ref = gradient_at(map, {0, at.c, read.y0 + at.y, read.x0 + at.x});
            const TermTally one = tally_terms_from(results, ref, cell);
            tally.terms += one.terms;
            for (std::size_t i = 0; i < kZeroReasons; ++i) tally.of_reason[i] += one.of_reason[i];
        });
    }
    return tally;
}

/// Why nothing of a gradient that is not 0 everywhere arrives at `map`.
std::string why_nothing_arrives(const Results& results, std::size_t map, const ZeroNames& names) {
    const TermTally tally = tally_of_carriers(results, map);
    const std::int64_t stopped = tally.of(ZeroReason::kNotPassed);
    const std::int64_t weightless = tally.of(ZeroReason::kWeightZero);
    const std::string wherever = ", wherever " + names.gradient(map + 1) + " is not 0";
    if (tally.of(ZeroReason::kNone) > 0) return "the terms of each number cancel";
    if (tally.terms == 0) return "all windows lie in the padding" + wherever;
    if (weightless == 0) return names.not_passed(map, names.letter(map)) + wherever;
    if (stopped == 0) return "all weights between are 0" + wherever;
    return "the weights between are 0, or nothing is passed on" + wherever;
}

/// Why no weight has a gradient, though neither the input nor the gradient behind is 0 everywhere.
std::string why_products_vanish(const Results& results, std::size_t stage, const ZeroNames& names) {
    const Shape shape = results.layers[stage].grad_weights.shape();
    std::int64_t left = kMostWeightTerms;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(shape.count()); ++i) {
        const NumberRef ref{NumberRef::Kind::kGradWeight, 0, stage, dense_cell(shape, i)};
        const TermTally tally = tally_terms(results, ref, left);
        left -= tally.counted;
        if (tally.of(ZeroReason::kNone) > 0 || tally.counted < tally.terms)
            return "the terms of each weight are 0 or cancel";
    }
    return "in each term of every weight " + names.gradient(stage + 1) + " or " +
           names.letter(stage) + " is 0";
}

/// Of the map that L reads: "∂L/∂P = P, and P is 0 everywhere (the ReLU is off here, R ≤ 0)".
std::string why_loss_is_flat(const Results& results, std::size_t read, const ZeroNames& names) {
    const std::string formula = names.loss_formula();
    if (!is_all_zero(results.values[read])) return formula + ", and that is 0 everywhere";
    std::size_t first = read;  // Of the maps up to `read` that are all 0.
    while (first > 0 && is_all_zero(results.values[first - 1])) --first;
    const std::string why = formula + ", and " + names.letter(read) + " is 0 everywhere";
    if (first == 0 || !names.stops_by_value(first - 1)) return why;
    return why + " (" + names.not_passed(first - 1, names.letter(first - 1)) + ")";
}

/// "62 %" of all; never 0 or 100, which would be none and all.
std::string percent(std::int64_t part, std::int64_t of) {
    const auto rounded =
        static_cast<int>(std::lround(100 * static_cast<double>(part) / static_cast<double>(of)));
    if (rounded == 0) return "less than 1 %";
    if (rounded == 100) return "more than 99 %";
    return std::to_string(rounded) + " %";
}

/// Cells of a map whose gradient is 0, by reason.
struct CellTally {
    std::array<std::int64_t, kZeroReasons> of_reason{};  ///< kNone: of several, or cancelled.
    std::int64_t unread = 0, zero = 0;

    void add(const TermTally& terms) {
        ++zero;
        if (terms.terms == 0) {
            ++unread;
            return;
        }
        std::size_t reason = 0;
        while (reason + 1 < kZeroReasons && !terms.all(static_cast<ZeroReason>(reason))) ++reason;
        ++of_reason[reason];
    }
};

/// `sampled`: with the cells whose gradient is not 0.
std::string list_reasons(const CellTally& cells, std::int64_t sampled, std::size_t map,
                         const ZeroNames& names) {
    const auto of = [&cells](ZeroReason reason) {
        return cells.of_reason[static_cast<std::size_t>(reason)];
    };
    const std::pair<std::int64_t, std::string> parts[] = {
        {of(ZeroReason::kNotPassed), names.not_passed(map, names.letter(map))},
        {of(ZeroReason::kUpstreamZero), names.gradient(map + 1) + " is 0"},
        {of(ZeroReason::kWeightZero), "the weights between are 0"},
        {cells.unread, "no window reads them"},
        {of(ZeroReason::kNone) + of(ZeroReason::kSampleZero), "several reasons, or terms cancel"}};
    std::string text, comma;
    for (const auto& [count, why] : parts) {
        if (count == 0) continue;
        if (count == cells.zero) return why;
        text += std::exchange(comma, "; ") + percent(count, sampled) + " " + why;
    }
    return text;
}

}  // namespace

std::string why_all_zero(const Results& results, std::size_t map) {
    if (!is_all_zero(results.gradients[map])) return {};
    const ZeroNames names(results);
    const std::size_t read = objective_map(results.scene, results.plan);
    if (map > read) return names.no_part_in_loss();
    std::size_t start = map;
    while (start < read && is_all_zero(results.gradients[start + 1])) ++start;
    const std::string why = start == read ? why_loss_is_flat(results, read, names)
                                          : why_nothing_arrives(results, start, names);
    return start == map ? why : names.gradient(start) + " is 0 already: " + why;
}

std::string why_channel_zero(const Results& results, std::size_t map, int channel) {
    const Map& gradient = results.gradients[map];
    const ValueRange& range = gradient.channel_ranges[static_cast<std::size_t>(channel)];
    const bool is_zero = range.magnitude() == 0 && range.nan_count + range.infinite_count == 0;
    if (!is_zero || is_all_zero(gradient)) return {};
    const ZeroNames names(results);
    if (map == objective_map(results.scene, results.plan))
        return "there the loss has the gradient 0, " + names.loss_formula();
    CellTally cells;
    const Shape shape = results.plan.shapes[map];
    visit_evenly({1, 1, shape.h, shape.w}, kMostSamples, [&](Cell cell) {
        cell.c = channel;
        cells.add(tally_terms(results, gradient_at(map, cell), kMostTermsOfCell));
    });
    return list_reasons(cells, cells.zero, map, names);
}

std::string why_all_weights_zero(const Results& results, std::size_t stage) {
    const ConstTensorView weights = results.layers[stage].grad_weights.view();
    const auto dense = to_dense(weights);
    if (dense.empty() || std::ranges::any_of(dense, [](float value) { return value != 0; }))
        return {};
    const ZeroNames names(results);
    const std::size_t read = objective_map(results.scene, results.plan);
    if (stage + 1 > read) return names.no_part_in_loss();
    if (is_all_zero(results.gradients[stage + 1]))
        return names.gradient(stage + 1) + " is 0 everywhere: " + why_all_zero(results, stage + 1);
    return is_all_zero(results.values[stage]) ? names.letter(stage) + " is 0 everywhere"
                                              : why_products_vanish(results, stage, names);
}

std::string why_partly_zero(const Results& results, std::size_t map) {
    const Map& gradient = results.gradients[map];
    const std::size_t read = objective_map(results.scene, results.plan);
    if (map > read || is_all_zero(gradient)) return {};
    const ConstTensorView values = gradient.values.view();
    std::int64_t zeros = 0, looked_at = 0;
    visit_evenly(values.shape(), kMostCounted, [&](Cell cell) {
        ++looked_at;
        zeros += values(cell) == 0 ? 1 : 0;
    });
    if (zeros == 0) return {};
    const ZeroNames names(results);
    const std::string share = percent(zeros, looked_at) + " are 0: ";
    if (map == read) return share + "there the loss has the gradient 0, " + names.loss_formula();
    CellTally cells;
    std::int64_t sampled = 0;
    visit_evenly(values.shape(), kMostSamples, [&](Cell cell) {
        ++sampled;
        if (values(cell) == 0)
            cells.add(tally_terms(results, gradient_at(map, cell), kMostTermsOfCell));
    });
    if (cells.zero == 0) return share + "too few to say why";
    return share + list_reasons(cells, sampled, map, names);
}

}  // namespace convscope
