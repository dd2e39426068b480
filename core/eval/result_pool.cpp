#include "core/eval/result_pool.hpp"

#include <algorithm>
#include <utility>

namespace convscope {

std::unique_ptr<Results> ResultPool::take() {
    const std::scoped_lock lock(mutex_);
    // The newest version has the least to catch up with.
    const auto newest = std::ranges::max_element(
        unused_, {}, [](const std::unique_ptr<Results>& results) { return results->version; });
    if (newest == unused_.end()) return nullptr;
    std::unique_ptr<Results> results = std::move(*newest);
    unused_.erase(newest);
    return results;
}

std::shared_ptr<const Results> ResultPool::publish(std::unique_ptr<Results> results) {
    return {results.release(), [pool = weak_from_this()](Results* unused) {
                std::unique_ptr<Results> owned(unused);
                if (const auto alive = pool.lock()) alive->put_back(std::move(owned));
            }};
}

void ResultPool::put_back(std::unique_ptr<Results> results) {
    const std::scoped_lock lock(mutex_);
    if (unused_.size() < capacity_) unused_.push_back(std::move(results));
}

}  // namespace convscope
