#pragma once
#include <algorithm>
#include <atomic>
#include <functional>
#include <new>
#include <stop_token>

#include "core/parallel/parallel.hpp"

namespace convscope {

/// parallel_for() over a few at a time, for work that takes seconds: between them others, the
/// window above all, get the threads. What does not fit into memory is thrown on this thread.
inline bool parallel_in_waves(int count, int wave, const std::stop_token& stop,
                              const std::function<void(int)>& body) {
    std::atomic<bool> no_memory = false;
    for (int first = 0; first < count; first += wave) {
        const auto run = [&](int i) {
            try {
                body(first + i);
            } catch (const std::bad_alloc&) {
                no_memory = true;
            }
        };
        const bool complete = parallel_for(std::min(wave, count - first), stop, run);
        if (no_memory) throw std::bad_alloc();
        if (!complete) return false;
    }
    return true;
}

}  // namespace convscope
