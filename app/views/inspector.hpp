#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "app/views/inspected.hpp"
#include "app/views/inspector_patches.hpp"
#include "app/views/view.hpp"

namespace convscope::app {

/// The sum behind the number that is pinned or pointed at: the formula with its symbols, with this
/// cell's indices, with the numbers; its patches, or all of its terms.
class InspectorDrawer final : public View {
  public:
    void draw(const ViewContext& context) override;
    std::string subtitle(const ViewContext& context) const override;

  private:
    Inspected& inspected(const ViewContext& context, const NumberRef& ref);
    bool terms_have_room_beside(const InspectorPart& part) const;
    // Each draws from its part's upper edge on and returns the bottom.
    float draw_beside(InspectorPart part);
    float draw_below(InspectorPart part);
    /// What state it is in, and buttons.
    float draw_head(const InspectorPart& part);
    static float draw_formula(const InspectorPart& part);
    /// What stands below the formula: totals, what it feeds, notes.
    static float draw_words(const InspectorPart& part);
    static float draw_sum(const InspectorPart& part, float y);
    static float draw_readers(const InspectorPart& part, float y);
    float draw_terms(const InspectorPart& part);
    static bool has_table(const InspectorPart& part) {
        return part.shown.whole.term_count > 0 && !part.shown.line_is_enough && part.whole;
    }
    bool lists_terms(const InspectorPart& part) const { return lists_terms_ && has_table(part); }

    std::optional<Inspected> shown_;
    bool lists_terms_ = false;
    std::int64_t first_term_ = 0;
};

}  // namespace convscope::app
