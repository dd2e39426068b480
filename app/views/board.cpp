#include "app/views/board.hpp"

#include "app/views/board_frame.hpp"

namespace convscope::app {
namespace {

constexpr float kWheelScroll = 90;  // At scale 1.

/// The board's geometry in the room; when it is wider than the room, a bar below takes its height.
BoardLayout fitted_layout(const BoardForm& form, ImVec2 size, float scale) {
    BoardLayout layout = layout_board(form, {0, 0, size.x, size.y}, scale);
    if (layout.width <= size.x) return layout;
    return layout_board(form, {0, 0, size.x, size.y - ImGui::GetStyle().ScrollbarSize}, scale);
}

void draw_cards(const BoardFrame& frame) {
    for (std::size_t i = 0; i < frame.model.layers.size(); ++i) {
        const LayerModel& layer = frame.model.layers[i];
        const CardColumn& place = frame.layout.cards[i];
        if (layer.stage < 0) {
            draw_off_card(frame, layer, place);
        } else if (!layer.weights_symbol.empty()) {
            draw_filter_card(frame, layer, place);
            draw_gradient_card(frame, layer, place);
        } else {
            draw_op_card(frame, layer, place);
        }
    }
    draw_loss_card(frame);
}

/// The wheel beside the widgets moves a board that does not fit.
void scroll_by_wheel(const Look& look) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel == 0 || !ImGui::IsWindowHovered() || ImGui::IsAnyItemHovered()) return;
    const float by = io.MouseWheel * look.px(kWheelScroll);
    if (ImGui::GetScrollMaxY() > 0 && !io.KeyShift)
        ImGui::SetScrollY(ImGui::GetScrollY() - by);
    else
        ImGui::SetScrollX(ImGui::GetScrollX() - by);
}

bool keys_are_free() {
    return !ImGui::GetIO().WantTextInput &&
           !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

}  // namespace

void BoardView::draw(const ViewContext& context) {
    const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    if (context.results == nullptr) {
        painter_.stop();
        const Pen pen(ImGui::GetWindowDrawList(), context.look);
        pen.text_in(context.look.fonts.text,
                    {corner.x, corner.y, corner.x + size.x, corner.y + size.y}, Align::kCentre,
                    context.look.theme->quiet, "Computing");
        return;
    }
    // The window's padding lies in the board's own margin: content up to it does not scroll.
    const ImVec2 padding = ImGui::GetStyle().WindowPadding;
    ImGui::SetCursorScreenPos(corner);
    ImGui::BeginChild("##board", {size.x - padding.x, size.y - padding.y}, false,
                      ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoScrollWithMouse |
                          ImGuiWindowFlags_NoBackground);
    draw_content(context, *context.results, size);
    ImGui::EndChild();
}

void BoardView::draw_content(const ViewContext& context, const Results& results, ImVec2 room) {
    if (percentiles_revision_ != results.revision) percentiles_.clear();
    percentiles_revision_ = results.revision;
    editor_.begin_frame([&ui = context.ui] { return ui.new_gesture(); }, context.look.scale,
                        keys_are_free());

    const BoardModel model = make_board_model(results, context.ui);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const BoardLayout layout =
        moved(fitted_layout(model.form(), room, context.look.scale), origin.x, origin.y);
    const ColourScales scales(results, context.ui.scale_mode, *context.look.theme, percentiles_);
    BoardFrame frame{context, results, model, layout, scales, editor_};

    draw_rows(frame);
    draw_cards(frame);
    draw_maps(frame);
    draw_loupes(frame);
    draw_marks(frame);
    if (frame.picture) {
        painter_.update(frame, *frame.picture);
        if (context.ui.tool == Tool::kBrush) draw_brush(frame, *frame.picture);
    }

    editor_.end_frame();
    context.ui.keys_taken = editor_.has_selection();
    context.ui.hovered = frame.hovered;
    if (frame.hovered) context.ui.focus = frame.hovered;
    scroll_by_wheel(context.look);
    ImGui::SetCursorScreenPos(origin);
    const ImVec2 padding = ImGui::GetStyle().WindowPadding;
    ImGui::Dummy({layout.width - padding.x, layout.height - padding.y});
}

}  // namespace convscope::app
