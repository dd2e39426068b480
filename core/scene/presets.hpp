#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// A filter to start from; the same weights in each channel unless it says otherwise.
struct FilterPreset {
    std::string_view id;           ///< In scripts: "sobel_x".
    std::string_view group;        ///< In the menu: "Vertical edge".
    std::string_view label;        ///< "Sobel x".
    std::string_view description;  ///< One sentence for the tooltip.

    int width = 1, height = 1, channels = 1;
    std::array<float, 27> weights{};  ///< Channel by channel, row by row, dense.

    /// 1,input_channels,height,width; channels beyond those listed repeat the first ones.
    Tensor make(int input_channels) const;
};

/// THE list, in the order of the menu; presets of one group stand together.
std::span<const FilterPreset> filter_presets();
const FilterPreset* find_filter_preset(std::string_view id);  ///< Null when unknown.

/// Weights that are multiples of 1/4 in [-1, 1], the same for the same seed everywhere.
Tensor random_filter(Shape shape, std::uint64_t seed);

}  // namespace convscope
