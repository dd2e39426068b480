#include "app/views/menus/menus.hpp"
#include "core/io/lesson_file.hpp"

namespace convscope::app {
namespace {

/// "lessons/1a_stride.json" as "1a_stride".
std::string stem(const std::string& asset) {
    const std::size_t start = asset.rfind('/') + 1;
    return asset.substr(start, asset.rfind('.') - start);
}

}  // namespace

void draw_worksheet_menu(Menus& menus, const ViewContext& context) {
    static const Result<std::vector<LessonHeading>> parts = built_in_lessons();
    if (!parts) return;
    for (const LessonHeading& part : *parts) {
        const bool shown = context.ui.lesson && context.ui.lesson->heading.asset == part.asset;
        if (menus.item({part.part + "  " + part.title, "menu/Worksheet/" + stem(part.asset), "",
                        "Opens this part's scene and its text. Undo brings back what was there.",
                        shown}))
            context.actions.emplace_back(OpenLessonAction{part.asset});
    }
}

}  // namespace convscope::app
