// The walk over both passes: what stands there at a position depends on the position alone, is made
// of the terms visited so far, and at the end is the instant answer, the same bits.
#include "core/eval/steps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/eval/dense_index.hpp"
#include "core/eval/evaluate.hpp"
#include "core/eval/partial_number.hpp"
#include "core/eval/step_terms.hpp"
#include "core/eval/step_view.hpp"
#include "tests/core/eval/all_ops_scene.hpp"
#include "tests/core/eval/results_compare.hpp"

namespace convscope {
namespace {

using examples::bits_of;
using Kind = StepPhase::Kind;
using Number = NumberRef::Kind;

constexpr StepGrain kGrains[] = {StepGrain::kWindow, StepGrain::kChannel, StepGrain::kProduct};
constexpr StepOrders kOrders[] = {{WalkOrder::kByOutput, WalkOrder::kByOutput},
                                  {WalkOrder::kByNumber, WalkOrder::kByNumber}};

/// A convolution with every parameter of its own, ReLU and overlapping pools, all of one scene.
Scene odd_scene(int ties, std::string objective) {
    Random random(5);
    Scene scene = examples::two_conv_scene(examples::random_image(11, 9, 3, random, true), random);
    const auto set = [&](const std::string& layer, std::string_view path, int value) {
        scene = examples::edited(scene, examples::set_param(scene, layer, path, value));
    };
    set("conv2", "kernel.w", 2);
    set("conv2", "kernel.h", 1);
    set("conv1", "stride.x", 2);
    set("conv1", "pad.x", 3);
    set("conv1", "pad.y", 2);
    set("conv1", "dilation.y", 2);
    set("pool1", "window.w", 3);
    set("pool1", "window.h", 3);
    set("pool1", "stride.x", 1);
    set("pool1", "stride.y", 2);
    set("pool1", "pad.x", 1);
    set("pool1", "ties", ties);
    scene.objective = {.kind = std::move(objective)};
    return scene;
}

struct Case {
    std::string name;
    Scene scene;
};

std::vector<Case> cases() {
    Random random(3);
    std::vector<Case> made{{"ties first", odd_scene(0, "half_sum_squares")},
                           {"ties split", odd_scene(1, "sum")},
                           {"ties all", odd_scene(2, "cell")}};
    for (const char* joint : {"flatten", "global_avg_pool"})
        made.push_back({joint, examples::all_ops_scene(examples::random_image(14, 12, 3, random),
                                                       joint, random)});
    return made;
}

/// Every number of the phase's quantity.
std::vector<NumberRef> numbers_of(const Results& results, const StepPhase& phase) {
    std::vector<NumberRef> refs;
    if (phase.kind == Kind::kLoss) return {{Number::kLoss, 0, 0, {}}};
    if (phase.kind == Kind::kGradWeights) {
        const LayerResult& layer = results.layers[phase.stage];
        const Shape shape = layer.grad_weights.shape();
        for (std::int64_t i = 0; i < static_cast<std::int64_t>(shape.count()); ++i)
            refs.push_back({Number::kGradWeight, 0, phase.stage, dense_cell(shape, i)});
        for (int k = 0; k < static_cast<int>(layer.grad_bias.size()); ++k)
            refs.push_back({Number::kGradBias, 0, phase.stage, {k, 0, 0, 0}});
        return refs;
    }
    const Number kind = phase.kind == Kind::kOutput ? Number::kValue : Number::kGradient;
    const Shape shape = results.plan.shapes[phase.map];
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(shape.count()); ++i)
        refs.push_back({kind, phase.map, 0, dense_cell(shape, i)});
    return refs;
}

/// All that stands there, as one list of bits; hidden numbers are told from others.
std::vector<std::uint64_t> everything(const Results& results, const StepWalk& walk,
                                      const StepView& view) {
    std::vector<std::uint64_t> bits;
    for (const StepPhase& phase : walk.phases())
        for (const NumberRef& ref : numbers_of(results, phase)) {
            const auto shown = shown_number(results, view, ref);
            bits.push_back(shown ? bits_of(*shown) : std::uint64_t{1} << 40);
        }
    return bits;
}

std::vector<StepPosition> all_positions(const StepWalk& walk, StepGrain grain) {
    std::vector<StepPosition> positions{walk.start()};
    while (positions.back() != walk.end()) positions.push_back(walk.next(positions.back(), grain));
    return positions;
}

std::string described(const StepPosition& position) {
    return "phase " + std::to_string(position.phase) + " cell " + std::to_string(position.cell) +
           " terms " + std::to_string(position.terms);
}

TEST(Steps, BackIsTheReverseOfForward) {
    for (const Case& one : cases()) {
        const auto results = evaluate(one.scene, 1);
        for (const StepOrders& orders : kOrders)
            for (const StepGrain grain : kGrains) {
                SCOPED_TRACE(one.name);
                const StepWalk walk(*results, orders);
                const auto positions = all_positions(walk, grain);
                EXPECT_EQ(walk.previous(walk.start(), grain), walk.start());
                EXPECT_EQ(walk.next(walk.end(), grain), walk.end());
                for (std::size_t i = 1; i < positions.size(); ++i)
                    ASSERT_EQ(walk.previous(positions[i], grain), positions[i - 1])
                        << described(positions[i]);
            }
    }
}

TEST(Steps, ScrubbingReachesEveryStepAndNothingElse) {
    const auto results = evaluate(cases().front().scene, 1);
    for (const StepGrain grain : kGrains) {
        const StepWalk walk(*results, {});
        const auto positions = all_positions(walk, grain);
        double before = -1;
        for (const StepPosition& position : positions) {
            const double at = static_cast<double>(position.phase) + walk.fraction_of(position);
            EXPECT_GT(at, before) << described(position);
            before = at;
        }
        for (std::size_t phase = 0; phase < walk.phases().size(); ++phase)
            for (int i = 0; i <= 40; ++i) {
                const StepPosition found = walk.position_at(phase, i / 40.0, grain);
                EXPECT_NE(std::ranges::find(positions, found), positions.end()) << described(found);
            }
        EXPECT_EQ(walk.position_at(0, 0, grain), walk.start());
        EXPECT_EQ(walk.position_at(walk.phases().size() - 1, 1, grain), walk.end());
    }
}

TEST(Steps, EveryNumberIsMadeOfItsTerms) {
    for (const Case& one : cases()) {
        SCOPED_TRACE(one.name);
        const auto results = evaluate(one.scene, 1);
        const StepWalk walk(*results, kOrders[1]);
        for (const StepPhase& phase : walk.phases())
            for (const NumberRef& ref : numbers_of(*results, phase)) {
                const Explanation whole = explain_number(*results, ref, 0, 1 << 30);
                EXPECT_EQ(bits_of(partial_number(*results, ref, whole.term_count)),
                          bits_of(number_at(*results, ref)));
                if (whole.reduction == Reduction::kMaximum) continue;
                for (std::int64_t terms = 0; terms < whole.term_count;
                     terms += 1 + whole.term_count / 5)
                    EXPECT_EQ(bits_of(partial_number(*results, ref, terms)),
                              bits_of(replay(explain_number(*results, ref, 0, terms))));
            }
    }
}

/// Whether the output cell of a term was visited, or is the current one and has reached `target`.
class Visited {
  public:
    Visited(const Results& results, const StepPhase& phase, const StepPosition& position)
        : outputs_(results.plan.shapes[phase.stage + 1]), cell_(position.cell) {
        if (position.terms == 0) return;
        const OuterTerms outer(results, phase, position.cell);
        for (const Term& term : outer.terms(0, position.terms))
            if (outer.is_step(term))
                reached_.push_back(phase.kind == Kind::kGradInput ? term.cell_a : term.cell_b);
    }
    bool contains(Cell output, Cell target) const {
        const std::int64_t index = dense_index(outputs_, output);
        if (index != cell_) return index < cell_;
        return std::ranges::find(reached_, target) != reached_.end();
    }

