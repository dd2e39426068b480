#include "app/views/pins.hpp"

#include <algorithm>
#include <vector>

#include "app/platform/imgui_compat.hpp"
#include "app/views/board_scroll.hpp"
#include "app/views/free_keys.hpp"
#include "app/views/key_table.hpp"
#include "app/widgets/formula_text.hpp"
#include "core/eval/links.hpp"
#include "core/eval/number_text.hpp"

namespace convscope::app {
namespace {

using Kind = NumberRef::Kind;

constexpr int kLeap = 10;      ///< Cells at once, with Shift.
constexpr float kMargin = 20;  ///< Around what is scrolled to, at scale 1.

std::string plain_name(const Results& results, const NumberRef& ref) {
    return without_marks(name_of(results, letters_of(results.scene, results.plan), ref));
}

/// The last one pointed at, else the middle of the map that the loss reads.
NumberRef number_to_pin(const BoardFrame& frame) {
    const UiState& ui = frame.context.ui;
    if (ui.pointed) return *ui.pointed;
    if (ui.last_pointed) return find_pin(frame.results, *ui.last_pointed).ref;
    const std::size_t map = objective_map(frame.results.scene, frame.results.plan);
    const Shape shape = frame.results.plan.shapes[map];
    return {Kind::kValue, map, 0, {0, 0, shape.h / 2, shape.w / 2}};
}

/// Where the arrow keys lead, in cells as they are drawn.
Extent2 pressed_way() {
    const int step = ImGui::GetIO().KeyShift ? kLeap : 1;
    Extent2 way{0, 0};
    if (is_key_pressed(Key::kLeft, true)) way.x -= step;
    if (is_key_pressed(Key::kRight, true)) way.x += step;
    if (is_key_pressed(Key::kUp, true)) way.y -= step;
    if (is_key_pressed(Key::kDown, true)) way.y += step;
    return way;
}

NumberRef walked(const BoardFrame& frame, NumberRef ref, Extent2 way) {
    if (ref.kind == Kind::kBias || ref.kind == Kind::kGradBias) {
        ref.cell.n += way.x + way.y;
    } else if (is_of_map(ref.kind) && frame.model.maps[ref.map].value_column) {
        ref.cell.c += way.y;
    } else {
        ref.cell.x += way.x;
        ref.cell.y += way.y;
    }
    return find_pin(frame.results, pin_of(frame.results, ref)).ref;
}

/// All quantities in the order of the two passes: I, G, R, ..., L, ..., dL/dR, dL/dG, dL/dI.
std::vector<NumberRef> chain_of(const Results& results) {
    std::vector<NumberRef> chain;
    const std::size_t stages = results.plan.layers.size();
    const auto has_weights = [&](std::size_t stage) {
        return !results.layers[stage].grad_weights.empty();
    };
    for (std::size_t map = 0; map <= stages; ++map) {
        if (map > 0 && has_weights(map - 1)) chain.push_back({Kind::kWeight, 0, map - 1, {}});
        chain.push_back({Kind::kValue, map, 0, {}});
    }
    chain.push_back({Kind::kLoss, 0, 0, {}});
    for (std::size_t map = stages + 1; map-- > 0;) {
        chain.push_back({Kind::kGradient, map, 0, {}});
        if (map > 0 && has_weights(map - 1)) chain.push_back({Kind::kGradWeight, 0, map - 1, {}});
    }
    return chain;
}

bool is_same_quantity(const NumberRef& a, const NumberRef& b) {
    return a.kind == b.kind && a.map == b.map && a.stage == b.stage;
}

/// The next quantity on the way through both passes, at a cell that belongs to `ref`.
NumberRef next_quantity(const BoardFrame& frame, const NumberRef& ref, int by) {
    const std::vector<NumberRef> chain = chain_of(frame.results);
    NumberRef own = ref;  // biases stand with the weights of their layer
    if (ref.kind == Kind::kBias) own.kind = Kind::kWeight;
    if (ref.kind == Kind::kGradBias) own.kind = Kind::kGradWeight;
    const auto found = std::ranges::find_if(
        chain, [&](const NumberRef& other) { return is_same_quantity(other, own); });
    const auto count = std::ssize(chain);
    const auto at = found == chain.end() ? 0 : found - chain.begin();
    NumberRef next = chain[static_cast<std::size_t>((at + by + count) % count)];
    const NumberLinks links = links_of(frame.results, ref);
    const NumberLinks::Cells* cells =
        is_of_map(next.kind) ? links.of_map(next.map) : links.of_weights(next.stage);
    if (next.kind != Kind::kLoss && cells != nullptr) {
        const auto middle = [](const AxisLattice& axis) {
            return axis.first + axis.step * ((axis.count - 1) / 2);
        };
        const CellLattice& lattice = cells->cells;
        next.cell = {lattice.n.first, lattice.c.first, middle(lattice.y), middle(lattice.x)};
    }
    return find_pin(frame.results, pin_of(frame.results, next)).ref;
}

/// Moves an enlarged map so that the cell is seen.
void zoom_to(const BoardFrame& frame, const NumberRef& ref) {
    if (!is_of_map(ref.kind)) return;
    const MapModel& model = frame.model.maps[ref.map];
    const bool gradient = ref.kind == Kind::kGradient;
    for (const DrawnMap& map : frame.drawn) {
        if (map.index != ref.map || map.gradient != gradient || map.loupe) continue;
        const Cell at = ref.cell;
        const PixelRect cell =
            map.transform.rect_of(model.drawn_of_rect({at.x, at.y, at.x + 1, at.y + 1}, at.c));
        const PixelRect& room = map.transform.frame();
        const auto missing = [](float low, float high, float first, float last) {
            return low < first ? first - low : std::min(0.0f, last - high);
        };
        UiState& ui = frame.context.ui;
        MapZoom& zoom =
            ui.zooms[ui.link_zoom && !model.vector ? "" : (gradient ? "d" : "") + model.name];
        zoom = panned(zoom, missing(cell.x0, cell.x1, room.x0, room.x1) / width(room),
                      missing(cell.y0, cell.y1, room.y0, room.y1) / height(room));
    }
}

/// Where the quantity is drawn that the number belongs to.
PixelRect place_of(const BoardFrame& frame, const NumberRef& ref) {
    const BoardLayout& layout = frame.layout;
    const bool backward =
        ref.kind == Kind::kGradient || ref.kind == Kind::kGradWeight || ref.kind == Kind::kGradBias;
    if (ref.kind == Kind::kLoss) return layout.loss.forward;
    if (is_of_map(ref.kind)) {
        const MapColumn& column = layout.maps[ref.map];
        return backward ? column.backward.map : column.forward.map;
    }
    for (std::size_t i = 0; i < frame.model.layers.size(); ++i)
        if (frame.model.layers[i].stage == static_cast<int>(ref.stage))
            return backward ? layout.cards[i].backward : layout.cards[i].forward;
    return {};
}

/// Of a pin that find_pin() says is gone with its layer.
std::string what_is_gone(const Scene& scene, const NumberPin& pin) {
    const Layer* layer = scene.find_layer(pin.layer);
    if (layer != nullptr && layer->enabled) return "number of " + pin.layer + " is gone";
    return "number's layer " + pin.layer + (layer == nullptr ? " is gone" : " is switched off");
}

}  // namespace

void point_at(const BoardFrame& frame, const NumberRef& ref) {
    frame.context.ui.pointed = ref;
}

void point_at_newest(const BoardFrame& frame, const LayerModel& layer, Kind kind, Cell cell) {
    const NumberRef ref{kind, 0, static_cast<std::size_t>(layer.stage), cell};
    if (exists(frame.results, ref)) point_at(frame, ref);
}

void pin(const BoardFrame& frame, const NumberRef& ref) {
    frame.context.ui.pinned = pin_of(frame.results, ref);
}

std::optional<NumberRef> pinned_number(const BoardFrame& frame) {
    const UiState& ui = frame.context.ui;
    if (!ui.pinned) return std::nullopt;
    return find_pin(frame.results, *ui.pinned).ref;
}

std::optional<NumberRef> marked_number(const BoardFrame& frame) {
    const auto pinned = pinned_number(frame);
    return pinned ? pinned : frame.context.ui.pointed;
}

void keep_pin(const BoardFrame& frame) {
    UiState& ui = frame.context.ui;
    if (!ui.pinned) return;
    const FoundPin found = find_pin(frame.results, *ui.pinned);
    if (!found.layer_gone && !found.cell_moved) return;
    const std::string now = plain_name(frame.results, found.ref);
    if (found.layer_gone) {
        frame.note("The pinned " + what_is_gone(frame.results.scene, *ui.pinned) + ": pinned " +
                   now + " instead.");
    } else {
        NumberRef before = found.ref;
        before.cell = ui.pinned->cell;
        std::string gone = plain_name(frame.results, before);
        // What is left of several filters has no number in its name.
        if (gone == now) gone += " of filter " + std::to_string(before.cell.n + 1);
        frame.note("The pinned " + std::string(is_of_map(before.kind) ? "cell " : "number ") +
                   gone + " is gone: pinned the nearest, " + now + ".");
    }
    pin(frame, found.ref);
}

bool use_pin_keys(const BoardFrame& frame) {
    UiState& ui = frame.context.ui;
    if (ui.pointed) ui.last_pointed = pin_of(frame.results, *ui.pointed);
    if (!keys_are_free(ui)) return false;
    if (is_command_pressed("every_digit")) ui.every_digit = !ui.every_digit;
    const auto pinned = pinned_number(frame);
    if (is_command_pressed("pin") && (ui.pointed || !pinned)) {
        const NumberRef ref = number_to_pin(frame);
        if (pinned == ref)
            ui.pinned.reset();
        else
            pin(frame, ref);
        return true;
    }
    if (!pinned) return false;
    if (is_key_pressed(Key::kEscape) && may_let_go(ui)) {
        ui.pinned.reset();
        return true;
    }
    if (is_key_pressed(Key::kTab) && ui.focus_layer.empty()) {
        const NumberRef next = next_quantity(frame, *pinned, ImGui::GetIO().KeyShift ? -1 : 1);
        pin(frame, next);
        zoom_to(frame, next);
        if (const PixelRect place = place_of(frame, next); !place.empty())
            bring_into_sight(place, frame.px(kMargin));
        return true;
    }
    const ImGuiIO& io = ImGui::GetIO();
    const Extent2 way = io.KeyCtrl || io.KeyAlt ? Extent2{0, 0} : pressed_way();
    if (way == Extent2{0, 0}) return false;
    const NumberRef next = walked(frame, *pinned, way);
    pin(frame, next);
    zoom_to(frame, next);
    return true;
}

}  // namespace convscope::app
