#pragma once

namespace convscope {

/// The mean of three channels, added and divided in double and rounded once: three equal ones give
/// that number, bit by bit.
inline float mean_of_channels(float r, float g, float b) {
    const double sum = static_cast<double>(r) + static_cast<double>(g) + static_cast<double>(b);
    return static_cast<float>(sum / 3);
}

}  // namespace convscope
