#pragma once
#include "app/views/file_dialogs.hpp"
#include "app/views/preset_dialogs.hpp"
#include "app/views/view.hpp"

namespace convscope::app {

/// The menus, the name of what is shown, and the dialogs that the menus open.
class MenuBarView final : public View {
  public:
    void draw(const ViewContext& context) override;

  private:
    FileDialogs dialogs_;
    PresetDialogs preset_dialogs_;
};

}  // namespace convscope::app
