#include "app/views/key_list.hpp"

#include <imgui.h>

#include <algorithm>
#include <string>
#include <utility>

#include "app/platform/key_chord.hpp"
#include "app/views/dialogs.hpp"
#include "app/views/key_table.hpp"
#include "app/widgets/controls.hpp"

namespace convscope::app {
namespace {

constexpr const char* kTitle = "Keys and mouse";
// At scale 1.
constexpr float kWidth = 960, kHeight = 640, kLeastColumn = 400, kKeysWidth = 190;

void draw_group(const KeyGroup& group, const Look& look, float column_end) {
    ImGui::PushFont(look.fonts.bold);
    ImGui::TextUnformatted(group.title.data(), group.title.data() + group.title.size());
    ImGui::PopFont();
    for (const KeyInfo& info : group.keys) {
        const std::string keys = shown_chord(info.keys);
        ImGui::PushFont(look.fonts.small_mono);
        ImGui::PushStyleColor(ImGuiCol_Text, look.theme->forward.packed());
        ImGui::TextUnformatted(keys.c_str());
        ImGui::PopStyleColor();
        ImGui::PopFont();
        ImGui::SameLine(look.px(kKeysWidth));
        ImGui::PushTextWrapPos(column_end);
        ImGui::TextUnformatted(info.what.data(), info.what.data() + info.what.size());
        ImGui::PopTextWrapPos();
    }
    ImGui::Dummy({0, look.px(8)});
}

/// Groups from top to bottom, in as many columns of about the same length as there is room for.
void draw_groups(const Look& look) {
    const std::vector<KeyGroup> groups = all_keys();
    std::size_t rows = 0;
    for (const KeyGroup& group : groups) rows += group.keys.size() + 2;
    const float room = ImGui::GetContentRegionAvail().x;
    const int columns = room >= look.px(2 * kLeastColumn) ? 2 : 1;
    if (!ImGui::BeginTable("##keys", columns, ImGuiTableFlags_SizingStretchSame)) return;
    ImGui::TableNextColumn();
    std::size_t drawn = 0;
    int column = 1;
    for (const KeyGroup& group : groups) {
        if (column < columns && drawn * 2 >= rows) {
            ImGui::TableNextColumn();
            ++column;
        }
        const float end = ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x;
        draw_group(group, look, end);
        drawn += group.keys.size() + 2;
    }
    ImGui::EndTable();
}

}  // namespace

void draw_key_list(const ViewContext& context) {
    const Look& look = context.look;
    if (std::exchange(context.ui.ask_keys, false)) ImGui::OpenPopup(kTitle);
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({screen.x / 2, screen.y / 2}, ImGuiCond_Always, {0.5f, 0.5f});
    ImGui::SetNextWindowSize({std::min(look.px(kWidth), screen.x - look.px(20)),
                              std::min(look.px(kHeight), screen.y - look.px(20))});
    if (!ImGui::BeginPopupModal(
            kTitle, nullptr,
            ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoSavedSettings))
        return;
    const float button = ImGui::GetFrameHeightWithSpacing() + look.px(4);
    if (ImGui::BeginChild("##list", {0, -button})) {
        draw_groups(look);
        if (is_key_pressed(Key::kPageDown, true))
            ImGui::SetScrollY(ImGui::GetScrollY() + ImGui::GetWindowHeight() * 0.9f);
        if (is_key_pressed(Key::kPageUp, true))
            ImGui::SetScrollY(ImGui::GetScrollY() - ImGui::GetWindowHeight() * 0.9f);
    }
    ImGui::EndChild();
    if (dialog_button(context, "Close", "dialog/close", "Closes this list. Key Esc."))
        ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace convscope::app
