#include <algorithm>
#include <limits>
#include <utility>

#include "core/eval/channel_slice.hpp"
#include "core/eval/dense_index.hpp"
#include "core/eval/partial_gradients.hpp"
#include "core/eval/step_terms.hpp"
#include "core/parallel/parallel.hpp"

namespace convscope {
namespace {

/// What grows into `whole`. It is known by the ranges that it will have: colours stay the same.
Map map_of_zeros(const Map& whole) {
    Map map;
    map.values = Tensor(whole.values.shape());
    map.tile_ranges = whole.tile_ranges;
    map.channel_ranges = whole.channel_ranges;
    map.range = whole.range;
    map.tile_versions.resize(whole.tile_versions.size());
    map.error_bound = whole.error_bound;
    return map;
}

/// All channels of a rectangle, one behind the other.
std::vector<float> copy_of(ConstTensorView map, Rect rect) {
    std::vector<float> numbers;
    numbers.reserve(static_cast<std::size_t>(map.shape().c) *
                    static_cast<std::size_t>(rect.height()) *
                    static_cast<std::size_t>(rect.width()));
    for (int c = 0; c < map.shape().c; ++c)
        for (int y = rect.y0; y < rect.y1; ++y)
            numbers.insert(numbers.end(), map.row(0, c, y) + rect.x0, map.row(0, c, y) + rect.x1);
    return numbers;
}

/// Where cells of a row come behind `last` in the order channel, row, column.
int first_behind(Cell last, int c, int y) {
    if (c != last.c) return c > last.c ? 0 : std::numeric_limits<int>::max();
    if (y != last.y) return y > last.y ? 0 : std::numeric_limits<int>::max();
    return last.x + 1;
}

/// The cells of copy_of() that come behind `last`.
void put_back(const std::vector<float>& numbers, TensorView map, Rect rect, Cell last) {
    const float* row = numbers.data();
    for (int c = 0; c < map.shape().c; ++c)
        for (int y = rect.y0; y < rect.y1; ++y, row += rect.width()) {
            const int x = std::clamp(first_behind(last, c, y), rect.x0, rect.x1);
            std::copy(row + (x - rect.x0), row + rect.width(), map.row(0, c, y) + x);
        }
}

}  // namespace

VisitedOutputs::VisitedOutputs(const Results& results, std::size_t stage)
    : whole_(results.gradients[stage + 1].values.view()), tensor_(whole_.shape()) {}

void VisitedOutputs::show(std::int64_t cells) {
    const Shape shape = whole_.shape();
    const TensorView to = tensor_.view();
    for_each_run(shape, shown_, cells,
                 [&](Cell cell, int length) { std::copy_n(&whole_(cell), length, &to(cell)); });
    for_each_run(shape, cells, shown_,
                 [&](Cell cell, int length) { std::fill_n(&to(cell), length, 0.0f); });
    shown_ = cells;
}

MapPart VisitedOutputs::changed_since(std::int64_t cells) const {
    if (cells == shown_) return {};
    const Shape shape = whole_.shape();
    const Cell first = dense_cell(shape, std::min(cells, shown_));
    const Cell last = dense_cell(shape, std::max(cells, shown_) - 1);
    MapPart part{shape.plane(), first.c, last.c + 1};
    if (first.c != last.c) return part;
    part.rect = first.y == last.y ? Rect{first.x, first.y, last.x + 1, first.y + 1}
                                  : Rect{0, first.y, shape.w, last.y + 1};
    return part;
}

int VisitedOutputs::shown_channels() const {
    return shown_ == 0 ? 1 : dense_cell(whole_.shape(), shown_ - 1).c + 1;
}

ScatteredGradient::ScatteredGradient(const Results& results, const StepPhase& phase,
                                     std::uint64_t version)
    : results_(&results),
      phase_(phase),
      by_channel_(works_by_channel(results, phase.stage)),
      visited_(results, phase.stage),
      map_(map_of_zeros(results.gradients[phase.stage])),
      version_(version + 1),
      stale_(map_.values.shape().plane()) {
    std::ranges::fill(map_.tile_versions, version_);
}

const Layer& ScatteredGradient::layer() const {
    return results_->scene.layers[results_->plan.layers[phase_.stage]];
}

MapPart ScatteredGradient::reached(const MapPart& outputs) const {
    if (outputs.rect.empty()) return {};
    const Shape input = results_->plan.shapes[phase_.stage];
    const Rect rect = find_op(layer().op)->input_rect(layer().params, outputs.rect, input);
    return {intersect(rect, input.plane()), by_channel_ ? outputs.first : 0,
            by_channel_ ? outputs.last : input.c};
}

void ScatteredGradient::mark_stale(const MapPart& part) {
    if (part.rect.empty()) return;
    const bool alone = !stale_.any();
    stale_channels_.first = alone ? part.first : std::min(stale_channels_.first, part.first);
    stale_channels_.last = alone ? part.last : std::max(stale_channels_.last, part.last);
    stale_.mark(part.rect);
}

OpInputs ScatteredGradient::inputs_of(const MapPart& part) const {
    OpInputs inputs = op_inputs(*results_, phase_.stage);
    inputs.grad_output = visited_.view();
    if (by_channel_) return inputs_of_channels(inputs, part.first, part.last);
    // Filters whose outputs are all +0 add nothing.
    if (inputs.weights.shape().n == inputs.grad_output.shape().c)
        inputs.grad_output = channels_of(inputs.grad_output, 0, visited_.shown_channels());
    return inputs;
}

bool ScatteredGradient::compute_stale(std::chrono::nanoseconds time) {
    const std::vector<int> tiles = stale_.changed_tiles();
    if (tiles.empty()) return true;
    const auto start = std::chrono::steady_clock::now();
    const OpInputs inputs = inputs_of(stale_channels_);
    const TensorView to =
        channels_of(map_.values.view(), stale_channels_.first, stale_channels_.last);
    const auto kernel = find_op(layer().op)->fast.grad_input;
    std::vector<char> done(tiles.size());
    parallel_for(static_cast<int>(tiles.size()), {}, [&](int i) {
        thread_local Scratch scratch;
        if (i > 0 && std::chrono::steady_clock::now() - start >= time) return;
        const auto place = static_cast<std::size_t>(i);
        kernel(inputs, to, stale_.changed(tiles[place]), scratch);
        done[place] = 1;
    });
    ++version_;
    DirtyTiles left(map_.values.shape().plane());
    for (std::size_t i = 0; i < tiles.size(); ++i)
        if (done[i] != 0)
            map_.tile_versions[static_cast<std::size_t>(tiles[i])] = version_;
        else
            left.mark(stale_.changed(tiles[i]));
    stale_ = std::move(left);
    return !stale_.any();
}

void ScatteredGradient::compute(const MapPart& part) {
    mark_stale(part);
    compute_stale(std::chrono::nanoseconds::max());
}

const Map* ScatteredGradient::at(std::int64_t cells, std::int64_t terms,
                                 std::chrono::nanoseconds time) {
    mark_stale(std::exchange(half_done_, {}));
    visited_.show(cells);
    mark_stale(reached(visited_.changed_since(std::exchange(cells_, cells))));
    if (!compute_stale(time)) return nullptr;
    if (terms > 0) add_terms(cells, terms);
    return &map_;
}

/// The cells up to that of the last term get the number that they have with all of them: a term
/// that is no step of its own leaves its cell as it is.
void ScatteredGradient::add_terms(std::int64_t cell, std::int64_t terms) {
    visited_.show(cell + 1);
    half_done_ = reached(visited_.changed_since(cell));
    const TensorView map = channels_of(map_.values.view(), half_done_.first, half_done_.last);
    const std::vector<float> without = copy_of(map, half_done_.rect);
    compute(half_done_);
    visited_.show(cell);
    Cell last = OuterTerms(*results_, phase_, cell).term(terms - 1).cell_a;
    last.c -= half_done_.first;
    put_back(without, map, half_done_.rect, last);
}

}  // namespace convscope
