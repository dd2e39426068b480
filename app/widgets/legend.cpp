#include "app/widgets/legend.hpp"

#include <cmath>

#include "app/widgets/format.hpp"

namespace convscope::app {
namespace {

/// Both ends of a symmetric scale show the same digits.
std::string end_text(float value, bool with_plus) {
    const std::string digits = format_brief(std::abs(static_cast<double>(value)));
    return (value < 0 ? "-" : with_plus && value > 0 ? "+" : "") + digits;
}

void draw_strip(const Pen& pen, const PixelRect& rect, const ColourScale& scale, LegendEnds ends) {
    constexpr int kPieces = 48;
    const auto colour_at = [&](int i) {
        const float t = static_cast<float>(i) / kPieces;
        return scale.colour(ends.low + t * (ends.high - ends.low)).packed();
    };
    for (int i = 0; i < kPieces; ++i) {
        const float x0 = rect.x0 + width(rect) * static_cast<float>(i) / kPieces;
        const float x1 = rect.x0 + width(rect) * static_cast<float>(i + 1) / kPieces;
        const ImU32 left = colour_at(i), right = colour_at(i + 1);
        pen.list()->AddRectFilledMultiColor({x0, rect.y0}, {x1, rect.y1}, left, right, right, left);
    }
    pen.outline(rect, pen.theme().border);
}

/// Words instead of colours, or nothing.
std::string_view without_signal(const LegendSpec& spec) {
    const float magnitude = spec.range.magnitude();
    const bool any_nan = spec.range.nan_count > 0, any_infinite = spec.range.infinite_count > 0;
    if (!spec.range.any_finite && any_nan && !any_infinite) return "NaN everywhere";
    if (any_nan || any_infinite) return {};
    if (magnitude == 0) return "0 everywhere";
    if (static_cast<double>(magnitude) <= spec.error_bound) return "zero within rounding";
    return {};
}

}  // namespace

LegendEnds legend_ends(const ColourScale& scale, const ValueRange& range) {
    if (!scale.map->diverging) return {scale.low, scale.high};
    if (range.minimum >= 0) return {0, scale.high};
    if (range.maximum <= 0) return {scale.low, 0};
    return {scale.low, scale.high};
}

void draw_legend(const WidgetUi& ui, const LegendSpec& spec) {
    const Pen pen = ui.pen();
    const Theme& theme = pen.theme();
    ImFont* mono = pen.look().fonts.small_mono;
    const std::string_view words = spec.hides_numbers ? std::string_view() : without_signal(spec);
    if (!words.empty()) {
        pen.text_in(pen.look().fonts.small_text, spec.rect, Align::kLeft, theme.quiet, words);
        hover_area(ui, spec.path, spec.rect, words);
        tooltip_for_item(ui, spec.tooltip);
        return;
    }
    const LegendEnds ends = spec.hides_numbers ? LegendEnds{spec.scale.low, spec.scale.high}
                                               : legend_ends(spec.scale, spec.range);
    const bool both_signs = ends.low < 0 && ends.high > 0;
    const std::string low = spec.hides_numbers ? "?" : end_text(ends.low, false);
    const std::string high = spec.hides_numbers ? "?" : end_text(ends.high, both_signs);
    const float low_width = text_size(mono, low).x, high_width = text_size(mono, high).x;

    PixelRect rect = spec.rect;
    if (!spec.note.empty()) {
        ImFont* small = pen.look().fonts.small_text;
        const float note_width = text_size(small, spec.note).x;
        if (width(rect) - note_width > low_width + high_width + pen.px(50)) {
            pen.text_in(small, rect, Align::kRight, theme.quiet, spec.note);
            rect.x1 -= note_width + pen.px(8);
        }
    }
    pen.text_in(mono, rect, Align::kLeft, theme.quiet, low);
    pen.text_in(mono, rect, Align::kRight, theme.quiet, high);
    const float middle = (rect.y0 + rect.y1) / 2, half = pen.px(3.5f);
    const PixelRect strip{rect.x0 + low_width + pen.px(6), middle - half,
                          rect.x1 - high_width - pen.px(6), middle + half};
    if (!strip.empty()) draw_strip(pen, strip, spec.scale, ends);
    hover_area(ui, spec.path, spec.rect, low + " ... " + high);
    tooltip_for_item(ui, spec.tooltip);
}

}  // namespace convscope::app
