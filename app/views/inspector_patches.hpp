#pragma once
#include "app/views/inspected.hpp"
#include "app/widgets/controls.hpp"

namespace convscope::app {

/// Where a part of the Inspector is drawn, and what of.
struct InspectorPart {
    const ViewContext& context;
    const Results& results;
    Inspected& shown;
    PixelRect room;  ///< Its bottom is of no account: the drawer scrolls.

    WidgetUi ui() const { return {context.look, context.names}; }
    Pen pen() const { return ui().pen(); }
};

/// Whether there is more to draw than the written line says.
bool has_patches(const Inspected& shown);
/// The terms as they lie on the maps, channel by channel: what was read, the factors (a filter's
/// weights, or gradients), the products, the running total. A maximum marks its winner and ties.
/// Returns the bottom.
float draw_patches(const InspectorPart& part);

}  // namespace convscope::app
