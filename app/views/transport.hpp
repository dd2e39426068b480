#pragma once
#include <array>
#include <string_view>

#include "core/eval/step_view.hpp"

namespace convscope::app {

/// How fast a walk plays.
struct StepSpeed {
    std::string_view id, label;
    double steps_per_second = 0;  ///< 0: a phase in each second.
};
inline constexpr std::array<StepSpeed, 7> kStepSpeeds{{{"1", "1 /s", 1},
                                                       {"3", "3 /s", 3},
                                                       {"10", "10 /s", 10},
                                                       {"30", "30 /s", 30},
                                                       {"100", "100 /s", 100},
                                                       {"1000", "1,000 /s", 1000},
                                                       {"phase", "1 phase/s", 0}}};

struct StepSettings {
    StepGrain grain = StepGrain::kWindow;
    StepOrders orders = {};
    std::size_t speed = 2;  ///< Index in kStepSpeeds.
    friend bool operator==(const StepSettings&, const StepSettings&) = default;
};

/// The walk through both passes, as views see it.
struct Transport {
    const StepWalk* walk = nullptr;  ///< Null: its drawer is closed, or there are no results.
    const StepView* view = nullptr;  ///< Null while it is off: everything is shown at once.
    bool playing = false;
    StepSettings settings = {};
};

}  // namespace convscope::app
