#pragma once
#include "app/views/picture_dialogs.hpp"
#include "app/views/view.hpp"
#include "app/widgets/field_editor.hpp"

namespace convscope::app {

/// The tools and what they paint with; the dialogs of the menu Picture, too. Where there is little
/// height the tools stand in two columns, and what still does not fit is scrolled by the wheel.
class ToolBarView final : public View {
  public:
    void draw(const ViewContext& context) override;

  private:
    FieldEditor editor_;
    PictureDialogs dialogs_;
};

}  // namespace convscope::app
