#pragma once
#include <memory>
#include <mutex>
#include <vector>

#include "core/eval/results.hpp"

namespace convscope {

/// Results that nobody looks at any more, kept as memory for the next ones. Thread-safe: who lets
/// go of published results last may be any thread, and outlive the evaluator.
class ResultPool : public std::enable_shared_from_this<ResultPool> {
  public:
    /// Keeps at most this many.
    explicit ResultPool(std::size_t capacity) : capacity_(capacity) {
        unused_.reserve(capacity + 1);
    }

    /// The results whose memory and numbers are the best start for ones whose maps have these
    /// shapes; null when empty. All others whose maps have other shapes are freed.
    std::unique_ptr<Results> take(const std::vector<Shape>& shapes);
    /// The results to share; they come back here when the last holder lets go.
    std::shared_ptr<const Results> publish(std::unique_ptr<Results> results);

  private:
    void put_back(std::unique_ptr<Results> results);

    const std::size_t capacity_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Results>> unused_;
};

}  // namespace convscope
