#include "core/eval/double_network.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "core/eval/channel_slice.hpp"
#include "core/eval/dense_index.hpp"
#include "core/eval/waves.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope {
namespace {

constexpr std::int64_t kTermsPerTask = 5'000'000;  // Some hundredths of a second.
constexpr int kTasksAtOnce = 2;                    // For each thread.

/// Each cell of the output reads the one in its place.
bool is_pointwise(const OpInfo& op, const ParamSet& params, Shape input, Shape output, Rect rect) {
    return input == output && op.input_rect(params, rect, input) == rect;
}

/// Rows of a map as double, on all threads.
bool convert(ConstTensorView from, DoubleTensorView to, const std::stop_token& stop) {
    const Shape shape = from.shape();
    const int bands = ceil_div(shape.h, kBlockSize);
    return parallel_for(shape.n * shape.c * bands, stop, [&](int i) {
        const int plane = i / bands, y = i % bands * kBlockSize;
        for (int row = y; row < std::min(y + kBlockSize, shape.h); ++row)
            std::copy_n(from.row(plane / shape.c, plane % shape.c, row), shape.w,
                        to.row(plane / shape.c, plane % shape.c, row));
    });
}

std::size_t largest_map(const NetworkPlan& plan) {
    std::size_t largest = 0;
    for (const Shape& shape : plan.shapes) largest = std::max(largest, shape.count());
    return largest;
}

}  // namespace

DoubleNetwork::DoubleNetwork(const Results& results)
    : results_(results), last_(objective_map(results.scene, results.plan)) {
    for (std::size_t i = 0; i < last_; ++i)
        terms_.push_back(
            op(i).explain(op_inputs(results, i), Quantity::kOutput, {}, 0, 0).term_count);
}

bool DoubleNetwork::set_up(const std::stop_token& stop,
                           const std::function<void(double share)>& tell) {
    values_.clear();
    weights_.clear();
    biases_.clear();
    values_.emplace_back(shape(0));
    if (!convert(results_.values.front().values.view(), values_[0].view(), stop)) return false;
    const auto all = static_cast<double>(work_of_set_up());
    double done = 0;
    std::mutex telling;
    for (std::size_t stage = 0; stage < last_; ++stage) {
        const Layer& its = layer(stage);
        biases_.emplace_back(its.bias.begin(), its.bias.end());
        weights_.emplace_back(its.weights == nullptr ? DoubleTensor()
                                                     : DoubleTensor(its.weights->shape()));
        if (its.weights != nullptr && !convert(its.weights->view(), weights_[stage].view(), stop))
            return false;
        DoubleTensor output(shape(stage + 1));
        const auto tasks = tasks_for(stage, MapPart::whole(output.shape()), terms_[stage]);
        const double each = static_cast<double>(output.shape().count()) *
                            static_cast<double>(terms_[stage]) / static_cast<double>(tasks.size());
        const auto run = [&](int i) {
            compute(stage, tasks[static_cast<std::size_t>(i)], output.view());
            const std::scoped_lock lock(telling);
            done += each;
            if (tell) tell(std::min(1.0, done / all));
        };
        const int wave = kTasksAtOnce * thread_count();
        if (!parallel_in_waves(static_cast<int>(tasks.size()), wave, stop, run)) return false;
        values_.push_back(std::move(output));
    }
    return !stop.stop_requested();
}

std::size_t DoubleNetwork::memory_bytes(const NetworkPlan& plan) {
    std::size_t all = 0;
    for (const Shape& shape : plan.shapes) all += shape.count();
    return all * sizeof(double) + nudge_bytes(plan);
}

std::size_t DoubleNetwork::nudge_bytes(const NetworkPlan& plan) {
    constexpr std::size_t kTwoSidesOfThreeMaps = 6;
    return kTwoSidesOfThreeMaps * largest_map(plan) * sizeof(double);
}

std::int64_t DoubleNetwork::work_of_set_up() const {
    std::int64_t work = static_cast<std::int64_t>(shape(0).count());
    for (std::size_t stage = 0; stage < last_; ++stage)
        work += static_cast<std::int64_t>(shape(stage + 1).count()) * terms_[stage];
    return work;
}

const Layer& DoubleNetwork::layer(std::size_t stage) const {
    return results_.scene.layers[results_.plan.layers[stage]];
}

DoubleNetwork::Way DoubleNetwork::way_of(std::size_t stage) const {
    if (layer(stage).weights != nullptr) return Way::kByDifference;
    return works_by_channel(results_, stage) ? Way::kByChannel : Way::kWhole;
}

Rect DoubleNetwork::reach(std::size_t stage, Rect rect_in_input) const {
    return intersect(op(stage).output_rect(layer(stage).params, rect_in_input, shape(stage)),
                     shape(stage + 1).plane());
}

MapPart DoubleNetwork::reach(std::size_t stage, const MapPart& input) const {
    const Rect rect = reach(stage, input.rect);
    if (way_of(stage) == Way::kByChannel) return {rect, input.first, input.last};
    return {rect, 0, shape(stage + 1).c};
}

