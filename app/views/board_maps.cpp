#include <algorithm>
#include <cmath>

#include "app/views/board_frame.hpp"
#include "app/views/disclosure.hpp"
#include "app/views/loss_tools.hpp"
#include "app/views/map_hints.hpp"
#include "app/views/map_legends.hpp"
#include "app/views/map_titles.hpp"
#include "app/views/painter.hpp"
#include "app/views/pins.hpp"
#include "app/views/prediction.hpp"
#include "app/views/step_veils.hpp"
#include "app/widgets/weight_grid.hpp"

namespace convscope::app {
namespace {

/// A channel or filter that a map can show.
struct ChannelChoice {
    int channel = 0;  ///< -1: the picture in colour.
    std::string name;
};

std::vector<ChannelChoice> channel_choices(const MapModel& map) {
    std::vector<ChannelChoice> choices;
    const int channels = map.shape().c;
    if (map.is_picture() && channels == 3) choices.push_back({-1, "rgb"});
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
        if (can_be_veiled() && draw_prediction_veil(frame_, name(), place_.map)) return;
        const MapTransform transform = draw_large();
        if (!place_.labels.empty()) draw_labels(transform);
        if (!place_.thumbnails.empty())
            draw_thumbnails();
        else if (!place_.buttons.empty())
            draw_buttons();
        draw_map_legend(frame_, index_, gradient_, place_.legend, is_averaged(transform));
    }

  private:
    std::string name() const { return (gradient_ ? "d" : "") + model_.name; }
    std::string path() const { return "map/" + name(); }
    int shown_channel() const { return gradient_ ? model_.gradient_channel : model_.value_channel; }
    bool shows_brightness() const { return model_.is_picture() && !gradient_; }
    bool is_last_value() const { return !gradient_ && index_ + 1 == frame_.model.maps.size(); }

    /// The picture is given, not computed.
    bool can_be_veiled() const { return gradient_ || index_ > 0; }

    MapSpec spec(int channel) const { return map_spec(frame_, index_, gradient_, channel); }

    bool is_painted() const {
        return shows_brightness() && find_tool(frame_.context.ui.tool).takes_left_button();
    }

    /// An upstream gradient is painted on its own map.
    bool paints_gradient() const {
        return gradient_ && is_painted_gradient(frame_, index_) &&
               TensorPainter::takes_left_button(frame_.context.ui);
    }

    /// With all layers off the picture is the last map too: the brush comes first.
    bool picks_cell() const {
        if (is_painted()) return false;
        const ObjectiveInfo* info = find_objective(frame_.context.scene.objective.kind);
        return is_last_value() && info != nullptr && info->picks_cell;
    }

    MapTransform draw_large() {
        UiState& ui = frame_.context.ui;
        // Shares of a list are no shares of a picture.
        MapZoom& zoom = ui.zooms[ui.link_zoom && !model_.vector ? "" : name()];
        const bool paints = paints_gradient();
        const bool left_is_taken = shows_brightness() || picks_cell() || paints;
        MapSpec large = spec(shown_channel());
        large.frame = place_.map;
        large.zoom = zoom;
        add_padding(large);
        const bool pans = ui.space_pans || !find_tool(ui.tool).takes_left_button();
        large.pans_with_left = pans || !left_is_taken;
        const ImGuiIO& io = ImGui::GetIO();
        large.takes_keys = !ui.keys_taken && !io.WantTextInput && !io.KeyCtrl && !io.KeyAlt;
        large.takes_arrows =
            large.takes_keys && !ui.pinned && frame_.context.transport.view == nullptr;
        const MapResult result = map_widget(frame_.ui(), frame_.context.gpu, large);
        zoom = result.zoom;
        frame_.drawn.push_back({index_, gradient_, false, result.transform});
        if (can_be_veiled() && !paints) veil_again_by_click(frame_, name());
        draw_step_veil(frame_, large, index_, gradient_, result.transform);
        if (shows_brightness()) frame_.picture = result;
        if (paints) frame_.loss_tools.painter.note(result, shown_channel());
        if (result.clicked && result.hovered) click(*result.hovered);
        if (result.hovered) hover(large, *result.hovered);
        if (result.hovers_padding && !ImGui::IsMouseDown(ImGuiMouseButton_Left))
            show_tooltip(frame_.ui(), padding_hint(model_, gradient_));
        return result.transform;
    }

    void add_padding(MapSpec& large) const {
        if (!frame_.context.ui.show_padding) return;
        large.extent.pad_x = model_.drawn_padding().x;
        large.extent.pad_y = model_.drawn_padding().y;
        if (!gradient_) large.padding_sign = model_.padding_never_wins ? "−∞" : "0";
    }

    bool is_averaged(const MapTransform& transform) const {
        return model_.is_picture() && !frame_.context.ui.sharp_pictures &&
               std::min(transform.cell_width(), transform.cell_height()) < 1;
    }

    void click(Cell cell) const {
        if (picks_cell())
            pick_cell(model_.cell_of_drawn(cell));
        else if (is_painted() || paints_gradient())
            return;
        else if (frame_.layout.slim)
            focus_maker();
        else
            pin(frame_, number_of(cell));
    }

