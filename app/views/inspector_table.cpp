#include "app/views/inspector_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/platform/imgui_compat.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/formula_text.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope::app {
namespace {

constexpr std::int64_t kPage = 50;
constexpr float kControls = 26, kRow = 18, kBar = 160;  // At scale 1.

/// A column of the table, its width in signs of the mono face.
struct Column {
    std::string_view title;
    float signs, signs_of_all_digits;
    bool right = true;
};
constexpr std::array<Column, 7> kColumns{{{"term", 9, 9},
                                          {"where", 15, 15, false},
                                          {"value", 11, 15},
                                          {"where", 15, 15, false},
                                          {"value", 11, 15},
                                          {"product", 12, 15},
                                          {"running total", 14, 15}}};

class TermTable {
  public:
    TermTable(const InspectorPart& part, std::int64_t& first)
        : part_(part), pen_(part.pen()), shown_(part.shown), first_(first) {}

    float draw() {
        const std::int64_t last_page = (count() - 1) / kPage * kPage;
        first_ = std::clamp<std::int64_t>(first_, 0, std::max<std::int64_t>(0, last_page));
        float y = part_.room.y0;
        draw_controls(y, last_page);
        y += pen_.px(kControls);
        find_page();
        draw_titles(y);
        y += row_height();
        for (std::size_t i = 0; i < shown_.page.size(); ++i, y += row_height()) draw_row(i, y);
        return y;
    }

  private:
    std::int64_t count() const { return shown_.pages.count(); }
    ImFont* mono() const { return pen_.look().fonts.small_mono; }
    float row_height() const { return std::max(pen_.px(kRow), font_size(mono()) + 2); }

    void find_page() {
        if (shown_.page_first == first_) return;
        shown_.page = shown_.pages.rows(part_.results, first_, first_ + kPage);
        shown_.page_first = first_;
    }

    void draw_controls(float y, std::int64_t last_page) {
        float x = part_.room.x0;
        const auto button = [&](std::string_view name, std::string_view text,
                                std::string_view tooltip, std::int64_t to) {
            const std::string path = "inspector/page/" + std::string(name);
            const PixelRect rect{x, y, x + chip_width(part_.ui(), text), y + pen_.px(20)};
            x = rect.x1 + pen_.px(4);
            if (chip(part_.ui(), {.path = path,
                                  .rect = rect,
                                  .text = text,
                                  .tooltip = tooltip,
                                  .enabled = to != first_}))
                first_ = to;
        };
        const std::int64_t before = std::max<std::int64_t>(0, first_ - kPage);
        const std::int64_t next = std::min(last_page, first_ + kPage);
        button("first", "|<", "The first terms.", 0);
        button("previous", "<", "The page before. Key PageUp.", before);
        button("next", ">", "The next page. Key PageDown.", next);
        button("last", ">|", "The last terms.", last_page);
        use_keys(before, next);
        if (last_page > 0) draw_bar({x, y, x + pen_.px(kBar), y + pen_.px(20)}, last_page);
        if (last_page > 0) x += pen_.px(kBar + 10);
        const std::int64_t last = std::min(count(), first_ + kPage);
        const std::string text = "terms " + format_count(first_ + 1) + " to " + format_count(last) +
                                 " of " + format_count(count());
        const PixelRect rect{x, y, part_.room.x1, y + pen_.px(20)};
        pen_.text_in(pen_.look().fonts.small_text, rect, Align::kLeft, pen_.theme().quiet, text);
        part_.context.names.record("inspector/page", rect, text);
    }

    /// In focus they lead to other ops.
    void use_keys(std::int64_t before, std::int64_t next) {
        const UiState& ui = part_.context.ui;
        if (!ui.focus_layer.empty() || ui.keys_taken || ImGui::GetIO().WantTextInput ||
            ImGui::GetIO().KeyCtrl)
            return;
        if (is_key_pressed(Key::kPageUp, true)) first_ = before;
        if (is_key_pressed(Key::kPageDown, true)) first_ = next;
    }

