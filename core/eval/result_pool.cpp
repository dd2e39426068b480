#include "core/eval/result_pool.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace convscope {

std::unique_ptr<Results> ResultPool::take(const std::vector<Shape>& shapes) {
    const std::scoped_lock lock(mutex_);
    const auto fits = [&](const auto& results) { return results->plan.shapes == shapes; };
    // Of those that fit, the newest version has the least to catch up with.
    const auto best = std::ranges::max_element(unused_, {}, [&](const auto& results) {
        return std::pair(fits(results), results->version);
    });
    if (best == unused_.end()) return nullptr;
    std::unique_ptr<Results> results = std::move(*best);
    unused_.erase(best);
    std::erase_if(unused_, std::not_fn(fits));
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
    unused_.push_back(std::move(results));
    if (unused_.size() > capacity_)
        unused_.erase(
            std::ranges::min_element(unused_, {}, [](const auto& each) { return each->version; }));
}

}  // namespace convscope
