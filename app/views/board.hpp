#pragma once
#include <map>
#include <memory>

#include "app/views/colour_scales.hpp"
#include "app/views/loss_tools.hpp"
#include "app/views/painter.hpp"
#include "app/views/step_keys.hpp"
#include "app/views/step_scroll.hpp"
#include "app/views/view.hpp"
#include "app/views/zero_notes.hpp"
#include "app/widgets/field_editor.hpp"
#include "app/widgets/heat_map.hpp"

namespace convscope::app {

/// The network as columns: values above, gradients below.
class BoardView final : public View {
  public:
    void draw(const ViewContext& context) override;

  private:
    /// What was found of other results or weights.
    void forget_findings(const ViewContext& context, const Results& results);
    void draw_content(const ViewContext& context, const Results& results, ImVec2 room);

    FieldEditor editor_;
    Painter painter_;
    LossTools loss_tools_;
    StepKeys step_keys_;
    StepScroll step_scroll_;
    ColourScales::Found found_;
    ZeroNotes zero_notes_;
    std::map<const float*, HeatMapPicture> heat_maps_;  ///< Of weights, by their first number.
    std::uint64_t found_in_results_ = 0, found_in_scene_ = 0;  ///< Revisions.
};

}  // namespace convscope::app