    /// Where the page lies among all; a press or a drag leads there.
    void draw_bar(const PixelRect& rect, std::int64_t last_page) {
        hot_area(part_.ui(), "inspector/page/bar", rect);
        const bool active = ImGui::IsItemActive();
        tooltip_for_item(part_.ui(), "Press or drag to any page.");
        const float middle = (rect.y0 + rect.y1) / 2, knob = pen_.px(5);
        if (active) {
            const float share =
                std::clamp((ImGui::GetIO().MousePos.x - rect.x0 - knob) / (width(rect) - 2 * knob),
                           0.0f, 1.0f);
            first_ =
                std::llround(static_cast<double>(share) * static_cast<double>(last_page / kPage)) *
                kPage;
        }
        const float at =
            rect.x0 + knob +
            (width(rect) - 2 * knob) * static_cast<float>(first_) / static_cast<float>(last_page);
        pen_.fill({rect.x0, middle - pen_.px(2), rect.x1, middle + pen_.px(2)}, pen_.theme().raised,
                  pen_.px(2));
        pen_.fill({at - knob, middle - knob, at + knob, middle + knob},
                  active ? pen_.theme().text : pen_.theme().quiet, knob);
    }

    PixelRect place(std::size_t column, float y) const {
        float x = part_.room.x0;
        for (std::size_t i = 0; i < column; ++i)
            if (is_shown(i)) x += column_width(i) + pen_.px(8);
        return {x, y, x + column_width(column), y + row_height()};
    }

    float column_width(std::size_t column) const {
        const Column& one = kColumns[column];
        return (shown_.every_digit ? one.signs_of_all_digits : one.signs) *
               text_size(mono(), "0").x;
    }

    bool is_shown(std::size_t column) const {
        if (column == 3 || column == 4) return has_second();
        return column != 6 || shown_.pages.has_totals();
    }

    void write(std::size_t column, float y, Colour colour, std::string_view text) const {
        const PixelRect rect = place(column, y);
        if (kColumns[column].right) {
            pen_.text_in(mono(), rect, Align::kRight, colour, text);
        } else {
            formula_line(pen_, mono(), {rect.x0 + pen_.px(4), (rect.y0 + rect.y1) / 2}, colour,
                         text);
        }
    }

    bool has_second() const {
        return !shown_.page.empty() &&
               factors_of(part_.results, shown_.sum, shown_.page.front().term).b;
    }

    void draw_titles(float y) const {
        for (std::size_t i = 0; i < kColumns.size(); ++i) {
            if (!is_shown(i)) continue;
            const bool product = i == 5;
            write(i, y, pen_.theme().quiet,
                  product && shown_.whole.reduction == Reduction::kMaximum ? "candidate"
                                                                           : kColumns[i].title);
        }
    }

    void draw_row(std::size_t index, float y) const {
        if (!ImGui::IsRectVisible({part_.room.x0, y}, {part_.room.x1, y + row_height()})) return;
        const TermRow& row = shown_.page[index];
        const Term& term = row.term;
        const Theme& theme = pen_.theme();
        const bool faint = term.in_padding || !term.chosen;
        const Colour ink = faint ? theme.quiet : theme.text;
        if (index % 2 == 1)
            pen_.fill({part_.room.x0, y, place(kColumns.size() - 1, y).x1, y + row_height()},
                      theme.raised.with_alpha(90));
        const Factors factors = factors_of(part_.results, shown_.sum, term);
        const std::string number = format_count(first_ + static_cast<std::int64_t>(index) + 1);
        write(0, y, theme.quiet, number);
        write(
            1, y, ink,
            first_factor_name(part_.results, shown_, term) + (term.in_padding ? " (padding)" : ""));
        const std::string divided =
            term.divisor == 1 ? "" : "/" + shown_.format.factor(term.divisor);
        write(2, y, ink, shown_.format.factor(term.a) + divided);
        if (factors.b) {
            write(3, y, ink, name(*factors.b));
            write(4, y, ink, shown_.format.factor(term.b));
        }
        const float product = term.chosen || shown_.whole.reduction == Reduction::kMaximum
                                  ? term.a / term.divisor * term.b
                                  : 0;
        write(5, y, ink, shown_.format.factor(product));
        const std::string path =
            "inspector/term/" + std::to_string(first_ + static_cast<std::int64_t>(index));
        part_.context.names.record(path + "/product", place(5, y), format_exact(product));
        if (!row.total) return;
        write(6, y, theme.text, shown_.format.total(*row.total));
        part_.context.names.record(path + "/total", place(6, y), format_exact(*row.total));
    }

    std::string name(const NumberRef& ref) const {
        return name_of(part_.results, shown_.letters, ref);
    }

    const InspectorPart& part_;
    Pen pen_;
    Inspected& shown_;
    std::int64_t& first_;
};

}  // namespace

float draw_term_table(const InspectorPart& part, std::int64_t& first) {
    return TermTable(part, first).draw();
}

}  // namespace convscope::app
