#include "app/stepper.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace convscope::app {
namespace {

constexpr double kLongestWait_s = 0.25;  // A walk that had to wait does not hurry afterwards.
constexpr double kFrame_s = 1.0 / 60;

/// The channel that an outer cell lies in, of a map that may show another one.
std::optional<Stepper::Turned> turned_to(const StepView& view) {
    if (!view.outer) return std::nullopt;
    const bool gradient = view.outer->kind == NumberRef::Kind::kGradient;
    if (!gradient && view.outer->kind != NumberRef::Kind::kValue) return std::nullopt;
    return Stepper::Turned{view.outer->map, view.outer->cell.c, gradient};
}

}  // namespace

bool Stepper::make_walk() {
    if (walk_ && walked_ == newest_) return true;
    if (!newest_) {
        let_go();
        return false;
    }
    renew_walk();
    return true;
}

/// Over the newest results and in the order that is set, at the same place.
void Stepper::renew_walk() {
    auto walk = std::make_unique<StepWalk>(*newest_, settings_.orders);
    const double share = played_share_;
    if (walk_) position_ = walk->same_place(*walk_, position_, settings_.grain);
    view_ = nullptr;
    states_.set_walk(walk.get());
    walk_ = std::move(walk);
    walked_ = newest_;
    play_phases_from_here();
    // What has been played of a phase is finer than its steps, and results may come every frame.
    const auto played = walk_->position_at(played_phase_, share, settings_.grain);
    if (played == position_) played_share_ = share;
}

void Stepper::end() {
    on_ = playing_ = false;
    position_ = {};
    view_ = nullptr;
    last_turned_.reset();
}

/// Of the walk, and of its results.
void Stepper::let_go() {
    end();
    states_.set_walk(nullptr);
    walk_ = nullptr;
    walked_ = nullptr;
}

void Stepper::update(std::shared_ptr<const Results> newest, bool wanted, Clock::time_point now) {
    newest_ = std::move(newest);
    if (!wanted) return let_go();
    if (!make_walk()) return;
    if (playing_) play_on(now);
    if (view_ != nullptr && view_->pending) view_ = nullptr;
    if (on_) show();
}

void Stepper::show() {
    if (view_ != nullptr) return;
    view_ = &states_.at(position_, settings_.grain);
    if (const auto turned = turned_to(*view_); turned && turned != last_turned_)
        turned_ = last_turned_ = turned;
}

Transport Stepper::transport() {
    if (on_ && walk_) show();
    return {walk_.get(), on_ ? view_ : nullptr, playing_, settings_};
}

std::optional<Stepper::Turned> Stepper::take_turned() {
    return std::exchange(turned_, std::nullopt);
}

std::optional<double> Stepper::seconds_to_next_frame(Clock::time_point now) const {
    if (view_ != nullptr && view_->pending) return kFrame_s;
    if (!playing_) return std::nullopt;
    const double rate = kStepSpeeds[settings_.speed].steps_per_second;
    if (rate == 0 || rate > 1 / kFrame_s) return kFrame_s;
    const std::chrono::duration<double> gone = now - played_until_;
    return std::max(0.0, (1 - owed_steps_) / rate - gone.count());
}

void Stepper::perform(const StepAction& action, Clock::time_point now) {
    if (!make_walk()) return;
    const bool was_playing = playing_;
    std::visit([this](const auto& one) { carry_out(one); }, action);
    if (!was_playing) played_until_ = now;
}

void Stepper::go_to(StepPosition position) {
    on_ = true;
    position_ = position;
    view_ = nullptr;
    play_phases_from_here();
}

void Stepper::play_phases_from_here() {
    const bool ends = position_.cell == walk_->phase(position_).cells && position_ != walk_->end();
    played_phase_ = position_.phase + (ends ? 1 : 0);
    played_share_ = ends ? 0 : walk_->fraction_of(position_);
}

void Stepper::carry_out(const StepMoveAction& action) {
    using Way = StepMoveAction::Way;
    playing_ = false;
    switch (action.way) {
        case Way::kForward:
            return go_to(walk_->next(on_ ? position_ : walk_->start(), settings_.grain));
        case Way::kBack:
            return go_to(walk_->previous(on_ ? position_ : walk_->end(), settings_.grain));
        case Way::kStart:
            return go_to(walk_->start());
        case Way::kEnd:
            return go_to(walk_->end());
    }
}

void Stepper::carry_out(const StepPlayAction&) {
    playing_ = !playing_;
    if (!playing_) return;
    const bool anew = !on_ || position_ == walk_->end();
    go_to(anew ? walk_->start() : position_);
    owed_steps_ = 1;  // The first one at once.
}

void Stepper::carry_out(const StepLeaveAction&) {
    end();
}

void Stepper::carry_out(const StepSeekAction& action) {
    playing_ = false;
    const std::size_t phase = std::min(action.phase, walk_->phases().size() - 1);
    go_to(walk_->position_at(phase, action.fraction, settings_.grain));
}

void Stepper::carry_out(const StepToAction& action) {
    if (const auto found = walk_->position_of(action.number)) go_to(*found);
}

void Stepper::carry_out(const StepSetAction& action) {
    const bool reordered = settings_.orders != action.settings.orders;
    settings_ = action.settings;
    view_ = nullptr;
    if (reordered) return renew_walk();
    play_phases_from_here();
}

void Stepper::play_on(Clock::time_point now) {
    const std::chrono::duration<double> gone = now - std::exchange(played_until_, now);
    const double rate = kStepSpeeds[settings_.speed].steps_per_second;
    const double seconds =
        rate == 0 || rate > 1 ? std::min(gone.count(), kLongestWait_s) : gone.count();
    const StepPosition before = position_;
    if (rate == 0) {
        play_phases(seconds);
    } else {
        owed_steps_ = std::min(owed_steps_ + seconds * rate, std::max(1.0, kLongestWait_s * rate));
        for (; owed_steps_ >= 1; --owed_steps_) position_ = walk_->next(position_, settings_.grain);
    }
    if (position_ != before) view_ = nullptr;
    if (position_ == walk_->end()) playing_ = false;
}

void Stepper::play_phases(double seconds) {
    played_phase_ = std::min(played_phase_, walk_->phases().size() - 1);
    played_share_ = std::min(1.0, played_share_ + seconds);
    position_ = walk_->position_at(played_phase_, played_share_, settings_.grain);
    if (played_share_ < 1) return;
    ++played_phase_;
    played_share_ = 0;
}

}  // namespace convscope::app