DoubleNetwork::Window DoubleNetwork::window_for(std::size_t stage, Rect wanted,
                                                bool counts_kinks) const {
    const OpInfo& its_op = op(stage);
    const ParamSet& params = layer(stage).params;
    const Shape input = shape(stage), output = shape(stage + 1);
    const Window whole{input.plane(), output.plane()};
    const Rect read = intersect(its_op.input_rect(params, wanted, input), input.plane());
    const auto walk_x = window_walk(its_op, params, input, Axis::kX);
    const auto walk_y = window_walk(its_op, params, input, Axis::kY);
    if (!walk_x || !walk_y)
        return is_pointwise(its_op, params, input, output, wanted) ? Window{wanted, wanted} : whole;
    // A part that begins at a multiple of the stride has its windows where the whole map has them.
    const int first_x = read.x0 / walk_x->window.stride, first_y = read.y0 / walk_y->window.stride;
    const Rect part{first_x * walk_x->window.stride, first_y * walk_y->window.stride, read.x1,
                    read.y1};
    const auto made_of_part =
        its_op.output_shape(params, {input.n, input.c, part.height(), part.width()});
    if (!made_of_part) return whole;
    const Rect made{first_x, first_y, first_x + made_of_part->w, first_y + made_of_part->h};
    // Padding makes windows at the part's edge that the whole map has not: kinks among them would
    // be counted.
    if (intersect(made, wanted) != wanted || (counts_kinks && made != wanted)) return whole;
    return {part, made};
}

/// The outputs of a filter stand together; those of several are whole channels, or rows of one.
MapPart DoubleNetwork::outputs_of(std::size_t stage, int first, int last) const {
    const Shape output = shape(stage + 1);
    if (layer(stage).weights == nullptr) return {output.plane(), first, last};
    const std::int64_t each =
        static_cast<std::int64_t>(output.count()) / layer(stage).weights->shape().n;
    const Cell from = dense_cell(output, first * each), to = dense_cell(output, last * each - 1);
    if (from.c != to.c) return {output.plane(), from.c, to.c + 1};
    return {{0, from.y, output.w, to.y + 1}, from.c, from.c + 1};
}

std::vector<DoubleNetwork::Task> DoubleNetwork::tasks_for(std::size_t stage, const MapPart& wanted,
                                                          std::int64_t terms) const {
    const Way way = way_of(stage);
    const int count = way == Way::kByDifference ? layer(stage).weights->shape().n
                      : way == Way::kByChannel  ? wanted.last
                                                : 1;
    if (way == Way::kWhole) return {{0, shape(stage + 1).c, wanted.rect}};
    const int from = way == Way::kByChannel ? wanted.first : 0;
    const Rect one = intersect(outputs_of(stage, from, from + 1).rect, wanted.rect);
    const std::int64_t row_terms = std::max<std::int64_t>(1, terms * wanted.rect.width());
    const int rows = static_cast<int>(
        std::clamp<std::int64_t>(kTermsPerTask / row_terms, 1, std::max(1, one.height())));
    const int each = static_cast<int>(std::clamp<std::int64_t>(
        kTermsPerTask / (row_terms * std::max(1, one.height())), 1, std::max(1, count - from)));
    // Where any rows read the whole map it is not worth cutting them.
    const Rect top{wanted.rect.x0, wanted.rect.y0, wanted.rect.x1, wanted.rect.y0 + rows};
    const bool cut =
        rows < one.height() && window_for(stage, top, false).output != shape(stage + 1).plane();
    std::vector<Task> tasks;
    for (int first = from; first < count; first += each) {
        const int last = std::min(first + each, count);
        const Rect rect = intersect(outputs_of(stage, first, last).rect, wanted.rect);
        for (int y = rect.y0; y < rect.y1; y += cut ? rows : rect.height())
            tasks.push_back(
                {first, last, {rect.x0, y, rect.x1, cut ? std::min(y + rows, rect.y1) : rect.y1}});
    }
    return tasks;
}

/// The outputs of a task, which `input`, the window of its rows, makes.
DoubleTensor DoubleNetwork::filtered(std::size_t stage, const Task& task,
                                     ConstDoubleTensorView input, ConstDoubleTensorView weights,
                                     std::span<const double> bias) const {
    const MapPart outputs = outputs_of(stage, task.first, task.last);
    const Window window = window_for(stage, task.rows, false);
    const bool is_whole = window.output == shape(stage + 1).plane();
    const MapPart made{is_whole ? outputs.rect : window.output, outputs.first, outputs.last};
    const auto first = static_cast<std::size_t>(task.first),
               count = static_cast<std::size_t>(task.last - task.first);
    if (!weights.empty()) {
        Shape some = weights.shape();
        some.n = task.last - task.first;
        weights = {weights.row(task.first, 0, 0), some, weights.row_stride()};
    }
    DoubleTensor result(made.shape());
    op(stage).oracle.forward(layer(stage).params, input, weights,
                             bias.empty() ? bias : bias.subspan(first, count), result.view());
    const MapPart wanted{task.rows, made.first, made.last};
    if (made == wanted) return result;
    DoubleTensor cut(wanted.shape());
    copy_part(std::as_const(result).view(), made, cut.view(), wanted, wanted);
    return cut;
}

void DoubleNetwork::compute(std::size_t stage, const Task& task, DoubleTensorView output) const {
    const bool by_channel = way_of(stage) == Way::kByChannel;
    const MapPart read{window_for(stage, task.rows, false).input, by_channel ? task.first : 0,
                       by_channel ? task.last : shape(stage).c};
    const MapPart whole = MapPart::whole(shape(stage));
    const DoubleTensor part = read == whole ? DoubleTensor() : cut_out(values_[stage].view(), read);
    const DoubleTensor made =
        filtered(stage, task, read == whole ? values_[stage].view() : part.view(),
                 std::as_const(weights_[stage]).view(), biases_[stage]);
    const MapPart outputs = outputs_of(stage, task.first, task.last);
    const MapPart cells{task.rows, outputs.first, outputs.last};
    copy_part(made.view(), cells, output, MapPart::whole(output.shape()), cells);
}

}  // namespace convscope
