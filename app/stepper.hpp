#pragma once
#include <chrono>
#include <memory>
#include <optional>

#include "app/views/actions.hpp"
#include "app/views/transport.hpp"

namespace convscope::app {

/// The walk through both passes of the newest results: where it is, and how it plays. New results
/// keep the place. While its drawer is closed there is no walk, and it holds no memory.
class Stepper {
  public:
    using Clock = std::chrono::steady_clock;

    void perform(const StepAction& action, Clock::time_point now);
    /// Once a frame, before the views: takes the newest results and plays on. `wanted`: its drawer
    /// is open; closing that ends the walk.
    void update(std::shared_ptr<const Results> newest, bool wanted, Clock::time_point now);
    /// Valid until the next update() or action.
    Transport transport();

    bool is_on() const { return on_; }
    /// While it plays, or is not done computing what stands there.
    std::optional<double> seconds_to_next_frame(Clock::time_point now) const;
    /// The filter (k) or channel whose map the walk has come to, once.
    struct Turned {
        std::size_t map = 0;
        int channel = 0;
        bool gradient = false;
        friend bool operator==(const Turned&, const Turned&) = default;
    };
    std::optional<Turned> take_turned();

  private:
    void carry_out(const StepMoveAction& action);
    void carry_out(const StepPlayAction&);
    void carry_out(const StepLeaveAction&);
    void carry_out(const StepSeekAction& action);
    void carry_out(const StepToAction& action);
    void carry_out(const StepSetAction& action);

    /// Of computing what stands there in one frame.
    static constexpr std::chrono::milliseconds kLongestSlice{20};

    bool make_walk();
    void renew_walk();
    void go_to(StepPosition position);
    void play_phases_from_here();
    void show();
    void play_on(Clock::time_point now);
    void play_phases(double seconds);
    void end();
    void let_go();

    std::shared_ptr<const Results> newest_, walked_;
    std::unique_ptr<StepWalk> walk_;  ///< Over walked_.
    StepStates states_{kLongestSlice};
    const StepView* view_ = nullptr;
    StepPosition position_;
    StepSettings settings_;
    bool on_ = false, playing_ = false;
    Clock::time_point played_until_;
    double owed_steps_ = 0;         ///< Steps that are due, by the time that went by.
    std::size_t played_phase_ = 0;  ///< Where a phase a second is played: in which one it is,
    double played_share_ = 0;       ///< and how much of it is done.
    std::optional<Turned> turned_, last_turned_;
};

}  // namespace convscope::app
