#pragma once
#include <functional>
#include <stop_token>

namespace convscope {

/// Calls body(i) once for each i in [0, count), on as many threads as allowed. Bodies must write
/// disjoint memory; they may run in any order. Returns false when `stop` was requested before all
/// ran (the rest is then not run). May be called from several threads at once, not from a body.
bool parallel_for(int count, std::stop_token stop, const std::function<void(int)>& body);

/// Threads that parallel_for uses from now on; 0 means one for each core (the default). A number
/// larger than the cores is obeyed. Not to be called while a parallel_for runs.
void set_thread_count(int threads);
int thread_count();

/// For tests: bodies run in a seeded random order.
enum class TaskOrder { kNatural, kShuffled };
void set_task_order_for_test(TaskOrder order, unsigned seed);

}  // namespace convscope
