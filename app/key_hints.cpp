#include "app/key_hints.hpp"

#include <imgui.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

#include "app/platform/imgui_compat.hpp"
#include "app/widgets/pen.hpp"

namespace convscope::app {
namespace {

// The easiest to reach first; none that look alike.
constexpr std::string_view kLetters = "ASDFGHJKLQWERTYUIOPZXCVBNM";

/// The pointer arrives, goes down, up, and stays for what the press opened.
constexpr int kArrives = 0, kDown = 1, kLast = 3;

/// All of one length, so that none begins another.
std::string letters_for(std::size_t index, std::size_t count) {
    std::string letters;
    for (std::size_t reach = 1; reach < count || letters.empty(); reach *= kLetters.size()) {
        letters.insert(letters.begin(), kLetters[index % kLetters.size()]);
        index /= kLetters.size();
    }
    return letters;
}

ImVec2 middle(const PixelRect& rect) {
    return {(rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2};
}

}  // namespace

void KeyHints::toggle() {
    active_ = !active_;
    typed_.clear();
}

std::vector<KeyHints::Hint> KeyHints::make_hints(const WidgetNames& names) {
    std::vector<Hint> hints;
    const bool in_popup = std::ranges::any_of(
        names.paths(), [&](const std::string& path) { return names.find(path)->in_popup; });
    for (const std::string& path : names.paths()) {
        const NamedWidget& widget = *names.find(path);
        if (widget.clickable && widget.enabled && !widget.visible.empty() &&
            widget.in_popup == in_popup)
            hints.push_back({{}, path, widget.visible});
    }
    constexpr float kSameLine = 8;
    std::ranges::stable_sort(hints, [](const Hint& a, const Hint& b) {
        const float line_a = std::floor(a.rect.y0 / kSameLine),
                    line_b = std::floor(b.rect.y0 / kSameLine);
        return std::pair(line_a, a.rect.x0) < std::pair(line_b, b.rect.x0);
    });
    for (std::size_t i = 0; i < hints.size(); ++i) hints[i].letters = letters_for(i, hints.size());
    return hints;
}

void KeyHints::take_keys(const WidgetNames& names) {
    if (!active_) return;
    ImGuiIO& io = ImGui::GetIO();
    io.WantTextInput = true;  // the letters are ours, as those of a text field are its own
    if (is_key_pressed(Key::kEscape) || ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        toggle();
        return;
    }
    if (is_key_pressed(Key::kBackspace) && !typed_.empty()) typed_.pop_back();
    for (const ImWchar sign : io.InputQueueCharacters)
        if (sign < 128 && std::isalpha(static_cast<int>(sign)) != 0)
            typed_ += static_cast<char>(std::toupper(static_cast<int>(sign)));
    io.InputQueueCharacters.resize(0);
    if (typed_.empty()) return;
    const std::vector<Hint> hints = make_hints(names);
    const auto found = std::ranges::find(hints, typed_, &Hint::letters);
    if (found != hints.end()) {
        wanted_ = found->path;
        toggle();
    } else if (std::ranges::none_of(
                   hints, [this](const Hint& hint) { return hint.letters.starts_with(typed_); })) {
        typed_.clear();
    }
}

void KeyHints::write_input(const WidgetNames& names) {
    if (pressing_.empty() && !wanted_.empty()) {
        pressing_ = std::exchange(wanted_, {});
        step_ = kArrives;
        const NamedWidget* widget = names.find(pressing_);
        if (widget == nullptr || widget->visible.empty()) {
            pressing_.clear();
            return;
        }
        x_ = middle(widget->visible).x;
        y_ = middle(widget->visible).y;
    }
    if (pressing_.empty()) return;
    inject_pointer(x_, y_, step_ == kDown);
    if (++step_ > kLast) pressing_.clear();
}

void KeyHints::draw(WidgetNames& names, const Look& look) const {
    if (!active_) return;
    const Pen pen(ImGui::GetForegroundDrawList(), look);
    ImFont* font = look.fonts.small_mono;
    for (const Hint& hint : make_hints(names)) {
        if (!hint.letters.starts_with(typed_)) continue;
        const std::string_view left = std::string_view(hint.letters).substr(typed_.size());
        const ImVec2 size = text_size(font, left), at = middle(hint.rect);
        const float across = size.x / 2 + pen.px(3), down = size.y / 2;
        const PixelRect badge{at.x - across, at.y - down, at.x + across, at.y + down};
        pen.fill(badge, pen.theme().text, pen.px(3));
        pen.outline(badge, pen.theme().ground, pen.px(3));
        pen.text_in(font, badge, Align::kCentre, pen.theme().ground, left);
        names.record_overlay("key/" + hint.path, badge, hint.letters);
    }
}

}  // namespace convscope::app
