#include "core/eval/evaluator.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <map>
#include <new>
#include <semaphore>
#include <thread>

#include "tests/core/eval/random_edits.hpp"
#include "tests/core/eval/results_compare.hpp"

namespace convscope {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

Scene start_scene() {
    Random random(1);
    return examples::two_conv_scene(examples::random_image(150, 120, 3, random), random);
}

Scene with_weight(const Scene& scene, float value) {
    return examples::edited(scene, SetWeight{"conv1", {}, value});
}

float first_weight(const Results& results) {
    return results.scene.layers[0].weights->view()(0, 0, 0, 0);
}

TEST(Evaluator, PublishesWhatWasSubmitted) {
    for (const auto mode : {Evaluator::Mode::kThreaded, Evaluator::Mode::kImmediate}) {
        std::atomic<int> published = 0;
        Evaluator evaluator({.mode = mode, .on_published = [&] { ++published; }});
        EXPECT_EQ(evaluator.latest(), nullptr);
        EXPECT_FALSE(evaluator.busy());
        const Scene scene = start_scene();
        evaluator.submit(scene, 1);
        const auto first = evaluator.wait_for(1);
        EXPECT_EQ(first->revision, 1u);
        EXPECT_EQ(examples::difference_of_results(*first, *evaluate(scene, 1)), "");
        evaluator.submit(with_weight(scene, 5), 2);
        const auto second = evaluator.wait_for(2);
        EXPECT_EQ(first_weight(*second), 5);
        EXPECT_NE(first_weight(*first), 5);
        EXPECT_EQ(evaluator.latest(), second);
        EXPECT_FALSE(evaluator.busy());
        while (published < 2) std::this_thread::yield();
        EXPECT_EQ(published, 2);
    }
}

TEST(Evaluator, ImmediateModeHasResultsWhenSubmitReturns) {
    Evaluator evaluator({.mode = Evaluator::Mode::kImmediate});
    const Scene scene = start_scene();
    for (std::uint64_t i = 1; i < 6; ++i) {
        evaluator.submit(with_weight(scene, static_cast<float>(i)), i);
        EXPECT_FALSE(evaluator.busy());
        EXPECT_EQ(evaluator.latest()->revision, i);
    }
}

TEST(Evaluator, SkipsScenesThatNewerOnesReplaced) {
    std::atomic<int> begun = 0;
    Evaluator evaluator({.before_evaluate_for_test = [&] {
        ++begun;
        std::this_thread::sleep_for(30ms);
    }});
    const Scene scene = start_scene();
    for (std::uint64_t i = 1; i <= 50; ++i)
        evaluator.submit(with_weight(scene, static_cast<float>(i)), i);
    EXPECT_EQ(first_weight(*evaluator.wait_for(50)), 50);
    EXPECT_LE(begun, 3);
}

TEST(Evaluator, HeldResultsNeverChangeAndMayOutliveIt) {
    const Scene scene = start_scene();
    std::vector<std::shared_ptr<const Results>> held;
    {
        Evaluator evaluator;
        for (std::uint64_t i = 1; i <= 8; ++i) {
            evaluator.submit(with_weight(scene, static_cast<float>(i)), i);
            held.push_back(evaluator.wait_for(i));
        }
    }
    for (std::size_t i = 0; i < held.size(); ++i) {
        EXPECT_EQ(first_weight(*held[i]), static_cast<float>(i + 1));
        EXPECT_EQ(examples::difference_of_results(*held[i], *evaluate(held[i]->scene, 0)), "");
    }
}

TEST(Evaluator, ReusesAFewBuffers) {
    Evaluator evaluator;
    const Scene scene = start_scene();
    std::map<const Results*, int> buffers;
    std::shared_ptr<const Results> shown;
    for (std::uint64_t i = 1; i <= 30; ++i) {
        evaluator.submit(with_weight(scene, static_cast<float>(i)), i);
        shown = evaluator.wait_for(i);
        ++buffers[shown.get()];
    }
    EXPECT_LE(buffers.size(), static_cast<std::size_t>(kResultBuffers));
}

/// Holds the worker before each evaluation until it is told to go on.
struct Gate {
    std::counting_semaphore<> begun{0}, go_on{0};
    Evaluator::Options options() {
        return {.before_evaluate_for_test = [this] {
            begun.release();
            go_on.acquire();
        }};
    }
};

Scene of_width(int width) {
    return default_scene(TiledImage(width, 60, 3), "picture");
}

TEST(Evaluator, FinishesWhatItBeganWhenANewerSceneHasTheSameShapes) {
    Gate gate;
    Evaluator evaluator(gate.options());
    evaluator.submit(of_width(90), 1);
    gate.begun.acquire();
    evaluator.submit(with_weight(of_width(90), 5), 2);
    EXPECT_TRUE(evaluator.busy());
    gate.go_on.release();
    EXPECT_EQ(evaluator.wait_for(1)->revision, 1u);
    EXPECT_TRUE(evaluator.busy());
    gate.go_on.release();
    EXPECT_EQ(evaluator.wait_for(2)->revision, 2u);
}

TEST(Evaluator, BreaksOffForOtherShapes) {
    Gate gate;
    Evaluator evaluator(gate.options());
    evaluator.submit(of_width(90), 1);
    gate.begun.acquire();
    evaluator.submit(of_width(91), 2);
    gate.go_on.release();
    gate.begun.acquire();
    EXPECT_EQ(evaluator.latest(), nullptr);
    EXPECT_TRUE(evaluator.busy());
    gate.go_on.release();
    EXPECT_EQ(evaluator.wait_for(1)->revision, 2u);
}

TEST(Evaluator, NeverBreaksOffTwiceInARow) {
    Gate gate;
    Evaluator evaluator(gate.options());
    evaluator.submit(of_width(90), 1);
    for (std::uint64_t revision = 2; revision <= 7; ++revision) {
        gate.begun.acquire();
        evaluator.submit(of_width(89 + static_cast<int>(revision)), revision);
        gate.go_on.release();
    }
    gate.begun.acquire();
    // 1, 3 and 5 were broken off, 2, 4 and 6 finished; 7 waits at the gate.
    EXPECT_EQ(evaluator.latest()->revision, 6u);
    gate.go_on.release();
    EXPECT_EQ(evaluator.wait_for(7)->revision, 7u);
}

TEST(Evaluator, QuitsInTheMiddleOfAnEvaluation) {
    std::atomic<bool> begun = false;
    const auto start = Clock::now();
    {
        Evaluator evaluator({.before_evaluate_for_test = [&] { begun = true; }});
        Random random(2);
        Scene scene = default_scene(examples::random_image(1200, 1000, 3, random), "large");
        scene = examples::edited(
            scene, SetWeights{"conv1", examples::random_weights({8, 3, 9, 9}, random), ""});
        evaluator.submit(scene, 1);
        while (!begun) std::this_thread::yield();
    }
    EXPECT_LT(Clock::now() - start, 20s);
}

TEST(Evaluator, KeepsTheLatestAndSaysSoWhenMemoryRunsOut) {
    for (const auto mode : {Evaluator::Mode::kThreaded, Evaluator::Mode::kImmediate}) {
        std::atomic<bool> no_memory = true;
        std::atomic<int> woken = 0;
        Evaluator evaluator({.mode = mode,
                             .on_published = [&] { ++woken; },
                             .before_evaluate_for_test =
                                 [&] {
                                     if (no_memory) throw std::bad_alloc();
                                 }});
        const Scene scene = start_scene();
        EXPECT_FALSE(evaluator.take_error());
        evaluator.submit(scene, 1);
        EXPECT_EQ(evaluator.wait_for(1), nullptr);
        const auto error = evaluator.take_error();
        ASSERT_TRUE(error);
        EXPECT_NE(error->message.find("not enough memory"), std::string::npos);
        EXPECT_FALSE(evaluator.take_error()) << "said once";
        no_memory = false;
        evaluator.submit(scene, 2);
        EXPECT_EQ(evaluator.wait_for(2)->revision, 2u);
        EXPECT_FALSE(evaluator.take_error());
        no_memory = true;
        evaluator.submit(with_weight(scene, 5), 3);
        EXPECT_EQ(evaluator.wait_for(3)->revision, 2u);
        EXPECT_FALSE(evaluator.busy());
        EXPECT_TRUE(evaluator.take_error());
        while (woken < 3) std::this_thread::yield();
    }
}

/// Publications as a screen sees them that looks at every frame.
struct Watch {
    Clock::time_point last_seen = Clock::now();
    Clock::duration longest_gap{};
    std::uint64_t last_revision = 0;
    int publications = 0;
    std::vector<std::shared_ptr<const Results>> samples;

