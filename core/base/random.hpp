#pragma once
#include <cstdint>

namespace convscope {

/// Reproducible random numbers: the same seed gives the same numbers with every compiler and
/// library. SplitMix64. Source: Steele, Lea, Flood, Fast Splittable Pseudorandom Number
/// Generators, OOPSLA 2014.
class Random {
  public:
    constexpr explicit Random(std::uint64_t seed) : state_(seed) {}

    /// All 64-bit values are equally likely.
    constexpr std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15u;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    /// 0 .. count - 1. Precondition: count > 0. (The bias of count / 2^32 is of no matter here.)
    constexpr int below(int count) {
        return static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(count)) >> 32);
    }
    /// A multiple of 2^-24 in [0, 1).
    constexpr float unit() { return static_cast<float>(next() >> 40) * 0x1p-24f; }

  private:
    std::uint64_t state_;
};

}  // namespace convscope
