#pragma once
#include "app/views/view.hpp"
#include "app/widgets/field_editor.hpp"

namespace convscope::app {

/// Brush and pan, and what the brush paints.
class ToolBarView final : public View {
  public:
    void draw(const ViewContext& context) override;

  private:
    FieldEditor editor_;
};

}  // namespace convscope::app
