#include "core/eval/double_network.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/scene/filter_facts.hpp"

namespace convscope {
namespace {

constexpr std::int64_t kTermsBetweenStops = 30'000'000;  // Some tenths of a second.

/// Cells of every channel; `from` and `to` are their upper left corners.
template <class From, class To>
void copy_rect(BasicTensorView<From> source, Rect from, BasicTensorView<To> target, Rect to) {
    const Shape shape = target.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < from.height(); ++y)
                std::copy_n(source.row(n, c, from.y0 + y) + from.x0, from.width(),
                            target.row(n, c, to.y0 + y) + to.x0);
}

DoubleTensor to_double(ConstTensorView view) {
    DoubleTensor copy(view.shape());
    copy_rect(view, view.shape().plane(), copy.view(), view.shape().plane());
    return copy;
}

Shape with_plane(Shape shape, Rect rect) {
    return {shape.n, shape.c, rect.height(), rect.width()};
}

Rect moved_by(Rect rect, int dx, int dy) {
    return {rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy};
}

/// `base` over `part`, with the cells of `side` in place.
DoubleTensor patched(const DoubleTensor& base, Rect part, const DoubleTensor& side, Rect rect) {
    if (rect == part) return side.clone();
    DoubleTensor copy(with_plane(base.shape(), part));
    copy_rect(base.view(), part, copy.view(), copy.shape().plane());
    const Rect common = intersect(rect, part);
    copy_rect(side.view(), moved_by(common, -rect.x0, -rect.y0), copy.view(),
              moved_by(common, -part.x0, -part.y0));
    return copy;
}

Tensor cut_out(ConstTensorView map, Rect part) {
    Tensor copy(with_plane(map.shape(), part));
    copy_rect(map, part, copy.view(), copy.shape().plane());
    return copy;
}

DoubleTensor cut_out(const DoubleTensor& map, Rect part) {
    DoubleTensor copy(with_plane(map.shape(), part));
    copy_rect(map.view(), part, copy.view(), copy.shape().plane());
    return copy;
}

std::vector<std::uint16_t> cut_out(ConstWinners winners, Shape shape, Rect part) {
    std::vector<std::uint16_t> copy;
    for (int c = 0; c < shape.n * shape.c; ++c)
        for (int y = part.y0; y < part.y1; ++y) {
            const auto row = (std::ptrdiff_t{c} * shape.h + y) * shape.w;
            copy.insert(copy.end(), winners.begin() + row + part.x0,
                        winners.begin() + row + part.x1);
        }
    return copy;
}

double largest_difference(const DoubleTensor& one, const DoubleTensor& other) {
    double largest = 0;
    const auto a = one.view(), b = other.view();
    const Shape shape = one.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x)
                    largest = std::max(largest, std::fabs(a(n, c, y, x) - b(n, c, y, x)));
    return largest;
}

bool is_of_layer(const NumberRef& ref) {
    return ref.kind == NumberRef::Kind::kGradWeight || ref.kind == NumberRef::Kind::kGradBias;
}

/// Each cell of the output reads the one in its place.
bool is_pointwise(const OpInfo& op, const ParamSet& params, Shape input, Shape output, Rect rect) {
    return input == output && op.input_rect(params, rect, input) == rect;
}

}  // namespace

DoubleNetwork::DoubleNetwork(const Results& results, std::stop_token stop)
    : results_(results), stop_(std::move(stop)), last_(objective_map(results.scene, results.plan)) {
    values_.push_back(to_double(results.values.front().values.view()));
    for (std::size_t i = 0; i < last_; ++i) {
        const Layer& its = layer(i);
        weights_.push_back(its.weights == nullptr ? DoubleTensor()
                                                  : to_double(its.weights->view()));
        biases_.emplace_back(its.bias.begin(), its.bias.end());
        terms_.push_back(
            op(i).explain(op_inputs(results, i), Quantity::kOutput, {}, 0, 0).term_count);
        DoubleTensor output(results.plan.shapes[i + 1]);
        forward(i, std::as_const(weights_[i]).view(), biases_[i], values_[i], output);
        values_.push_back(std::move(output));
    }
}

std::size_t DoubleNetwork::memory_bytes(const NetworkPlan& plan) {
    constexpr std::size_t kTwoSidesOfTwoMaps = 4;
    std::size_t all = 0, largest = 0;
    for (const Shape shape : plan.shapes) {
        all += shape.count();
        largest = std::max(largest, shape.count());
    }
    return (all + kTwoSidesOfTwoMaps * largest) * sizeof(double);
}

const Layer& DoubleNetwork::layer(std::size_t stage) const {
    return results_.scene.layers[results_.plan.layers[stage]];
}

