#include "app/views/lesson_drawer.hpp"

#include <imgui.h>

#include <algorithm>

#include "app/widgets/controls.hpp"

namespace convscope::app {
namespace {

// At scale 1.
constexpr float kLongestLine = 760;  // longer ones are hard to read
constexpr float kTwoColumns = 900;   // room for text and things to try side by side

/// Writes a lesson from top to bottom in the drawer's window.
class Page {
  public:
    explicit Page(const ViewContext& context)
        : context_(context), look_(context.look), left_(ImGui::GetCursorPosX()), end_(line_end()) {}

    void heading(const std::string& text) const {
        write(look_.fonts.bold, look_.theme->text, text);
        gap(2);
    }
    void paragraph(const std::string& text) const {
        write(look_.fonts.text, look_.theme->text, text);
        gap(5);
    }
    void code(const std::string& text) const {
        boxed(look_.theme->raised, look_.theme->border, look_.fonts.small_mono, text);
    }
    /// What deviates from the printed exercise: marked by a bar and a sign, not by colour alone.
    void note(const std::string& text) const {
        boxed(look_.theme->panel, look_.theme->warning, look_.fonts.text, "≠  " + text);
    }
    void bullet(const std::string& text) const {
        write(look_.fonts.text, look_.theme->forward, "•");
        ImGui::SameLine(0, look_.px(8));
        ImGui::PushTextWrapPos(end_);
        ImGui::TextUnformatted(text.c_str());
        ImGui::PopTextWrapPos();
        gap(2);
    }
    void gap(float at_scale_1) const { ImGui::Dummy({0, look_.px(at_scale_1)}); }

  private:
    /// Where lines break, in the window's own coordinates.
    float line_end() const {
        return ImGui::GetCursorPosX() +
               std::min(look_.px(kLongestLine), ImGui::GetContentRegionAvail().x);
    }
    void write(ImFont* font, Colour colour, const std::string& text) const {
        ImGui::PushFont(font);
        ImGui::PushStyleColor(ImGuiCol_Text, colour.packed());
        ImGui::PushTextWrapPos(end_);
        ImGui::TextUnformatted(text.c_str());
        ImGui::PopTextWrapPos();
        ImGui::PopStyleColor();
        ImGui::PopFont();
    }
    void boxed(Colour ground, Colour edge, ImFont* font, const std::string& text) const {
        const ImVec2 corner = ImGui::GetCursorScreenPos();
        const float padding = look_.px(8), width = end_ - left_;
        ImGui::PushFont(font);
        const ImVec2 size = ImGui::CalcTextSize(text.c_str(), nullptr, false, width - 2 * padding);
        ImGui::PopFont();
        const PixelRect box{corner.x, corner.y, corner.x + width, corner.y + size.y + padding};
        const Pen pen(ImGui::GetWindowDrawList(), look_);
        pen.fill(box, ground, pen.px(4));
        pen.fill({box.x0, box.y0, box.x0 + pen.px(3), box.y1}, edge);
        pen.text_wrapped(font, {box.x0 + padding, box.y0 + padding / 2, box.x1 - padding, box.y1},
                         look_.theme->text, text);
        ImGui::Dummy({width, box.y1 - box.y0});
        gap(5);
    }

    const ViewContext& context_;
    const Look& look_;
    float left_, end_;
};

bool button(const ViewContext& context, const std::string& label, const std::string& path,
            const std::string& tooltip, bool enabled = true) {
    ImGui::BeginDisabled(!enabled);
    const bool pressed = ImGui::Button(label.c_str());
    ImGui::EndDisabled();
    context.names.record_item(path, label, enabled);
    tooltip_for_item({context.look, context.names}, tooltip);
    return pressed;
}

std::string full_title(const LessonHeading& part) {
    return part.part + "  " + part.title;
}

}  // namespace

LessonDrawer::LessonDrawer() {
    if (Result<std::vector<LessonHeading>> parts = built_in_lessons())
        parts_ = std::move(parts).value();
}

void LessonDrawer::draw(const ViewContext& context) {
    if (context.ui.lesson == nullptr) {
        draw_list(context);
    } else {
        draw_lesson(context, *context.ui.lesson);
    }
}

std::string LessonDrawer::subtitle(const ViewContext& context) const {
    return context.ui.lesson ? full_title(context.ui.lesson->heading) : std::string();
}

void LessonDrawer::draw_list(const ViewContext& context) const {
    const Page page(context);
    page.paragraph(
        parts_.empty()
            ? "There is no lesson in this program. Open one of your own by File, Open."
            : "The worksheet, part by part. Choosing a part opens its scene; undo brings back what "
              "was there before.");
    for (const LessonHeading& part : parts_)
        if (button(context, full_title(part), "lesson/" + part.asset, "Opens this part."))
            context.actions.emplace_back(OpenLessonAction{part.asset});
}

void LessonDrawer::draw_lesson(const ViewContext& context, const Lesson& lesson) {
    const std::string name = full_title(lesson.heading);
    if (shown_ != name) ImGui::SetScrollY(0);
    shown_ = name;
    const bool beside = ImGui::GetContentRegionAvail().x >= context.look.px(kTwoColumns);
    if (!ImGui::BeginTable("##lesson", beside ? 2 : 1)) return;
    if (beside) {
        ImGui::TableSetupColumn("##text", ImGuiTableColumnFlags_WidthStretch, 3);
        ImGui::TableSetupColumn("##try", ImGuiTableColumnFlags_WidthStretch, 2);
    }
    ImGui::TableNextColumn();
    draw_text(context, lesson);
    ImGui::TableNextColumn();
    const Page page(context);
    if (beside) draw_neighbours(context, lesson.heading.asset);
    if (!lesson.tries.empty()) page.heading("Try this");
    for (const std::string& text : lesson.tries) page.bullet(text);
    page.gap(4);
    if (!beside) draw_neighbours(context, lesson.heading.asset);
    ImGui::EndTable();
}

void LessonDrawer::draw_text(const ViewContext& context, const Lesson& lesson) {
    const Page page(context);
    for (const LessonBlock& block : lesson.text) {
        switch (block.kind) {
            case LessonBlock::Kind::kText:
                page.paragraph(block.text);
                break;
            case LessonBlock::Kind::kCode:
                page.code(block.text);
                break;
            case LessonBlock::Kind::kNote:
                page.note(block.text);
                break;
        }
    }
}

void LessonDrawer::draw_neighbours(const ViewContext& context, const std::string& current) const {
    const auto found = std::ranges::find(parts_, current, &LessonHeading::asset);
    const bool has_previous = found != parts_.begin() && found != parts_.end();
    const auto next = found == parts_.end() ? parts_.begin() : found + 1;
    const bool has_next = next != parts_.end();
    if (button(context, "← Previous part", "lesson/previous",
               has_previous ? "Opens " + full_title(*(found - 1)) + "." : "This is the first part.",
               has_previous))
        context.actions.emplace_back(OpenLessonAction{(found - 1)->asset});
    ImGui::SameLine();
    if (button(context, "Next part →", "lesson/next",
               has_next ? "Opens " + full_title(*next) + "." : "This is the last part.", has_next))
        context.actions.emplace_back(OpenLessonAction{next->asset});
    ImGui::SameLine();
    if (button(context, "All parts", "lesson/all", "Shows the list of all parts."))
        context.ui.lesson = nullptr;
}

}  // namespace convscope::app
