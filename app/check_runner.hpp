#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "app/views/checks.hpp"
#include "app/views/ui_state.hpp"

namespace convscope::app {

/// Starts checks by nudging for those who ask (UiState::ask_check), keeps their reports, and breaks
/// them off when the scene changes.
class CheckRunner {
  public:
    CheckRunner(Verifier::Mode mode, std::function<void()> wake)
        : verifier_({.mode = mode, .on_progress = std::move(wake)}) {}

    /// Once a frame, before the views. `revision`: of the newest scene; a check waits for its
    /// results.
    void update(UiState& ui, const std::shared_ptr<const Results>& results, std::uint64_t revision);
    const Checks& checks() const { return checks_; }
    /// Nothing runs.
    bool idle() const { return !verifier_.running(); }

  private:
    void take_reports();
    void start(const AskedCheck& asked, const std::shared_ptr<const Results>& results);
    std::string key_of(const VerifyTarget& target) const;

    Checks checks_;
    std::vector<std::string> stages_;  ///< Layer ids of the results that are checked, by stage.
    std::uint64_t started_revision_ = 0;
    Verifier verifier_;
};

}  // namespace convscope::app
