#include <algorithm>
#include <cmath>
#include <utility>

#include "core/eval/channel_slice.hpp"
#include "core/eval/dense_index.hpp"
#include "core/eval/double_network.hpp"

namespace convscope {
namespace {

/// `base` in `read`, with the cells of one side in place.
DoubleTensor patched(const DoubleTensor& base, const MapPart& read, const DoubleTensor& side,
                     const MapPart& part) {
    if (read == part) return side.clone();
    DoubleTensor copy = cut_out(base.view(), read);
    copy_part(side.view(), part, copy.view(), read, intersect(part, read));
    return copy;
}

/// The filters' weights for channels [first, last).
DoubleTensor weights_for(const DoubleTensor& weights, int first, int last) {
    Shape shape = weights.shape();
    shape.c = last - first;
    DoubleTensor some(shape);
    for (int k = 0; k < shape.n; ++k)
        for (int c = 0; c < shape.c; ++c)
            for (int b = 0; b < shape.h; ++b)
                std::copy_n(weights.view().row(k, first + c, b), shape.w, some.view().row(k, c, b));
    return some;
}

std::vector<std::uint16_t> winners_in(ConstWinners winners, Shape shape, const MapPart& part) {
    std::vector<std::uint16_t> some;
    for (int c = part.first; c < part.last; ++c)
        for (int y = part.rect.y0; y < part.rect.y1; ++y) {
            const auto row = (std::ptrdiff_t{c} * shape.h + y) * shape.w;
            some.insert(some.end(), winners.begin() + row + part.rect.x0,
                        winners.begin() + row + part.rect.x1);
        }
    return some;
}

/// visit(number of one, number of the other); both of the same shape.
template <class Tensor, class Visit>
void for_each_pair(Tensor& one, const DoubleTensor& other, const Visit& visit) {
    const Shape shape = other.shape();
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y) {
            auto* a = one.view().row(0, c, y);
            const double* b = other.view().row(0, c, y);
            for (int x = 0; x < shape.w; ++x) visit(a[x], b[x]);
        }
}

double largest_difference(const DoubleTensor& one, const DoubleTensor& other) {
    double largest = 0;
    for_each_pair(one, other,
                  [&](double a, double b) { largest = std::max(largest, std::fabs(a - b)); });
    return largest;
}

bool is_of_layer(const NumberRef& ref) {
    return ref.kind == NumberRef::Kind::kGradWeight || ref.kind == NumberRef::Kind::kGradBias;
}

}  // namespace

DoubleNetwork::Sides DoubleNetwork::nudged_cell(std::size_t map, Cell cell, double step) const {
    const MapPart part{{cell.x, cell.y, cell.x + 1, cell.y + 1}, cell.c, cell.c + 1};
    Sides sides{part, cut_out(values_[map].view(), part), cut_out(values_[map].view(), part)};
    sides.plus.view()({}) += step;
    sides.minus.view()({}) -= step;
    return sides;
}

/// What the outputs of its filter take the number times: a bias 1, a weight the cell that its term
/// reads. Along each axis of the map the terms move on their own.
DoubleTensor DoubleNetwork::samples_of(const NumberRef& ref, const MapPart& outputs) const {
    DoubleTensor samples(outputs.shape());
    const Rect rect = outputs.rect;
    Shape filter = weights_[ref.stage].shape();
    const std::int64_t term = dense_index(filter, {0, ref.cell.c, ref.cell.y, ref.cell.x});
    const auto read_at = [&](int x, int y) {
        const NumberRef output{NumberRef::Kind::kValue, ref.stage + 1, 0, {0, outputs.first, y, x}};
        return explain_number(results_, output, term, term + 1).terms.front().cell_a;
    };
    std::vector<int> columns;
    const bool is_bias = ref.kind == NumberRef::Kind::kGradBias;
    for (int x = rect.x0; x < rect.x1 && !is_bias; ++x) columns.push_back(read_at(x, rect.y0).x);
    for (int y = 0; y < rect.height(); ++y) {
        double* row = samples.view().row(0, 0, y);
        if (is_bias) {
            std::fill_n(row, rect.width(), 1.0);
            continue;
        }
        const Cell read = read_at(rect.x0, rect.y0 + y);
        const Shape input = shape(ref.stage);
        if (read.y < 0 || read.y >= input.h) continue;  // In the padding.
        const double* from = values_[ref.stage].view().row(0, read.c, read.y);
        for (std::size_t x = 0; x < columns.size(); ++x)
            if (columns[x] >= 0 && columns[x] < input.w) row[x] = from[columns[x]];
    }
    return samples;
}

