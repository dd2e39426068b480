#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>

#include "core/eval/results.hpp"

namespace convscope::examples {

/// Bits of a number; NaN payloads are exempt from the contract.
inline std::uint32_t bits_of(float value) {
    return std::isnan(value) ? 0x7fc00000u : std::bit_cast<std::uint32_t>(value);
}

/// Empty, or where the two first differ.
inline std::string first_difference(ConstTensorView a, ConstTensorView b) {
    if (a.shape() != b.shape()) return "shapes differ";
    for (int n = 0; n < a.shape().n; ++n)
        for (int c = 0; c < a.shape().c; ++c)
            for (int y = 0; y < a.shape().h; ++y)
                for (int x = 0; x < a.shape().w; ++x)
                    if (bits_of(a(n, c, y, x)) != bits_of(b(n, c, y, x)))
                        return "n " + std::to_string(n) + " c " + std::to_string(c) + " y " +
                               std::to_string(y) + " x " + std::to_string(x) + ": " +
                               std::to_string(a(n, c, y, x)) + " and " +
                               std::to_string(b(n, c, y, x));
    return "";
}

inline std::string difference_of_maps(const Map& a, const Map& b) {
    if (auto where = first_difference(a.values.view(), b.values.view()); !where.empty())
        return where;
    if (a.tile_ranges != b.tile_ranges) return "tile ranges";
    if (a.channel_ranges != b.channel_ranges) return "channel ranges";
    if (a.range != b.range) return "range";
    if (a.tile_sums != b.tile_sums || a.channel_sums != b.channel_sums) return "sums";
    if (a.error_bound != b.error_bound && !std::isnan(a.error_bound)) return "error bound";
    return "";
}

/// Empty, or which number differs: everything but times, versions and counts.
inline std::string difference_of_results(const Results& a, const Results& b) {
    if (a.plan.shapes != b.plan.shapes || a.plan.layers != b.plan.layers) return "plan";
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        if (auto what = difference_of_maps(a.values[i], b.values[i]); !what.empty())
            return "value " + std::to_string(i) + ", " + what;
        if (auto what = difference_of_maps(a.gradients[i], b.gradients[i]); !what.empty())
            return "gradient " + std::to_string(i) + ", " + what;
    }
    for (std::size_t i = 0; i < a.layers.size(); ++i) {
        const LayerResult &one = a.layers[i], &other = b.layers[i];
        const std::string stage = "stage " + std::to_string(i) + ", ";
        if (one.winners != other.winners) return stage + "winners";
        if (auto where = first_difference(one.grad_weights.view(), other.grad_weights.view());
            !where.empty())
            return stage + "grad_weights " + where;
        if (one.grad_bias.size() != other.grad_bias.size()) return stage + "grad_bias size";
        for (std::size_t k = 0; k < one.grad_bias.size(); ++k)
            if (bits_of(one.grad_bias[k]) != bits_of(other.grad_bias[k]))
                return stage + "grad_bias";
        if (one.grad_weights_error_bound != other.grad_weights_error_bound &&
            !std::isnan(one.grad_weights_error_bound))
            return stage + "error bound";
    }
    if (!std::ranges::equal(a.probabilities, b.probabilities, {}, bits_of, bits_of))
        return "probabilities";
    return bits_of(a.loss) == bits_of(b.loss) ? "" : "loss";
}

}  // namespace convscope::examples
