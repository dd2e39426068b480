#include "app/views/verify_drawer.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/views/key_table.hpp"
#include "app/views/verify_badge.hpp"
#include "app/views/verify_table.hpp"
#include "app/widgets/formula_text.hpp"
#include "core/eval/verify_text.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope::app {
namespace {

// At scale 1.
constexpr float kDrawerRow = 20, kMargin = 10, kGap = 24, kWidestProgress = 240;
constexpr float kTwoColumns = 900;  ///< Room for the table beside the words.
constexpr float kWords = 0.44f;     ///< Their share of it.

/// The report that is shown, and its key; null where there is none.
struct Shown {
    std::string key;
    const VerifyReport* report = nullptr;
};
Shown shown_report(const ViewContext& context) {
    if (context.checks == nullptr) return {};
    const Checks& checks = *context.checks;
    const std::string& chosen = context.ui.shown_check;
    const std::string& key = checks.find(chosen) != nullptr ? chosen : checks.newest;
    return {key, checks.find(key)};
}

/// The pixels of the picture that its map shows now; all where it is not on the board.
Rect visible_pixels(const ViewContext& context) {
    const Rect plane = context.results->plan.shapes.front().plane();
    const NamedWidget* widget = context.names.find("map/I");
    if (widget == nullptr || !widget->map) return plane;
    const MapGeometry& map = *widget->map;
    const auto cell = [](float pixel, float origin, float size, float (*round)(float)) {
        return static_cast<int>(round((pixel - origin) / size));
    };
    const PixelRect& seen = widget->rect;
    const Rect cells{cell(seen.x0, map.origin_x, map.cell_size, std::floor),
                     cell(seen.y0, map.origin_y, map.cell_height, std::floor),
                     cell(seen.x1, map.origin_x, map.cell_size, std::ceil),
                     cell(seen.y1, map.origin_y, map.cell_height, std::ceil)};
    const Rect part = intersect(cells, plane);
    return part.empty() ? plane : part;
}

/// Among the numbers of which something can be said.
std::string worst_error(const VerifyReport& report) {
    const auto worst = std::ranges::find_if(report.numbers, [](const CheckedNumber& number) {
        return number.verdict == Verdict::kAgrees || number.verdict == Verdict::kDiffers;
    });
    if (worst == report.numbers.end()) return ".";
    if (worst->error == 0 && report.count(Verdict::kAgrees) == std::ssize(report.numbers))
        return ". Every slope is exactly the gradient.";
    return ". The largest error is " + scientific(worst->error) + ", where rounding may make " +
           scientific(worst->tolerance) + ".";
}

/// From top to bottom in the drawer's window.
class Page {
  public:
    explicit Page(const ViewContext& context)
        : context_(context),
          ui_{context.look, context.names},
          pen_(ui_.pen()),
          corner_(ImGui::GetCursorScreenPos()),
          end_(corner_.x + ImGui::GetContentRegionAvail().x - pen_.px(kMargin)),
          right_(end_),
          y_(corner_.y) {}

    void draw() {
        const Shown shown = shown_report(context_);
        const bool beside = shown.report != nullptr && end_ - corner_.x >= pen_.px(kTwoColumns);
        if (beside) right_ = std::round(corner_.x + (end_ - corner_.x) * kWords);
        draw_buttons(shown);
        if (shown.report == nullptr) {
            write("verify/empty",
                  "Nothing was checked yet. The gradient of a number says how much L changes when "
                  "the number does: here each number is nudged, L is computed again, and the slope "
                  "is compared with the gradient.",
                  pen_.theme().quiet);
        } else {
            draw_choice(shown.key);
            draw_verdict(*shown.report);
            if (beside) draw_table_beside(*shown.report);
        }
        ImGui::SetCursorScreenPos(corner_);
        ImGui::Dummy({right_ - corner_.x, y_ - corner_.y});
        if (shown.report != nullptr && !beside)
            draw_verify_table(context_, *shown.report, end_ - corner_.x);
    }

  private:
    using What = AskedCheck::What;

    void draw_buttons(const Shown& shown) {
        float x = corner_.x;
        const float bottom = y_ + pen_.px(kDrawerRow);
        const auto button = [&](std::string_view path, std::string_view text,
                                const std::string& tooltip, bool enabled) {
            const PixelRect rect{x, y_, x + chip_width(ui_, text), bottom};
            x = rect.x1 + pen_.px(6);
            return chip(
                ui_,
                {.path = path, .rect = rect, .text = text, .tooltip = tooltip, .enabled = enabled});
        };
        const bool runs = context_.checks != nullptr && context_.checks->running.has_value();
        if (button("verify/weights", "Verify weights",
                   "Nudges every weight and bias of every layer; of many a sample." +
                       key_hint("verify"),
                   !runs))
            ask({.what = What::kAllWeights});
        if (button("verify/picture", "Verify picture",
                   "Nudges every pixel of the picture that its map shows now: zoom in to check a "
                   "part of it.",
                   !runs && context_.results != nullptr))
            ask({.what = What::kPicture, .picture = visible_pixels(context_)});
        if (!runs && is_fresh_sample(shown) &&
            button("verify/all", "Verify all",
                   "Nudges each of the " + format_count(shown.report->total) + " numbers of " +
                       shown.report->name + ", however long it takes. Cancel stops it.",
                   true))
            ask_all(shown);
        if (runs &&
            button("verify/cancel", "Cancel", "Stops the check." + key_hint("verify"), true))
            ask({.what = What::kCancel});
        if (runs) draw_progress({x, y_, std::min(right_, x + pen_.px(kWidestProgress)), bottom});
        y_ = bottom + pen_.px(6);
    }

