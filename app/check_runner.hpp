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
    explicit CheckRunner(Verifier::Options options) : verifier_(std::move(options)) {}

    struct Newest {
        std::uint64_t revision = 0;  ///< Of the scene; a check waits for its results.
        std::uint64_t scene = 0;     ///< Document::scene_number(): reports of another one go.
    };
    /// Once a frame, before the views.
    void update(UiState& ui, const std::shared_ptr<const Results>& results, const Newest& newest);
    const Checks& checks() const { return checks_; }
    /// Nothing runs.
    bool idle() const { return !verifier_.running(); }

  private:
    void take_reports();
    /// Nothing runs behind it, and nothing that ran waits to be taken.
    void break_off();
    void start(UiState& ui, const AskedCheck& asked, const std::shared_ptr<const Results>& results);
    std::string key_of(const VerifyTarget& target) const;

    Checks checks_;
    std::vector<std::string> stages_;  ///< Layer ids of the results that are checked, by stage.
    std::uint64_t started_revision_ = 0, scene_ = 0;
    Verifier verifier_;
};

}  // namespace convscope::app
