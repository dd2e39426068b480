#include "core/eval/verifier.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

namespace convscope {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenWakes{50};
constexpr double kLeastSeconds = 0.25;  // For each of many targets.

struct VerifyJob {
    std::shared_ptr<const Results> results;
    std::vector<VerifyTarget> targets;
    double seconds = 0;
};

}  // namespace

struct Verifier::Impl {
    explicit Impl(Options given) : options(std::move(given)) {}
    ~Impl() {
        {
            const std::scoped_lock lock(mutex);
            quitting = true;
            stop_running.request_stop();
        }
        wake.notify_all();
    }

    /// Takes jobs until the verifier goes.
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
        VerifyJob job = *std::exchange(waiting, std::nullopt);
        stop_running = std::stop_source();
        const std::stop_token stop = stop_running.get_token();
        std::optional<GradientCheck> checks;
        checks.emplace(*job.results);
        for (std::size_t i = 0; i < job.targets.size() && !stop.stop_requested(); ++i) {
            progress = Progress{job.targets[i], share(i, job.targets.size(), 0), 0, 0};
            lock.unlock();
            auto report = check(*checks, job, i, stop);
            lock.lock();
            if (report && !stop.stop_requested())
                reports.push_back(std::make_shared<const VerifyReport>(*std::move(report)));
        }
        if (!waiting) progress.reset();
        lock.unlock();
        checks.reset();
        job = {};  // Results are let go outside the lock.
        if (options.on_progress) options.on_progress();
        lock.lock();
    }

    std::optional<VerifyReport> check(GradientCheck& checks, const VerifyJob& job,
                                      std::size_t index, const std::stop_token& stop) {
        const VerifyTarget& target = job.targets[index];
        const std::size_t count = job.targets.size();
        VerifyOptions verify_options;
        verify_options.seconds = std::max(job.seconds / static_cast<double>(count), kLeastSeconds);
        verify_options.on_progress = [&](const VerifyProgress& now) {
            tell({target, share(index, count, now.share), now.done, now.of}, stop);
        };
        try {
            return checks.check(target, verify_options, stop);
        } catch (const std::bad_alloc&) {
            VerifyReport report{.target = target, .revision = job.results->revision};
            report.impossible = "there is not enough memory to check this: take a smaller picture";
            return report;
        }
    }

    static double share(std::size_t index, std::size_t count, double part) {
        return (static_cast<double>(index) + part) / static_cast<double>(count);
    }

    void tell(const Progress& now, const std::stop_token& stop) {
        {
            const std::scoped_lock lock(mutex);
            if (!stop.stop_requested()) progress = now;
        }
        if (Clock::now() - last_wake < kBetweenWakes) return;
        last_wake = Clock::now();
        if (options.on_progress) options.on_progress();
    }

    const Options options;

    mutable std::mutex mutex;  ///< Guards all that follows, but `last_wake`, which is the worker's.
    std::condition_variable wake;
    std::optional<VerifyJob> waiting;
    std::optional<Progress> progress;
    std::vector<std::shared_ptr<const VerifyReport>> reports;
    std::stop_source stop_running;
    bool quitting = false;
    Clock::time_point last_wake{};

    std::jthread worker;  ///< Last: joined before the rest goes.
};

Verifier::Verifier(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Verifier::~Verifier() = default;

void Verifier::start(std::shared_ptr<const Results> results, std::vector<VerifyTarget> targets,
                     std::optional<double> seconds) {
    if (targets.empty()) return;
    std::optional<VerifyJob> job =
        VerifyJob{std::move(results), std::move(targets), seconds.value_or(impl_->options.seconds)};
    std::unique_lock lock(impl_->mutex);
    impl_->stop_running.request_stop();
    impl_->progress = Progress{job->targets.front(), 0, 0, 0};
    impl_->waiting.swap(job);
    if (impl_->options.mode == Mode::kImmediate) return impl_->run_waiting(lock);
    if (!impl_->worker.joinable())
        impl_->worker = std::jthread([impl = impl_.get()] { impl->work(); });
    lock.unlock();
    impl_->wake.notify_all();
}

void Verifier::cancel() {
    std::optional<VerifyJob> dropped;
    const std::scoped_lock lock(impl_->mutex);
    impl_->stop_running.request_stop();
    impl_->waiting.swap(dropped);
    impl_->progress.reset();
}

std::optional<Verifier::Progress> Verifier::running() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->progress;
}

std::vector<std::shared_ptr<const VerifyReport>> Verifier::take_reports() {
    const std::scoped_lock lock(impl_->mutex);
    return std::exchange(impl_->reports, {});
}

}  // namespace convscope
