#include "core/ops/reduce.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <vector>

namespace convscope {
namespace {

void add(std::span<float> left, std::span<const float> right) {
    for (std::size_t i = 0; i < left.size(); ++i) left[i] += right[i];
}

}  // namespace

std::int64_t block_sum_roundings(Rect plane, std::int64_t per_term) {
    const std::int64_t terms_of_lane = std::int64_t{std::min(plane.height(), kBlockSize)} *
                                       ceil_div(std::min(plane.width(), kBlockSize), kLanes);
    const auto blocks = static_cast<std::uint64_t>(block_grid(plane).count());
    return per_term * terms_of_lane + kFoldRoundings + std::bit_width(blocks);
}

std::size_t pairwise_copies(std::size_t count) {
    return count <= 1 ? 0 : static_cast<std::size_t>(std::bit_width(count)) + 1;
}

void sum_pairwise(std::span<const float> partials, std::size_t count, std::size_t size,
                  std::span<float> total) {
    assert(partials.size() >= count * size && total.size() == size);
    if (count == 1) {
        std::copy_n(partials.begin(), size, total.begin());
        return;
    }
    std::fill(total.begin(), total.end(), 0.0f);
    if (count == 0 || size == 0) return;
    // Finished subtrees as the digits of a binary counter, the largest first: vector i closes as
    // many of them as i + 1 has trailing zeros.
    std::vector<float> subtrees;
    subtrees.reserve(pairwise_copies(count) * size);
    const auto subtree_from_back = [&](std::size_t i) {
        return std::span<float>(subtrees).subspan(subtrees.size() - (i + 1) * size, size);
    };
    const auto close_last_two = [&] {
        add(subtree_from_back(1), subtree_from_back(0));
        subtrees.resize(subtrees.size() - size);
    };
    for (std::size_t i = 0; i < count; ++i) {
        const auto next = partials.subspan(i * size, size);
        subtrees.insert(subtrees.end(), next.begin(), next.end());
        for (std::size_t n = i + 1; n % 2 == 0; n /= 2) close_last_two();
    }
    while (subtrees.size() > size) close_last_two();
    std::copy(subtrees.begin(), subtrees.end(), total.begin());
}

void sum_in_order(std::span<const float> partials, std::size_t count, std::size_t size,
                  std::span<float> total) {
    assert(partials.size() >= count * size && total.size() == size);
    std::fill(total.begin(), total.end(), 0.0f);
    if (count == 0) return;
    std::copy_n(partials.begin(), size, total.begin());
    for (std::size_t i = 1; i < count; ++i) add(total, partials.subspan(i * size, size));
}

}  // namespace convscope