  private:
    Shape outputs_;
    std::int64_t cell_;
    std::vector<Cell> reached_;
};

/// A gradient that grows output by output, from its own explanation.
float grown(const Results& results, const NumberRef& ref, const Visited& visited) {
    Explanation explained = explain_number(results, ref, 0, 1 << 30);
    const bool of_weight = ref.kind == Number::kGradWeight;
    constexpr Cell kNoTarget{-1, -1, -1, -1};  // A bias is the last that an output reaches.
    const Cell target = ref.kind == Number::kGradBias ? kNoTarget : ref.cell;
    std::erase_if(explained.terms, [&](const Term& term) {
        return !visited.contains(of_weight ? term.cell_b : term.cell_a, target);
    });
    return replay(explained);
}

TEST(Steps, GradientsGrowOutputByOutput) {
    for (const Case& one : cases()) {
        SCOPED_TRACE(one.name);
        const auto results = evaluate(one.scene, 1);
        const StepWalk walk(*results, kOrders[0]);
        StepStates states;
        states.set_walk(&walk);
        Random random(8);
        for (const StepPosition& position : all_positions(walk, StepGrain::kProduct)) {
            const StepPhase& phase = walk.phase(position);
            if (phase.order != WalkOrder::kByOutput || position.cell == phase.cells) continue;
            if (random.below(60) != 0) continue;
            const StepView& view = states.at(position, StepGrain::kProduct);
            const Visited visited(*results, phase, position);
            for (const NumberRef& ref : numbers_of(*results, phase)) {
                const auto shown = shown_number(*results, view, ref);
                // A filter whose outputs all come later has no number yet: +0 in the kernels.
                ASSERT_EQ(bits_of(shown.value_or(0)), bits_of(grown(*results, ref, visited)))
                    << described(position);
            }
        }
    }
}

TEST(Steps, GrowingEndsInTheInstantAnswer) {
    for (const Case& one : cases()) {
        SCOPED_TRACE(one.name);
        const auto results = evaluate(one.scene, 1);
        const StepWalk walk(*results, kOrders[0]);
        for (const StepPhase& phase : walk.phases()) {
            if (phase.kind != Kind::kGradInput) continue;
            ScatteredGradient scattered(*results, phase, 0);
            scattered.at(phase.cells / 3, 0);
            const Map& map = *scattered.at(phase.cells, 0);
            EXPECT_EQ(examples::first_difference(map.values.view(),
                                                 results->gradients[phase.map].values.view()),
                      "");
        }
        StepStates states;
        states.set_walk(&walk);
        const auto view = states.at(walk.end(), StepGrain::kWindow);
        for (const StepPhase& phase : walk.phases())
            for (const NumberRef& ref : numbers_of(*results, phase))
                EXPECT_EQ(bits_of(shown_number(*results, view, ref).value()),
                          bits_of(number_at(*results, ref)));
    }
}

/// Products in one step: all of them take half a minute where memory is watched.
#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kStride = 5;
#else
constexpr std::size_t kStride = 1;
#endif

TEST(Steps, JumpingIsSteppingThere) {
    for (const Case& one : cases()) {
        SCOPED_TRACE(one.name);
        const auto results = evaluate(one.scene, 1);
        for (const StepOrders& orders : kOrders) {
            const StepWalk walk(*results, orders);
            const auto positions = all_positions(walk, StepGrain::kProduct);
            StepStates stepping;
            stepping.set_walk(&walk);
            Random random(7);
            const auto agrees = [&](const StepPosition& position) {
                const auto stepped =
                    everything(*results, walk, stepping.at(position, StepGrain::kProduct));
                StepStates jumping;
                jumping.set_walk(&walk);
                const StepView& jumped = jumping.at(position, StepGrain::kProduct);
                return stepped == everything(*results, walk, jumped);
            };
            const int each = static_cast<int>(positions.size() / kStride) / 12 + 1;
            for (std::size_t i = 0; i < positions.size(); i += kStride) {
                stepping.at(positions[i], StepGrain::kProduct);
                if (random.below(each) != 0) continue;
                ASSERT_TRUE(agrees(positions[i])) << "forward";
            }
            for (std::size_t left = positions.size(); left > 0; left -= std::min(left, kStride)) {
                const StepPosition& position = positions[left - 1];
                stepping.at(position, StepGrain::kProduct);
                if (random.below(each) != 0) continue;
                ASSERT_TRUE(agrees(position)) << "backward";
            }
            for (int i = 0; i < 12; ++i) {
                const int at = random.below(static_cast<int>(positions.size()));
                ASSERT_TRUE(agrees(positions[static_cast<std::size_t>(at)])) << "scrubbing";
            }
        }
    }
}

TEST(Steps, ANumberIsCompleteInThePhaseOfItsQuantity) {
    for (const Case& one : cases()) {
        SCOPED_TRACE(one.name);
        const auto results = evaluate(one.scene, 1);
        Random random(6);
        for (const StepOrders& orders : kOrders) {
            const StepWalk walk(*results, orders);
            StepStates states;
            states.set_walk(&walk);
            for (std::size_t phase = 0; phase < walk.phases().size(); ++phase)
                for (const NumberRef& ref : numbers_of(*results, walk.phases()[phase])) {
                    if (random.below(20) != 0) continue;
                    const auto found = walk.position_of(ref);
                    ASSERT_TRUE(found);
                    EXPECT_EQ(found->phase, phase) << described(*found);
                    const StepView& view = states.at(*found, StepGrain::kWindow);
                    EXPECT_EQ(shown_number(*results, view, ref), number_at(*results, ref));
                }
            EXPECT_FALSE(walk.position_of({Number::kWeight, 0, 0, {}}));
            EXPECT_FALSE(walk.position_of({Number::kValue, 0, 0, {}}));
        }
    }
}

/// Without biases.
double sum_of(const Results& results, const std::vector<NumberRef>& refs) {
    double sum = 0;
    for (const NumberRef& ref : refs)
        if (ref.kind != Number::kGradBias) sum += number_at(results, ref);
    return sum;
}

TEST(Steps, WhatIsSpreadAddsUpToTheGradient) {
    for (const Case& one : cases()) {
        const auto results = evaluate(one.scene, 1);
        const StepWalk walk(*results, kOrders[0]);
        for (std::size_t i = 0; i < walk.phases().size(); ++i) {
            const StepPhase& phase = walk.phases()[i];
            if (phase.order != WalkOrder::kByOutput) continue;
            double added = 0;
            for (std::int64_t cell = 0; cell < phase.cells; ++cell) {
                const OuterTerms outer(*results, phase, cell);
                for (std::int64_t done = 0; done < outer.count();) {
                    done = outer.after(done, StepGrain::kProduct);
                    const auto term = outer.added(done);
                    if (term && !term->in_padding) added += term->a / term->divisor * term->b;
                }
            }
            const double sum = sum_of(*results, numbers_of(*results, phase));
            EXPECT_NEAR(added, sum, 1e-4 * (1 + std::abs(sum))) << one.name << " phase " << i;
        }
    }
}

TEST(Steps, EveryLossHasItsPhase) {
    for (const Case& one : cases()) {
        const auto results = evaluate(one.scene, 1);
        const StepWalk walk(*results, {});
        const auto phase =
            std::ranges::find(walk.phases(), Kind::kLoss, &StepPhase::kind) - walk.phases().begin();
        ASSERT_LT(phase, std::ssize(walk.phases())) << one.name;
        StepStates states;
        states.set_walk(&walk);
        const NumberRef loss{Number::kLoss, 0, 0, {}};
        const auto place = static_cast<std::size_t>(phase);
        const StepPosition end{place, walk.phases()[place].cells, 0};
        EXPECT_EQ(bits_of(shown_number(*results, states.at(end, StepGrain::kWindow), loss).value()),
                  bits_of(results->loss))
            << one.name;
        const StepPosition before = walk.position_at(place, 0, StepGrain::kWindow);
        EXPECT_FALSE(shown_number(*results, states.at(before, StepGrain::kWindow), loss));
    }
}

TEST(Steps, MarksLieInsideTheirMaps) {
    for (const Case& one : cases()) {
        const auto results = evaluate(one.scene, 1);
        for (const StepOrders& orders : kOrders)
            for (const StepGrain grain : kGrains) {
                const StepWalk walk(*results, orders);
                StepStates states;
                states.set_walk(&walk);
                Random random(2);
                for (const StepPosition& position : all_positions(walk, grain)) {
                    if (random.below(40) != 0) continue;
                    for (const StepMark& mark : states.at(position, grain).marks) {
                        const bool of_map =
                            mark.kind == Number::kValue || mark.kind == Number::kGradient;
                        const Shape shape = of_map
                                                ? results->plan.shapes[mark.index]
                                                : results->layers[mark.index].grad_weights.shape();
                        // Only what is read lies in the padding too.
                        const CellLattice inside = mark.cells.clipped(shape);
                        EXPECT_FALSE(mark.cells.empty());
                        if (mark.kind != Number::kValue) {
                            EXPECT_EQ(inside, mark.cells);
                        }
                        EXPECT_EQ(inside.c, mark.cells.c);
                    }
                }
            }
    }
}

}  // namespace
}  // namespace convscope
