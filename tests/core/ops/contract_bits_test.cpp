// The numeric contract: the same bits whatever is computed at once, in which order, by which
// target. Every row of op_table() runs through here.
#include <gtest/gtest.h>

#include "contract_case.hpp"
#include "core/ops/simd.hpp"
#include "core/parallel/parallel.hpp"

namespace convscope::contract {
namespace {

class ContractBits : public testing::TestWithParam<std::string> {
  protected:
    const OpInfo& op() const { return *find_op(GetParam()); }
    void TearDown() override {
        ASSERT_TRUE(use_simd_target(simd_targets().front()));
        set_thread_count(0);
        set_task_order_for_test(TaskOrder::kNatural, 0);
    }
};

/// Fast kernels against the twin: bit for bit where multiply-add is fused.
void expect_fast_is_twin(const Case& one, const Outcome& twin) {
    EXPECT_EQ(difference(compute(one.op->fast, one), twin), "")
        << one.name << " on " << current_simd_target();
}

TEST_P(ContractBits, FastIsTwinOnEveryTarget) {
    for (unsigned seed = 0; seed < 150; ++seed) {
        const Values values = static_cast<Values>(seed % 3);
        const Case one =
            random_case(op(), seed, {.max_side = 40, .max_samples = 35, .values = values});
        const Outcome twin = compute(one.op->twin, one);
        for (const std::string& target : simd_targets()) {
            ASSERT_TRUE(use_simd_target(target));
            if (simd_target_is_fused()) expect_fast_is_twin(one, twin);
        }
    }
}

TEST_P(ContractBits, FastIsTwinOnTargetsThatDoNotFuseWhenSumsAreExact) {
    for (unsigned seed = 0; seed < 40; ++seed) {
        Case one = random_case(op(), seed,
                               {.max_side = 25, .max_samples = 20, .values = Values::kIntegers});
        for (float& bias : one.bias) bias = 2;
        const Outcome twin = compute(one.op->twin, one);
        for (const std::string& target : simd_targets()) {
            ASSERT_TRUE(use_simd_target(target));
            expect_fast_is_twin(one, twin);
        }
    }
}

TEST_P(ContractBits, FastIsTwinAtEveryWidth) {
    for (int width = 1; width <= 40; ++width)
        for (int height : {1, 3, 7}) {
            const Case one =
                case_on(op(), {1, 2, height, width}, static_cast<unsigned>(41 * height + width));
            expect_fast_is_twin(one, compute(one.op->twin, one));
        }
}

TEST_P(ContractBits, FastIsTwinAcrossTilesAndBlocks) {
    for (const Shape input :
         {Shape{1, 1, 67, 130}, Shape{1, 2, 131, 65}, Shape{1, 1, 64, 64}, Shape{3, 1, 75, 110}})
        for (unsigned seed = 0; seed < 4; ++seed) {
            const Case one = case_on(op(), input, seed);
            expect_fast_is_twin(one, compute(one.op->twin, one));
        }
}

TEST_P(ContractBits, NegativeZerosAreTwinInFullAndPartLanes) {
    for (const int samples : {1, 5, 16, 32, 33})
        for (const Shape plane : {Shape{1, 2, 1, 16}, Shape{1, 2, 7, 9}, Shape{1, 1, 32, 32}})
            for (unsigned seed = 0; seed < 3; ++seed) {
                const Case one = case_on(op(), {samples, plane.c, plane.h, plane.w}, seed,
                                         Values::kNegativeZeros);
                expect_fast_is_twin(one, compute(one.op->twin, one));
            }
}

/// Kernels on one rectangle: the same bits as in the full pass, and nothing else written.
void expect_rect_alone_is_same(const OpKernels& kernels, const Case& one, const Outcome& full,
                               Random& random) {
    const auto random_rect = [&](Rect plane) {
        const int x0 = random.in(0, plane.x1 - 1), y0 = random.in(0, plane.y1 - 1);
        return Rect{x0, y0, random.in(x0 + 1, plane.x1), random.in(y0 + 1, plane.y1)};
    };
    Scratch scratch;
    const OpInputs in = one.inputs();
    const Rect out_rect = random_rect(one.output_shape.plane());
    GuardedMap output(one.output_shape);
    std::vector<std::uint16_t> winners(full.winners.size(), 0xffff);
    kernels.forward(in, output.view(), winners, out_rect, scratch);
    EXPECT_EQ(difference(output.view(), full.output.view(), out_rect), "") << one.name;
    EXPECT_TRUE(output.untouched_outside(out_rect)) << one.name;
    for (std::size_t i = 0; i < winners.size(); ++i) {
        const auto width = static_cast<std::size_t>(one.output_shape.w);
        const int x = static_cast<int>(i % width);
        const int y = static_cast<int>(i / width) % one.output_shape.h;
        const bool inside = out_rect.contains(x, y);
        EXPECT_EQ(winners[i], inside ? full.winners[i] : 0xffff) << one.name;
    }
    const Rect in_rect = random_rect(in.input.shape().plane());
    GuardedMap grad_input(in.input.shape());
    kernels.grad_input(in, grad_input.view(), in_rect, scratch);
    EXPECT_EQ(difference(grad_input.view(), full.grad_input.view(), in_rect), "") << one.name;
    EXPECT_TRUE(grad_input.untouched_outside(in_rect)) << one.name;
}

TEST_P(ContractBits, AnyRectangleAloneIsThatOfTheFullPass) {
    for (unsigned seed = 0; seed < 60; ++seed) {
        const Case one = random_case(op(), seed, {.max_side = 90});
        Random random(seed);
        for (const OpKernels& kernels : {op().fast, op().twin}) {
            const Outcome full = compute(kernels, one);
            EXPECT_TRUE(full.output.untouched_outside(one.output_shape.plane())) << one.name;
            EXPECT_TRUE(full.grad_input.untouched_outside(one.inputs().input.shape().plane()))
                << one.name;
            for (int i = 0; i < 4; ++i) expect_rect_alone_is_same(kernels, one, full, random);
        }
    }
}

TEST_P(ContractBits, ThreadsAndTaskOrderDoNotMatter) {
    const Runner in_parallel = [](int count, const std::function<void(int)>& task) {
        ASSERT_TRUE(parallel_for(count, {}, task));
    };
    for (const Shape input : {Shape{1, 3, 200, 150}, Shape{40, 1, 12, 9}})
        for (unsigned seed = 0; seed < 3; ++seed) {
            const Case one = case_on(op(), input, seed);
            const Outcome whole = compute(op().fast, one);
            for (const int threads : {1, 2, 3, 7}) {
                set_thread_count(threads);
                set_task_order_for_test(TaskOrder::kNatural, 0);
                EXPECT_EQ(difference(compute(op().fast, one, 64, in_parallel), whole), "")
                    << one.name << " with " << threads << " threads";
                set_task_order_for_test(TaskOrder::kShuffled, seed);
                EXPECT_EQ(difference(compute(op().fast, one, 64, in_parallel), whole), "")
                    << one.name << " shuffled on " << threads << " threads";
            }
        }
}

INSTANTIATE_TEST_SUITE_P(Ops, ContractBits, testing::ValuesIn(op_ids()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace convscope::contract
