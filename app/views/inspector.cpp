#include "app/views/inspector.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/views/card_text.hpp"
#include "app/views/inspector_table.hpp"
#include "app/views/key_table.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/formula_text.hpp"

namespace convscope::app {
namespace {

// At scale 1.
constexpr float kTwoColumns = 900, kGap = 20, kHead = 24, kMargin = 10, kIndent = 14,
                kLeastLines = 230, kLeastState = 50;
constexpr std::size_t kMostReaderColumns = 4;
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
void write_instead(const ViewContext& context) {
    const std::string text =
        "Point at a cell of a map, at a weight or at L: the sum behind that number stands here. A "
        "click or " +
        keys_of("pin") + " pins it.";
    const Pen pen(ImGui::GetWindowDrawList(), context.look);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    PixelRect rect{corner.x, corner.y, corner.x + ImGui::GetContentRegionAvail().x, corner.y};
    rect.y1 = pen.text_wrapped(context.look.fonts.text, rect, pen.theme().quiet, text);
    context.names.record("inspector/empty", rect, text);
}

/// Of the widest line.
float reader_width(const InspectorPart& part) {
    const Pen pen = part.pen();
    float widest = 1;
    for (const std::string& line : part.shown.readers)
        widest = std::max(widest, formula_line_width(pen, pen.look().fonts.small_mono, line));
    return widest;
}

/// Below one another, from `y` on. Returns the bottom.
float write_readers(const InspectorPart& part, float y, std::size_t first, std::size_t end) {
    const Pen pen = part.pen();
    const std::vector<std::string>& lines = part.shown.readers;
    for (std::size_t i = first; i < std::min(end, lines.size()); ++i)
        y = write(part, "feeds/" + std::to_string(i), y, pen.theme().text, lines[i],
                  pen.look().fonts.small_mono);
    return y;
}

/// "Predict first" veils what the sum is made of.
bool has_factors_to_guess(const InspectorPart& part) {
    if (!part.context.ui.predict_first || part.shown.grid.empty()) return false;
    const Factors factors =
        factors_of(part.results, part.shown.sum, part.shown.grid.at(part.results, 0, 0, 0));
    return is_to_guess(part.context, factors.a) ||
           (factors.b && is_to_guess(part.context, *factors.b));
}

/// In place of the sum with its numbers.
std::string what_is_told(const InspectorPart& part) {
    if (part.told.is_open()) return "Predict first: what it is made of is still veiled.";
    std::string text = undisclosed_hint(part.told);
    if (part.told.terms > 0)
        text += " It has taken " + with_thousands(std::to_string(part.told.terms)) + " of " +
                with_thousands(std::to_string(part.shown.whole.term_count)) + " terms.";
    return text;
}

std::string running_totals(const Inspected& shown) {
    std::string text;
    for (const NumberText::ChannelTotal& after : shown.text.channel_totals)
        text += (text.empty() ? "after " : ", ") + after.channel + ": " +
                shown.format.total(after.total);
    return text;
}

/// "R[3, 4] = +3.0000", as far as it is told.
std::string name_and_number(const ViewContext& context, const NumberRef& ref) {
    const Results& results = *context.results;
    const std::string name = name_of(results, letters_of(results.scene, results.plan), ref);
    const Disclosure told = disclose(context, ref);
    if (!told.number) return name + " = ?";
    const std::string number = number_format(context.ui.every_digit).total(*told.number);
    return name + " = " + number + (told.is_open() ? "" : " so far");
}

}  // namespace

std::string InspectorDrawer::subtitle(const ViewContext& context) const {
    if (context.results == nullptr) return {};
    const Results& results = *context.results;
    const auto ref = inspected_number(context.ui, results);
    if (!ref) return {};
    const NumberRef sum = sum_behind(*ref);
    const std::string title = name_and_number(context, *ref);
    return sum == *ref ? title : title + ", " + name_and_number(context, sum);
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
    if (!ref) return write_instead(context);
    InspectorPart part{context,
                       *context.results,
                       inspected(context, *ref),
                       {corner.x, corner.y, corner.x + room, corner.y},
                       {}};
    part.told = disclose(context, part.shown.sum);
    part.whole = part.told.is_open() && !has_factors_to_guess(part);
    const float bottom = terms_have_room_beside(part) ? draw_beside(part) : draw_below(part);
    ImGui::SetCursorScreenPos(corner);
    ImGui::Dummy({room, bottom - corner.y});
}

bool InspectorDrawer::terms_have_room_beside(const InspectorPart& part) const {
    const bool wide = width(part.room) >= part.context.look.px(kTwoColumns);
    if (wide || lists_terms(part) || !has_patches(part.shown))
        return wide && (lists_terms(part) || has_patches(part.shown));
    return width(part.room) - least_patches_width(part) >= part.context.look.px(kLeastLines);
}

/// The lines at the left, the terms at the right.
float InspectorDrawer::draw_beside(InspectorPart part) {
    const float gap = part.context.look.px(kGap);
    const float room = width(part.room);
    const bool wide = room >= part.context.look.px(kTwoColumns);
    if (!wide) part.room.y0 = draw_head(part);  // Narrow lines have no room for it.
    InspectorPart right = part;
    const float lines = wide ? room * (lists_terms(part) ? kLinesByTable : kLinesByPatches)
                             : room - gap - least_patches_width(part);
    part.room.x1 = std::round(part.room.x0 + lines);
    right.room.x0 = part.room.x1 + gap;
    if (wide) part.room.y0 = draw_head(part);
    part.room.y0 = draw_formula(part);
    return std::max(draw_words(part), draw_terms(right));
}

/// All below one another; above a table the line with the numbers is enough.
float InspectorDrawer::draw_below(InspectorPart part) {
    part.room.y0 = draw_head(part);
    if (lists_terms(part)) {
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
    if (has_table(part) && button("inspector/terms", "all terms",
                                  "A table of every term, page by page.", lists_terms_))
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
    const std::string tab = ui.focus_layer.empty() ? " · Tab goes on" : "";
    const std::string state =
        pinned ? "pinned · Esc frees · arrow keys walk" + tab : keys_of("pin") + " pins it";
    const std::string texts[] = {state, pinned ? "pinned · Esc frees · arrows walk" : state};
    ImFont* font = pen.look().fonts.small_text;
    if (x - part.room.x0 > pen.px(kLeastState))
        pen.text_in(font, {part.room.x0, y, x, bottom}, Align::kLeft, pen.theme().quiet,
                    fitting_text(font, x - part.room.x0, texts));
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
    if (!part.whole) return part.room.y0;
    std::vector<std::string> notes = part.shown.text.notes;
    const bool is_own_sum = part.shown.sum == part.shown.ref;
    if (!part.shown.zero_reason.empty() && may_say_why(part.context, part.shown.sum))
        notes.insert(notes.begin() + (is_own_sum ? 0 : 1), part.shown.zero_reason);
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
    if (!part.whole)
        return write(part, "numbers", y, pen.theme().text, what_is_told(part),
                     pen.look().fonts.small_text);
    const NumberText& text = part.shown.text;
    const bool is_own_sum = part.shown.sum == part.shown.ref;
    return write(part, "numbers", y, pen.theme().text,
                 is_own_sum ? text.with_numbers : text.name + " " + text.with_numbers,
                 pen.look().fonts.small_mono);
}

/// What a value feeds, in as many columns as have room.
float InspectorDrawer::draw_readers(const InspectorPart& part, float y) {
    const Inspected& shown = part.shown;
    if (shown.feeds.empty()) return y;
    const Pen pen = part.pen();
    y = write(part, "feeds", y, pen.theme().quiet, shown.feeds, pen.look().fonts.small_text);
    InspectorPart column = part;
    column.room.x0 += pen.px(kIndent);
    const float least = width(column.room), step = reader_width(part) + pen.px(kGap);
    const std::size_t columns = std::clamp<std::size_t>(
        static_cast<std::size_t>((least + pen.px(kGap)) / step), 1, kMostReaderColumns);
    const std::size_t rows = (shown.readers.size() + columns - 1) / columns;
    float bottom = y;
    for (std::size_t i = 0; i < shown.readers.size(); i += rows) {
        if (columns > 1) column.room.x1 = column.room.x0 + step;
        bottom = std::max(bottom, write_readers(column, y, i, i + rows));
        column.room.x0 += step;
    }
    const std::int64_t more = shown.reader_count - std::ssize(shown.readers);
    if (more > 0)
        bottom = write(part, "feeds/more", bottom, pen.theme().quiet,
                       "… " + with_thousands(std::to_string(more)) +
                           " more: the terms of its gradient are all of them",
                       pen.look().fonts.small_text);
    return bottom;
}

float InspectorDrawer::draw_terms(const InspectorPart& part) {
    if (lists_terms(part)) return draw_term_table(part, first_term_);
    return has_patches(part.shown) ? draw_patches(part) : part.room.y0;
}

}  // namespace convscope::app
