#include "app/views/inspector.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/views/inspector_table.hpp"
#include "app/views/key_table.hpp"
#include "app/widgets/formula_text.hpp"

namespace convscope::app {
namespace {

// At scale 1.
constexpr float kTwoColumns = 900, kGap = 20, kHead = 24, kMargin = 10;
constexpr float kLinesByPatches = 0.42f, kLinesByTable = 0.36f;  // Of the width.

/// A line of formula or words, recorded for scripts. Returns its bottom.
float write(const InspectorPart& part, const std::string& name, float y, Colour colour,
            const std::string& text, ImFont* font) {
    if (text.empty()) return y;
    const Pen pen = part.pen();
    const PixelRect room{part.room.x0, y, part.room.x1, y};
    const float bottom = formula_text(pen, font, room, colour, text);
    part.context.names.record("inspector/" + name, {room.x0, y, room.x1, bottom}, text);
    return bottom;
}

/// Where there is nothing to explain: what to do.
void write_instead(const ViewContext& context, bool guess) {
    const std::string text =
        guess ? "Predict first: the sum behind it stands here when a click has lifted the veil."
              : "Point at a cell of a map, at a weight or at L: the sum behind that number stands "
                "here. A click or " +
                    keys_of("pin") + " pins it.";
    const Pen pen(ImGui::GetWindowDrawList(), context.look);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    PixelRect rect{corner.x, corner.y, corner.x + ImGui::GetContentRegionAvail().x, corner.y};
    rect.y1 = pen.text_wrapped(context.look.fonts.text, rect, pen.theme().quiet, text);
    context.names.record("inspector/empty", rect, text);
}

std::string running_totals(const Inspected& shown) {
    std::string text;
    for (const NumberText::ChannelTotal& after : shown.text.channel_totals)
        text += (text.empty() ? "after " : ", ") + after.channel + ": " +
                shown.format.total(after.total);
    return text;
}

}  // namespace

std::string InspectorDrawer::subtitle(const ViewContext& context) const {
    if (context.results == nullptr) return {};
    const Results& results = *context.results;
    const auto ref = inspected_number(context.ui, results);
    if (!ref) return {};
    const std::string name = name_of(results, letters_of(results.scene, results.plan), *ref);
    if (is_to_be_guessed(context.ui, results, *ref)) return name + " = ?";
    return name + " = " + number_format(context.ui.every_digit).total(number_at(results, *ref));
}

Inspected& InspectorDrawer::inspected(const ViewContext& context, const NumberRef& ref) {
    const bool every_digit = context.ui.every_digit;
    if (shown_ && !(shown_->ref == ref)) first_term_ = 0;
    if (!shown_ || !shown_->is_of(*context.results, ref, every_digit))
        shown_.emplace(*context.results, ref, every_digit);
    return *shown_;
}

void InspectorDrawer::draw(const ViewContext& context) {
    if (context.results == nullptr) return;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x - context.look.px(kMargin);
    const auto ref = inspected_number(context.ui, *context.results);
    if (!ref || is_to_be_guessed(context.ui, *context.results, *ref)) {
        write_instead(context, ref.has_value());
        return;
    }
    InspectorPart part{context,
                       *context.results,
                       inspected(context, *ref),
                       {corner.x, corner.y, corner.x + room, corner.y}};
    const bool beside = room >= context.look.px(kTwoColumns);
    const float bottom =
        beside && (lists_terms_ || has_patches(part.shown)) ? draw_beside(part) : draw_below(part);
    ImGui::SetCursorScreenPos(corner);
    ImGui::Dummy({room, bottom - corner.y});
}

/// The lines at the left, the terms at the right.
float InspectorDrawer::draw_beside(InspectorPart part) {
    InspectorPart right = part;
    const float share = lists_terms_ ? kLinesByTable : kLinesByPatches;
    part.room.x1 = std::round(part.room.x0 + width(part.room) * share);
    right.room.x0 = part.room.x1 + part.context.look.px(kGap);
    part.room.y0 = draw_head(part);
    part.room.y0 = draw_formula(part);
    return std::max(draw_words(part), draw_terms(right));
}

/// All below one another; above a table the line with the numbers is enough.
float InspectorDrawer::draw_below(InspectorPart part) {
    part.room.y0 = draw_head(part);
    if (lists_terms_) {
        part.room.y0 = draw_sum(part, part.room.y0);
        return draw_terms(part);
    }
    part.room.y0 = draw_formula(part);
    part.room.y0 = draw_terms(part);
    return draw_words(part);
}

float InspectorDrawer::draw_head(const InspectorPart& part) {
    const Pen pen = part.pen();
    UiState& ui = part.context.ui;
    const float y = part.room.y0, bottom = y + pen.px(20);
    float x = part.room.x1;
    const auto button = [&](std::string_view path, std::string_view text,
                            const std::string& tooltip, bool on) {
        const PixelRect rect{x - chip_width(part.ui(), text), y, x, bottom};
        x = rect.x0 - pen.px(6);
        return chip(part.ui(),
                    {.path = path, .rect = rect, .text = text, .tooltip = tooltip, .on = on});
    };
    if (part.shown.whole.term_count > 0 &&
        button("inspector/terms", "all terms", "A table of every term, page by page.",
               lists_terms_))
        lists_terms_ = !lists_terms_;
    if (button("inspector/digits", "every digit",
               "All digits that the numbers have." + key_hint("every_digit"), ui.every_digit))
        ui.every_digit = !ui.every_digit;
    const bool pinned = ui.pinned.has_value();
    if (button("inspector/pin", pinned ? "unpin" : "pin",
               pinned ? "Lets the number go. Key Esc."
                      : "Keeps this number when the pointer goes on." + key_hint("pin"),
               pinned)) {
        if (pinned)
            ui.pinned.reset();
        else
            ui.pinned = pin_of(part.results, part.shown.ref);
    }
    const std::string state = pinned ? "pinned · Esc frees · arrow keys walk · Tab goes on"
                                     : "a click or " + keys_of("pin") + " pins it";
    pen.text_in(pen.look().fonts.small_text, {part.room.x0, y, x, bottom}, Align::kLeft,
                pen.theme().quiet, shortened(pen.look().fonts.small_text, state, x - part.room.x0));
    part.context.names.record("inspector/state", {part.room.x0, y, x, bottom}, state);
    return y + pen.px(kHead);
}

float InspectorDrawer::draw_formula(const InspectorPart& part) {
    const Pen pen = part.pen();
    const NumberText& text = part.shown.text;
    ImFont* mono = pen.look().fonts.small_mono;
    float y = part.room.y0;
    y = write(part, "formula", y, pen.theme().text, text.formula, mono);
    y = write(part, "indices", y, pen.theme().text, text.with_indices, mono);
    return draw_sum(part, y);
}

float InspectorDrawer::draw_words(const InspectorPart& part) {
    const Pen pen = part.pen();
    const Colour quiet = pen.theme().quiet;
    const std::vector<std::string>& notes = part.shown.text.notes;
    float y = write(part, "totals", part.room.y0, quiet, running_totals(part.shown),
                    pen.look().fonts.small_mono);
    y = draw_readers(part, y);
    for (std::size_t i = 0; i < notes.size(); ++i)
        y = write(part, "note/" + std::to_string(i), y + pen.px(1), quiet, notes[i],
                  pen.look().fonts.small_text);
    return y + pen.px(6);
}

float InspectorDrawer::draw_sum(const InspectorPart& part, float y) {
    const Pen pen = part.pen();
    return write(part, "numbers", y, pen.theme().text, part.shown.text.with_numbers,
                 pen.look().fonts.small_mono);
}

/// What a value feeds.
float InspectorDrawer::draw_readers(const InspectorPart& part, float y) {
    const Inspected& shown = part.shown;
    if (shown.readers.empty()) return y;
    const Pen pen = part.pen();
    ImFont* words = pen.look().fonts.small_text;
    const std::int64_t count = shown.reader_count;
    y = write(part, "feeds", y, pen.theme().quiet,
              "It feeds " + std::to_string(count) + (count == 1 ? " cell" : " cells"), words);
    InspectorPart indented = part;
    indented.room.x0 += pen.px(14);
    for (std::size_t i = 0; i < shown.readers.size(); ++i)
        y = write(indented, "feeds/" + std::to_string(i), y, pen.theme().text, shown.readers[i],
                  pen.look().fonts.small_mono);
    const std::int64_t more = count - std::ssize(shown.readers);
    if (more > 0)
        y = write(indented, "feeds/more", y, pen.theme().quiet,
                  "… " + std::to_string(more) + " more: the terms of its gradient are all of them",
                  words);
    return y;
}

float InspectorDrawer::draw_terms(const InspectorPart& part) {
    if (lists_terms_ && part.shown.whole.term_count > 0) return draw_term_table(part, first_term_);
    return has_patches(part.shown) ? draw_patches(part) : part.room.y0;
}

}  // namespace convscope::app
