#include "core/eval/results.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace convscope {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr int kColumns = 64;  // Ranged side by side, so that the compiler can use vectors.

/// Of at most kColumns columns; nothing when a value is not finite.
std::optional<ValueRange> range_of_finite(ConstTensorView map, int channel, Rect rect) {
    std::array<float, kColumns> minimum, maximum, not_finite;
    minimum.fill(kInfinity);
    maximum.fill(-kInfinity);
    not_finite.fill(0);  // Stays 0, or becomes NaN: inf - inf.
    const auto width = static_cast<std::size_t>(rect.width());
    for (int y = rect.y0; y < rect.y1; ++y) {
        const float* row = map.row(0, channel, y) + rect.x0;
        for (std::size_t x = 0; x < width; ++x) {
            const float value = row[x];
            minimum[x] = value < minimum[x] ? value : minimum[x];
            maximum[x] = value > maximum[x] ? value : maximum[x];
            not_finite[x] += value - value;
        }
    }
    if (!std::ranges::all_of(not_finite, [](float sum) { return sum == 0; })) return std::nullopt;
    return ValueRange{.minimum = std::ranges::min(minimum),
                      .maximum = std::ranges::max(maximum),
                      .any_finite = true};
}

ValueRange range_of_any(ConstTensorView map, int channel, Rect rect) {
    ValueRange range;
    for (int y = rect.y0; y < rect.y1; ++y) {
        const float* row = map.row(0, channel, y);
        for (int x = rect.x0; x < rect.x1; ++x) {
            if (std::isnan(row[x])) {
                ++range.nan_count;
            } else if (std::isinf(row[x])) {
                ++range.infinite_count;
            } else {
                range.include({.minimum = row[x], .maximum = row[x], .any_finite = true});
            }
        }
    }
    return range;
}

}  // namespace

float ValueRange::magnitude() const {
    return std::max(std::fabs(minimum), std::fabs(maximum));
}

void ValueRange::include(const ValueRange& other) {
    nan_count += other.nan_count;
    infinite_count += other.infinite_count;
    if (!other.any_finite) return;
    minimum = any_finite ? std::min(minimum, other.minimum) : other.minimum;
    maximum = any_finite ? std::max(maximum, other.maximum) : other.maximum;
    any_finite = true;
}

ValueRange range_of(ConstTensorView map, int channel, Rect rect) {
    ValueRange range;
    if (rect.empty()) return range;
    for (int x0 = rect.x0; x0 < rect.x1; x0 += kColumns) {
        const Rect columns{x0, rect.y0, std::min(x0 + kColumns, rect.x1), rect.y1};
        const auto finite = range_of_finite(map, channel, columns);
        range.include(finite ? *finite : range_of_any(map, channel, columns));
    }
    return range;
}

int Results::stage_of(std::string_view layer_id) const {
    for (std::size_t i = 0; i < plan.layers.size(); ++i)
        if (scene.layers[plan.layers[i]].id == layer_id) return static_cast<int>(i);
    return -1;
}

OpInputs op_inputs(const Results& results, std::size_t stage) {
    const Layer& its = results.scene.layers[results.plan.layers[stage]];
    return {.params = its.params,
            .input = results.values[stage].values.view(),
            .weights = its.weights == nullptr ? ConstTensorView() : its.weights->view(),
            .bias = its.bias,
            .grad_output = results.gradients[stage + 1].values.view(),
            .winners = results.layers[stage].winners};
}

}  // namespace convscope
