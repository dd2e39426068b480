#include "core/eval/last_map_job.hpp"

#include <chrono>
#include <new>
#include <utility>

#include "core/eval/evaluate.hpp"

namespace convscope {
namespace {

constexpr std::size_t kQuickCells = 100'000;  ///< Of all maps: not worth a thread.

std::size_t cell_count(const Scene& scene) {
    const NetworkPlan plan = *plan_shapes(scene);
    std::size_t cells = 0;
    for (const Shape& shape : plan.shapes) cells += shape.count();
    return cells;
}

LastMapJob::Outcome last_map(const Scene& scene, std::string name, std::stop_token stop) try {
    const std::unique_ptr<Results> results = evaluate(scene, 1, nullptr, std::move(stop));
    if (results == nullptr) return {};
    return {std::make_shared<const Tensor>(std::move(results->values.back().values)),
            std::move(name)};
} catch (const std::bad_alloc&) {
    return {};
}

}  // namespace

LastMapJob::~LastMapJob() {
    stop_.request_stop();
}

void LastMapJob::start(Scene scene, std::string name) {
    stop_.request_stop();
    stop_ = std::stop_source();
    const bool quick = cell_count(scene) <= kQuickCells;
    outcome_ = std::async(quick ? std::launch::deferred : std::launch::async,
                          [scene = std::move(scene), name = std::move(name),
                           stop = stop_.get_token()] { return last_map(scene, name, stop); });
    if (quick) outcome_.wait();
}

std::optional<LastMapJob::Outcome> LastMapJob::take() {
    using namespace std::chrono_literals;
    if (!outcome_.valid() || outcome_.wait_for(0s) != std::future_status::ready)
        return std::nullopt;
    return outcome_.get();
}

}  // namespace convscope
