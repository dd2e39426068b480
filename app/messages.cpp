#include "app/messages.hpp"

#include <imgui.h>

#include <algorithm>

#include "app/widgets/controls.hpp"

namespace convscope::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxMessages = 5;

Clock::duration life(const Message& message) {
    // An error takes longer to understand, and a long text longer to read.
    constexpr std::chrono::milliseconds kForEachCharacter{50};
    const auto reading = kForEachCharacter * static_cast<int>(message.text.size());
    const auto least =
        message.kind == Message::Kind::kNote ? kMessageDuration : 3 * kMessageDuration;
    return std::max<Clock::duration>(least, reading);
}

/// Draws one and returns true when its button was pressed; `bottom` becomes its upper edge.
bool draw_message(Message& message, std::size_t index, const Look& look, WidgetNames& names,
                  ImVec2& corner) {
    const std::string path = "message/" + std::to_string(index);
    const bool error = message.kind == Message::Kind::kError;
    const Colour mark = error ? look.theme->error : look.theme->forward;
    constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                        ImGuiWindowFlags_NoSavedSettings |
                                        ImGuiWindowFlags_NoFocusOnAppearing |
                                        ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysAutoResize;
    ImGui::SetNextWindowPos(corner, ImGuiCond_Always, {1, 1});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, look.theme->raised.packed());
    ImGui::PushStyleColor(ImGuiCol_Border, mark.packed());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {look.px(8), look.px(3)});
    ImGui::Begin(("##" + path).c_str(), nullptr, kFlags);
    ImGui::PushFont(look.fonts.text);

    ImGui::PushStyleColor(ImGuiCol_Text, mark.packed());
    ImGui::TextUnformatted(error ? "!" : "✓");
    ImGui::PopStyleColor();
    ImGui::SameLine();
    const float wrap_width = std::min(look.px(640), corner.x - look.px(80));
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + wrap_width);
    ImGui::TextUnformatted(message.text.c_str());
    ImGui::PopTextWrapPos();
    ImGui::SameLine();
    const bool closed = ImGui::SmallButton("×");
    names.record_item(path + "/close");
    tooltip_for_item({look, names}, "Closes this message.");

    ImGui::PopFont();
    const ImVec2 low = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    message.hovered = ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
    if (message.hovered) message.since = Clock::now();
    names.record(path, {low.x, low.y, low.x + size.x, low.y + size.y}, message.text);
    ImGui::End();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor(2);
    corner.y = low.y - look.px(4);
    return closed;
}

}  // namespace

void add_message(UiState& ui, Message::Kind kind, std::string text) {
    std::erase_if(ui.messages, [&](const Message& old) { return old.text == text; });
    if (ui.messages.size() == kMaxMessages) ui.messages.erase(ui.messages.begin());
    ui.messages.push_back({kind, std::move(text), Clock::now()});
}

void drop_old_messages(UiState& ui, Clock::time_point now) {
    std::erase_if(ui.messages,
                  [now](const Message& m) { return !m.hovered && now - m.since >= life(m); });
}

std::optional<double> seconds_until_message_drops(const UiState& ui, Clock::time_point now) {
    std::optional<double> soonest;
    for (const Message& message : ui.messages) {
        if (message.hovered) continue;
        const auto left = std::chrono::duration<double>(message.since + life(message) - now);
        soonest = std::min(soonest.value_or(left.count()), left.count());
    }
    return soonest;
}

void draw_messages(UiState& ui, const Look& look, WidgetNames& names, PixelRect room) {
    ImVec2 corner{room.x1 - look.px(2), room.y1 - look.px(2)};
    std::optional<std::size_t> closed;
    for (std::size_t i = ui.messages.size(); i-- > 0;)
        if (draw_message(ui.messages[i], i, look, names, corner)) closed = i;
    if (closed) ui.messages.erase(ui.messages.begin() + static_cast<std::ptrdiff_t>(*closed));
}

}  // namespace convscope::app
