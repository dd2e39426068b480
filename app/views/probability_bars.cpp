#include "app/views/probability_bars.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "app/widgets/format.hpp"

namespace convscope::app {
namespace {

constexpr int kMostBars = 10, kFewestBars = 2;
constexpr float kBarLine = 15;  // At scale 1.

/// Names and numbers take the same room in each line.
struct BarColumns {
    float name = 0, percent = 0;
};

void draw_bar(const BoardFrame& frame, const PixelRect& line, const BarColumns& columns, int index,
              bool is_label) {
    const Pen pen = frame.pen();
    const Theme& theme = pen.theme();
    ImFont* font = pen.look().fonts.small_mono;
    const float share = frame.results.probabilities[static_cast<std::size_t>(index)];
    const std::string percent = format_percent(share);
    const Colour ink = is_label ? theme.text : theme.quiet;
    if (is_label) pen.outline(inset(line, 0.5f), theme.forward, pen.px(3), pen.px(1.5f));
    const float pad = pen.px(3);
    const PixelRect name{line.x0 + pad, line.y0, line.x0 + pad + columns.name, line.y1};
    const PixelRect number{line.x1 - pad - columns.percent, line.y0, line.x1 - pad, line.y1};
    pen.text_in(font, name, Align::kRight, ink, std::to_string(index));
    pen.text_in(font, number, Align::kRight, ink, percent);
    const PixelRect track{name.x1 + pen.px(4), line.y0 + pen.px(4), number.x0 - pen.px(4),
                          line.y1 - pen.px(4)};
    pen.fill(track, theme.raised, pen.px(2));
    if (share > 0) {
        const float end = track.x0 + std::max(1.0f, width(track) * std::min(share, 1.0f));
        pen.fill({track.x0, track.y0, end, track.y1}, is_label ? theme.forward : theme.quiet,
                 pen.px(2));
    }
    tooltip_for_item(frame.ui(),
                     "Class " + std::to_string(index) + ": p = " + format_exact(share) +
                         (is_label ? ", the right one." : ". Click to make it the right one."));
}

}  // namespace

std::vector<int> shown_classes(std::span<const float> probabilities, int label, int most) {
    std::vector<int> classes(probabilities.size());
    std::iota(classes.begin(), classes.end(), 0);
    if (std::ssize(classes) <= most) return classes;
    // NaN is as likely as nothing, so that the order is one.
    const auto share = [&](int index) {
        const float p = probabilities[static_cast<std::size_t>(index)];
        return std::isnan(p) ? -1.0f : p;
    };
    std::ranges::stable_sort(classes, std::greater<>(), share);
    classes.resize(static_cast<std::size_t>(most));
    if (std::ranges::find(classes, label) == classes.end()) classes.back() = label;
    std::ranges::sort(classes);
    return classes;
}

std::string format_percent(double share) {
    if (std::isnan(share)) return "NaN";
    const double percent = share * 100;
    if (percent > 0 && percent < 0.1) return "<0.1%";
    char text[16];
    const bool whole = percent >= 9.95 || percent == 0;
    std::snprintf(text, sizeof text, whole ? "%.0f%%" : "%.1f%%", percent);
    return text;
}

std::optional<int> draw_probability_bars(const BoardFrame& frame, const PixelRect& rect) {
    const auto& probabilities = frame.results.probabilities;
    const float step = std::round(frame.px(kBarLine));
    const int room = static_cast<int>(height(rect) / step);
    const int label = frame.results.scene.objective.label;
    const std::vector<int> classes =
        shown_classes(probabilities, label, std::clamp(room, kFewestBars, kMostBars));
    ImFont* font = frame.context.look.fonts.small_mono;
    BarColumns columns;
    for (const int index : classes) {
        const float share = probabilities[static_cast<std::size_t>(index)];
        columns.name = std::max(columns.name, text_size(font, std::to_string(index)).x);
        columns.percent = std::max(columns.percent, text_size(font, format_percent(share)).x);
    }
    std::optional<int> clicked;
    float y = rect.y0;
    for (const int index : classes) {
        const PixelRect line{rect.x0, y, rect.x1, y + step};
        const float share = probabilities[static_cast<std::size_t>(index)];
        if (hot_area(frame.ui(), "objective/probability/" + std::to_string(index), line,
                     format_percent(share)))
            clicked = index;
        draw_bar(frame, line, columns, index, index == label);
        y += step;
    }
    return clicked;
}

}  // namespace convscope::app
