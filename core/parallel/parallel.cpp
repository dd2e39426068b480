#include "core/parallel/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <numeric>
#include <random>
#include <thread>
#include <vector>

#if defined(CONVSCOPE_USE_TBB)
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/partitioner.h>
#include <oneapi/tbb/task_arena.h>
#endif

namespace convscope {
namespace {

int core_count() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

std::atomic<int> g_threads = core_count();
std::atomic<TaskOrder> g_order = TaskOrder::kNatural;
std::atomic<unsigned> g_order_seed = 0;

/// 0 .. count-1 in a seeded random order, the same with every standard library.
std::vector<int> shuffled_order(int count, unsigned seed) {
    std::vector<int> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    std::mt19937 random(seed);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    return order;
}

// Two backends of run_on_threads(): body(0) .. body(count - 1) on at most `threads` threads.
#if defined(CONVSCOPE_USE_TBB)

/// Room for this many threads, shared by all callers. The arena alone would not get more threads
/// than an earlier, smaller one; the control alone would leave it at one for each core.
struct Arena {
    explicit Arena(int threads)
        : control(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads)),
          arena(threads) {}
    tbb::global_control control;
    tbb::task_arena arena;
};

std::shared_ptr<Arena> arena_of(int threads) {
    static std::mutex mutex;
    static std::shared_ptr<Arena> shared;
    const std::scoped_lock lock(mutex);
    if (!shared || shared->arena.max_concurrency() != threads) {
        shared.reset();  // Of several controls the smallest would count.
        shared = std::make_shared<Arena>(threads);
    }
    return shared;
}

void run_on_threads(int count, int threads, const std::function<void(int)>& body) {
    const auto run_range = [&](const tbb::blocked_range<int>& range) {
        for (int i = range.begin(); i < range.end(); ++i) body(i);
    };
    arena_of(threads)->arena.execute([&] {
        tbb::parallel_for(tbb::blocked_range<int>(0, count, 1), run_range,
                          tbb::simple_partitioner());
    });
}

#else

void run_on_threads(int count, int threads, const std::function<void(int)>& body) {
    std::atomic<int> next = 0;
    const auto work = [&] {
        for (int i = next++; i < count; i = next++) body(i);
    };
    std::vector<std::jthread> helpers;
    for (int i = 1; i < std::min(threads, count); ++i) helpers.emplace_back(work);
    work();
}

#endif

}  // namespace

bool parallel_for(int count, std::stop_token stop, const std::function<void(int)>& body) {
    if (count <= 0) return true;
    std::vector<int> order;
    if (g_order == TaskOrder::kShuffled) order = shuffled_order(count, g_order_seed);
    std::atomic<bool> complete = true;
    const auto run_one = [&](int i) {
        if (stop.stop_requested()) {
            complete = false;
            return;
        }
        body(order.empty() ? i : order[static_cast<std::size_t>(i)]);
    };
    const int threads = g_threads;
    if (threads == 1 || count == 1) {
        for (int i = 0; i < count && complete; ++i) run_one(i);
    } else {
        run_on_threads(count, threads, run_one);
    }
    return complete;
}

void set_thread_count(int threads) {
    g_threads = threads > 0 ? threads : core_count();
}

int thread_count() {
    return g_threads;
}

void set_task_order_for_test(TaskOrder order, unsigned seed) {
    g_order_seed = seed;
    g_order = order;
}

}  // namespace convscope
