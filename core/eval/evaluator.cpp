#include "core/eval/evaluator.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "core/eval/result_pool.hpp"

namespace convscope {
namespace {

struct Job {
    Scene scene;
    std::uint64_t revision = 0;
    std::vector<Shape> shapes;
};

}  // namespace

struct Evaluator::Impl {
    explicit Impl(Options given) : options(std::move(given)) {
        if (options.mode == Mode::kThreaded) worker = std::jthread([this] { work(); });
    }
    ~Impl() {
        {
            const std::scoped_lock lock(mutex);
            quitting = true;
            stop_running.request_stop();
        }
        wake.notify_all();
    }

    void submit(Job job) {
        std::optional<Job> next = std::move(job);
        {
            const std::scoped_lock lock(mutex);
            if (running && may_break_off && running_shapes != next->shapes)
                stop_running.request_stop();
            waiting.swap(next);  // A replaced scene is let go outside the lock.
        }
        wake.notify_all();
    }

    /// Takes jobs until the evaluator goes.
    void work() {
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [this] { return quitting || waiting.has_value(); });
            if (quitting) return;
            run_waiting(lock);
        }
    }

    /// Precondition: a job waits. `lock` is released while it runs.
    void run_waiting(std::unique_lock<std::mutex>& lock) {
        Job job = *std::exchange(waiting, std::nullopt);
        running = true;
        running_shapes = std::move(job.shapes);
        stop_running = std::stop_source();
        const std::stop_token stop = stop_running.get_token();
        std::shared_ptr<const Results> newest = latest;
        lock.unlock();

        if (options.before_evaluate_for_test) options.before_evaluate_for_test();
        auto results = evaluate(job.scene, job.revision, pool->take(), stop, newest.get());
        const bool finished = results != nullptr;
        std::shared_ptr<const Results> published;
        if (finished) published = pool->publish(std::move(results));

        lock.lock();
        running = false;
        may_break_off = finished;
        if (finished) latest.swap(published);  // What was the latest is let go outside the lock.
        lock.unlock();
        published.reset();
        newest.reset();
        done.notify_all();
        if (finished && options.on_published) options.on_published();
        lock.lock();
    }

    const Options options;
    const std::shared_ptr<ResultPool> pool = std::make_shared<ResultPool>(kResultBuffers - 1);

    std::mutex mutex;  ///< Guards all that follows.
    std::condition_variable wake, done;
    std::optional<Job> waiting;
    std::shared_ptr<const Results> latest;
    std::stop_source stop_running;
    std::vector<Shape> running_shapes;
    bool running = false, quitting = false;
    bool may_break_off = true;  ///< The evaluation before this one was finished.

    std::jthread worker;  ///< Last: joined before the rest goes.
};

Evaluator::Evaluator(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Evaluator::~Evaluator() = default;

void Evaluator::submit(Scene scene, std::uint64_t revision) {
    std::vector<Shape> shapes = plan_shapes(scene)->shapes;
    impl_->submit({std::move(scene), revision, std::move(shapes)});
    if (impl_->options.mode != Mode::kImmediate) return;
    std::unique_lock lock(impl_->mutex);
    impl_->run_waiting(lock);
}

std::shared_ptr<const Results> Evaluator::latest() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->latest;
}

bool Evaluator::busy() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->running || impl_->waiting.has_value();
}

std::shared_ptr<const Results> Evaluator::wait_for(std::uint64_t revision) {
    std::unique_lock lock(impl_->mutex);
    impl_->done.wait(
        lock, [&] { return impl_->latest != nullptr && impl_->latest->revision >= revision; });
    return impl_->latest;
}

}  // namespace convscope
