#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "core/eval/evaluate.hpp"

namespace convscope {

/// Runs evaluate() on the newest scene. All members are for one thread (the UI's); none but
/// wait_for() blocks on computing.
///
/// The worker finishes what it began, publishes it, and takes the newest scene then waiting: a
/// fast brush never builds a queue and never starves the screen. It breaks off only to quit, or
/// when the waiting scene has other shapes, and never twice in a row.
///
/// Results are written into memory of older ones that nobody holds any more (kResultBuffers in
/// all, and more only while callers hold more than one). Those that are held stay as they are, and
/// may outlive the evaluator.
class Evaluator {
  public:
    enum class Mode {
        kThreaded,
        kImmediate,  ///< submit() computes and publishes before it returns (no threads: the web).
    };
    struct Options {
        Mode mode = Mode::kThreaded;
        /// On the worker, after every publication and failure; may only wake the UI.
        std::function<void()> on_published = {};
        std::function<void()> before_evaluate_for_test = {};  ///< On the worker, before each.
    };

    Evaluator() : Evaluator(Options()) {}
    explicit Evaluator(Options options);
    ~Evaluator();  ///< Stops and joins.
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;

    /// Replaces any scene not yet begun. Precondition: plan_network(scene) succeeds.
    void submit(Scene scene, std::uint64_t revision);
    /// Newest finished results, perhaps of an older revision; null before the first.
    std::shared_ptr<const Results> latest() const;
    /// A submitted scene has no results yet.
    bool busy() const;
    /// Results of this or a newer revision; latest() when memory ran out for it. Precondition: it
    /// was submitted.
    std::shared_ptr<const Results> wait_for(std::uint64_t revision);
    /// What kept a submitted scene from being evaluated, once: memory ran out. latest() is then
    /// older than the scene.
    std::optional<Error> take_error();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace convscope
