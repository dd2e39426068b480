#pragma once
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "app/messages.hpp"
#include "app/views/board_model.hpp"
#include "app/views/colour_scales.hpp"
#include "app/views/view.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/field_editor.hpp"
#include "app/widgets/heat_map.hpp"
#include "app/widgets/map_widget.hpp"

namespace convscope::app {

struct LossTools;
class ZeroNotes;

/// A map as it was drawn in this frame.
struct DrawnMap {
    std::size_t index = 0;  ///< In BoardModel::maps.
    bool gradient = false;
    bool loupe = false;
    MapTransform transform;
};

/// What the parts of the board share while one frame is drawn.
struct BoardFrame {
    const ViewContext& context;
    const Results& results;
    const BoardModel& model;
    const BoardLayout& layout;
    const ColourScales& scales;
    FieldEditor& editor;
    std::map<const float*, HeatMapPicture>& heat_maps;  ///< Kept from frame to frame.
    LossTools& loss_tools;                              ///< Likewise.
    ZeroNotes& zero_notes;                              ///< Likewise.
    std::vector<DrawnMap> drawn = {};
    std::optional<HoveredCell> hovered = {};
    std::optional<MapResult> picture = {};  ///< How the picture's map was used.

    WidgetUi ui() const { return {context.look, context.names}; }
    Pen pen() const { return ui().pen(); }
    float px(float at_scale_1) const { return context.look.px(at_scale_1); }
    const Theme& theme() const { return *context.look.theme; }
    /// Of everything that shows results.
    float opacity() const { return context.results_are_stale ? 0.5f : 1.0f; }

    /// Nothing where the edit is of a layer that the newest scene has no more.
    void edit(Edit edit, std::uint64_t gesture = 0) const {
        const bool possible = std::visit(
            [this](const auto& one) {
                if constexpr (requires { one.layer; }) return newest_layer(one.layer) != nullptr;
                return true;
            },
            edit);
        if (possible) context.actions.emplace_back(EditAction{std::move(edit), gesture});
    }
    void cancel(std::uint64_t gesture) const {
        context.actions.emplace_back(CancelGestureAction{gesture});
    }
    void refuse(std::string why) const {
        add_message(context.ui, Message::Kind::kError, std::move(why));
    }
    void note(std::string text) const {
        add_message(context.ui, Message::Kind::kNote, std::move(text));
    }
    /// The cell that loupes show: the one pointed at now, or in work in a walk, or pointed at last,
    /// or the last map's middle.
    HoveredCell focus() const;
    /// Index in model.maps of "R" and of "dR".
    std::size_t map_index(std::string_view name) const;
    /// The newest state of a layer of the results; null when it is gone or its id is now that of
    /// another op's layer.
    const Layer* newest_layer(std::string_view id) const {
        const Layer* shown = results.scene.find_layer(id);
        const Layer* found = context.scene.find_layer(id);
        const bool same = shown != nullptr && found != nullptr && found->op == shown->op;
        return same ? found : nullptr;
    }
    /// For its controls; as computed when there is no newer one.
    const Layer& newest(const LayerModel& layer) const {
        const Layer* found = newest_layer(layer.id);
        return found != nullptr ? *found : *results.scene.find_layer(layer.id);
    }
};

// The parts of the board, each in a file of its own.

/// Lines and names of the two rows, and the arrows between columns, the fork among them.
void draw_rows(const BoardFrame& frame);
/// All maps with titles, buttons and legends; notes them in `frame.drawn`.
void draw_maps(BoardFrame& frame);
/// What is around the cell last pointed at, enlarged, below maps with small cells.
void draw_loupes(BoardFrame& frame);
/// How one channel of a map is drawn; frame and zoom are left to be set.
MapSpec map_spec(const BoardFrame& frame, std::size_t index, bool gradient, int channel);
/// Cells that no window reads are hatched, in both rows.
void draw_floor(const BoardFrame& frame);
/// Marks on top of the maps: the cell under the pointer and what belongs to it, winners, the cell
/// that the loss reads.
void draw_marks(const BoardFrame& frame);
/// Cards of a layer, forward and backward.
void draw_filter_card(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place);
void draw_gradient_card(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place);
void draw_op_card(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place);
void draw_off_card(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place);
void draw_loss_card(const BoardFrame& frame);

/// The switch of a layer.
void draw_layer_switch(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect);

}  // namespace convscope::app
