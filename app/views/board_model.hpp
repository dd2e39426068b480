#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/layout.hpp"
#include "app/views/ui_state.hpp"
#include "core/eval/results.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope::app {

// What the board shows of some results, before it is placed: no ImGui, no GL.

/// A quantity: the picture or the output of a layer, with its gradient.
struct MapModel {
    std::string name;     ///< "I", "R", "R1": in widget paths "map/R" and "map/dR".
    std::string symbol;   ///< The same as mathematics: "R₁".
    std::string formula;  ///< "R₁ = I ∗ G₁"; for the picture "I picture".
    const Map* value = nullptr;
    const Map* gradient = nullptr;
    std::string channel_owner;  ///< Layer whose filters are its channels; empty: the picture's.
    int value_channel = 0;      ///< Shown large; -1: the picture in colour.
    int gradient_channel = 0;

    /// A list of numbers, drawn as a column; `columns` hold it where it has a channel for each.
    bool vector = false;
    std::shared_ptr<const Map> value_column, gradient_column;
    /// Of the windows that read it, where a layer with windows does.
    std::optional<WindowWalk> walk_x, walk_y;
    bool padding_never_wins = false;  ///< They look for the maximum: padding is no number.

    Shape shape() const { return value->values.shape(); }
    bool is_picture() const { return name == "I"; }

    /// What is drawn: the map itself, or its column.
    const Map& drawn(bool of_gradient) const;
    Shape drawn_shape() const { return drawn(false).values.shape(); }
    int drawn_channel(int channel) const { return value_column ? 0 : channel; }
    /// From a cell or rectangle as drawn to one of the map, and back.
    Cell cell_of_drawn(Cell drawn) const;
    Rect drawn_of_rect(Rect cells, std::optional<int> channel) const;
    /// Cells of padding, all of them and those that are drawn on each side: at most half the map's.
    Extent2 padding() const;
    Extent2 drawn_padding() const;
};

/// A layer between two quantities.
struct LayerModel {
    std::string id;
    const OpInfo* op = nullptr;
    int stage = -1;              ///< Position in plan.layers; -1: switched off.
    std::size_t input_map = 0;   ///< In BoardModel::maps.
    std::string weights_symbol;  ///< "G", "G₁"; empty when it has none.
    Shape weights;               ///< K,C,h,w of the results.
    int shown_filter = 0;        ///< k

    std::size_t output_map() const { return input_map + (stage >= 0 ? 1 : 0); }
};

struct BoardModel {
    std::vector<MapModel> maps;
    std::vector<LayerModel> layers;
    std::size_t loss_map = 0;  ///< The map that L reads; those behind it have no part in L.
    std::string loss_formula;  ///< "½ Σ P²", with that map's symbol and the chosen cell.
    bool wide_loss = false;    ///< The loss has a target or a painted gradient.

    BoardForm form() const;
};

/// All of them, from the scene that the results were computed from.
BoardModel make_board_model(const Results& results, const UiState& ui);

/// Where a cell of map `map` comes from and what it reaches: for each map the rectangle of cells
/// that it reads or that read it, clipped to the map; empty where there are none.
std::vector<Rect> trace_cell(const Results& results, std::size_t map, Cell cell);

/// Cells of the following map whose windows a cell of map `map` won, as in "P[1, 2]".
std::vector<std::string> windows_won(const Results& results, const BoardModel& model,
                                     std::size_t map, Cell cell);

/// `formula` of an op with the letters of its quantities exchanged for those of this network.
std::string renamed_formula(std::string_view formula, const OpInfo& op, std::string_view input,
                            std::string_view output, std::string_view weights);

/// "148 × 110", with " × 3" for several channels.
std::string format_size(Shape shape);

}  // namespace convscope::app
