#pragma once
#include <memory>

#include "app/views/colour_scales.hpp"
#include "app/views/painter.hpp"
#include "app/views/view.hpp"
#include "app/widgets/field_editor.hpp"

namespace convscope::app {

/// The network as columns: values above, gradients below.
class BoardView final : public View {
  public:
    void draw(const ViewContext& context) override;

  private:
    void draw_content(const ViewContext& context, const Results& results, ImVec2 room);

    FieldEditor editor_;
    Painter painter_;
    ColourScales::Percentiles percentiles_;
    std::uint64_t percentiles_revision_ = 0;
};

}  // namespace convscope::app
