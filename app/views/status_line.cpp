#include "app/views/status_line.hpp"

#include <array>
#include <cstdio>

#include "app/views/board_model.hpp"
#include "app/widgets/controls.hpp"
#include "core/ops/simd.hpp"
#include "core/parallel/parallel.hpp"

namespace convscope::app {
namespace {

std::string format_ms(double ms) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(),
                  ms < 10    ? "%.2f ms"
                  : ms < 100 ? "%.1f ms"
                             : "%.0f ms",
                  ms);
    return text.data();
}

std::string format_ms(std::chrono::nanoseconds time) {
    return format_ms(std::chrono::duration<double, std::milli>(time).count());
}

/// Writes fields from left to right.
class Line {
  public:
    explicit Line(const ViewContext& context)
        : context_(context), pen_(ImGui::GetWindowDrawList(), context.look) {
        const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
        rect_ = {corner.x + pen_.px(14), corner.y, corner.x + size.x - pen_.px(14),
                 corner.y + size.y};
        x_ = rect_.x0;
    }

    /// Left out, and all after it, where it would be cut.
    void field(std::string_view name, std::string_view label, std::string_view value,
               std::string_view tooltip) {
        const Fonts& fonts = pen_.look().fonts;
        const float start = x_;
        const float label_width =
            label.empty() ? 0 : text_size(fonts.small_text, label).x + pen_.px(6);
        if (x_ + label_width + text_size(fonts.small_mono, value).x > rect_.x1) {
            rect_.x1 = x_;
            return;
        }
        if (!label.empty()) write(label, pen_.theme().quiet, pen_.look().fonts.small_text, 6);
        write(value, pen_.theme().text, pen_.look().fonts.small_mono, 20);
        const PixelRect place{start, rect_.y0, x_ - pen_.px(20), rect_.y1};
        context_.names.record("status/" + std::string(name), place, std::string(value));
        if (ImGui::IsWindowHovered() &&
            ImGui::IsMouseHoveringRect({place.x0, place.y0}, {place.x1, place.y1}))
            show_tooltip({context_.look, context_.names}, tooltip);
    }

  private:
    void write(std::string_view text, Colour colour, ImFont* font, float gap) {
        pen_.text_in(font, {x_, rect_.y0, rect_.x1, rect_.y1}, Align::kLeft, colour, text);
        x_ += text_size(font, text).x + pen_.px(gap);
    }

    const ViewContext& context_;
    Pen pen_;
    PixelRect rect_;
    float x_ = 0;
};

}  // namespace

void StatusLineView::draw(const ViewContext& context) {
    Line line(context);
    const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    context.names.record("status/line", {corner.x, corner.y, corner.x + size.x, corner.y + size.y});
    const Results* results = context.results;
    if (results != nullptr) {
        line.field("forward", "forward", format_ms(results->forward_time),
                   "Time that the last forward pass took, where something had changed.");
        line.field("backward", "backward", format_ms(results->backward_time),
                   "Time that the last backward pass took, where something had changed.");
    }
    line.field("frame", "frame", format_ms(static_cast<double>(context.stats.frame_ms)),
               "Time to build and draw the last frame. Nothing is drawn while nothing happens.");
    line.field("picture", "picture", format_size(context.scene.image.shape()),
               "Width × height × channels of the picture.");
    if (context.results_are_stale)
        line.field("stale", "", "computing", "What is shown belongs to an older state.");
    const int threads = thread_count();
    line.field("threads", "", std::to_string(threads) + (threads == 1 ? " thread" : " threads"),
               "Threads that compute. The numbers do not depend on how many there are.");
    const bool exact = simd_target_is_fused();
    line.field("simd", "", current_simd_target() + (exact ? "" : " (last bits may differ)"),
               exact ? "Vector instructions in use. They fuse multiply and add: results have the "
                       "same bits on every machine of this kind."
                     : "Vector instructions in use. They do not fuse multiply and add: the last "
                       "bits of results may differ from those of newer machines.");
}

}  // namespace convscope::app
