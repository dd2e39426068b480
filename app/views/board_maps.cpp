#include <algorithm>
#include <cmath>

#include "app/views/board_frame.hpp"
#include "app/views/map_titles.hpp"
#include "app/views/painter.hpp"
#include "app/widgets/legend.hpp"
#include "app/widgets/weight_grid.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope::app {
namespace {

/// A channel or filter that a map can show.
struct ChannelChoice {
    int channel = 0;  ///< -1: the picture in colour.
    std::string name;
};

std::vector<ChannelChoice> channel_choices(const MapModel& map, bool gradient) {
    std::vector<ChannelChoice> choices;
    const int channels = map.shape().c;
    if (map.is_picture() && !gradient && channels == 3) choices.push_back({-1, "rgb"});
    for (int c = 0; c < channels; ++c)
        choices.push_back(
            {c, map.is_picture() ? channel_name(c, channels) : std::to_string(c + 1)});
    return choices;
}

/// One map in one row.
class MapDrawer {
  public:
    MapDrawer(BoardFrame& frame, std::size_t index, bool gradient)
        : frame_(frame),
          model_(frame.model.maps[index]),
          place_(gradient ? frame.layout.maps[index].backward : frame.layout.maps[index].forward),
          index_(index),
          gradient_(gradient) {}

    void draw() {
        if (gradient_)
            draw_gradient_title(frame_, index_, place_);
        else
            draw_value_title(frame_, index_, place_);
        draw_large();
        if (!place_.thumbnails.empty())
            draw_thumbnails();
        else if (!place_.buttons.empty())
            draw_buttons();
        draw_scale();
    }

  private:
    std::string name() const { return (gradient_ ? "d" : "") + model_.name; }
    std::string path() const { return "map/" + name(); }
    const Map& map() const { return gradient_ ? *model_.gradient : *model_.value; }
    int shown_channel() const { return gradient_ ? model_.gradient_channel : model_.value_channel; }
    bool shows_brightness() const { return model_.is_picture() && !gradient_; }
    bool is_last_value() const { return !gradient_ && index_ + 1 == frame_.model.maps.size(); }

    MapSpec spec(int channel) const { return map_spec(frame_, index_, gradient_, channel); }

    bool is_painted() const { return shows_brightness() && frame_.context.ui.tool == Tool::kBrush; }

    /// With all layers off the picture is the last map too: the brush comes first.
    bool picks_cell() const {
        if (is_painted()) return false;
        const ObjectiveInfo* info = find_objective(frame_.context.scene.objective.kind);
        return is_last_value() && info != nullptr && info->picks_cell;
    }

    void draw_large() {
        UiState& ui = frame_.context.ui;
        MapZoom& zoom = ui.zooms[ui.link_zoom ? "" : name()];
        const bool left_is_taken = shows_brightness() || picks_cell();
        MapSpec large = spec(shown_channel());
        large.frame = place_.map;
        large.zoom = zoom;
        large.pans_with_left = ui.tool == Tool::kPan || !left_is_taken;
        const MapResult result = map_widget(frame_.ui(), frame_.context.gpu, large);
        zoom = result.zoom;
        frame_.drawn.push_back({index_, gradient_, false, result.transform});
        if (shows_brightness()) frame_.picture = result;
        if (picks_cell() && result.clicked && result.hovered) pick_cell(*result.hovered);
        if (result.hovered) hover(large, *result.hovered);
    }

    void pick_cell(Cell cell) const {
        Objective objective = frame_.context.scene.objective;
        objective.channel = cell.c;
        objective.x = cell.x;
        objective.y = cell.y;
        if (!(objective == frame_.context.scene.objective)) frame_.edit(SetObjective{objective});
    }

    void hover(const MapSpec& large, Cell cell) const {
        frame_.hovered = HoveredCell{name(), cell};
        if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
        std::string symbol = gradient_ ? gradient_symbol(model_.symbol) : model_.symbol;
        const int channels = model_.shape().c;
        if (large.channel >= 0 && channels > 1)
            symbol += model_.is_picture() ? ", channel " + channel_name(cell.c, channels) + ", "
                                          : ", filter " + std::to_string(cell.c + 1) + ", ";
        std::string text = describe_cell(large, symbol, cell);
        if (!gradient_)
            for (const std::string& window :
                 windows_won(frame_.results, frame_.model, index_, cell))
                text += "\nWon in " + window + ": it alone gets that gradient.";
        if (picks_cell()) text += "\nClick: L is this cell.";
        show_tooltip(frame_.ui(), text);
    }

    void choose(int channel) const {
        UiState& ui = frame_.context.ui;
        if (!model_.is_picture())
            ui.shown_filter[model_.channel_owner] = channel;
        else if (gradient_)
            ui.input_gradient_channel = channel;
        else
            ui.picture_channel = channel;
    }

    std::string choice_tooltip(const ChannelChoice& choice) const {
        if (choice.channel < 0) return "The picture in its colours.";
        const std::string symbol = gradient_ ? gradient_symbol(model_.symbol) : model_.symbol;
        return symbol + (model_.is_picture() ? ", channel " : ", filter ") + choice.name +
               " alone.";
    }