    void ask(AskedCheck asked) {
        if (asked.what == What::kPicture) context_.ui.shown_check = std::string(kPictureCheck);
        if (asked.what == What::kAllWeights) context_.ui.shown_check.clear();
        context_.ui.ask_check = std::move(asked);
    }

    bool is_fresh_sample(const Shown& shown) const {
        return shown.report != nullptr && shown.report->sampled() &&
               shown.report->impossible.empty() && !context_.checks->is_stale(*shown.report);
    }

    void ask_all(const Shown& shown) {
        const VerifyTarget& target = shown.report->target;
        if (target.kind == VerifyTarget::Kind::kPicture)
            return ask({.what = What::kPicture, .picture = target.rect, .no_sample = true});
        context_.ui.shown_check = shown.key;
        ask({.what = What::kLayer, .layer = shown.key, .no_sample = true});
    }

    void draw_progress(const PixelRect& rect) const {
        draw_check_progress(ui_, "verify/progress", rect, context_.checks->running->progress);
    }

    /// Of what was checked, which is shown.
    void draw_choice(const std::string& key) {
        if (context_.checks->reports.size() < 2) return;
        std::vector<ChipChoice> choices;
        std::vector<std::string> keys;
        int on = 0;
        for (const auto& [one, report] : context_.checks->reports) {
            if (one == key) on = static_cast<int>(keys.size());
            keys.push_back(one);
            const std::string path = one == kPictureCheck ? "picture" : one;
            choices.push_back(
                {"verify/show/" + path, report->name, "The numbers of " + report->name + "."});
        }
        const PixelRect row{corner_.x, y_, right_, y_ + pen_.px(kDrawerRow)};
        if (const auto pressed = chip_row(ui_, row, choices, on))
            context_.ui.shown_check = keys[static_cast<std::size_t>(*pressed)];
        y_ = row.y1 + pen_.px(6);
    }

    void draw_verdict(const VerifyReport& report) {
        const bool stale = context_.checks->is_stale(report);
        const VerdictLook look = verdict_look(pen_.theme(), report);
        if (stale)
            write("verify/stale", "○ Out of date: something has changed since this was checked.",
                  pen_.theme().warning);
        const std::string text =
            std::string(look.sign) + " " + report.name + ": " + verdict_text(report);
        write("verify/verdict", text + worst_error(report),
              stale ? pen_.theme().quiet : look.colour);
        for (std::size_t i = 0; i < report.kink_notes.size(); ++i)
            write("verify/kinks/" + std::to_string(i), report.kink_notes[i], pen_.theme().quiet);
        y_ += pen_.px(4);
    }

    void write(const std::string& path, const std::string& text, Colour colour) {
        const float bottom = formula_text(pen_, pen_.look().fonts.small_text,
                                          {corner_.x, y_, right_, y_}, colour, text);
        context_.names.record(path, {corner_.x, y_, right_, bottom}, text);
        y_ = bottom + pen_.px(2);
    }

    /// It scrolls by itself, so that the words stay.
    void draw_table_beside(const VerifyReport& report) const {
        const float left = right_ + pen_.px(kGap);
        const float bottom = ImGui::GetWindowPos().y + ImGui::GetWindowHeight();
        ImGui::SetCursorScreenPos({left, corner_.y + ImGui::GetScrollY()});
        if (ImGui::BeginChild("##numbers", {end_ - left, bottom - corner_.y - ImGui::GetScrollY()},
                              false, ImGuiWindowFlags_NoNav))
            draw_verify_table(context_, report, end_ - left);
        ImGui::EndChild();
    }

    const ViewContext& context_;
    WidgetUi ui_;
    Pen pen_;
    ImVec2 corner_;
    float end_;    ///< Of the drawer.
    float right_;  ///< Of the words.
    float y_;
};

}  // namespace

void VerifyDrawer::draw(const ViewContext& context) {
    Page(context).draw();
}

std::string VerifyDrawer::subtitle(const ViewContext& context) const {
    const Shown shown = shown_report(context);
    return shown.report == nullptr ? std::string() : shown.report->name;
}

}  // namespace convscope::app
