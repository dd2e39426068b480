#include "core/parallel/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>
#include <vector>

namespace convscope {
namespace {

class ParallelFor : public testing::TestWithParam<int> {
  protected:
    void SetUp() override { set_thread_count(GetParam()); }
    void TearDown() override {
        set_thread_count(0);
        set_task_order_for_test(TaskOrder::kNatural, 0);
    }
};

TEST_P(ParallelFor, CallsEveryIndexOnce) {
    for (int count : {0, 1, 2, 3, 100, 1000}) {
        std::vector<std::atomic<int>> calls(static_cast<std::size_t>(count));
        EXPECT_TRUE(parallel_for(count, {}, [&](int i) { ++calls[static_cast<std::size_t>(i)]; }));
        for (const auto& n : calls) EXPECT_EQ(n, 1);
    }
}

TEST_P(ParallelFor, ShuffledOrderCallsEveryIndexOnce) {
    set_task_order_for_test(TaskOrder::kShuffled, 5);
    std::vector<std::atomic<int>> calls(257);
    EXPECT_TRUE(parallel_for(257, {}, [&](int i) { ++calls[static_cast<std::size_t>(i)]; }));
    for (const auto& n : calls) EXPECT_EQ(n, 1);
}

TEST_P(ParallelFor, StopsWhenAsked) {
    std::stop_source stop;
    std::atomic<int> ran = 0;
    const bool complete = parallel_for(10'000, stop.get_token(), [&](int) {
        if (++ran == 3) stop.request_stop();
    });
    EXPECT_FALSE(complete);
    EXPECT_LT(ran, 10'000);
    EXPECT_FALSE(parallel_for(1, stop.get_token(), [](int) { FAIL(); }));
}

TEST_P(ParallelFor, StopAfterTheLastBodyIsStillComplete) {
    std::stop_source stop;
    std::atomic<int> ran = 0;
    EXPECT_TRUE(parallel_for(8, stop.get_token(), [&](int) {
        if (++ran == 8) stop.request_stop();
    }));
}

TEST_P(ParallelFor, SeveralThreadsMayCallAtOnce) {
    std::vector<std::int64_t> sums(4, 0);
    {
        std::vector<std::jthread> callers;
        for (std::int64_t& sum : sums)
            callers.emplace_back([&sum] {
                for (int round = 0; round < 20; ++round) {
                    std::vector<int> values(200);
                    parallel_for(200, {}, [&](int i) { values[static_cast<std::size_t>(i)] = i; });
                    sum += std::accumulate(values.begin(), values.end(), 0);
                }
            });
    }
    for (std::int64_t sum : sums) EXPECT_EQ(sum, 20 * 199 * 200 / 2);
}

INSTANTIATE_TEST_SUITE_P(Threads, ParallelFor, testing::Values(1, 2, 3, 7));

TEST(ParallelSettings, ThreadCountZeroMeansAllCores) {
    set_thread_count(7);
    EXPECT_EQ(thread_count(), 7);
    set_thread_count(0);
    EXPECT_EQ(thread_count(), std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
}

TEST(ParallelSettings, MoreThreadsThanCoresAreObeyed) {
    constexpr int kThreads = 5;
    set_thread_count(kThreads);
    std::mutex mutex;
    std::condition_variable arrived;
    std::set<std::thread::id> threads;
    // Every body waits until five threads are inside one: fewer threads would never finish.
    const auto all_here = [&] { return threads.size() == kThreads; };
    bool timed_out = false;
    parallel_for(kThreads, {}, [&](int) {
        std::unique_lock lock(mutex);
        threads.insert(std::this_thread::get_id());
        arrived.notify_all();
        if (!arrived.wait_for(lock, std::chrono::seconds(20), all_here)) timed_out = true;
    });
    set_thread_count(0);
    EXPECT_FALSE(timed_out);
}

TEST(ParallelSettings, ShuffledOrderIsAnotherOrderAndSeeded) {
    set_thread_count(1);
    const auto order_of = [](unsigned seed) {
        set_task_order_for_test(TaskOrder::kShuffled, seed);
        std::vector<int> order;
        parallel_for(50, {}, [&](int i) { order.push_back(i); });
        set_task_order_for_test(TaskOrder::kNatural, 0);
        return order;
    };
    std::vector<int> natural(50);
    std::iota(natural.begin(), natural.end(), 0);
    EXPECT_NE(order_of(1), natural);
    EXPECT_NE(order_of(1), order_of(2));
    EXPECT_EQ(order_of(1), order_of(1));
    set_thread_count(0);
}

}  // namespace
}  // namespace convscope
