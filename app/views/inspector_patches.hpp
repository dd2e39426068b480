#pragma once
#include "app/views/disclosure.hpp"
#include "app/views/inspected.hpp"
#include "app/widgets/controls.hpp"

namespace convscope::app {

/// Where a part of the Inspector is drawn, and what of.
struct InspectorPart {
    const ViewContext& context;
    const Results& results;
    Inspected& shown;
    PixelRect room;   ///< Its bottom is of no account: the drawer scrolls.
    Disclosure told;  ///< Of the sum.
    /// The sum and all that it is made of may be told; else only the formula and, cell by cell,
    /// what is known of it.
    bool whole = true;

    WidgetUi ui() const { return {context.look, context.names}; }
    Pen pen() const { return ui().pen(); }
};

/// Whether a cell of the patch "a", "b", ... may be told: a factor as soon as it is known, a
/// product when the walk has come to it.
bool is_patch_cell_told(const InspectorPart& part, std::string_view patch, int plane, int row,
                        int column);
/// The same of all cells of a patch, whose first term has these factors.
bool is_patch_told(const InspectorPart& part, std::string_view patch, const Factors& first);

/// The width below which patches are no good.
float least_patches_width(const InspectorPart& part);
/// Whether there is more to draw than the written line says.
bool has_patches(const Inspected& shown);
/// The terms as they lie on the maps, channel by channel: what was read, the factors (a filter's
/// weights, or gradients), the products, the running total. A maximum marks its winner and ties.
/// Returns the bottom.
float draw_patches(const InspectorPart& part);

}  // namespace convscope::app
