#include <algorithm>
#include <cmath>

#include "app/views/filter_card.hpp"
#include "app/views/map_titles.hpp"
#include "app/views/step_veils.hpp"

namespace convscope::app {
namespace {

constexpr std::uint8_t kBranch = 150;  ///< Opacity of the way of I to the gradient of G.

/// A row's name, and a line in its hue that shows which way it runs.
void draw_header(const BoardFrame& frame, PixelRect rect, bool backward) {
    const Pen pen = frame.pen();
    // Of a board that scrolls sideways, the part in sight has the name.
    const float window = ImGui::GetWindowPos().x;
    rect.x0 = std::max(rect.x0, window + pen.px(12));
    rect.x1 = std::min(rect.x1, window + ImGui::GetWindowWidth() - pen.px(4));
    const Colour hue = backward ? pen.theme().backward : pen.theme().forward;
    ImFont* font = pen.look().fonts.small_text;
    std::string name =
        backward ? "Backward: gradients of L = " + frame.model.loss_formula : "Forward";
    if (pen.formula_width(font, name) > width(rect) / 2) name = "Backward";
    const float name_width = pen.formula_width(font, name), gap = pen.px(10);
    const float y = std::round((rect.y0 + rect.y1) / 2);
    pen.formula(font, {backward ? rect.x1 - name_width : rect.x0, y}, hue, name);
    if (backward) {
        hover_area(frame.ui(), "board/backward", {rect.x1 - name_width, rect.y0, rect.x1, rect.y1},
                   name);
        tooltip_for_item(frame.ui(),
                         "The backward pass, from right to left: every number in this "
                         "row is a gradient of L = " +
                             frame.model.loss_formula + ".");
    }
    const float left = backward ? rect.x0 : rect.x0 + name_width + gap;
    const float right = backward ? rect.x1 - name_width - gap : rect.x1;
    pen.arrow({backward ? right : left, y}, {backward ? left : right, y}, hue.with_alpha(150),
              std::max(1.0f, std::round(pen.px(1))));
}

/// I, through G, to R; and the fork of the gradients below.
class FilterArrows {
  public:
    FilterArrows(const BoardFrame& frame, const LayerModel& layer, const CardColumn& column)
        : frame_(frame),
          layer_(layer),
          column_(column),
          input_(frame.layout.maps[layer.input_map]),
          output_(frame.layout.maps[layer.output_map()]),
          pen_(frame.pen()) {}

    void draw() const {
        draw_forward();
        draw_fork();
        draw_input_branch();
    }

  private:
    using Kind = StepPhase::Kind;

    ArrowInk ink(Kind kind, float thickness = 1.8f) const {
        return arrow_ink(frame_, kind, layer_.stage, thickness);
    }
    float gap() const { return pen_.px(3); }

    void draw_forward() const {
        const FilterCardLayout card = filter_card_layout(frame_, layer_, column_, column_.forward);
        const PixelRect& from = input_.forward.map;
        const float y = std::min((from.y0 + from.y1) / 2, card.card.y1 - pen_.px(12));
        const ArrowInk arrow = ink(Kind::kOutput);
        pen_.arrow({from.x1 + gap(), y}, {column_.forward.x0 - gap(), y}, arrow.colour,
                   arrow.thickness);
        pen_.arrow({column_.forward.x1 + gap(), y}, {left_of(output_.forward) - gap(), y},
                   arrow.colour, arrow.thickness);
    }

    /// Beside the labels of a list.
    static float left_of(const MapPlace& place) {
        return place.labels.empty() ? place.map.x0 : place.labels.x0;
    }

