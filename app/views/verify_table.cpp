#include "app/views/verify_table.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "app/views/disclosure.hpp"
#include "app/views/verify_badge.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/formula_text.hpp"

namespace convscope::app {
namespace {

constexpr float kTableRow = 20, kWidest = 720, kTableMargin = 14, kSign = 18;  // At scale 1.

struct Column {
    std::string_view head;
    float begins = 0;  ///< Share of the width.
};
constexpr std::array<Column, 5> kColumns{
    {{"number", 0}, {"gradient", 0.32f}, {"nudged", 0.51f}, {"error", 0.70f}, {"allowed", 0.85f}}};

class Table {
  public:
    Table(const ViewContext& context, float width, bool stale)
        : context_(context),
          stale_(stale),
          pen_(ImGui::GetWindowDrawList(), context.look),
          corner_(ImGui::GetCursorScreenPos()),
          width_(std::min(width - pen_.px(kTableMargin), pen_.px(kWidest))) {}

    void draw(const VerifyReport& report) const {
        const float row = pen_.px(kTableRow), first = corner_.y + row;
        const auto count = std::ssize(report.numbers);
        draw_head();
        const auto row_at = [&](float y) {
            const auto index = static_cast<std::ptrdiff_t>((y - first) / row);
            return std::clamp<std::ptrdiff_t>(index, 0, count);
        };
        const float top = ImGui::GetWindowPos().y;
        const std::ptrdiff_t last = row_at(top + ImGui::GetWindowHeight() + row);
        for (std::ptrdiff_t i = row_at(top); i < last; ++i)
            draw_row(report.numbers[static_cast<std::size_t>(i)], i,
                     first + row * static_cast<float>(i));
        ImGui::Dummy({width_, row * static_cast<float>(count + 1)});
    }

  private:
    PixelRect cell(std::size_t column, float y) const {
        const float end = column + 1 < kColumns.size() ? kColumns[column + 1].begins : 1;
        return {corner_.x + width_ * kColumns[column].begins, y,
                corner_.x + width_ * end - pen_.px(8), y + pen_.px(kTableRow)};
    }

    void draw_head() const {
        for (std::size_t i = 0; i < kColumns.size(); ++i)
            pen_.text_in(pen_.look().fonts.small_text, cell(i, corner_.y),
                         i == 0 ? Align::kLeft : Align::kRight, pen_.theme().quiet,
                         kColumns[i].head);
    }

    void draw_row(const CheckedNumber& number, std::ptrdiff_t index, float y) const {
        VerdictLook look = verdict_look(pen_.theme(), number.verdict);
        if (stale_) look.colour = pen_.theme().quiet;
        const bool fine = number.verdict == Verdict::kAgrees;
        const Colour colour = fine && !stale_ ? pen_.theme().text : look.colour;
        ImFont* mono = pen_.look().fonts.small_mono;
        const PixelRect name = cell(0, y);
        pen_.text_in(pen_.look().fonts.small_text, name, Align::kLeft, look.colour, look.sign);
        formula_line(pen_, mono, {name.x0 + pen_.px(kSign), (name.y0 + name.y1) / 2}, colour,
                     number.name);
        std::array<std::string, 4> texts{format_signed(double{number.analytic}),
                                         format_signed(number.numeric), scientific(number.error),
                                         scientific(number.tolerance)};
        if (!is_quantity_open(context_, number.ref)) texts[0] = texts[1] = "?";
        std::string all = std::string(look.sign) + " " + number.name;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            pen_.text_in(mono, cell(i + 1, y), Align::kRight, colour, texts[i]);
            all += " " + texts[i];
        }
        context_.names.record("verify/row/" + std::to_string(index),
                              {name.x0, y, corner_.x + width_, name.y1}, all);
    }

    const ViewContext& context_;
    bool stale_;
    Pen pen_;
    ImVec2 corner_;
    float width_;
};

}  // namespace

void draw_verify_table(const ViewContext& context, const VerifyReport& report, float width) {
    if (report.numbers.empty()) return;
    Table(context, width, context.checks->is_stale(report)).draw(report);
}

std::string scientific(double value) {
    if (value == 0) return "0";
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), "%.1e", value);
    std::string text = digits.data();
    const auto zero = text.find_first_of("+-", 1) + 1;
    if (zero < text.size() && text[zero] == '0') text.erase(zero, 1);
    if (const auto plus = text.find('+'); plus != std::string::npos) text.erase(plus, 1);
    return text;
}

}  // namespace convscope::app
