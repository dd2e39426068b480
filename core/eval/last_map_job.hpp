#pragma once
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/eval/results.hpp"

namespace convscope {

/// Computes the last map of a scene: at once where that is quick, else on a thread of its own. All
/// members are for one thread, and none but the destructor waits.
class LastMapJob {
  public:
    struct Outcome {
        std::shared_ptr<const Tensor> map;  ///< Null when there was not enough memory.
        std::string name;                   ///< As given to start().
    };

    LastMapJob() = default;
    ~LastMapJob();  ///< Stops what runs.
    LastMapJob(const LastMapJob&) = delete;
    LastMapJob& operator=(const LastMapJob&) = delete;

    /// In place of what runs. Precondition: the scene can be evaluated.
    void start(Scene scene, std::string name);
    bool running() const { return outcome_.valid(); }
    /// The outcome once it is there.
    std::optional<Outcome> take();

  private:
    std::future<Outcome> outcome_;
    std::stop_source stop_;
};

}  // namespace convscope
