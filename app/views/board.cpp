#include "app/views/board.hpp"

#include <cmath>

#include "app/views/board_frame.hpp"
#include "app/views/board_part.hpp"
#include "app/views/focus_header.hpp"
#include "app/views/layer_menu.hpp"
#include "app/views/loss_controls.hpp"
#include "app/views/pins.hpp"
#include "app/views/slim_cards.hpp"
#include "app/views/step_veils.hpp"

namespace convscope::app {
namespace {

constexpr float kWheelScroll = 90;  // At scale 1.

void draw_card_of(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place) {
    if (frame.layout.slim) {
        draw_slim_card(frame, layer, place);
    } else if (layer.stage < 0) {
        draw_off_card(frame, layer, place);
    } else if (!layer.weights_symbol.empty()) {
        draw_filter_card(frame, layer, place);
        draw_gradient_card(frame, layer, place);
    } else {
        draw_op_card(frame, layer, place);
    }
}

void draw_cards(const BoardFrame& frame) {
    for (std::size_t i = 0; i < frame.model.layers.size(); ++i)
        if (!frame.layout.cards[i].forward.empty())
            draw_card_of(frame, frame.model.layers[i], frame.layout.cards[i]);
    if (frame.layout.loss.forward.empty()) return;
    if (frame.layout.slim)
        draw_slim_loss(frame);
    else
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

/// All that lies on the board, from the ground up.
void draw_parts(BoardFrame& frame) {
    draw_rows(frame);
    draw_cards(frame);
    draw_maps(frame);
    draw_loupes(frame);
    draw_floor(frame);
    draw_zero_notes(frame);
    draw_marks(frame);
    draw_step_marks(frame);
}

}  // namespace

void BoardView::draw(const ViewContext& context) {
    const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    if (context.results == nullptr) {
        painter_.stop();
        loss_tools_.painter.stop();
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

void BoardView::forget_findings(const ViewContext& context, const Results& results) {
    const std::uint64_t scene = context.history.revision();
    if (found_in_results_ == results.revision && found_in_scene_ == scene) return;
    found_in_results_ = results.revision;
    found_in_scene_ = scene;
    found_ = {};
    zero_notes_.forget();
    heat_maps_.clear();
}

void BoardView::draw_content(const ViewContext& context, const Results& results, ImVec2 room) {
    forget_findings(context, results);
    editor_.begin_frame([&ui = context.ui] { return ui.new_gesture(); }, context.look.scale,
                        keys_are_free());

    BoardModel model = make_board_model(results, context.ui);
    put_grown_maps(context.transport, model);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const BoardPart part = shown_part(model, context.ui);
    const float scale = context.look.scale;
    const float header = part.focus ? std::round(kFocusHeader * scale) : 0;
    const BoardLayout layout =
        moved(layout_part(model, part, context.ui, {0, header, room.x, room.y}, scale,
                          ImGui::GetStyle().ScrollbarSize),
              origin.x, origin.y);
    const ColourScales scales(results, context.ui.scale_mode,
                              chosen_colours(context.ui, *context.look.theme), found_);
    BoardFrame frame{context, results,    model,       layout,     scales,
                     editor_, heat_maps_, loss_tools_, zero_notes_};
    context.ui.pointed.reset();
    keep_pin(frame);

    if (part.focus)
        draw_focus_header(frame, {layout.forward_header.x0, origin.y, layout.forward_header.x1,
                                  origin.y + header});
    draw_parts(frame);
    if (frame.picture) {
        painter_.update(frame, *frame.picture);
        painter_.draw(frame, *frame.picture);
    }
    loss_tools_.painter.update(frame);
    take_computed_target(frame);

    if (!part.focus && !layout.slim) draw_add_buttons(frame);
    use_layer_keys(frame);
    if (!step_keys_.use(frame, use_pin_keys(frame))) use_board_keys(frame);
    editor_.end_frame();
    context.ui.keys_taken = editor_.has_selection();
    context.ui.hovered = frame.hovered;
    if (frame.hovered) context.ui.focus = frame.hovered;
    step_scroll_.update(frame);
    scroll_by_wheel(context.look);
    ImGui::SetCursorScreenPos(origin);
    const ImVec2 padding = ImGui::GetStyle().WindowPadding;
    ImGui::Dummy({layout.width - padding.x, header + layout.height - padding.y});
}

}  // namespace convscope::app