Rect DoubleNetwork::reach(std::size_t stage, Rect rect_in_input) const {
    const NetworkPlan& plan = results_.plan;
    return intersect(op(stage).output_rect(layer(stage).params, rect_in_input, plan.shapes[stage]),
                     plan.shapes[stage + 1].plane());
}

DoubleNetwork::Part DoubleNetwork::part_for(std::size_t stage, Rect wanted) const {
    const OpInfo& its_op = op(stage);
    const ParamSet& params = layer(stage).params;
    const Shape input = results_.plan.shapes[stage], output = results_.plan.shapes[stage + 1];
    const Part whole{input.plane(), output.plane()};
    const Rect read = intersect(its_op.input_rect(params, wanted, input), input.plane());
    const auto walk_x = window_walk(its_op, params, input, Axis::kX);
    const auto walk_y = window_walk(its_op, params, input, Axis::kY);
    if (!walk_x || !walk_y)
        return is_pointwise(its_op, params, input, output, wanted) ? Part{wanted, wanted} : whole;
    // A part that begins at a multiple of the stride has its windows where the whole map has them.
    const int first_x = read.x0 / walk_x->window.stride, first_y = read.y0 / walk_y->window.stride;
    const Rect part{first_x * walk_x->window.stride, first_y * walk_y->window.stride, read.x1,
                    read.y1};
    const auto shape = its_op.output_shape(params, with_plane(input, part));
    if (!shape) return whole;
    const Rect made{first_x, first_y, first_x + shape->w, first_y + shape->h};
    // Padding makes windows at the part's edge that the whole map has not: kinks among them would
    // be counted.
    const bool counts_kinks = its_op.forward_two_sides != nullptr;
    if (intersect(made, wanted) != wanted || (counts_kinks && made != wanted)) return whole;
    return {part, made};
}

/// A whole map, in bands of rows where it is much work, so that it can be stopped.
void DoubleNetwork::forward(std::size_t stage, ConstDoubleTensorView weights,
                            std::span<const double> bias, const DoubleTensor& input,
                            DoubleTensor& output) const {
    const Shape shape = output.shape();
    const std::int64_t row_terms = terms_[stage] * shape.n * shape.c * shape.w;
    const auto rows =
        static_cast<int>(std::clamp<std::int64_t>(kTermsBetweenStops / row_terms, 1, shape.h));
    for (int y = 0; y < shape.h && !stop_.stop_requested(); y += rows) {
        const Rect band{0, y, shape.w, std::min(y + rows, shape.h)};
        const Part part = part_for(stage, band);
        const DoubleTensor read = cut_out(input, part.input);
        DoubleTensor made(with_plane(shape, part.output));
        op(stage).oracle.forward(layer(stage).params, read.view(), weights, bias, made.view());
        const Rect wanted = part.output == shape.plane() ? shape.plane() : band;
        copy_rect(std::as_const(made).view(), moved_by(wanted, 0, -part.output.y0), output.view(),
                  wanted);
        if (wanted == shape.plane()) return;
    }
}

/// Of an op without kinks.
void DoubleNetwork::follow_part(std::size_t stage, const Part& part, const Sides& input,
                                Sides& output) const {
    const auto weights = weights_[stage].view();
    for (const auto& [from, to] :
         {std::pair{&input.plus, &output.plus}, {&input.minus, &output.minus}}) {
        if (part.output == results_.plan.shapes[stage + 1].plane())
            forward(stage, weights, biases_[stage], *from, *to);
        else
            op(stage).oracle.forward(layer(stage).params, from->view(), weights, biases_[stage],
                                     to->view());
    }
}

void DoubleNetwork::follow_kinks(std::size_t stage, const Part& part, const TwoSides& sides,
                                 std::vector<KinkNote>& kinks) const {
    OpInputs shown = op_inputs(results_, stage);
    const Tensor input = cut_out(shown.input, part.input);
    shown.input = input.view();
    std::vector<std::uint16_t> winners;
    if (!shown.winners.empty())
        winners = cut_out(shown.winners, results_.plan.shapes[stage + 1], part.output);
    shown.winners = winners;
    shown.grad_output = {};
    Kinks found = op(stage).forward_two_sides(shown, sides);
    if (found.count == 0) return;
    for (Cell& cell : found.first) {
        cell.x += part.output.x0;
        cell.y += part.output.y0;
    }
    kinks.push_back({stage + 1, std::move(found)});
}

