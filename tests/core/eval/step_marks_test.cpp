// What a step outlines: the cells that its terms stand in, and no others.
#include "core/eval/step_marks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "core/eval/evaluate.hpp"
#include "tests/core/eval/all_ops_scene.hpp"

namespace convscope {
namespace {

using examples::edited;
using examples::set_param;
using Kind = StepPhase::Kind;
using Number = NumberRef::Kind;
using Cells = std::set<std::array<int, 4>>;

constexpr StepOrders kSpreads{WalkOrder::kByOutput, WalkOrder::kByOutput};
constexpr StepOrders kCollects{WalkOrder::kByNumber, WalkOrder::kByNumber};

struct Field {
    std::string_view path;
    int value;
};

/// One layer on a random picture.
std::unique_ptr<Results> results_of(std::string_view op, const std::vector<Field>& fields,
                                    int channels = 3) {
    Random random(7);
    Scene scene;
    scene.image = examples::random_image(9, 8, channels, random, true);
    scene.objective = {.kind = "half_sum_squares"};
    scene.layers.push_back(examples::layer_with_defaults("layer1", op, {1, channels, 8, 9}));
    for (const Field& field : fields)
        scene = edited(scene, set_param(scene, "layer1", field.path, field.value));
    if (op == "conv2d") {
        const Shape filters{2, channels, 3, 2};
        scene = edited(scene, SetWeights{"layer1", examples::random_weights(filters, random), ""});
        scene = edited(scene, SetBias{"layer1", {0.25f, -0.5f}});
    }
    return evaluate(scene, 1);
}

std::array<int, 4> places(Cell cell) {
    return {cell.n, cell.c, cell.y, cell.x};
}

Cells cells_of(const CellLattice& lattice) {
    Cells cells;
    for (int n = 0; n < lattice.n.count; ++n)
        for (int c = 0; c < lattice.c.count; ++c)
            for (int y = 0; y < lattice.y.count; ++y)
                for (int x = 0; x < lattice.x.count; ++x)
                    cells.insert({lattice.n.first + n * lattice.n.step,
                                  lattice.c.first + c * lattice.c.step,
                                  lattice.y.first + y * lattice.y.step,
                                  lattice.x.first + x * lattice.x.step});
    return cells;
}

/// Of the marks around what the outer cell is made of or reaches; of several such maps all.
Cells marked(const StepView& view, Number kind) {
    Cells cells;
    for (const StepMark& mark : view.marks)
        if (mark.kind == kind && !mark.is_outer) cells.merge(cells_of(mark.cells));
    return cells;
}

/// The terms that a step of `grain` did last, looked at one by one.
std::vector<Term> done_last(const OuterTerms& outer, const StepView& view, StepGrain grain) {
    const std::int64_t products = outer.count() - (outer.is_bias(outer.count() - 1) ? 1 : 0);
    std::vector<Term> terms = outer.terms(0, products);
    if (view.terms_done == view.term_count || grain == StepGrain::kWindow) return terms;
    if (grain == StepGrain::kProduct) return {*view.term};
    std::erase_if(terms, [&](const Term& term) { return term.cell_a.c != view.term->cell_a.c; });
    return terms;
}

/// Where a phase's terms have their factors.
struct Sources {
    Number a, b;
};
Sources sources_of(const StepPhase& phase) {
    switch (phase.kind) {
        case Kind::kGradWeights:
            if (phase.order == WalkOrder::kByOutput) return {Number::kValue, Number::kGradWeight};
            return {Number::kValue, Number::kGradient};
        case Kind::kGradInput:
            return {Number::kGradient, Number::kWeight};
        default:
            return {Number::kValue, Number::kWeight};
    }
}

void expect_cells_of_terms(const Results& results, const StepView& view, StepGrain grain) {
    const StepPhase& phase = view.phase;
    if (phase.kind == Kind::kLoss || phase.kind == Kind::kLossGradient || !view.term) return;
    if (view.outer->kind == Number::kGradBias) return;
    const std::int64_t cell = view.position.cell - (view.position.terms == 0 ? 1 : 0);
    const OuterTerms outer(results, phase, cell);
    const Sources from = sources_of(phase);
    const bool has_second =
        from.b == Number::kGradient || !op_inputs(results, phase.stage).weights.empty();
    Cells a, b;
    for (const Term& term : done_last(outer, view, grain)) {
        if (from.a == Number::kValue || !term.in_padding) a.insert(places(term.cell_a));
        if (has_second) b.insert(places(term.cell_b));
    }
    EXPECT_EQ(marked(view, from.a), a);
    EXPECT_EQ(marked(view, from.b), b);
}

TEST(StepMarks, AreTheCellsOfTheTermsThatWereDone) {
    const std::tuple<std::string_view, std::vector<Field>> cases[] = {
        {"conv2d", {}},
        {"conv2d", {{"dilation.x", 3}, {"dilation.y", 2}}},
        {"conv2d", {{"stride.x", 2}, {"pad.x", 1}, {"pad.y", 1}}},
        {"conv2d", {{"stride.x", 2}, {"stride.y", 3}, {"dilation.x", 3}, {"pad.x", 2}}},
        {"max_pool2d", {{"window.w", 3}, {"stride.x", 1}, {"pad.x", 1}}},
        {"avg_pool2d", {{"window.h", 3}, {"pad.y", 1}}},
        {"global_avg_pool", {}},
        {"flatten", {}},
        {"relu", {}},
        {"dense", {}},
    };
    Random random(3);
    for (const auto& [op, fields] : cases) {
        SCOPED_TRACE(op);
        const auto results = results_of(op, fields);
        for (const StepOrders& orders : {kSpreads, kCollects}) {
            const StepWalk walk(*results, orders);
            StepStates states;
            states.set_walk(&walk);
            for (const StepGrain grain :
                 {StepGrain::kWindow, StepGrain::kChannel, StepGrain::kProduct})
                for (std::size_t phase = 0; phase < walk.phases().size(); ++phase)
                    for (int i = 0; i < 12 && !testing::Test::HasFailure(); ++i) {
                        const StepPosition at =
                            walk.next(walk.position_at(phase, random.unit(), grain), grain);
                        expect_cells_of_terms(*results, states.at(at, grain), grain);
                    }
        }
    }
}

/// The number's marks where it is just complete.
StepView at_number(const StepWalk& walk, StepStates& states, const NumberRef& ref) {
    const auto found = walk.position_of(ref);
    EXPECT_TRUE(found);
    return states.at(found.value_or(StepPosition{}), StepGrain::kWindow);
}

TEST(StepMarks, ADilatedWindowLeavesOutWhatItStepsOver) {
    const auto results = results_of("conv2d", {{"dilation.x", 3}}, 1);
    const StepWalk walk(*results, kSpreads);
    StepStates states;
    states.set_walk(&walk);
    const StepView view = at_number(walk, states, {Number::kValue, 1, 0, {0, 0, 3, 2}});
    const Cells cells = marked(view, Number::kValue);
    EXPECT_EQ(cells.size(), 6u);
    EXPECT_TRUE(cells.contains({0, 0, 3, 2}));
    EXPECT_FALSE(cells.contains({0, 0, 3, 3}));
    EXPECT_TRUE(cells.contains({0, 0, 3, 5}));
}

TEST(StepMarks, AWindowReachesIntoThePadding) {
    const auto results = results_of("conv2d", {{"pad.x", 1}}, 1);
    const StepWalk walk(*results, kSpreads);
    StepStates states;
    states.set_walk(&walk);
    const StepView view = at_number(walk, states, {Number::kValue, 1, 0, {0, 0, 0, 0}});
    EXPECT_TRUE(marked(view, Number::kValue).contains({0, 0, 0, -1}));
}

TEST(StepMarks, GatheringMarksOnlyWeightsThatTakePart) {
    const auto results = results_of("conv2d", {{"stride.x", 2}, {"pad.x", 1}}, 1);
    const StepWalk walk(*results, kCollects);
    StepStates states;
    states.set_walk(&walk);
    const NumberRef number{Number::kGradient, 0, 0, {0, 0, 7, 4}};
    const StepView view = at_number(walk, states, number);
    // p - 2x + 1 = 1 alone, and of the rows the last: row 7 of 8 is read through b = 2 only.
    EXPECT_EQ(marked(view, Number::kWeight), (Cells{{0, 0, 2, 1}, {1, 0, 2, 1}}));
}

TEST(StepMarks, AWeightMarksAllItsSamplesAndAllOfTheGradient) {
    const auto results = results_of("conv2d", {{"stride.x", 2}}, 1);
    const StepWalk walk(*results, kCollects);
    StepStates states;
    states.set_walk(&walk);
    const NumberRef number{Number::kGradWeight, 0, 0, {1, 0, 0, 1}};
    const StepView view = at_number(walk, states, number);
    const Shape outputs = results->plan.shapes[1];
    const Cells samples = marked(view, Number::kValue);
    EXPECT_EQ(std::ssize(samples), std::int64_t{outputs.h} * outputs.w);
    EXPECT_TRUE(samples.contains({0, 0, 0, 3}));
    EXPECT_FALSE(samples.contains({0, 0, 0, 2}));
    EXPECT_EQ(marked(view, Number::kGradient),
              cells_of({{0, 1, 1}, {1, 1, 1}, {0, 1, outputs.h}, {0, 1, outputs.w}}));
}

TEST(StepMarks, SplitTiesSayAmongHowMany) {
    Scene scene = examples::squares_scene(TiledImage(4, 4, 1), "flat");
    scene.layers = {examples::layer_with_defaults("pool1", "max_pool2d", {1, 1, 4, 4})};
    scene = edited(scene, set_param(scene, "pool1", "ties", 1));
    const auto results = evaluate(scene, 1);
    for (const StepOrders& orders : {kSpreads, kCollects}) {
        const StepWalk walk(*results, orders);
        StepStates states;
        states.set_walk(&walk);
        const StepPosition at{walk.phases().size() - 1, 1, 0};
        const StepView& view = states.at(at, StepGrain::kWindow);
        const auto code = step_code(*results, view.phase);
        const auto line = std::ranges::find(code, "n", &CodeLine::variable);
        ASSERT_NE(line, code.end());
        EXPECT_EQ(step_index(*results, view, *line), 4);
    }
}

TEST(StepMarks, AveragesSayByWhatTheyDivide) {
    Scene scene = examples::squares_scene(TiledImage(4, 4, 1), "flat");
    scene.layers = {examples::layer_with_defaults("pool1", "avg_pool2d", {1, 1, 4, 4})};
    scene = edited(scene, set_param(scene, "pool1", "pad.x", 1));
    scene = edited(scene, set_param(scene, "pool1", "count_include_pad", 0));
    const auto results = evaluate(scene, 1);
    for (const StepOrders& orders : {kSpreads, kCollects}) {
        const StepWalk walk(*results, orders);
        StepStates states;
        states.set_walk(&walk);
        // The first window has one column inside the map, and the second both.
        for (const std::size_t phase : {std::size_t{0}, walk.phases().size() - 1})
            for (const int cell : {0, 1}) {
                const StepView& view = states.at({phase, cell + 1, 0}, StepGrain::kWindow);
                const auto code = step_code(*results, view.phase);
                const auto line = std::ranges::find(code, "n", &CodeLine::variable);
                ASSERT_NE(line, code.end());
                EXPECT_EQ(step_index(*results, view, *line), cell == 0 ? 2 : 4);
            }
    }
}

}  // namespace
}  // namespace convscope
