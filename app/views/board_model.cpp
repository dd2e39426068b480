#include "app/views/board_model.hpp"

#include <algorithm>

#include "app/views/vector_view.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/formula_text.hpp"
#include "core/eval/letters.hpp"

namespace convscope::app {
namespace {

constexpr int kMostThumbnails = 64, kMostButtons = 16;
constexpr std::string_view kWeights = "G";  // In formulas of ops.

bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
    return is_capital(c) || (c >= 'a' && c <= 'z');
}

/// A capital letter that stands alone at `i` is the symbol of a quantity.
bool is_symbol(std::string_view text, std::size_t i) {
    return is_capital(text[i]) && (i == 0 || !is_letter(text[i - 1])) &&
           (i + 1 == text.size() || !is_letter(text[i + 1]));
}

int chosen_channel(const UiState& ui, const std::string& owner, int channels) {
    const auto found = ui.shown_filter.find(owner);
    return found == ui.shown_filter.end() ? 0 : std::clamp(found->second, 0, channels - 1);
}

MapModel picture_model(const Results& results, const UiState& ui) {
    MapModel map;
    map.name = map.symbol = "I";
    map.formula = "I picture";
    map.value = &results.values.front();
    map.gradient = &results.gradients.front();
    const int channels = map.shape().c;
    map.value_channel = channels == 3 ? std::clamp(ui.picture_channel, -1, 2) : 0;
    map.gradient_channel =
        std::clamp(ui.input_gradient_channel, channels == 3 ? -1 : 0, channels - 1);
    return map;
}

void complete_loss(const Results& results, BoardModel& model) {
    const Objective& objective = results.scene.objective;
    const ObjectiveInfo& info = *find_objective(objective.kind);
    model.loss_map = objective_map(results.scene, results.plan);
    model.loss_formula = without_marks(objective_formula(
        objective, results.plan.shapes[model.loss_map], model.maps[model.loss_map].symbol));
    model.wide_loss = info.takes_target || info.takes_gradient;
}

/// The windows that read each map, and maps that are lists.
void complete_maps(const Results& results, BoardModel& model) {
    for (const LayerModel& layer : model.layers) {
        if (layer.stage < 0) continue;
        MapModel& map = model.maps[layer.input_map];
        const ParamSet& params = results.scene.find_layer(layer.id)->params;
        map.walk_x = window_walk(*layer.op, params, map.shape(), Axis::kX);
        map.walk_y = window_walk(*layer.op, params, map.shape(), Axis::kY);
        map.padding_never_wins = layer.op->has_winners;
    }
    for (MapModel& map : model.maps) {
        map.vector = !map.is_picture() && is_vector(map.shape());
        if (!map.vector || map.shape().c == 1) continue;
        map.value_column = std::make_shared<const Map>(channels_as_column(*map.value));
        map.gradient_column = std::make_shared<const Map>(channels_as_column(*map.gradient));
    }
}

MapForm map_form(const MapModel& map) {
    const Shape shape = map.drawn_shape();
    MapForm form;
    form.columns = shape.w;
    form.rows = shape.h;
    form.channels = shape.c;
    form.vector = map.vector;
    form.filters = !map.is_picture() && shape.c > 1;
    form.pad_x = map.drawn_padding().x;
    form.pad_y = map.drawn_padding().y;
    const int gradients = shape.c + (map.is_picture() && shape.c == 3 ? 1 : 0);
    if (shape.c > 1) {
        // "rgb", then one sign or two on each.
        constexpr float kButton = 27, kWideButton = 41;
        form.buttons_forward = static_cast<float>(std::min(shape.c, kMostButtons)) * kButton +
                               (gradients > shape.c ? kWideButton : 0);
        form.buttons_backward = form.buttons_forward;
    }
    // From black to white takes little room, and a picture in colour has no scale.
    if (map.is_picture()) form.legend_forward = map.value_channel < 0 ? 0 : 50;
    if (shape.c > 1 && shape.c <= kMostThumbnails)
        form.thumbnails_forward = form.thumbnails_backward = gradients;
    return form;
}

}  // namespace

const Map& MapModel::drawn(bool of_gradient) const {
    if (value_column) return of_gradient ? *gradient_column : *value_column;
    return of_gradient ? *gradient : *value;
}

Cell MapModel::cell_of_drawn(Cell drawn) const {
    return value_column ? Cell{drawn.n, drawn.y, 0, 0} : drawn;
}

Rect MapModel::drawn_of_rect(Rect cells, std::optional<int> channel) const {
    if (!value_column || cells.empty()) return cells;
    return channel ? Rect{0, *channel, 1, *channel + 1} : Rect{0, 0, 1, shape().c};
}

Extent2 MapModel::padding() const {
    return {walk_x ? walk_x->window.pad : 0, walk_y ? walk_y->window.pad : 0};
}

Extent2 MapModel::drawn_padding() const {
    if (vector) return {0, 0};
    const auto fewer = [](int pad, int side) { return std::min(pad, std::max(1, side / 2)); };
    return {fewer(padding().x, shape().w), fewer(padding().y, shape().h)};
}

