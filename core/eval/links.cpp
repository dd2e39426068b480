#include "core/eval/links.hpp"

#include <algorithm>

namespace convscope {
namespace {

const NumberLinks::Cells* find(const std::vector<NumberLinks::Cells>& list, std::size_t index) {
    const auto found = std::ranges::find(list, index, &NumberLinks::Cells::index);
    return found == list.end() ? nullptr : &*found;
}

bool has_weights(const Results& results, std::size_t stage) {
    return !results.layers[stage].grad_weights.empty();
}

/// `explain` gives the terms of a range.
template <class Explain>
TermCells cells_of(const Explain& explain) {
    const std::int64_t count = explain(0, 0).term_count;
    const auto term_at = [&](std::int64_t i) { return explain(i, i + 1).terms.front(); };
    return {count, lattice_of(count, [&](std::int64_t i) { return term_at(i).cell_a; }),
            lattice_of(count, [&](std::int64_t i) { return term_at(i).cell_b; })};
}

class LinkFinder {
  public:
    explicit LinkFinder(const Results& results) : results_(results), plan_(results.plan) {}

    NumberLinks of_map_cell(std::size_t map, Cell cell) {
        add_map(map, CellLattice::of_cell(cell), true);
        if (map > 0) {
            const TermCells read = terms(NumberRef{NumberRef::Kind::kValue, map, 0, cell});
            add_map(map - 1, read.a, true);
            add_weights(map - 1, read.b);
            trace_back(map - 1, read.a.clipped(plan_.shapes[map - 1]));
        }
        if (map < plan_.layers.size()) {
            const TermCells fed = readers(map, cell);
            add_map(map + 1, fed.a, true);
            if (fed.count > 0) add_weights(map, fed.b);
            trace_on(map + 1, fed.a.clipped(plan_.shapes[map + 1]));
        }
        return std::move(links_);
    }

    NumberLinks of_weight(std::size_t stage, Cell cell) {
        const TermCells products = terms(NumberRef{NumberRef::Kind::kGradWeight, 0, stage, cell});
        add_map(stage, products.a, true);
        add_map(stage + 1, products.b, true);
        add_weights(stage, CellLattice::of_cell(cell));
        return std::move(links_);
    }

    NumberLinks of_bias(std::size_t stage, Cell cell) {
        add_map(stage + 1, terms(NumberRef{NumberRef::Kind::kGradBias, 0, stage, cell}).a, true);
        return std::move(links_);
    }

    NumberLinks of_loss() {
        add_map(objective_map(results_.scene, plan_),
                terms(NumberRef{NumberRef::Kind::kLoss, 0, 0, {}}).a, true);
        return std::move(links_);
    }

  private:
    TermCells terms(const NumberRef& ref) const { return term_cells(results_, ref); }

    TermCells readers(std::size_t map, Cell cell) const {
        return cells_of([&](std::int64_t first, std::int64_t last) {
            return explain_readers(results_, map, cell, first, last);
        });
    }

    void add_map(std::size_t map, const CellLattice& cells, bool exact) {
        const CellLattice inside = cells.clipped(plan_.shapes[map]);
        if (!inside.empty()) links_.maps.push_back({map, inside, cells, exact});
    }
    void add_weights(std::size_t stage, const CellLattice& cells) {
        if (has_weights(results_, stage) && !cells.empty())
            links_.weights.push_back({stage, cells, cells, true});
    }

    /// A layer with weights mixes the channels, any other keeps them apart.
    CellLattice reached(std::size_t stage, Rect rect, AxisLattice channels, Shape shape) const {
        CellLattice cells = CellLattice::of_rect(rect, shape.c);
        const bool keeps_apart = plan_.shapes[stage].c == plan_.shapes[stage + 1].c;
        if (keeps_apart && !has_weights(results_, stage)) cells.c = channels;
        return cells;
    }

    void trace_back(std::size_t map, const CellLattice& from) {
        Rect rect = from.rect();
        for (AxisLattice channels = from.c; map > 0 && !rect.empty(); --map) {
            const Layer& layer = results_.scene.layers[plan_.layers[map - 1]];
            const Shape input = plan_.shapes[map - 1];
            rect =
                intersect(find_op(layer.op)->input_rect(layer.params, rect, input), input.plane());
            const CellLattice cells = reached(map - 1, rect, channels, input);
            channels = cells.c;
            add_map(map - 1, cells, false);
        }
    }
    void trace_on(std::size_t map, const CellLattice& from) {
        Rect rect = from.rect();
        for (AxisLattice channels = from.c; map < plan_.layers.size() && !rect.empty(); ++map) {
            const Layer& layer = results_.scene.layers[plan_.layers[map]];
            const Shape output = plan_.shapes[map + 1];
            rect = intersect(find_op(layer.op)->output_rect(layer.params, rect, plan_.shapes[map]),
                             output.plane());
            const CellLattice cells = reached(map, rect, channels, output);
            channels = cells.c;
            add_map(map + 1, cells, false);
        }
    }

    const Results& results_;
    const NetworkPlan& plan_;
    NumberLinks links_;
};

}  // namespace

const NumberLinks::Cells* NumberLinks::of_map(std::size_t map) const {
    return find(maps, map);
}

const NumberLinks::Cells* NumberLinks::of_weights(std::size_t stage) const {
    return find(weights, stage);
}

NumberLinks links_of(const Results& results, const NumberRef& ref) {
    LinkFinder finder(results);
    switch (ref.kind) {
        case NumberRef::Kind::kValue:
        case NumberRef::Kind::kGradient:
            return finder.of_map_cell(ref.map, ref.cell);
        case NumberRef::Kind::kWeight:
        case NumberRef::Kind::kGradWeight:
            return finder.of_weight(ref.stage, ref.cell);
        case NumberRef::Kind::kBias:
        case NumberRef::Kind::kGradBias:
            return finder.of_bias(ref.stage, ref.cell);
        case NumberRef::Kind::kLoss:
            return finder.of_loss();
    }
    return {};
}

TermCells term_cells(const Results& results, const NumberRef& ref) {
    return cells_of([&](std::int64_t first, std::int64_t last) {
        return explain_number(results, ref, first, last);
    });
}

}  // namespace convscope