DoubleNetwork::Sides DoubleNetwork::nudged_weights(const NumberRef& ref, double step) const {
    const MapPart part = outputs_of(ref.stage, ref.cell.n, ref.cell.n + 1);
    const DoubleTensor samples = samples_of(ref, part);
    const auto base = values_[ref.stage + 1].view();
    Sides sides{part, cut_out(base, part), cut_out(base, part)};
    for_each_pair(sides.plus, samples, [&](double& value, double read) { value += step * read; });
    for_each_pair(sides.minus, samples, [&](double& value, double read) { value -= step * read; });
    return sides;
}

Kinks DoubleNetwork::decide(std::size_t stage, const MapPart& read, const MapPart& made,
                            const TwoSides& sides) const {
    OpInputs shown = op_inputs(results_, stage);
    std::vector<std::uint16_t> winners;
    if (!shown.winners.empty()) winners = winners_in(shown.winners, shape(stage + 1), made);
    const Tensor input = cut_out(shown.input, read);
    shown.input = input.view();
    shown.winners = winners;
    shown.grad_output = {};
    Kinks found = op(stage).forward_two_sides(shown, sides);
    for (Cell& cell : found.first)
        cell = {cell.n, cell.c + made.first, cell.y + made.rect.y0, cell.x + made.rect.x0};
    return found;
}

/// Of an op without weights: of the maps of both sides.
DoubleNetwork::Sides DoubleNetwork::follow_maps(std::size_t stage, const Sides& input,
                                                const MapPart& wanted,
                                                std::vector<KinkNote>& kinks) const {
    const bool has_kinks = op(stage).forward_two_sides != nullptr;
    const bool by_channel = way_of(stage) == Way::kByChannel;
    const Window window = window_for(stage, wanted.rect, has_kinks);
    const MapPart read{window.input, by_channel ? input.part.first : 0,
                       by_channel ? input.part.last : shape(stage).c};
    const MapPart made{window.output, wanted.first, wanted.last};
    const DoubleTensor plus = patched(values_[stage], read, input.plus, input.part);
    const DoubleTensor minus = patched(values_[stage], read, input.minus, input.part);
    Sides sides{made, DoubleTensor(made.shape()), DoubleTensor(made.shape())};
    if (has_kinks) {
        Kinks found = decide(stage, read, made,
                             {plus.view(), minus.view(), sides.plus.view(), sides.minus.view()});
        if (found.count > 0) kinks.push_back({stage + 1, std::move(found)});
    } else {
        const auto forward = op(stage).oracle.forward;
        forward(layer(stage).params, plus.view(), {}, {}, sides.plus.view());
        forward(layer(stage).params, minus.view(), {}, {}, sides.minus.view());
    }
    if (made == wanted) return sides;
    Sides cut{wanted, DoubleTensor(wanted.shape()), DoubleTensor(wanted.shape())};
    copy_part(std::as_const(sides.plus).view(), made, cut.plus.view(), wanted, wanted);
    copy_part(std::as_const(sides.minus).view(), made, cut.minus.view(), wanted, wanted);
    return cut;
}

/// By how much one side differs from the map, in `read`.
DoubleTensor DoubleNetwork::difference(std::size_t map, const DoubleTensor& side,
                                       const MapPart& part, const MapPart& read) const {
    DoubleTensor result(read.shape());
    const MapPart common = intersect(part, read);
    if (common.empty()) return result;
    DoubleTensor differs(common.shape());
    copy_part(side.view(), part, differs.view(), common, common);
    for_each_pair(differs, cut_out(values_[map].view(), common),
                  [](double& value, double before) { value -= before; });
    copy_part(std::as_const(differs).view(), common, result.view(), read, common);
    return result;
}

