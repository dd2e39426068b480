#pragma once
#include <string>

#include "app/widgets/controls.hpp"
#include "app/widgets/field_editor.hpp"

namespace convscope::app {

/// A whole number in a small box.
struct NumberFieldSpec {
    std::string_view path;
    PixelRect rect;
    int value = 0, minimum = 0, maximum = 0;
    std::string_view label;  ///< For messages.
    std::string_view tooltip;
    bool enabled = true;
};

struct NumberFieldResult {
    std::optional<int> value;  ///< Wanted now. Typed ones may lie outside the limits.
    std::uint64_t gesture = 0;
    bool cancelled = false;
    std::string message;  ///< Why what was typed is no number; empty when nothing is wrong.
};

/// Draws the number and edits it in place. Drag, wheel and keys stop at the limits; a typed number
/// is handed on, so that whoever refuses it says why.
NumberFieldResult number_field(const WidgetUi& ui, FieldEditor& editor,
                               const NumberFieldSpec& spec);

/// What the person did to a weight in this frame.
struct WeightEdit {
    std::optional<float> value;
    std::uint64_t gesture = 0;
    bool cancelled = false;
    std::string message;  ///< Why what was typed is no weight; empty when nothing is wrong.
    Move move = Move::kNone;
    bool copy = false;                  ///< All weights are wanted on the clipboard.
    std::optional<std::string> pasted;  ///< More than one number, for all of them.
};
/// Edits the number of the last ImGui item: steps of 1/4 by wheel and keys, hundredths with Shift.
WeightEdit edit_weight(FieldEditor& editor, std::string_view path, float value,
                       bool one_of_many = false);

/// A weight in a small box.
struct WeightFieldSpec {
    std::string_view path;
    PixelRect rect;
    float value = 0;
    std::string_view tooltip;
};
WeightEdit weight_field(const WidgetUi& ui, FieldEditor& editor, const WeightFieldSpec& spec);

/// Draws what a selected field shows: the text being typed with its caret, or `value_text`.
void draw_edited_text(const Pen& pen, const FieldEditor& editor, std::string_view path,
                      const PixelRect& rect, std::string_view value_text, Colour ink);

}  // namespace convscope::app