DoubleNetwork::Sides DoubleNetwork::follow(std::size_t stage, const Sides& input,
                                           std::vector<KinkNote>& kinks) const {
    const Rect wanted = reach(stage, input.rect);
    if (wanted.empty()) return {};
    const Part part = part_for(stage, wanted);
    const Sides read{part.input, patched(values_[stage], part.input, input.plus, input.rect),
                     patched(values_[stage], part.input, input.minus, input.rect)};
    const Shape shape = with_plane(results_.plan.shapes[stage + 1], part.output);
    Sides made{part.output, DoubleTensor(shape), DoubleTensor(shape)};
    if (op(stage).forward_two_sides == nullptr)
        follow_part(stage, part, read, made);
    else
        follow_kinks(stage, part,
                     {std::as_const(read.plus).view(), std::as_const(read.minus).view(),
                      made.plus.view(), made.minus.view()},
                     kinks);
    if (part.output == wanted) return made;
    const Rect place = moved_by(wanted, -part.output.x0, -part.output.y0);
    return {wanted, cut_out(made.plus, place), cut_out(made.minus, place)};
}

DoubleNetwork::Sides DoubleNetwork::nudged_cell(std::size_t map, Cell cell, double step,
                                                double& width) const {
    const Rect rect{cell.x, cell.y, cell.x + 1, cell.y + 1};
    const Shape shape = values_[map].shape();
    Sides sides{rect, DoubleTensor(with_plane(shape, rect)), DoubleTensor(with_plane(shape, rect))};
    for (DoubleTensor* side : {&sides.plus, &sides.minus})
        copy_rect(values_[map].view(), rect, side->view(), side->shape().plane());
    double& plus = sides.plus.view()(cell.n, cell.c, 0, 0);
    double& minus = sides.minus.view()(cell.n, cell.c, 0, 0);
    plus += step;
    minus -= step;
    width = plus - minus;
    return sides;
}

DoubleNetwork::Sides DoubleNetwork::nudged_weights(const NumberRef& ref, double step,
                                                   double& width) const {
    const std::size_t stage = ref.stage;
    const Shape shape = results_.plan.shapes[stage + 1];
    DoubleTensor weights = weights_[stage].clone();
    std::vector<double> bias = biases_[stage];
    double& number = ref.kind == NumberRef::Kind::kGradBias
                         ? bias[static_cast<std::size_t>(ref.cell.n)]
                         : weights.view()(ref.cell);
    const double middle = number;
    Sides sides{shape.plane(), DoubleTensor(shape), DoubleTensor(shape)};
    const auto compute = [&](DoubleTensor& side) {
        forward(stage, std::as_const(weights).view(), bias, values_[stage], side);
    };
    number = middle + step;
    width = number;
    compute(sides.plus);
    number = middle - step;
    width -= number;
    compute(sides.minus);
    return sides;
}

double DoubleNetwork::loss_with(const DoubleTensor& side, Rect rect) const {
    const Objective& objective = results_.scene.objective;
    const auto value = find_objective(objective.kind)->oracle_value;
    const Rect plane = values_[last_].shape().plane();
    if (rect == plane) return value(objective, side.view());
    const DoubleTensor whole = patched(values_[last_], plane, side, rect);
    return value(objective, whole.view());
}

NudgedLoss DoubleNetwork::nudge(const NumberRef& ref, double step) const {
    NudgedLoss result;
    std::size_t map = is_of_layer(ref) ? ref.stage + 1 : ref.map;
    if (map > last_) {  // L knows nothing of it.
        result.width = 2 * step;
        return result;
    }
    Sides sides = is_of_layer(ref) ? nudged_weights(ref, step, result.width)
                                   : nudged_cell(map, ref.cell, step, result.width);
    for (; map < last_ && !sides.rect.empty() && !stop_.stop_requested(); ++map)
        sides = follow(map, sides, result.kinks);
    if (stop_.stop_requested()) return result;
    if (sides.rect.empty()) return result;
    result.plus = loss_with(sides.plus, sides.rect);
    result.minus = loss_with(sides.minus, sides.rect);
    result.moved = largest_difference(sides.plus, sides.minus);
    return result;
}

std::int64_t DoubleNetwork::work_of(const NumberRef& ref) const {
    const auto cells = [this](std::size_t map, Rect rect) {
        return static_cast<std::int64_t>(with_plane(results_.plan.shapes[map], rect).count());
    };
    std::size_t map = is_of_layer(ref) ? ref.stage + 1 : ref.map;
    if (map > last_) return 1;
    const Cell cell = ref.cell;
    Rect rect{cell.x, cell.y, cell.x + 1, cell.y + 1};
    std::int64_t work = cells(last_, results_.plan.shapes[last_].plane());
    if (is_of_layer(ref)) {
        rect = results_.plan.shapes[map].plane();
        work += cells(map, rect) * terms_[ref.stage];
    }
    for (; map < last_ && !rect.empty(); ++map) {
        rect = reach(map, rect);
        if (!rect.empty()) work += cells(map + 1, part_for(map, rect).output) * terms_[map];
    }
    return 2 * work;
}

}  // namespace convscope
