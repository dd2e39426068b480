#include "app/check_runner.hpp"

#include <limits>
#include <utility>

#include "app/messages.hpp"

namespace convscope::app {

void CheckRunner::update(UiState& ui, const std::shared_ptr<const Results>& results,
                         const Newest& newest) {
    checks_.revision = newest.revision;
    take_reports();
    if (started_revision_ != newest.revision && !idle()) verifier_.cancel();
    if (std::exchange(scene_, newest.scene) != newest.scene) {
        break_off();
        checks_.reports.clear();
        checks_.newest.clear();
    }
    using What = AskedCheck::What;
    if (ui.ask_check && ui.ask_check->what == What::kToggle)
        ui.ask_check->what = idle() ? What::kAllWeights : What::kCancel;
    if (ui.ask_check && ui.ask_check->what == What::kCancel) {
        verifier_.cancel();
        ui.ask_check.reset();
    }
    if (ui.ask_check && results && results->revision == newest.revision)
        start(ui, *std::exchange(ui.ask_check, std::nullopt), results);
    checks_.running.reset();
    if (const auto progress = verifier_.running())
        checks_.running = Checks::Running{key_of(progress->target), *progress};
}

void CheckRunner::take_reports() {
    for (auto& report : verifier_.take_reports()) {
        checks_.newest = key_of(report->target);
        checks_.reports[checks_.newest] = std::move(report);
    }
}

void CheckRunner::break_off() {
    verifier_.cancel();
    take_reports();
}

void CheckRunner::start(UiState& ui, const AskedCheck& asked,
                        const std::shared_ptr<const Results>& results) {
    break_off();  // while stages_ still are those of its reports
    stages_.clear();
    std::vector<VerifyTarget> targets;
    for (std::size_t i = 0; i < results->plan.layers.size(); ++i) {
        stages_.push_back(results->scene.layers[results->plan.layers[i]].id);
        const bool has_weights = !results->layers[i].grad_weights.empty();
        const bool wanted = asked.what == AskedCheck::What::kAllWeights ||
                            (asked.what == AskedCheck::What::kLayer && asked.layer == stages_[i]);
        if (has_weights && wanted) targets.push_back({.stage = i});
    }
    if (asked.what == AskedCheck::What::kPicture)
        targets.push_back({.kind = VerifyTarget::Kind::kPicture, .rect = asked.picture});
    if (targets.empty()) {
        add_message(ui, Message::Kind::kNote,
                    "No layer that is on has weights to verify: add a conv or dense layer, or "
                    "verify the picture.");
        return;
    }
    std::erase_if(checks_.reports,
                  [this](const auto& report) { return checks_.is_stale(*report.second); });
    started_revision_ = results->revision;
    verifier_.start(
        results, std::move(targets),
        asked.no_sample ? std::optional(std::numeric_limits<double>::infinity()) : std::nullopt);
    take_reports();
}

std::string CheckRunner::key_of(const VerifyTarget& target) const {
    return target.kind == VerifyTarget::Kind::kPicture ? std::string(kPictureCheck)
                                                       : stages_[target.stage];
}

}  // namespace convscope::app
