#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/widgets/pen.hpp"

namespace convscope::app {

/// What every widget needs: how things look, and where their names are kept.
struct WidgetUi {
    const Look& look;
    WidgetNames& names;

    Pen pen() const { return {ImGui::GetWindowDrawList(), look}; }
};

/// What a control is and says.
struct ControlSpec {
    std::string_view path;  ///< Its name for scripts; also its ImGui id.
    PixelRect rect = {};
    std::string_view text = {};     ///< On it.
    std::string_view tooltip = {};  ///< What it does, and its key.
    std::string_view key = {};      ///< Of a list's item: the key that does the same.
    bool on = false;                ///< Drawn selected.
    bool enabled = true;
};

/// An invisible button over the rectangle, recorded under its path. Returns true when pressed; the
/// ImGui item queries (IsItemHovered, IsItemActive) refer to it afterwards.
bool hot_area(const WidgetUi& ui, std::string_view path, const PixelRect& rect,
              std::string_view text = {}, bool enabled = true);

/// The same over something that only tells what it is: a press does nothing.
void hover_area(const WidgetUi& ui, std::string_view path, const PixelRect& rect,
                std::string_view text = {});

/// Shows `text` beside the pointer while the last item is hovered and no button is down.
void tooltip_for_item(const WidgetUi& ui, std::string_view text);
void show_tooltip(const WidgetUi& ui, std::string_view text);

/// A small rounded button with a text. Returns true when pressed.
bool chip(const WidgetUi& ui, const ControlSpec& spec);
/// Its width with this text.
float chip_width(const WidgetUi& ui, std::string_view text);

/// Buttons side by side of which one is on. Where they do not all fit, those around it are shown,
/// between "<" and ">" that turn the page. Returns the index of the one pressed.
struct ChipChoice {
    std::string path, text, tooltip;
};
std::optional<int> chip_row(const WidgetUi& ui, const PixelRect& rect,
                            std::span<const ChipChoice> choices, int on);

/// A sliding switch; `spec.text` stands beside it when it has room. Returns true when pressed.
bool toggle_switch(const WidgetUi& ui, const ControlSpec& spec);

/// A button that shows the current choice and opens a list of them. While it is open, begin returns
/// true: then call choice_item() for each and end_choice().
bool begin_choice(const WidgetUi& ui, const ControlSpec& spec);
void choice_heading(const WidgetUi& ui, std::string_view text);
/// `spec.rect` is not used. Returns true when chosen.
bool choice_item(const WidgetUi& ui, const ControlSpec& spec);
void end_choice();

/// A rounded panel with a border.
void draw_card(const Pen& pen, const PixelRect& rect);

}  // namespace convscope::app
