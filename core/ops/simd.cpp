#include "core/ops/simd.hpp"

#include <cstdint>

#include "core/ops/simd_targets.hpp"
// After simd_targets.hpp.
#include <hwy/highway.h>
#include <hwy/targets.h>

namespace convscope {
namespace {

/// Targets that the kernels were compiled for and this machine can run; a lower bit is better.
std::int64_t usable_targets() {
    return hwy::SupportedTargets() & HWY_TARGETS;
}

/// All that the machine has, whatever is in use.
std::int64_t machine_targets() {
    static const std::int64_t targets = usable_targets();
    return targets;
}

std::int64_t best_of(std::int64_t targets) {
    return targets & -targets;
}

std::vector<std::string> names_of(std::int64_t targets) {
    std::vector<std::string> names;
    for (; targets != 0; targets &= targets - 1)
        names.emplace_back(hwy::TargetName(best_of(targets)));
    return names;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace

std::vector<std::string> simd_targets() {
    return names_of(machine_targets());
}

std::string current_simd_target() {
    machine_targets();
    return hwy::TargetName(best_of(usable_targets()));
}

bool simd_target_is_fused() {
    machine_targets();
    // AVX2 and whatever is better than it: on one architecture a lower bit is better.
    constexpr std::int64_t kFusedOnX86 = HWY_AVX2 | (HWY_AVX2 - 1);
    constexpr std::int64_t kFusedOnArm = HWY_NEON | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128;
    return (best_of(usable_targets()) & (kFusedOnX86 | kFusedOnArm)) != 0;
}

Result<void> use_simd_target(const std::string& name) {
    for (std::int64_t left = machine_targets(); left != 0; left &= left - 1) {
        if (name != hwy::TargetName(best_of(left))) continue;
        hwy::SetSupportedTargetsForTest(best_of(left));
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        return {};
    }
    return Error{
        "there is no SIMD target '" + name + "' here: use one of " + joined(simd_targets()), ""};
}

}  // namespace convscope
