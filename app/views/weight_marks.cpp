#include "app/views/weight_marks.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/link_marks.hpp"
#include "app/views/weight_places.hpp"

namespace convscope::app {
namespace {

using Kind = NumberRef::Kind;

constexpr Colour kBlack{0, 0, 0}, kWhite{255, 255, 255};

/// The weights of one layer, or their gradients.
void draw_marks(const BoardFrame& frame, const NumberRef& ref, const NumberLinks::Cells& link,
                const LayerModel& layer, bool gradient) {
    const Pen pen = frame.pen();
    const bool is_itself =
        (ref.kind == Kind::kWeight || ref.kind == Kind::kGradWeight) && ref.stage == link.index;
    const bool own = gradient == (ref.kind == Kind::kGradWeight);
    const Colour light = own && frame.context.ui.pinned ? pen.theme().warning : kWhite;
    const float smallest = frame.px(kSmallestRing);
    const auto draw = [&](const PixelRect& rect) {
        if (is_itself)
            draw_ring(pen, rect, smallest, light);
        else
            draw_outline(pen, rect);
    };
    draw_at_places(frame, places_of_weights(frame, layer, gradient, link.cells, smallest),
                   (gradient ? "link/dG/" : "link/G/") + layer.id, draw);
}

}  // namespace

void draw_outline(const Pen& pen, const PixelRect& rect) {
    const float line = std::max(1.0f, std::round(pen.px(1)));
    pen.outline(inset(rect, -line), kBlack.with_alpha(220), 0, line);
    pen.outline(rect, kWhite, 0, line);
    // A white line alone is lost on a light ground.
    if (!pen.theme().dark) pen.outline(inset(rect, line), kBlack.with_alpha(110), 0, line);
}

void draw_weight_marks(const BoardFrame& frame, const NumberRef& ref,
                       const NumberLinks::Cells& link) {
    for (const LayerModel& layer : frame.model.layers) {
        if (layer.stage < 0 || static_cast<std::size_t>(layer.stage) != link.index) continue;
        for (const bool gradient : {false, true}) draw_marks(frame, ref, link, layer, gradient);
    }
}

}  // namespace convscope::app
