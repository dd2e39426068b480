#include "app/views/preset_dialogs.hpp"

#include <imgui.h>

#include <system_error>

#include "app/messages.hpp"
#include "app/views/dialogs.hpp"
#include "app/views/filter_edits.hpp"
#include "app/views/preset_list.hpp"

namespace convscope::app {
namespace {

constexpr const char* kSaveTitle = "Save as preset";
constexpr const char* kDeleteTitle = "Delete own preset";

void wrapped_text(const ViewContext& context, const std::string& text) {
    ImGui::PushTextWrapPos(context.look.px(420));
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopTextWrapPos();
}

}  // namespace

void PresetDialogs::draw(const ViewContext& context) {
    auto& asked = context.ui.ask_preset;
    if (asked) {
        asked_ = *asked;
        name_.fill('\0');
        problem_.clear();
        replaces_ = false;
        ImGui::OpenPopup(asked_.deletes ? kDeleteTitle : kSaveTitle);
        asked.reset();
    }
    draw_save_dialog(context);
    draw_delete_dialog(context);
}

void PresetDialogs::draw_save_dialog(const ViewContext& context) {
    if (!begin_dialog(context, kSaveTitle)) return;
    ImGui::TextUnformatted("Name of the preset");
    ImGui::SetNextItemWidth(context.look.px(420));
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    const std::string before = name_.data();
    const bool entered = ImGui::InputText("##name", name_.data(), name_.size(),
                                          ImGuiInputTextFlags_EnterReturnsTrue);
    context.names.record_item("preset/name", name_.data());
    if (before != name_.data()) {
        problem_.clear();
        replaces_ = false;
    }
    if (!problem_.empty()) {
        wrapped_text(context, problem_);
        context.names.record_item("preset/problem", problem_);
    }
    const bool pressed = dialog_button(context, replaces_ ? "Replace" : "Save", "preset/save",
                                       replaces_ ? "Writes over the preset of this name."
                                                 : "Keeps the filter under this name. Key Enter.");
    ImGui::SameLine();
    if (dialog_button(context, "Cancel", "preset/cancel", "Changes nothing. Key Esc."))
        ImGui::CloseCurrentPopup();
    if ((pressed || (entered && !replaces_)) && name_[0] != '\0') save(context, replaces_);
    ImGui::EndPopup();
}

void PresetDialogs::save(const ViewContext& context, bool replace) {
    const Layer* layer = context.scene.find_layer(asked_.layer);
    if (layer == nullptr || layer->weights == nullptr) {
        problem_ = "The filter is gone: cancel, and choose another.";
        return;
    }
    FilterPreset preset;
    preset.label = name_.data();
    preset.group = "Own";
    preset.description = "A preset of your own.";
    preset.weights = one_filter(layer->weights->view(), existing_filter(*layer, asked_.filter));
    const bool is_there = own_preset_file(context.ui.presets_folder, preset.label).exists;
    const auto saved = save_own_preset(context.ui.presets_folder, std::move(preset), replace);
    if (!saved) {
        problem_ = saved.error().text();
        replaces_ = is_there;
        return;
    }
    forget_own_presets(context.ui);
    add_message(context.ui, Message::Kind::kNote, "Saved the preset " + saved->string() + ".");
    ImGui::CloseCurrentPopup();
}

void PresetDialogs::draw_delete_dialog(const ViewContext& context) {
    if (!begin_dialog(context, kDeleteTitle)) return;
    wrapped_text(context, "Delete the preset \"" + asked_.label +
                              "\"? Its file is removed, which cannot be undone. Filters made "
                              "from it stay.");
    if (dialog_button(context, "Delete", "preset/delete", "Removes its file.")) {
        std::error_code error;
        std::filesystem::remove(context.ui.presets_folder / (asked_.id + ".json"), error);
        if (error)
            add_message(context.ui, Message::Kind::kError,
                        asked_.id + ".json cannot be deleted: " + error.message() + ".");
        forget_own_presets(context.ui);
        ImGui::CloseCurrentPopup();
    }
    ImGui::SameLine();
    if (dialog_button(context, "Keep", "preset/keep", "Changes nothing. Key Esc."))
        ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace convscope::app