    void look(const Evaluator& evaluator) {
        const auto latest = evaluator.latest();
        if (latest == nullptr || latest->revision == last_revision) return;
        EXPECT_GT(latest->revision, last_revision) << "never backwards";
        const auto now = Clock::now();
        longest_gap = std::max(longest_gap, now - last_seen);
        last_seen = now;
        last_revision = latest->revision;
        if (++publications % 3 == 0) samples.push_back(latest);
    }
};

/// A time of 60 edits a second, of shapes too when `with_shapes`, on an evaluation that is slow.
Watch edit_fast(bool with_shapes, Clock::duration slowness) {
    std::atomic<std::int64_t> slowest_ns = 0;
    Clock::time_point begun;  // Of the worker.
    Evaluator evaluator({.on_published =
                             [&] {
                                 slowest_ns = std::max<std::int64_t>(
                                     slowest_ns, (Clock::now() - begun).count());
                             },
                         .before_evaluate_for_test =
                             [&] {
                                 begun = Clock::now();
                                 std::this_thread::sleep_for(slowness);
                             }});
    Random random(3);
    History history(start_scene());
    Watch watch;
    const auto start = Clock::now();
    for (int frame = 0; frame < 150; ++frame) {
        if (with_shapes) {
            examples::random_step(history, random);
            const int width = 100 + frame % 7;
            EXPECT_TRUE(history.apply(SetImage{TiledImage(width, 90, 3), "other"}));
        } else {
            EXPECT_TRUE(history.apply(SetWeight{"conv1", {}, random.unit()}));
        }
        evaluator.submit(history.current(), history.revision());
        watch.look(evaluator);
        std::this_thread::sleep_until(start + (frame + 1) * 16'667us);
    }
    evaluator.wait_for(history.revision());
    watch.look(evaluator);
    EXPECT_EQ(watch.last_revision, history.revision());
    // Beyond the evaluation's own time, which twice may be spent: once broken off, once finished.
    const auto own = 2 * Clock::duration(slowest_ns.load());
    EXPECT_LT(watch.longest_gap, own + 300ms);
    return watch;
}

void expect_no_mixtures(const Watch& watch) {
    for (const auto& results : watch.samples)
        EXPECT_EQ(examples::difference_of_results(*results, *evaluate(results->scene, 0)), "");
}

TEST(EvaluatorUnderLoad, PublishesWhileWeightsChangeAtEveryFrame) {
    expect_no_mixtures(edit_fast(false, 60ms));
}

TEST(EvaluatorUnderLoad, PublishesWhileShapesChangeAtEveryFrame) {
    expect_no_mixtures(edit_fast(true, 60ms));
}

TEST(EvaluatorUnderLoad, ReadersOnTheScreenSeeWholeResults) {
    Evaluator evaluator;
    Random random(4);
    History history(start_scene());
    for (int frame = 0; frame < 60; ++frame) {
        examples::random_step(history, random);
        evaluator.submit(history.current(), history.revision());
        std::this_thread::sleep_for(2ms);
        const auto shown = evaluator.latest();
        if (shown == nullptr) continue;
        // Reads every number while the worker computes the next ones.
        for (std::size_t i = 0; i < shown->values.size(); ++i) {
            const Map& map = shown->values[i];
            EXPECT_EQ(map.values.shape(), shown->plan.shapes[i]);
            ValueRange range;
            for (int c = 0; c < map.values.shape().c; ++c)
                range.include(range_of(map.values.view(), c, map.values.shape().plane()));
            EXPECT_EQ(range, map.range);
        }
    }
    const auto last = evaluator.wait_for(history.revision());
    EXPECT_EQ(examples::difference_of_results(*last, *evaluate(history.current(), 0)), "");
}

}  // namespace
}  // namespace convscope
