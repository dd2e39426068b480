#pragma once
#include <string>

#include "app/gpu/colour_maps.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/field_editor.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope::app {

/// The selected cell of a grid whose cells are too small for numbers, with those around it.
struct GridLoupeSpec {
    std::string path;
    ConstTensorView weights;  ///< K,C,h,w
    ColourScale scale;
    Cell cell;
    PixelRect around;  ///< Where the cell lies; the loupe stands above it, or below.
    const FieldEditor* editor = nullptr;
    std::string cell_path;  ///< Of the cell in the editor.
};

/// Draws it above everything else, with the text that is being typed in its middle.
void draw_grid_loupe(const WidgetUi& ui, const GridLoupeSpec& spec);

}  // namespace convscope::app