    /// The gradient of R goes into the card, where it ends, and below it on to the gradient of I.
    void draw_fork() const {
        const PixelRect& from = output_.backward.map;
        const float y = (from.y0 + from.y1) / 2;
        const float start = left_of(output_.backward);
        const float node = std::round((column_.backward.x1 + start) / 2);
        const PixelRect card = gradient_card_rect(frame_, layer_, column_);
        const ArrowInk into_card = ink(Kind::kGradWeights), onward = ink(Kind::kGradInput);
        draw_onward({node, y}, std::round(std::max(card.y1, y) + pen_.px(15)), onward);
        // The branch into the card stays beside it where the card ends above the map's middle.
        const float branch = std::min(y, card.y1 - pen_.px(14));
        const bool is_thick = into_card.thickness > onward.thickness;
        const ArrowInk& trunk = is_thick ? into_card : onward;
        pen_.line({start - gap(), y}, {node, y}, trunk.colour, trunk.thickness);
        pen_.line({node, y}, {node, branch}, into_card.colour, into_card.thickness);
        pen_.arrow({node, branch}, {column_.backward.x1 + gap(), branch}, into_card.colour,
                   into_card.thickness);
        pen_.list()->AddCircleFilled({node, y}, pen_.px(1.5f) + trunk.thickness / 2 + 1,
                                     trunk.colour.packed());
    }

    /// Down to `low`, along below the card with the name of the way, and up to the gradient of I.
    void draw_onward(ImVec2 node, float low, const ArrowInk& ink) const {
        const PixelRect& to = input_.backward.map;
        const std::string text = gradient_symbol(frame_.model.maps[layer_.output_map()].symbol) +
                                 " spread through " + layer_.weights_symbol;
        ImFont* font = pen_.look().fonts.small_text;
        const float text_width = pen_.formula_width(font, text);
        const float middle = (column_.backward.x0 + column_.backward.x1) / 2;
        const float slot_end = std::max(to.x1, input_.backward.title.x1);
        const float entry = std::round((slot_end + column_.backward.x0) / 2);
        const float upper = (to.y0 + to.y1) / 2;
        const float text_left = middle - text_width / 2 - pen_.px(6);
        const float text_right = middle + text_width / 2 + pen_.px(6);
        const auto line = [&](ImVec2 a, ImVec2 b) { pen_.line(a, b, ink.colour, ink.thickness); };
        line(node, {node.x, low});
        if (text_right < node.x) line({node.x, low}, {text_right, low});
        if (entry < text_left) line({text_left, low}, {entry, low});
        line({entry, low}, {entry, upper});
        pen_.arrow({entry, upper}, {to.x1 + gap(), upper}, ink.colour, ink.thickness);
        pen_.formula(font, {middle - text_width / 2, low}, pen_.theme().text, text);
    }

    /// I itself enters the gradient of G.
    void draw_input_branch() const {
        const PixelRect& from = input_.forward.map;
        const float x = column_.backward.x0 - pen_.px(6);
        const float start = (from.y0 + from.y1) / 2;
        const float end = column_.backward.y0 + pen_.px(17);
        const ArrowInk usual = ink(Kind::kGradWeights, 1.2f);
        const Colour hue = pen_.theme().forward.with_alpha(
            std::min<std::uint8_t>(usual.colour.a, usual.thickness > pen_.px(2) ? 255 : kBranch));
        pen_.line({x, start}, {x, end}, hue, usual.thickness);
        pen_.arrow({x, end}, {column_.backward.x0 + 1, end}, hue, usual.thickness);
    }

    const BoardFrame& frame_;
    const LayerModel& layer_;
    const CardColumn& column_;
    const MapColumn& input_;
    const MapColumn& output_;
    Pen pen_;
};

}  // namespace

void draw_rows(const BoardFrame& frame) {
    draw_header(frame, frame.layout.forward_header, false);
    draw_header(frame, frame.layout.backward_header, true);
    for (std::size_t i = 0; i < frame.model.layers.size(); ++i) {
        const LayerModel& layer = frame.model.layers[i];
        if (layer.stage >= 0 && !layer.weights_symbol.empty() && !frame.layout.slim &&
            !frame.layout.cards[i].forward.empty())
            FilterArrows(frame, layer, frame.layout.cards[i]).draw();
    }
}

}  // namespace convscope::app
