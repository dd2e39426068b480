#include "app/views/board_part.hpp"

#include <algorithm>

namespace convscope::app {
namespace {

BoardForm form_of(const BoardModel& model, const BoardPart& part) {
    BoardForm form = model.form();
    const auto cut = [](auto& list, std::size_t first, std::size_t end) {
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(end), list.end());
        list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(first));
    };
    cut(form.maps, part.first_map, part.end_map);
    cut(form.layers, part.first_layer, part.end_layer);
    form.loss = part.loss;
    return form;
}

/// Placed columns at their places among all of the model's.
BoardLayout spread(BoardLayout layout, const BoardModel& model, const BoardPart& part) {
    std::vector<MapColumn> maps(model.maps.size());
    std::move(layout.maps.begin(), layout.maps.end(),
              maps.begin() + static_cast<std::ptrdiff_t>(part.first_map));
    std::vector<CardColumn> cards(model.layers.size());
    std::move(layout.cards.begin(), layout.cards.end(),
              cards.begin() + static_cast<std::ptrdiff_t>(part.first_layer));
    for (CardColumn& card : cards) card.map_before += static_cast<int>(part.first_map);
    layout.loss.map_before += static_cast<int>(part.first_map);
    layout.maps = std::move(maps);
    layout.cards = std::move(cards);
    return layout;
}

/// `bar` is the height of the bar below a board that scrolls sideways.
BoardLayout layout_in(const BoardModel& model, const BoardPart& part, const UiState& ui,
                      PixelRect room, float scale, float bar) {
    const BoardForm form = form_of(model, part);
    if (part.focus)
        return spread(layout_board(form, room, scale, LayoutStyle::kFocus), model, part);
    BoardLayout layout = layout_board(form, room, scale);
    if (layout.width <= room.x1 - room.x0) return layout;
    if (ui.fit_network) return layout_board(form, room, scale, LayoutStyle::kFitted);
    room.y1 -= bar;
    return layout_board(form, room, scale);
}

bool contains(const PixelRect& rect, float x) {
    return !rect.empty() && x >= rect.x0 && x < rect.x1;
}

}  // namespace

BoardPart shown_part(const BoardModel& model, const UiState& ui) {
    const BoardPart whole{0, model.maps.size(), 0, model.layers.size(), true, false};
    const std::size_t last = model.maps.size() - 1;
    if (ui.focus_layer == kFocusOnLoss) return {last, last + 1, 0, 0, true, true};
    const auto found = std::ranges::find(model.layers, ui.focus_layer, &LayerModel::id);
    if (found == model.layers.end()) return whole;
    const auto layer = static_cast<std::size_t>(found - model.layers.begin());
    return {found->input_map, found->output_map() + 1, layer, layer + 1, false, true};
}

BoardLayout layout_part(const BoardModel& model, const BoardPart& part, const UiState& ui,
                        PixelRect room, float scale, float bar) {
    BoardLayout layout = layout_in(model, part, ui, room, scale, bar);
    if (layout.height <= room.y1 - room.y0) return layout;
    room.x1 -= bar;  // The board scrolls up and down: it gives the bar beside it its place.
    return layout_in(model, part, ui, room, scale, bar);
}

std::vector<std::string> focus_stops(const BoardModel& model) {
    std::vector<std::string> stops;
    for (const LayerModel& layer : model.layers)
        if (layer.stage >= 0) stops.push_back(layer.id);
    stops.emplace_back(kFocusOnLoss);
    return stops;
}

std::string focus_step(const BoardModel& model, const std::string& focused, int by) {
    const std::vector<std::string> stops = focus_stops(model);
    const auto found = std::ranges::find(stops, focused);
    if (found == stops.end()) return stops.front();
    const int count = static_cast<int>(stops.size());
    const int next = static_cast<int>(found - stops.begin()) + by;
    return stops[static_cast<std::size_t>((next % count + count) % count)];
}

std::string layer_at(const BoardModel& model, const BoardLayout& layout, float x) {
    if (contains(layout.loss.forward, x)) return std::string(kFocusOnLoss);
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const LayerModel& layer = model.layers[i];
        if (layer.stage < 0) continue;
        if (contains(layout.cards[i].forward, x) ||
            contains(layout.maps[layer.output_map()].forward.title, x))
            return layer.id;
    }
    return {};
}

}  // namespace convscope::app
