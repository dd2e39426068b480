#include "app/views/map_legends.hpp"

#include <algorithm>

#include "app/views/disclosure.hpp"
#include "app/views/zero_notes.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/legend.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope::app {
namespace {

class LegendDrawer {
  public:
    LegendDrawer(const BoardFrame& frame, std::size_t map, bool gradient, bool averaged)
        : frame_(frame),
          model_(frame.model.maps[map]),
          map_(model_.drawn(gradient)),
          index_(map),
          gradient_(gradient),
          averaged_(averaged) {}

    void draw(const PixelRect& place) const {
        const int channel = gradient_ ? model_.gradient_channel : model_.value_channel;
        if (channel < 0)
            draw_words(place);
        else
            draw_strip(place, model_.drawn_channel(channel));
    }

  private:
    std::string path() const { return (gradient_ ? "legend/d" : "legend/") + model_.name; }
    bool shows_brightness() const { return model_.is_picture() && !gradient_; }

    /// Of a map in colour: what the colours mean.
    void draw_words(const PixelRect& place) const {
        std::string text = averaged_ ? "averaged" : "";
        std::string hint =
            "Several pixels of the picture fall on one of the screen, which shows their mean. "
            "Menu View, Colours, Sharp small pictures shows single pixels instead.";
        if (gradient_) {
            const float end = frame_.scales.gradient(index_).high;
            text = "grey 0, white " + (tells_numbers() ? "+" + format_brief(end) : "?");
            hint = "Gradients of L = " + frame_.model.loss_formula +
                   ".\nRed, green and blue of each pixel are the gradients of the three channels: "
                   "brighter than grey where they are positive, darker where they are negative.";
        }
        if (text.empty()) return;
        const Pen pen = frame_.pen();
        if (text_size(pen.look().fonts.small_text, text).x > width(place)) return;
        pen.text_in(pen.look().fonts.small_text, place, Align::kLeft, pen.theme().quiet, text);
        hover_area(frame_.ui(), path(), place, text);
        tooltip_for_item(frame_.ui(), hint);
    }

    void draw_strip(const PixelRect& place, int channel) const {
        LegendSpec legend;
        legend.path = path();
        legend.rect = place;
        legend.scale = map_spec(frame_, index_, gradient_, channel).scale;
        legend.range = map_.channel_ranges[static_cast<std::size_t>(channel)];
        legend.error_bound = map_.error_bound;
        const bool hovered = ImGui::IsMouseHoveringRect({place.x0, place.y0}, {place.x1, place.y1});
        const std::string hint = hovered ? tooltip() : std::string();
        legend.tooltip = hint;
        if (shows_brightness()) {
            if (frame_.context.ui.show_255) legend.scale.high = 255;
            legend.range.minimum = 0;
            legend.range.maximum = 1;
            legend.range.any_finite = true;
            legend.error_bound = 0;
        }
        legend.hides_numbers = !tells_numbers();
        const std::string note = legend.hides_numbers ? std::string() : note_of(legend.range);
        legend.note = note;
        draw_legend(frame_.ui(), legend);
    }

    NumberRef quantity_of(std::size_t map) const {
        return {gradient_ ? NumberRef::Kind::kGradient : NumberRef::Kind::kValue, map, 0, {}};
    }

    /// The ends tell the largest magnitude: this map's, or by a row's scale another one's.
    bool tells_numbers() const {
        const ViewContext& context = frame_.context;
        if (shows_brightness()) return true;
        if (!is_quantity_open(context, quantity_of(index_))) return false;
        if (context.ui.scale_mode != ScaleMode::kRow) return true;
        float own = 0;
        for (const ValueRange& range : map_.channel_ranges) own = std::max(own, range.magnitude());
        const float end = map_spec(frame_, index_, gradient_, 0).scale.high;
        for (std::size_t map = 0; map < frame_.model.maps.size(); ++map)
            if (own < end && !is_quantity_open(context, quantity_of(map))) return false;
        return true;
    }

    /// What is no number comes first; brightness has one scale only.
    std::string note_of(const ValueRange& range) const {
        if (range.nan_count > 0) return format_count(range.nan_count) + " NaN";
        if (range.infinite_count > 0) return format_count(range.infinite_count) + " infinite";
        if (shows_brightness()) return averaged_ ? "averaged" : "";
        return std::string(frame_.scales.note());
    }

    /// A gradient names its L.
    std::string tooltip() const {
        if (shows_brightness()) return "From black to white. Menu View, Colours has other colours.";
        const std::string what =
            gradient_ ? "Gradients of L = " + frame_.model.loss_formula + ".\n" + zeros() : "";
        return what + std::string(scale_hint());
    }

    /// How many of them are 0, and why.
    std::string zeros() const {
        if (!may_say_why(frame_.context, quantity_of(index_))) return {};
        const std::string whole = zero_reason(frame_, index_);
        if (!whole.empty()) return whole + ".\n";
        const std::string& part = frame_.zero_notes.of_part(frame_.results, index_);
        return part.empty() ? part : part + ".\n";
    }

    std::string_view scale_hint() const {
        switch (frame_.context.ui.scale_mode) {
            case ScaleMode::kRow:
                return "One scale for all maps of this row; its end is the largest magnitude among "
                       "them. Menu View, Colour scale changes it.";
            case ScaleMode::kMap:
                return "This map's own scale; its end is its largest magnitude. Menu View, Colour "
                       "scale changes it.";
            case ScaleMode::kPercentile:
                return "This map's own scale; 99 of 100 cells lie inside it, larger ones are "
                       "hatched. Menu View, Colour scale changes it.";
        }
        return "";
    }

    const BoardFrame& frame_;
    const MapModel& model_;
    const Map& map_;
    std::size_t index_;
    bool gradient_, averaged_;
};

}  // namespace

void draw_map_legend(const BoardFrame& frame, std::size_t map, bool gradient,
                     const PixelRect& place, bool averaged) {
    if (!place.empty()) LegendDrawer(frame, map, gradient, averaged).draw(place);
}

}  // namespace convscope::app
