#include "app/gpu/minify.hpp"

#include <cmath>

namespace convscope::app {
namespace {

float largest(ConstTensorView values, int channel, Rect block) {
    float best = values(0, channel, block.y0, block.x0);
    for (int y = block.y0; y < block.y1; ++y) {
        const float* row = values.row(0, channel, y);
        for (int x = block.x0; x < block.x1 && std::isfinite(best); ++x)
            if (!(std::abs(row[x]) <= std::abs(best))) best = row[x];
    }
    return best;
}

float mean(ConstTensorView values, int channel, Rect block) {
    double sum = 0;
    for (int y = block.y0; y < block.y1; ++y) {
        const float* row = values.row(0, channel, y);
        for (int x = block.x0; x < block.x1; ++x) sum += row[x];
    }
    return static_cast<float>(sum / (static_cast<double>(block.width()) * block.height()));
}

}  // namespace

std::vector<float> minify(ConstTensorView values, int channel, Rect rect, int level, Minify how) {
    const int side = 1 << level;
    std::vector<float> cells;
    cells.reserve(static_cast<std::size_t>(ceil_div(rect.width(), side)) *
                  static_cast<std::size_t>(ceil_div(rect.height(), side)));
    for (int y = rect.y0; y < rect.y1; y += side) {
        for (int x = rect.x0; x < rect.x1; x += side) {
            const Rect block = intersect(rect, {x, y, x + side, y + side});
            cells.push_back(how == Minify::kLargest ? largest(values, channel, block)
                                                    : mean(values, channel, block));
        }
    }
    return cells;
}

}  // namespace convscope::app
