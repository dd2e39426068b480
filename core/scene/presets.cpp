#include "core/scene/presets.hpp"

#include <algorithm>
#include <initializer_list>

#include "core/base/random.hpp"

namespace convscope {
namespace {

using Weights = std::array<float, 27>;

constexpr Weights list(std::initializer_list<float> values) {
    Weights weights{};
    std::ranges::copy(values, weights.begin());
    return weights;
}

/// `row`, `height` times.
constexpr Weights rows(std::initializer_list<float> row, int height) {
    Weights weights{};
    auto next = weights.begin();
    for (int y = 0; y < height; ++y) next = std::ranges::copy(row, next).out;
    return weights;
}

/// `column`, `width` times.
constexpr Weights columns(std::initializer_list<float> column, int width) {
    Weights weights{};
    auto next = weights.begin();
    for (const float value : column)
        for (int x = 0; x < width; ++x) *next++ = value;
    return weights;
}

constexpr float random_weight(Random& random) {
    return static_cast<float>(random.below(9) - 4) / 4;
}

constexpr Weights random_weights(std::uint64_t seed) {
    Random random(seed);
    Weights weights{};
    for (float& weight : weights) weight = random_weight(random);
    return weights;
}

constexpr std::string_view kVertical = "Vertical edge", kHorizontal = "Horizontal edge",
                           kEdges = "More edges", kSmooth = "Blur and sharpen", kOther = "Other";
constexpr std::string_view kLeftRight =
    "Right minus left neighbour: answers where the picture changes from one column to the next.";
constexpr std::string_view kLeftRightTall =
    "Right minus left neighbour, added over the height: only an edge as tall as the filter gets "
    "the full answer.";
constexpr std::string_view kAcross =
    "Right minus left column with a gap of one: the edge is centred on a pixel.";
constexpr std::string_view kAcrossTall =
    "Right minus left column with a gap of one, added over the height: only an edge as tall as "
    "the filter gets the full answer.";
constexpr std::string_view kUpDown =
    "Lower minus upper neighbour: answers where the picture changes from one row to the next.";
constexpr std::string_view kUpDownWide =
    "Lower minus upper neighbour, added over the width: only an edge as long as the filter gets "
    "the full answer.";
constexpr std::string_view kDown =
    "Lower minus upper row with a gap of one: the edge is centred on a pixel.";
constexpr std::string_view kDownWide =
    "Lower minus upper row with a gap of one, added over the width: only an edge as long as the "
    "filter gets the full answer.";

// clang-format off
constexpr FilterPreset kPresets[] = {
    {"vertical_edge_2x1", kVertical, "[-1 1]", kLeftRight, 2, 1, 1, rows({-1, 1}, 1)},
    {"vertical_edge_2x3", kVertical, "[-1 1], height 3", kLeftRightTall, 2, 3, 1, rows({-1, 1}, 3)},
    {"vertical_edge_2x5", kVertical, "[-1 1], height 5", kLeftRightTall, 2, 5, 1, rows({-1, 1}, 5)},
    {"vertical_edge_2x7", kVertical, "[-1 1], height 7", kLeftRightTall, 2, 7, 1, rows({-1, 1}, 7)},
    {"vertical_edge_3x1", kVertical, "[-1 0 1]", kAcross, 3, 1, 1, rows({-1, 0, 1}, 1)},
    {"vertical_edge_3x3", kVertical, "[-1 0 1], height 3", kAcrossTall, 3, 3, 1, rows({-1, 0, 1}, 3)},
    {"vertical_edge_3x5", kVertical, "[-1 0 1], height 5", kAcrossTall, 3, 5, 1, rows({-1, 0, 1}, 5)},
    {"vertical_edge_3x7", kVertical, "[-1 0 1], height 7", kAcrossTall, 3, 7, 1, rows({-1, 0, 1}, 7)},
    {"horizontal_edge_1x2", kHorizontal, "[-1 1] downwards", kUpDown, 1, 2, 1, columns({-1, 1}, 1)},
    {"horizontal_edge_3x2", kHorizontal, "[-1 1] downwards, width 3", kUpDownWide, 3, 2, 1, columns({-1, 1}, 3)},
    {"horizontal_edge_5x2", kHorizontal, "[-1 1] downwards, width 5", kUpDownWide, 5, 2, 1, columns({-1, 1}, 5)},
    {"horizontal_edge_7x2", kHorizontal, "[-1 1] downwards, width 7", kUpDownWide, 7, 2, 1, columns({-1, 1}, 7)},
    {"horizontal_edge_1x3", kHorizontal, "[-1 0 1] downwards", kDown, 1, 3, 1, columns({-1, 0, 1}, 1)},
    {"horizontal_edge_3x3", kHorizontal, "[-1 0 1] downwards, width 3", kDownWide, 3, 3, 1, columns({-1, 0, 1}, 3)},
    {"horizontal_edge_5x3", kHorizontal, "[-1 0 1] downwards, width 5", kDownWide, 5, 3, 1, columns({-1, 0, 1}, 5)},
    {"horizontal_edge_7x3", kHorizontal, "[-1 0 1] downwards, width 7", kDownWide, 7, 3, 1, columns({-1, 0, 1}, 7)},
    {"sobel_x", kEdges, "Sobel x", "Vertical edges, smoothed along the edge; scaled to weights that add easily.", 3, 3, 1,
     list({-.25f, 0, .25f,  -.5f, 0, .5f,  -.25f, 0, .25f})},
    {"sobel_y", kEdges, "Sobel y", "Horizontal edges, smoothed along the edge; scaled to weights that add easily.", 3, 3, 1,
     list({-.25f, -.5f, -.25f,  0, 0, 0,  .25f, .5f, .25f})},
    {"laplacian", kEdges, "Laplacian", "Four neighbours minus four times the centre: spots and edges of every direction.", 3, 3, 1,
     list({0, 1, 0,  1, -4, 1,  0, 1, 0})},
    {"red_green_edge", kEdges, "Red against green",
     "[-1 1] in red and [1 -1] in green: sees an edge between red and green of equal brightness, which equal weights miss.", 2, 1, 3,
     list({-1, 1,  1, -1,  0, 0})},
    {"box_blur_3x3", kSmooth, "Box blur, 3 x 3", "The mean of 9 neighbours in each channel.", 3, 3, 1, rows({1 / 9.f, 1 / 9.f, 1 / 9.f}, 3)},
    {"box_blur_5x5", kSmooth, "Box blur, 5 x 5", "The mean of 25 neighbours in each channel.", 5, 5, 1, rows({.04f, .04f, .04f, .04f, .04f}, 5)},
    {"sharpen", kSmooth, "Sharpen", "The picture minus its Laplacian: edges get steeper, flat areas stay.", 3, 3, 1,
     list({0, -1, 0,  -1, 5, -1,  0, -1, 0})},
    {"identity", kOther, "Identity", "1 in the middle, 0 around it: the picture as it is, its channels added.", 3, 3, 1,
     list({0, 0, 0,  0, 1, 0,  0, 0, 0})},
    {"random", kOther, "Random", "Multiples of 1/4 between -1 and 1, other ones in each channel.", 3, 3, 3, random_weights(1)},
};
// clang-format on

}  // namespace

Tensor FilterPreset::make(int input_channels) const {
    Tensor filter(Shape{1, input_channels, height, width});
    const auto plane = static_cast<std::ptrdiff_t>(width) * height;
    for (int c = 0; c < input_channels; ++c)
        for (int y = 0; y < height; ++y)
            std::copy_n(weights.begin() + c % channels * plane + std::ptrdiff_t{y} * width, width,
                        filter.view().row(0, c, y));
    return filter;
}

std::span<const FilterPreset> filter_presets() {
    return kPresets;
}

const FilterPreset* find_filter_preset(std::string_view id) {
    const auto preset = std::ranges::find(kPresets, id, &FilterPreset::id);
    return preset == std::end(kPresets) ? nullptr : preset;
}

Tensor random_filter(Shape shape, std::uint64_t seed) {
    Random random(seed);
    Tensor filter(shape);
    for (int k = 0; k < shape.n; ++k)
        for (int c = 0; c < shape.c; ++c)
            for (int b = 0; b < shape.h; ++b)
                for (int a = 0; a < shape.w; ++a) filter.view()(k, c, b, a) = random_weight(random);
    return filter;
}

}  // namespace convscope