    /// `cell` as it is drawn.
    NumberRef number_of(Cell cell) const {
        return {gradient_ ? NumberRef::Kind::kGradient : NumberRef::Kind::kValue, index_, 0,
                model_.cell_of_drawn(cell)};
    }

    /// From a fitted network to the layer that made this map.
    void focus_maker() const {
        for (const LayerModel& layer : frame_.model.layers)
            if (layer.stage >= 0 && layer.output_map() == std::max<std::size_t>(index_, 1))
                frame_.context.ui.focus_layer = layer.id;
    }

    /// The places of a list's numbers, as many as have room.
    void draw_labels(const MapTransform& transform) const {
        const Pen pen = frame_.pen();
        ImFont* font = pen.look().fonts.small_mono;
        const float cell = transform.cell_height(), line = font_size(font);
        const int each = std::max(1, static_cast<int>(std::ceil(line / cell)));
        const Rect visible = transform.visible_cells();
        for (int y = ceil_div(visible.y0, each) * each; y < visible.y1; y += each) {
            const PixelRect row = transform.rect_of({0, y, 1, y + 1});
            const float middle = (row.y0 + row.y1) / 2;
            if (middle - line / 2 < place_.labels.y0 - line / 2 ||
                middle + line / 2 > place_.labels.y1 + line / 2)
                continue;
            pen.text_in(font,
                        {place_.labels.x0, middle - line / 2, place_.labels.x1 - pen.px(5),
                         middle + line / 2},
                        Align::kRight, pen.theme().quiet, std::to_string(y));
        }
    }

    void pick_cell(Cell cell) const {
        Objective objective = frame_.context.scene.objective;
        objective.channel = cell.c;
        objective.x = cell.x;
        objective.y = cell.y;
        if (!(objective == frame_.context.scene.objective)) frame_.edit(SetObjective{objective});
    }

    void hover(const MapSpec& large, Cell cell) const {
        frame_.hovered = HoveredCell{name(), model_.cell_of_drawn(cell)};
        point_at(frame_, number_of(cell));
        if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
        std::string text = undisclosed(large, cell);
        if (text.empty()) text = cell_hint(frame_, index_, gradient_, large, cell);
        if (is_averaged(frame_.drawn.back().transform))
            text += "\nEach pixel of the screen shows the mean of several.";
        if (picks_cell()) text += "\nClick: L is this cell.";
        if (paints_gradient()) text += paint_hint(frame_);
        show_tooltip(frame_.ui(), text);
    }

    /// Why a cell, in colour all of its channels, is not told, or what a walk has of it so far.
    std::string undisclosed(const MapSpec& large, Cell cell) const {
        NumberRef ref = number_of(cell);
        const int channels = large.channel < 0 ? model_.shape().c : 1;
        for (int c = channels; c-- > 0;) {
            if (large.channel < 0) ref.cell.c = c;
            const Disclosure told = disclose(frame_.context, ref);
            if (told.is_open()) continue;
            if (told.kind == Disclosure::Kind::kPartial && large.channel < 0)
                return cell_hint(frame_, index_, gradient_, large, cell) +
                       "\nSo far, in this walk.";
            return undisclosed_hint(told);
        }
        return {};
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
        if (choice.channel < 0)
            return gradient_ ? "The gradients of the three channels as one colour around grey."
                             : "The picture in its colours.";
        const std::string symbol = gradient_ ? gradient_symbol(model_.symbol) : model_.symbol;
        return symbol + (model_.is_picture() ? ", channel " : ", filter ") + choice.name +
               " alone.";
    }

    void draw_buttons() const {
        const auto choices = channel_choices(model_);
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
        int index = 0;
        for (const ChannelChoice& choice : channel_choices(model_))
            draw_thumbnail(choice, place_.thumbnails.at(index++));
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
        const MapTransform transform(rect, {}, {shape.w, shape.h});
        const MapSpec small = spec(choice.channel);
        draw_map(pen, frame_.context.gpu, small, transform);
        draw_step_veil(frame_, small, index_, gradient_, transform);
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
    const bool grown = gradient && model.gradient != &frame.results.gradients[index];
    spec.texture_key = (grown      ? "grown/"
                        : gradient ? "gradient/"
                                   : "value/") +
                       std::to_string(index);
    spec.map = &model.drawn(gradient);
    spec.channel = model.drawn_channel(channel);
    spec.picture = model.is_picture() && !gradient;
    spec.scale = spec.picture ? frame.scales.brightness()
                 : gradient   ? frame.scales.gradient(index)
                              : frame.scales.value(index);
    spec.show_255 = frame.context.ui.show_255;
    spec.style.opacity = frame.opacity();
    spec.style.sharp = frame.context.ui.sharp_pictures;
    // In colour zero is the middle grey, and the ends of the scale are black and white.
    if (gradient && channel < 0)
        spec.style = {spec.style.opacity, spec.style.sharp, 0.5f / spec.scale.high, 0.5f};
    const Shape shape = model.drawn_shape();
    spec.extent = {shape.w, shape.h, 0, 0, model.vector};
    return spec;
}

void draw_maps(BoardFrame& frame) {
    for (std::size_t i = 0; i < frame.model.maps.size(); ++i) {
        if (frame.layout.maps[i].forward.map.empty()) continue;
        MapDrawer(frame, i, false).draw();
        MapDrawer(frame, i, true).draw();
    }
}

}  // namespace convscope::app
