#pragma once
#include <vector>

#include "app/grid_metrics.hpp"
#include "app/widgets/names.hpp"

namespace convscope::app {

// Pure geometry of the window and the board: no ImGui, no GL. Everything in window pixels.

/// The parts of the window that views fill (view.hpp, Region).
struct WindowRegions {
    PixelRect menu_bar, tool_bar, centre, status_line;
    PixelRect drawers;  ///< Below the centre; empty while all are closed.
};
/// `drawers_height` is what they want at scale 1, 0 for none; they never take more than about half
/// of the centre.
WindowRegions window_regions(float width, float height, float scale, float drawers_height = 0);
inline constexpr float kLeastDrawersHeight = 90, kMostDrawersHeight = 1000;  ///< At scale 1.
/// Of drawers that nobody has dragged yet, at scale 1: a tall window has more room for them.
float usual_drawers_height(float window_height, float scale);

/// One quantity of the network: a value in the upper row, its gradient below it.
struct MapForm {
    int columns = 1, rows = 1;  ///< Cells.
    int channels = 1;
    /// A list of numbers: a column of `rows` cells, wide enough to read, with their places beside.
    bool vector = false;
    bool filters = false;      ///< The channels are maps of several filters.
    int pad_x = 0, pad_y = 0;  ///< Cells of padding drawn around it.
    /// Of the buttons that choose a channel, at scale 1; 0: none. The picture in colour has one
    /// more. Then the width that the upper map's legend needs.
    float buttons_forward = 0, buttons_backward = 0, legend_forward = 130;
    /// Small maps wanted below the large one; 0 for none. The gradient's row may want fewer.
    int thumbnails_forward = 0, thumbnails_backward = 0;
};

/// How the layer between two quantities is drawn.
struct LayerForm {
    enum class Kind {
        kGrid,   ///< It has weights: a filter card above, the card of their gradient below.
        kArrow,  ///< A narrow card with its parameters.
        kOff,    ///< Switched off: a slim card, and no map behind it.
    } kind = Kind::kArrow;
    int grid_columns = 0, grid_rows = 0, grid_channels = 0;  ///< Of kGrid: one filter.
    bool fields = false;                                     ///< It has parameters to set.
};

/// The network as the board draws it: maps[0], then each layer followed by its output.
struct BoardForm {
    std::vector<MapForm> maps;
    std::vector<LayerForm> layers;
    bool loss = true;
    bool wide_loss = false;  ///< Its card has a map or more controls.
};

/// Small maps in lines of `across`.
struct Thumbnails {
    PixelRect area;
    int across = 0;
    float width = 0, height = 0, gap = 0;  ///< Of one map; between two.

    bool empty() const { return across == 0; }
    PixelRect at(int index) const;
};

/// Where one quantity goes in one of the rows.
struct MapPlace {
    PixelRect title, map;
    PixelRect labels;       ///< Left of a vector: the places of its numbers.
    float title_end = 0;    ///< x up to which a long title may run on, above the card that follows.
    Thumbnails thumbnails;  ///< Empty when not wanted or without room: buttons then.
    PixelRect buttons;      ///< To choose a channel or filter; empty for one channel.
    PixelRect legend;
    PixelRect loupe;  ///< Below a map whose cells are too small for numbers, where room is left.
};
struct MapColumn {
    MapPlace forward, backward;
};

struct CardColumn {
    PixelRect forward, backward;
    int map_before = 0;  ///< Index of the map that flows in.
};

struct BoardLayout {
    PixelRect forward_header, backward_header;
    std::vector<MapColumn> maps;
    std::vector<CardColumn> cards;  ///< Of BoardForm::layers.
    CardColumn loss;
    bool slim = false;            ///< Fitted into a narrow room: cards and maps show the least.
    float width = 0, height = 0;  ///< Of all; larger than the room when the board scrolls.
};

enum class LayoutStyle {
    kBoard,   ///< Everything can be read and edited; where it does not fit, the board scrolls.
    kFitted,  ///< Everything within the room's width, in narrow columns.
    kFocus,   ///< One layer with its two maps: as large as the room.
};

/// Places everything from the corner of `room` on. Maps of about the same size share one zoom
/// (pixels per cell); smaller ones are enlarged by the square root of what they lack, so that a
/// pooled map is smaller than its input and still readable. They take the room there is, in width
/// or in height, whichever ends first. When the columns do not fit even with small maps, `width`
/// exceeds the room's.
BoardLayout layout_board(const BoardForm& form, PixelRect room, float scale,
                         LayoutStyle style = LayoutStyle::kBoard);

/// The same, shifted by (dx, dy).
BoardLayout moved(BoardLayout layout, float dx, float dy);

}  // namespace convscope::app