/// Of an op with weights: the map, and what the difference adds to it.
DoubleTensor DoubleNetwork::with_difference(std::size_t stage, const DoubleTensor& side,
                                            const MapPart& part, const MapPart& wanted,
                                            const std::stop_token& stop) const {
    DoubleTensor result = cut_out(values_[stage + 1].view(), wanted);
    const int channels = part.last - part.first, all = shape(stage).c;
    const DoubleTensor some =
        channels == all ? DoubleTensor() : weights_for(weights_[stage], part.first, part.last);
    const auto weights = channels == all ? weights_[stage].view() : some.view();
    for (const Task& task : tasks_for(stage, wanted, terms_[stage] * channels / all)) {
        if (stop.stop_requested()) break;
        const Rect window = window_for(stage, task.rows, false).input;
        const DoubleTensor input = difference(stage, side, part, {window, part.first, part.last});
        const DoubleTensor added = filtered(stage, task, input.view(), weights, {});
        const MapPart outputs = outputs_of(stage, task.first, task.last);
        const MapPart cells{task.rows, outputs.first, outputs.last};
        DoubleTensor sum = DoubleTensor(cells.shape());
        copy_part(std::as_const(result).view(), wanted, sum.view(), cells, cells);
        for_each_pair(sum, added, [](double& value, double more) { value += more; });
        copy_part(std::as_const(sum).view(), cells, result.view(), wanted, cells);
    }
    return result;
}

DoubleNetwork::Sides DoubleNetwork::follow(std::size_t stage, const Sides& input,
                                           std::vector<KinkNote>& kinks,
                                           const std::stop_token& stop) const {
    const MapPart wanted = reach(stage, input.part);
    if (wanted.empty()) return {};
    if (way_of(stage) != Way::kByDifference) return follow_maps(stage, input, wanted, kinks);
    return {wanted, with_difference(stage, input.plus, input.part, wanted, stop),
            with_difference(stage, input.minus, input.part, wanted, stop)};
}

double DoubleNetwork::loss_with(const DoubleTensor& side, const MapPart& part) const {
    const Objective& objective = results_.scene.objective;
    const DoubleTensor whole =
        patched(values_[last_], MapPart::whole(values_[last_].shape()), side, part);
    return find_objective(objective.kind)->oracle_value(objective, whole.view());
}

NudgedLoss DoubleNetwork::nudge(const NumberRef& ref, double step,
                                const std::stop_token& stop) const {
    NudgedLoss result;
    result.width = 2 * step;
    std::size_t map = is_of_layer(ref) ? ref.stage + 1 : ref.map;
    if (map > last_) return result;  // L knows nothing of it.
    Sides sides = is_of_layer(ref) ? nudged_weights(ref, step) : nudged_cell(map, ref.cell, step);
    if (!is_of_layer(ref)) result.width = sides.plus.view()({}) - sides.minus.view()({});
    for (; map < last_ && !sides.part.empty() && !stop.stop_requested(); ++map)
        sides = follow(map, sides, result.kinks, stop);
    if (stop.stop_requested() || sides.part.empty()) return result;
    result.plus = loss_with(sides.plus, sides.part);
    result.minus = loss_with(sides.minus, sides.part);
    result.moved = largest_difference(sides.plus, sides.minus);
    return result;
}

std::int64_t DoubleNetwork::work_of(const NumberRef& ref) const {
    const auto cells = [](const MapPart& part) {
        return static_cast<std::int64_t>(part.shape().count());
    };
    std::size_t map = is_of_layer(ref) ? ref.stage + 1 : ref.map;
    if (map > last_) return 1;
    const Cell cell = ref.cell;
    MapPart part{{cell.x, cell.y, cell.x + 1, cell.y + 1}, cell.c, cell.c + 1};
    if (is_of_layer(ref)) part = outputs_of(ref.stage, cell.n, cell.n + 1);
    constexpr std::int64_t kCopied = 2;  // Cells are copied, compared and added as well.
    std::int64_t work = kCopied * (cells(MapPart::whole(shape(last_))) + cells(part));
    for (; map < last_ && !part.empty(); ++map) {
        const std::int64_t channels = part.last - part.first, all = shape(map).c;
        const bool weighs = way_of(map) == Way::kByDifference;
        const std::int64_t terms = weighs ? terms_[map] * channels / all : terms_[map];
        part = reach(map, part);
        if (part.empty()) break;
        MapPart made = part;
        made.rect = window_for(map, part.rect, op(map).forward_two_sides != nullptr).output;
        work += cells(made) * (terms + kCopied);
    }
    return 2 * work;
}

}  // namespace convscope