    void draw_buttons() const {
        const auto choices = channel_choices(model_, gradient_);
        std::vector<ChipChoice> chips;
        int on = 0;
        for (const ChannelChoice& choice : choices) {
            if (choice.channel == shown_channel()) on = static_cast<int>(chips.size());
            chips.push_back(
                {path() + "/channel/" + choice.name, choice.name, choice_tooltip(choice)});
        }
        if (const auto pressed = chip_row(frame_.ui(), place_.buttons, chips, on))
            choose(choices[static_cast<std::size_t>(*pressed)].channel);
    }

    void draw_thumbnails() const {
        const auto choices = channel_choices(model_, gradient_);
        const float gap = std::round(frame_.px(6)), count = static_cast<float>(choices.size());
        const float each = (width(place_.thumbnails) - (count - 1) * gap) / count;
        float x = place_.thumbnails.x0;
        for (const ChannelChoice& choice : choices) {
            draw_thumbnail(choice, {std::round(x), place_.thumbnails.y0, std::round(x + each),
                                    place_.thumbnails.y1});
            x += each + gap;
        }
    }

    void draw_thumbnail(const ChannelChoice& choice, const PixelRect& rect) const {
        const std::string chip_path = path() + "/channel/" + choice.name;
        const bool on = choice.channel == shown_channel();
        if (hot_area(frame_.ui(), chip_path, rect, on ? "on" : "")) choose(choice.channel);
        const bool hovered = ImGui::IsItemHovered();
        tooltip_for_item(frame_.ui(), choice_tooltip(choice));

        const Pen pen = frame_.pen();
        const Theme& theme = pen.theme();
        const Shape shape = model_.shape();
        draw_map(pen, frame_.context.gpu, spec(choice.channel),
                 MapTransform(rect, {}, shape.w, shape.h));
        const PixelRect border{rect.x0 - 1, rect.y0 - 1, rect.x1 + 1, rect.y1 + 1};
        pen.outline(border,
                    on        ? theme.selection
                    : hovered ? theme.quiet
                              : theme.border,
                    0, on ? pen.px(2) : 1);
        ImFont* font = pen.look().fonts.small_mono;
        const float label_width = text_size(font, choice.name).x + pen.px(7);
        const PixelRect label{rect.x0, rect.y0, std::min(rect.x1, rect.x0 + label_width),
                              rect.y0 + font_size(font) + pen.px(1)};
        pen.fill(label, on ? theme.selection : theme.panel.with_alpha(225));
        pen.text_in(font, label, Align::kCentre, on ? theme.selection_text : label_colour(choice),
                    choice.name);
    }

    Colour label_colour(const ChannelChoice& choice) const {
        const Theme& theme = frame_.theme();
        if (!model_.is_picture() || choice.channel < 0) return theme.text;
        return channel_colour(theme, choice.channel, model_.shape().c);
    }

    void draw_scale() const {
        if (shown_channel() < 0) return;
        LegendSpec legend;
        legend.path = "legend/" + name();
        legend.rect = place_.legend;
        legend.scale = spec(shown_channel()).scale;
        legend.range = map().channel_ranges[static_cast<std::size_t>(shown_channel())];
        legend.error_bound = map().error_bound;
        legend.tooltip = legend_tooltip();
        if (shows_brightness()) {
            if (frame_.context.ui.show_255) legend.scale.high = 255;
            legend.range.minimum = 0;
            legend.range.maximum = 1;
            legend.range.any_finite = true;
            legend.error_bound = 0;
        }
        const std::string note = legend_note(legend.range);
        legend.note = note;
        draw_legend(frame_.ui(), legend);
    }

    /// What is no number comes first; brightness has one scale only.
    std::string legend_note(const ValueRange& range) const {
        if (range.nan_count > 0) return format_count(range.nan_count) + " NaN";
        if (range.infinite_count > 0) return format_count(range.infinite_count) + " infinite";
        return shows_brightness() ? "" : std::string(frame_.scales.note());
    }

    std::string_view legend_tooltip() const {
        if (shows_brightness()) return "From black to white.";
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

    BoardFrame& frame_;
    const MapModel& model_;
    const MapPlace& place_;
    std::size_t index_;
    bool gradient_;
};

}  // namespace

MapSpec map_spec(const BoardFrame& frame, std::size_t index, bool gradient, int channel) {
    const MapModel& model = frame.model.maps[index];
    MapSpec spec;
    spec.path = (gradient ? "map/d" : "map/") + model.name;
    spec.texture_key = (gradient ? "gradient/" : "value/") + std::to_string(index);
    spec.map = gradient ? model.gradient : model.value;
    spec.channel = channel;
    spec.picture = model.is_picture() && !gradient;
    spec.scale = spec.picture ? frame.scales.brightness()
                 : gradient   ? frame.scales.gradient(index)
                              : frame.scales.value(index);
    spec.show_255 = frame.context.ui.show_255;
    spec.opacity = frame.opacity();
    return spec;
}

void draw_maps(BoardFrame& frame) {
    for (std::size_t i = 0; i < frame.model.maps.size(); ++i) {
        MapDrawer(frame, i, false).draw();
        MapDrawer(frame, i, true).draw();
    }
}

}  // namespace convscope::app
