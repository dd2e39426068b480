#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/views/view.hpp"
#include "core/io/lesson_file.hpp"

namespace convscope::app {

/// The worksheet's part that was chosen: title, text, things to try, and the way to its neighbours;
/// before one is chosen, the list of all parts.
class LessonDrawer final : public View {
  public:
    LessonDrawer();
    void draw(const ViewContext& context) override;
    std::string subtitle(const ViewContext& context) const override;

  private:
    void draw_list(const ViewContext& context) const;
    void draw_lesson(const ViewContext& context, const Lesson& lesson);
    static void draw_text(const ViewContext& context, const Lesson& lesson);
    /// "Previous" and "Next"; `current` is empty for a lesson of one's own.
    void draw_neighbours(const ViewContext& context, const std::string& current) const;

    std::vector<LessonHeading> parts_;
    std::string shown_;  ///< Whose text stands scrolled where it was left.
};

}  // namespace convscope::app
