#pragma once
#include <algorithm>

namespace convscope {

/// Width and height, or a step in x and y. Written "w x h" on the screen.
struct Extent2 {
    int x = 1, y = 1;
    friend constexpr bool operator==(Extent2, Extent2) = default;
};

/// Half-open rectangle [x0, x1) x [y0, y1), origin top-left, y down. The suffix of a variable
/// says whose cells: rect_in_input, rect_in_output.
struct Rect {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    constexpr int width() const { return x1 - x0; }
    constexpr int height() const { return y1 - y0; }
    constexpr bool empty() const { return x1 <= x0 || y1 <= y0; }
    constexpr bool contains(int x, int y) const { return x >= x0 && x < x1 && y >= y0 && y < y1; }
    friend constexpr bool operator==(Rect, Rect) = default;
};

/// Common cells; `Rect{}` when there are none.
constexpr Rect intersect(Rect a, Rect b) {
    const Rect r{std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1),
                 std::min(a.y1, b.y1)};
    return r.empty() ? Rect{} : r;
}

/// Smallest rectangle around both; an empty one counts for nothing.
constexpr Rect unite(Rect a, Rect b) {
    if (a.empty()) return b;
    if (b.empty()) return a;
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

/// floor(a / b) and ceil(a / b) for any a and b > 0 (C++ division rounds towards zero).
constexpr int floor_div(int a, int b) {
    return a / b - (a % b < 0 ? 1 : 0);
}
constexpr int ceil_div(int a, int b) {
    return a / b + (a % b > 0 ? 1 : 0);
}
constexpr int round_up(int a, int multiple) {
    return ceil_div(a, multiple) * multiple;
}

}  // namespace convscope
