#pragma once
#include <cstdint>
#include <string>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// A filter to start from. The built-in ones are files (core/io/preset_file.hpp).
struct FilterPreset {
    std::string id;           ///< In scripts: "sobel_x", the name of its file.
    std::string group;        ///< In the menu: "Vertical edge".
    std::string label;        ///< "Sobel x".
    std::string description;  ///< One sentence for the tooltip.
    int order = 0;            ///< The menu counts up.
    Tensor weights;           ///< 1,C,h,w. One channel stands for all.

    /// 1,input_channels,h,w. On one channel, a grey picture, the channels listed are added: the
    /// answer is that to a picture whose channels are equal. Beyond those listed they repeat from
    /// the first. Precondition: there are weights.
    Tensor make(int input_channels) const;
};

/// Weights that are multiples of 1/4 in [-1, 1], the same for the same seed everywhere.
Tensor random_filter(Shape shape, std::uint64_t seed);

}  // namespace convscope