BoardForm BoardModel::form() const {
    BoardForm form;
    form.wide_loss = wide_loss;
    for (const MapModel& map : maps) form.maps.push_back(map_form(map));
    for (const LayerModel& layer : layers) {
        LayerForm card;
        if (layer.stage < 0) {
            card.kind = LayerForm::Kind::kOff;
        } else if (!layer.weights_symbol.empty()) {
            card = {LayerForm::Kind::kGrid, layer.weights.w, layer.weights.h, layer.weights.c};
        }
        card.fields = !layer.op->fields.empty();
        form.layers.push_back(card);
    }
    return form;
}

BoardModel make_board_model(const Results& results, const UiState& ui) {
    BoardModel model;
    model.maps.push_back(picture_model(results, ui));
    const BoardLetters letters = letters_of(results.scene, results.plan);
    for (const Layer& layer : results.scene.layers) {
        LayerModel card;
        card.id = layer.id;
        card.op = find_op(layer.op);
        card.stage = results.stage_of(layer.id);
        card.input_map = model.maps.size() - 1;
        if (card.stage < 0) {
            model.layers.push_back(std::move(card));
            continue;
        }
        const auto stage = static_cast<std::size_t>(card.stage);
        const MapModel& before = model.maps.back();
        MapModel map;
        map.name = letters.maps[stage + 1];
        map.symbol = with_subscript(map.name);
        map.value = &results.values[stage + 1];
        map.gradient = &results.gradients[stage + 1];
        map.channel_owner = before.channel_owner;
        const int channels = map.shape().c;
        if (card.op->weights_shape != nullptr) {
            card.weights_symbol = with_subscript(letters.weights[stage]);
            card.weights = results.layers[stage].grad_weights.shape();
            card.shown_filter = chosen_channel(ui, layer.id, card.weights.n);
            map.channel_owner = layer.id;
        }
        map.value_channel = chosen_channel(ui, map.channel_owner, channels);
        map.gradient_channel = map.value_channel;
        map.formula = renamed_formula(card.op->formula, *card.op, before.symbol, map.symbol,
                                      card.weights_symbol);
        if (!layer.bias.empty()) map.formula += " + bias" + card.weights_symbol.substr(1);
        model.maps.push_back(std::move(map));
        model.layers.push_back(std::move(card));
    }
    complete_maps(results, model);
    complete_loss(results, model);
    return model;
}

std::vector<Rect> trace_cell(const Results& results, std::size_t map, Cell cell) {
    const NetworkPlan& plan = results.plan;
    std::vector<Rect> rects(plan.shapes.size());
    rects[map] = intersect({cell.x, cell.y, cell.x + 1, cell.y + 1}, plan.shapes[map].plane());
    const auto layer_of = [&](std::size_t stage) -> const Layer& {
        return results.scene.layers[plan.layers[stage]];
    };
    for (std::size_t i = map; i > 0 && !rects[i].empty(); --i) {
        const Layer& layer = layer_of(i - 1);
        const Shape input = plan.shapes[i - 1];
        rects[i - 1] =
            intersect(find_op(layer.op)->input_rect(layer.params, rects[i], input), input.plane());
    }
    for (std::size_t i = map; i + 1 < rects.size() && !rects[i].empty(); ++i) {
        const Layer& layer = layer_of(i);
        rects[i + 1] =
            intersect(find_op(layer.op)->output_rect(layer.params, rects[i], plan.shapes[i]),
                      plan.shapes[i + 1].plane());
    }
    return rects;
}

std::vector<std::string> windows_won(const Results& results, const BoardModel& model,
                                     std::size_t map, Cell cell) {
    std::vector<std::string> won;
    for (const LayerModel& layer : model.layers) {
        if (layer.stage < 0 || layer.input_map != map || !layer.op->has_winners) continue;
        const MapModel& pooled = model.maps[layer.output_map()];
        const Shape input = model.maps[map].shape(), output = pooled.shape();
        const ParamSet& params = results.scene.find_layer(layer.id)->params;
        const auto& winners = results.layers[static_cast<std::size_t>(layer.stage)].winners;
        const Rect windows = intersect(
            layer.op->output_rect(params, {cell.x, cell.y, cell.x + 1, cell.y + 1}, input),
            output.plane());
        for (int y = windows.y0; y < windows.y1; ++y)
            for (int x = windows.x0; x < windows.x1; ++x) {
                const Rect window = layer.op->input_rect(params, {x, y, x + 1, y + 1}, input);
                const int mine = (cell.y - window.y0) * window.width() + cell.x - window.x0;
                const auto row = static_cast<std::size_t>(cell.c * output.h + y);
                if (winners[row * static_cast<std::size_t>(output.w) +
                            static_cast<std::size_t>(x)] == mine)
                    won.push_back(pooled.symbol + "[" + std::to_string(x) + ", " +
                                  std::to_string(y) + "]");
            }
    }
    return won;
}

std::string renamed_formula(std::string_view formula, const OpInfo& op, std::string_view input,
                            std::string_view output, std::string_view weights) {
    std::string text;
    for (std::size_t i = 0; i < formula.size(); ++i) {
        if (!is_symbol(formula, i)) {
            text += formula[i];
        } else if (formula[i] == op.output_symbol.front()) {
            text += output;
        } else if (formula[i] == kWeights.front()) {
            text += weights;
        } else {
            text += input;
        }
    }
    return text;
}

std::string format_size(Shape shape) {
    const std::string times = " × ";
    std::string text = std::to_string(shape.w) + times + std::to_string(shape.h);
    if (shape.c > 1) text += times + std::to_string(shape.c);
    return text;
}

}  // namespace convscope::app
