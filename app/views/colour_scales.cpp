#include "app/views/colour_scales.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace convscope::app {
namespace {

/// Where all is zero any scale does; 1 is one that people know. So small an end is the rounding
/// error of zeros, and no float holds cells divided by it.
float end_or_one(float end) {
    constexpr float kSmallest = 16 * std::numeric_limits<float>::min();
    return end > kSmallest ? end : 1;
}

/// Of the finite ones.
float largest_magnitude(ConstTensorView weights) {
    const Shape shape = weights.shape();
    float largest = 0;
    for (int k = 0; k < shape.n; ++k)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x)
                    if (std::isfinite(weights(k, c, y, x)))
                        largest = std::max(largest, std::abs(weights(k, c, y, x)));
    return largest;
}

float true_end(const Map& map) {
    return std::max(map.range.magnitude(), static_cast<float>(map.error_bound));
}

}  // namespace

float percentile_99(ConstTensorView values) {
    constexpr std::size_t kMostSamples = 1 << 16;
    const Shape shape = values.shape();
    const std::size_t stride = std::max<std::size_t>(1, shape.count() / kMostSamples);
    std::vector<float> magnitudes;
    magnitudes.reserve(shape.count() / stride + 1);
    std::size_t index = 0;
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x = 0; x < shape.w; ++x, ++index)
                if (index % stride == 0 && std::isfinite(values(0, c, y, x)))
                    magnitudes.push_back(std::abs(values(0, c, y, x)));
    if (magnitudes.empty()) return 0;
    const auto place =
        magnitudes.begin() + static_cast<std::ptrdiff_t>((magnitudes.size() - 1) * 99 / 100);
    std::nth_element(magnitudes.begin(), place, magnitudes.end());
    return *place;
}

MapColours chosen_colours(const UiState& ui, const Theme& theme) {
    const auto known = [](const std::string& id, std::string_view otherwise) -> const ColourMap& {
        const auto found = std::ranges::find(colour_maps(), id, &ColourMap::id);
        return found != colour_maps().end() ? *found : colour_map(otherwise);
    };
    return {known(ui.signed_colours, theme.diverging), known(ui.picture_colours, "grey")};
}

ColourScales::ColourScales(const Results& results, ScaleMode mode, const MapColours& colours,
                           Found& found)
    : results_(results),
      mode_(mode),
      colours_(colours),
      found_(found),
      value_end_(row_end(results.values, 1)),
      gradient_end_(row_end(results.gradients, 0)) {}

float ColourScales::row_end(const std::vector<Map>& row, std::size_t first) const {
    float end = 0;
    for (std::size_t i = first; i < row.size(); ++i) end = std::max(end, true_end(row[i]));
    return end_or_one(end);
}

ColourScale ColourScales::symmetric(float end) const {
    return {&colours_.signed_values, -end, end};
}

ColourScale ColourScales::scale_of(const Map& map, float row_end) const {
    if (mode_ == ScaleMode::kRow) return symmetric(row_end);
    if (mode_ == ScaleMode::kMap) return symmetric(end_or_one(true_end(map)));
    const auto [found, is_new] = found_.percentiles.try_emplace(&map, 0.0f);
    if (is_new) found->second = percentile_99(map.values.view());
    const float end = std::max(found->second, static_cast<float>(map.error_bound));
    return symmetric(end_or_one(end > 0 ? end : true_end(map)));
}

ColourScale ColourScales::value(std::size_t map) const {
    return scale_of(results_.values[map], value_end_);
}

ColourScale ColourScales::gradient(std::size_t map) const {
    return scale_of(results_.gradients[map], gradient_end_);
}

ColourScale ColourScales::brightness() const {
    return {&colours_.pictures, 0, 1};
}

ColourScale ColourScales::weights(ConstTensorView weights, double error_bound) const {
    const auto [found, is_new] = found_.magnitudes.try_emplace(weights.data(), 0.0f);
    if (is_new) found->second = largest_magnitude(weights);
    return symmetric(end_or_one(std::max(found->second, static_cast<float>(error_bound))));
}

ColourScale ColourScales::preset(ConstTensorView weights) const {
    return symmetric(end_or_one(largest_magnitude(weights)));
}

std::string_view ColourScales::note() const {
    switch (mode_) {
        case ScaleMode::kRow:
            return "";
        case ScaleMode::kMap:
            return "own scale";
        case ScaleMode::kPercentile:
            return "99 %";
    }
    return "";
}

}  // namespace convscope::app
