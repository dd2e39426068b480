#include "app/views/verify_badge.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/card_text.hpp"
#include "app/views/key_table.hpp"
#include "core/eval/verify_text.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope::app {
namespace {

constexpr std::string_view kDrawer = "verify";

std::string how_it_works() {
    return "Makes each weight a little larger and a little smaller, computes L for both in double "
           "precision, and compares the slope with the gradient." +
           key_hint("verify");
}

class Badge {
  public:
    Badge(const BoardFrame& frame, const LayerModel& layer, const PixelRect& line)
        : frame_(frame),
          layer_(layer),
          line_(line),
          path_("layer/" + layer.id + "/verify"),
          font_(frame.context.look.fonts.small_text) {}

    void draw() const {
        const Checks& checks = *frame_.context.checks;
        const VerifyReport* report = checks.find(layer_.id);
        if (checks.running && checks.running->key == layer_.id)
            draw_running(checks.running->progress);
        else if (report == nullptr)
            draw_button(line_.x0, "Verify");
        else if (checks.is_stale(*report))
            draw_stale();
        else
            draw_verdict(*report);
    }

  private:
    UiState& ui_state() const { return frame_.context.ui; }
    float px(float at_scale_1) const { return frame_.px(at_scale_1); }

    void draw_running(const Verifier::Progress& progress) const {
        const WidgetUi ui = frame_.ui();
        const float button = chip_width(ui, "×");
        const PixelRect bar{line_.x0, line_.y0, line_.x1 - button - px(5), line_.y1};
        draw_check_progress(ui, path_ + "/progress", bar, progress);
        if (chip(ui, {.path = path_ + "/cancel",
                      .rect = {line_.x1 - button, line_.y0, line_.x1, line_.y1},
                      .text = "×",
                      .tooltip = "Stops the check." + key_hint("verify")}))
            ui_state().ask_check = AskedCheck{.what = AskedCheck::What::kCancel};
    }

    /// Starts a check. Returns its left edge's distance.
    void draw_button(float x0, std::string_view text) const {
        const WidgetUi ui = frame_.ui();
        const float x1 = std::min(x0 + chip_width(ui, text), line_.x1);
        if (chip(ui, {.path = path_,
                      .rect = {x0, line_.y0, x1, line_.y1},
                      .text = text,
                      .tooltip = how_it_works()}))
            ui_state().ask_check = AskedCheck{.what = AskedCheck::What::kLayer, .layer = layer_.id};
    }

    void draw_stale() const {
        const Pen pen = frame_.pen();
        const std::string text = "○ out of date";
        const float button = chip_width(frame_.ui(), "Verify");
        const PixelRect rect{line_.x0, line_.y0, line_.x1 - button - px(5), line_.y1};
        pen.text_in(font_, rect, Align::kLeft, pen.theme().quiet,
                    shortened(font_, text, width(rect)));
        hover_area(frame_.ui(), path_ + "/verdict", rect, text);
        tooltip_for_item(frame_.ui(),
                         "Something has changed since this gradient was checked: the check says "
                         "nothing about what is shown now.");
        draw_button(line_.x1 - button, "Verify");
    }

    void draw_verdict(const VerifyReport& report) const {
        const Pen pen = frame_.pen();
        const VerdictLook look = verdict_look(pen.theme(), report);
        const std::string verdict = verdict_text(report), sign = std::string(look.sign) + " ";
        const std::string texts[] = {sign + verdict, sign + brief_verdict(report)};
        if (hot_area(frame_.ui(), path_ + "/verdict", line_, sign + verdict)) {
            ui_state().open_drawers.insert(std::string(kDrawer));
            ui_state().shown_check = layer_.id;
        }
        const bool hovered = ImGui::IsItemHovered();
        std::string tooltip = std::string(1, static_cast<char>(std::toupper(verdict.front()))) +
                              verdict.substr(1) + ".";
        for (const std::string& note : report.kink_notes) tooltip += "\n" + note;
        tooltip += "\nClick: shows the numbers side by side";
        tooltip_for_item(frame_.ui(), tooltip + (report.sampled() ? ", and can check all." : "."));
        pen.text_in(font_, line_, Align::kLeft, look.colour,
                    fitting_text(font_, width(line_), texts));
        if (hovered)
            pen.line({line_.x0, line_.y1}, {line_.x1, line_.y1}, pen.theme().border,
                     std::max(1.0f, px(1)));
    }

    const BoardFrame& frame_;
    const LayerModel& layer_;
    PixelRect line_;
    std::string path_;
    ImFont* font_;
};

}  // namespace

VerdictLook verdict_look(const Theme& theme, Verdict verdict) {
    switch (verdict) {
        case Verdict::kAgrees:
            return {"✓", theme.forward};
        case Verdict::kDiffers:
            return {"✗", theme.error};
        case Verdict::kUndecided:
        case Verdict::kNotFinite:
            break;
    }
    return {"–", theme.warning};
}

VerdictLook verdict_look(const Theme& theme, const VerifyReport& report) {
    const std::int64_t agree = report.count(Verdict::kAgrees);
    if (report.count(Verdict::kDiffers) > 0) return verdict_look(theme, Verdict::kDiffers);
    const bool odd = report.count(Verdict::kNotFinite) > 0 || !report.impossible.empty();
    if (agree == 0 || odd) return verdict_look(theme, Verdict::kUndecided);
    if (agree < report.total) return {"(✓)", theme.text};
    return verdict_look(theme, Verdict::kAgrees);
}

void draw_check_progress(const WidgetUi& ui, std::string_view path, const PixelRect& rect,
                         const Verifier::Progress& progress) {
    const Pen pen = ui.pen();
    const std::string text = progress.of == 0
                                 ? "getting ready"
                                 : format_count(progress.done) + " of " + format_count(progress.of);
    const auto share = static_cast<float>(std::clamp(progress.share, 0.0, 1.0));
    pen.fill(rect, pen.theme().raised, pen.px(4));
    pen.fill({rect.x0, rect.y0, rect.x0 + width(rect) * share, rect.y1}, pen.theme().selection,
             pen.px(4));
    pen.outline(rect, pen.theme().border, pen.px(4));
    pen.text_in(pen.look().fonts.small_text, rect, Align::kCentre, pen.theme().text, text);
    hover_area(ui, path, rect, text);
    tooltip_for_item(ui, "How many numbers have been nudged; the bar is the time that it takes.");
}

void draw_verify_badge(const BoardFrame& frame, const LayerModel& layer, const PixelRect& line) {
    if (frame.context.checks != nullptr) Badge(frame, layer, line).draw();
}

}  // namespace convscope::app
