#include "core/eval/evaluator.hpp"

#include <condition_variable>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "core/eval/result_pool.hpp"

namespace convscope {
namespace {

constexpr const char* kOutOfMemory =
    "there is not enough memory to evaluate this: take a smaller picture, fewer filters or fewer "
    "layers";

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

        std::shared_ptr<const Results> published;
        bool out_of_memory = false;
        try {
            if (options.before_evaluate_for_test) options.before_evaluate_for_test();
            auto results =
                evaluate(job.scene, job.revision, pool->take(running_shapes), stop, newest.get());
            if (results != nullptr) published = pool->publish(std::move(results));
        } catch (const std::bad_alloc&) {
            out_of_memory = true;
        }
        const bool finished = published != nullptr || out_of_memory;

        lock.lock();
        running = false;
        may_break_off = finished;
        if (out_of_memory) {
            failure = Error{kOutOfMemory, "memory"};
            failed_revision = job.revision;
        } else if (finished) {
            latest.swap(published);  // What was the latest is let go outside the lock.
        }
        lock.unlock();
        published.reset();
        newest.reset();
        done.notify_all();
        if (finished && options.on_published) options.on_published();
        lock.lock();
    }

    /// There are results of this revision or a newer one, or there will not be any.
    bool is_settled(std::uint64_t revision) const {
        return (latest != nullptr && latest->revision >= revision) ||
               (failed_revision.has_value() && *failed_revision >= revision);
    }

    const Options options;
    const std::shared_ptr<ResultPool> pool = std::make_shared<ResultPool>(kResultBuffers - 1);

    std::mutex mutex;  ///< Guards all that follows.
    std::condition_variable wake, done;
    std::optional<Job> waiting;
    std::shared_ptr<const Results> latest;
    std::stop_source stop_running;
    std::vector<Shape> running_shapes;
    std::optional<Error> failure;  ///< Not yet taken.
    std::optional<std::uint64_t> failed_revision;
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
    impl_->done.wait(lock, [&] { return impl_->is_settled(revision); });
    return impl_->latest;
}

std::optional<Error> Evaluator::take_error() {
    const std::scoped_lock lock(impl_->mutex);
    return std::exchange(impl_->failure, std::nullopt);
}

}  // namespace convscope
