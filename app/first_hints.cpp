#include "app/first_hints.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <vector>

#include "app/shortcuts.hpp"
#include "app/widgets/controls.hpp"

namespace convscope::app {
namespace {

struct Hint {
    std::string_view id, text;
    /// Where it points; null: it cannot now.
    const NamedWidget* (*target)(const ViewContext& context);
};

const NamedWidget* picture(const ViewContext& context) {
    return context.names.find("map/I");
}

/// The upper right weight of the first filter: above its grid there is room.
const NamedWidget* corner_weight(const ViewContext& context) {
    for (const Layer& layer : context.scene.layers) {
        if (!layer.enabled || layer.weights == nullptr) continue;
        const NamedWidget* best = nullptr;
        const std::string grid = "layer/" + layer.id + "/filter/";
        for (const std::string& path : context.names.paths()) {
            if (!path.starts_with(grid) || path.find(',') == std::string::npos) continue;
            const NamedWidget* cell = context.names.find(path);
            if (cell->visible.empty()) continue;
            if (best == nullptr || cell->rect.y0 < best->rect.y0 ||
                (cell->rect.y0 == best->rect.y0 && cell->rect.x0 > best->rect.x0))
                best = cell;
        }
        return best;
    }
    return nullptr;
}

constexpr Hint kHints[] = {
    {"paint", "Paint here", picture},
    {"weight", "Drag a weight", corner_weight},
};

float common_area(const PixelRect& a, const PixelRect& b) {
    const float across = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
    const float down = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
    return across > 0 && down > 0 ? across * down : 0;
}

/// What a callout should neither cover nor leave.
struct Surroundings {
    std::vector<PixelRect> drawn;
    PixelRect room;

    float cost(const PixelRect& place) const {
        float covered = 0;
        for (const PixelRect& other : drawn) covered += common_area(place, other);
        const float outside = width(place) * height(place) - common_area(place, room);
        constexpr float kOutside = 100;
        return covered + kOutside * outside;
    }
};

/// Where the pointer of a callout above or below its target runs.
PixelRect pointer_area(const PixelRect& place, const PixelRect& target, float thickness) {
    const float x = (target.x0 + target.x1) / 2;
    const PixelRect area{x - thickness, std::min(place.y1, target.y1), x + thickness,
                         std::max(place.y0, target.y0)};
    return area.empty() ? PixelRect{} : area;
}

/// Everything but this hint itself.
std::vector<PixelRect> drawn_beside(const WidgetNames& names, const std::string& hint) {
    std::vector<PixelRect> drawn;
    for (const std::string& path : names.paths())
        if (!path.starts_with(hint)) drawn.push_back(names.find(path)->visible);
    return drawn;
}

/// The best of the places around the target, near ones first; `step` lies between them.
PixelRect find_place(const PixelRect& target, ImVec2 size, const Surroundings& around, float step) {
    const float x_middle = (target.x0 + target.x1 - size.x) / 2;
    PixelRect best;
    float least = std::numeric_limits<float>::max();
    for (int ring = 1; ring <= 16 && least > 0; ++ring) {
        const float off = step * static_cast<float>(ring);
        const std::array<ImVec2, 7> corners{{{target.x0, target.y1 + off},
                                             {x_middle, target.y1 + off},
                                             {target.x1 - size.x, target.y1 + off},
                                             {target.x1 + off, target.y0},
                                             {target.x0 - off - size.x, target.y0},
                                             {target.x0, target.y0 - off - size.y},
                                             {x_middle, target.y0 - off - size.y}}};
        for (const ImVec2& corner : corners) {
            const PixelRect place{corner.x, corner.y, corner.x + size.x, corner.y + size.y};
            const float covered =
                around.cost(place) + around.cost(pointer_area(place, target, step / 2));
            if (covered < least) best = place;
            least = std::min(least, covered);
        }
    }
    return best;
}

/// From the callout to the nearest point of what it is about.
void draw_pointer(const Pen& pen, const PixelRect& from, const PixelRect& target) {
    const ImVec2 start{
        std::clamp((target.x0 + target.x1) / 2, from.x0 + pen.px(12), from.x1 - pen.px(12)),
        from.y0 > target.y1 ? from.y0 : from.y1};
    const bool beside = from.y0 < target.y1 && from.y1 > target.y0;
    const float inside = pen.px(4);
    if (beside) {
        const bool right = from.x0 > target.x0;
        const float y = (from.y0 + from.y1) / 2;
        pen.arrow({right ? from.x0 : from.x1, y},
                  {right ? target.x1 - inside : target.x0 + inside, y}, pen.theme().warning,
                  pen.px(2));
        return;
    }
    pen.arrow(start,
              {std::clamp(start.x, target.x0, target.x1),
               from.y0 > target.y1 ? target.y1 - inside : target.y0 + inside},
              pen.theme().warning, pen.px(2));
}

void draw_hint(const Hint& hint, const NamedWidget& target, const PixelRect& room,
               const ViewContext& context) {
    const Look& look = context.look;
    const std::string path = "hint/" + std::string(hint.id);
    const ImVec2 text = text_size(look.fonts.text, hint.text);
    const float pad = look.px(9), button = look.px(22);
    const ImVec2 size{text.x + 3 * pad + button, std::max(text.y, button) + look.px(8)};
    const PixelRect place =
        find_place(target.visible, size, {drawn_beside(context.names, path), room}, look.px(14));
    ImGui::SetNextWindowPos({place.x0, place.y0});
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, look.theme->raised.packed());
    ImGui::PushStyleColor(ImGuiCol_Border, look.theme->warning.packed());
    ImGui::Begin(("##" + path).c_str(), nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoFocusOnAppearing);
    const WidgetUi ui{look, context.names};
    ImGui::GetWindowDrawList()->PushClipRectFullScreen();
    draw_pointer(ui.pen(), place, target.visible);
    ImGui::GetWindowDrawList()->PopClipRect();
    ui.pen().text_in(look.fonts.text, {place.x0 + pad, place.y0, place.x1, place.y1}, Align::kLeft,
                     look.theme->text, hint.text);
    const float top = place.y0 + (size.y - button) / 2;
    if (chip(ui, {.path = path + "/close",
                  .rect = {place.x1 - pad - button, top, place.x1 - pad, top + button},
                  .text = "×",
                  .tooltip = "Closes this hint for good."}))
        context.ui.hints_done.insert(std::string(hint.id));
    context.names.record(path, place, std::string(hint.text));
    ImGui::End();
    ImGui::PopStyleColor(2);
}

}  // namespace

void FirstHints::draw(const ViewContext& context, const PixelRect& room) const {
    if (!enabled_ || context.results == nullptr || is_any_popup_open()) return;
    for (const Hint& hint : kHints) {
        if (context.ui.hints_done.contains(std::string(hint.id))) continue;
        const NamedWidget* target = hint.target(context);
        if (target != nullptr && !target->visible.empty()) draw_hint(hint, *target, room, context);
    }
}

}  // namespace convscope::app
