#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/eval/verify.hpp"

namespace convscope {

/// Runs GradientCheck on a thread of its own, which starts with the first check. All members are
/// for one thread (the UI's); none waits for computing.
class Verifier {
  public:
    enum class Mode {
        kThreaded,
        kImmediate,  ///< start() checks before it returns (no threads: the web).
    };
    struct Options {
        Mode mode = Mode::kThreaded;
        /// On the worker, a few times a second while it runs and when it ends; may only wake the
        /// UI.
        std::function<void()> on_progress = {};
        double seconds = 2;  ///< VerifyOptions::seconds of all targets of one start() together.
    };
    /// Of what runs.
    struct Progress {
        VerifyTarget target;            ///< The one being checked.
        double share = 0;               ///< Of all targets, 0 to 1.
        std::int64_t done = 0, of = 0;  ///< Numbers of this target; of is 0 until the first.
    };

    Verifier() : Verifier(Options()) {}
    explicit Verifier(Options options);
    ~Verifier();  ///< Stops and joins.
    Verifier(const Verifier&) = delete;
    Verifier& operator=(const Verifier&) = delete;

    /// Checks the targets one after the other, in place of what runs. Holds the results until then.
    /// With `seconds` it may take so long instead of Options::seconds; infinity: all numbers.
    void start(std::shared_ptr<const Results> results, std::vector<VerifyTarget> targets,
               std::optional<double> seconds = {});
    /// What was not finished gives no report.
    void cancel();
    /// Nothing while nothing runs.
    std::optional<Progress> running() const;
    /// Reports since the last call, in order.
    std::vector<std::shared_ptr<const VerifyReport>> take_reports();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace convscope
