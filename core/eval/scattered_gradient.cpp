#include <algorithm>

#include "core/eval/dense_index.hpp"
#include "core/eval/partial_gradients.hpp"
#include "core/eval/step_terms.hpp"
#include "core/parallel/parallel.hpp"

namespace convscope {
namespace {

/// Cells [first, last) of a tensor's dense order: their parts in the rows, row by row.
template <class Visit>
void for_each_run(Shape shape, std::int64_t first, std::int64_t last, const Visit& visit) {
    while (first < last) {
        const Cell cell = dense_cell(shape, first);
        const auto length =
            static_cast<int>(std::min<std::int64_t>(shape.w - cell.x, last - first));
        visit(cell, length);
        first += length;
    }
}

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
    for (int c = 0; c < map.shape().c; ++c)
        for (int y = rect.y0; y < rect.y1; ++y)
            numbers.insert(numbers.end(), map.row(0, c, y) + rect.x0, map.row(0, c, y) + rect.x1);
    return numbers;
}

void put_back(const std::vector<float>& numbers, TensorView map, Rect rect) {
    auto next = numbers.begin();
    for (int c = 0; c < map.shape().c; ++c)
        for (int y = rect.y0; y < rect.y1; ++y, next += rect.width())
            std::copy_n(next, rect.width(), map.row(0, c, y) + rect.x0);
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

Rect VisitedOutputs::changed_since(std::int64_t cells) const {
    if (cells == shown_) return {};
    const Shape shape = whole_.shape();
    const Cell first = dense_cell(shape, std::min(cells, shown_));
    const Cell last = dense_cell(shape, std::max(cells, shown_) - 1);
    if (first.c != last.c) return shape.plane();
    if (first.y != last.y) return {0, first.y, shape.w, last.y + 1};
    return {first.x, first.y, last.x + 1, first.y + 1};
}

ScatteredGradient::ScatteredGradient(const Results& results, const StepPhase& phase,
                                     std::uint64_t version)
    : results_(&results),
      phase_(phase),
      visited_(results, phase.stage),
      map_(map_of_zeros(results.gradients[phase.stage])),
      version_(version + 1) {
    std::ranges::fill(map_.tile_versions, version_);
}

Rect ScatteredGradient::reached(Rect outputs) const {
    const Layer& layer = results_->scene.layers[results_->plan.layers[phase_.stage]];
    const Shape input = results_->plan.shapes[phase_.stage];
    if (outputs.empty()) return {};
    return intersect(find_op(layer.op)->input_rect(layer.params, outputs, input), input.plane());
}

Rect ScatteredGradient::reached_by(std::int64_t cell) const {
    const Cell output = dense_cell(results_->plan.shapes[phase_.stage + 1], cell);
    return reached({output.x, output.y, output.x + 1, output.y + 1});
}

void ScatteredGradient::compute(Rect rect) {
    if (rect.empty()) return;
    OpInputs inputs = op_inputs(*results_, phase_.stage);
    inputs.grad_output = visited_.view();
    const Layer& layer = results_->scene.layers[results_->plan.layers[phase_.stage]];
    const auto kernel = find_op(layer.op)->fast.grad_input;
    const Rect plane = map_.values.shape().plane();
    const BlockGrid grid = block_grid(plane);
    std::vector<int> tiles;
    for (int y = rect.y0 / kBlockSize; y < ceil_div(rect.y1, kBlockSize); ++y)
        for (int x = rect.x0 / kBlockSize; x < ceil_div(rect.x1, kBlockSize); ++x)
            tiles.push_back(y * grid.columns + x);
    ++version_;
    for (const int tile : tiles) map_.tile_versions[static_cast<std::size_t>(tile)] = version_;
    const TensorView to = map_.values.view();
    const auto compute_tile = [&](int i) {
        thread_local Scratch scratch;
        const int tile = tiles[static_cast<std::size_t>(i)];
        kernel(inputs, to, intersect(rect, grid.rect(tile, plane)), scratch);
    };
    if (tiles.size() == 1)
        compute_tile(0);
    else
        parallel_for(static_cast<int>(tiles.size()), {}, compute_tile);
}

const Map& ScatteredGradient::at(std::int64_t cells, std::int64_t terms) {
    visited_.show(cells);
    compute(unite(reached(visited_.changed_since(cells_)), half_done_));
    cells_ = cells;
    half_done_ = {};
    if (terms > 0) add_terms(cells, terms);
    return map_;
}

void ScatteredGradient::add_terms(std::int64_t cell, std::int64_t terms) {
    half_done_ = reached_by(cell);
    const TensorView map = map_.values.view();
    const std::vector<float> without = copy_of(map, half_done_);
    visited_.show(cell + 1);
    compute(half_done_);
    const std::vector<float> with = copy_of(map, half_done_);
    visited_.show(cell);
    put_back(without, map, half_done_);
    const Shape box{1, map.shape().c, half_done_.height(), half_done_.width()};
    const OuterTerms outer(*results_, phase_, cell);
    for (std::int64_t first = 0; first < terms; first += kTermsAtOnce)
        for (const Term& term : outer.terms(first, std::min(first + kTermsAtOnce, terms))) {
            if (!outer.is_step(term)) continue;
            const Cell& to = term.cell_a;
            const Cell in_box{0, to.c, to.y - half_done_.y0, to.x - half_done_.x0};
            map(to) = with[static_cast<std::size_t>(dense_index(box, in_box))];
        }
}

}  // namespace convscope
