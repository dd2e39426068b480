#include "app/widgets/map_padding.hpp"

#include <algorithm>
#include <cmath>

namespace convscope::app {
namespace {

constexpr float kDash = 3, kCellWithLines = 7, kCellWithSign = 18;  // At scale 1.

class Padding {
  public:
    Padding(const Pen& pen, const MapTransform& transform, std::string_view sign, ImFont* font)
        : pen_(pen),
          transform_(transform),
          sign_(sign),
          font_(font),
          extent_(transform.extent()),
          all_(transform.rect_of({-extent_.pad_x, -extent_.pad_y, extent_.columns + extent_.pad_x,
                                  extent_.rows + extent_.pad_y})) {}

    void draw() const {
        const PixelRect& clip = transform_.frame();
        pen_.list()->PushClipRect({clip.x0, clip.y0}, {clip.x1, clip.y1}, true);
        draw_outline();
        if (smallest_side() >= pen_.px(kCellWithLines)) draw_cells();
        if (smallest_side() >= pen_.px(kCellWithSign) && !sign_.empty()) draw_signs();
        pen_.list()->PopClipRect();
    }

  private:
    float smallest_side() const {
        return std::min(transform_.cell_width(), transform_.cell_height());
    }
    bool is_padding(int x, int y) const {
        return x < 0 || y < 0 || x >= extent_.columns || y >= extent_.rows;
    }

    void dashed(ImVec2 from, ImVec2 to, Colour colour) const {
        const float dash = std::round(pen_.px(kDash));
        const bool across = from.y == to.y;
        const PixelRect& frame = transform_.frame();
        const float start = across ? std::max(from.x, frame.x0) : std::max(from.y, frame.y0);
        const float end = across ? std::min(to.x, frame.x1) : std::min(to.y, frame.y1);
        for (float at = start; at < end; at += 2 * dash) {
            const float stop = std::min(at + dash, end);
            pen_.line(across ? ImVec2{at, from.y} : ImVec2{from.x, at},
                      across ? ImVec2{stop, from.y} : ImVec2{from.x, stop}, colour, 1);
        }
    }

    void draw_outline() const {
        const Colour colour = pen_.theme().quiet;
        const float x0 = all_.x0 + 0.5f, y0 = all_.y0 + 0.5f;
        const float x1 = all_.x1 - 0.5f, y1 = all_.y1 - 0.5f;
        dashed({x0, y0}, {x1, y0}, colour);
        dashed({x0, y1}, {x1, y1}, colour);
        dashed({x0, y0}, {x0, y1}, colour);
        dashed({x1, y0}, {x1, y1}, colour);
    }

    /// Lines between the cells of the margin only.
    void draw_cells() const {
        const Colour colour = pen_.theme().border;
        const PixelRect map = transform_.rect_of({0, 0, extent_.columns, extent_.rows});
        for (int x = -extent_.pad_x + 1; x < extent_.columns + extent_.pad_x; ++x) {
            const float at = std::round(transform_.rect_of({x, 0, x + 1, 1}).x0) + 0.5f;
            const bool beside = x <= 0 || x >= extent_.columns;
            dashed({at, all_.y0}, {at, beside ? all_.y1 : map.y0}, colour);
            if (!beside) dashed({at, map.y1}, {at, all_.y1}, colour);
        }
        for (int y = -extent_.pad_y + 1; y < extent_.rows + extent_.pad_y; ++y) {
            const float at = std::round(transform_.rect_of({0, y, 1, y + 1}).y0) + 0.5f;
            const bool beside = y <= 0 || y >= extent_.rows;
            dashed({all_.x0, at}, {beside ? all_.x1 : map.x0, at}, colour);
            if (!beside) dashed({map.x1, at}, {all_.x1, at}, colour);
        }
    }

    void draw_signs() const {
        const PixelRect& frame = transform_.frame();
        for (int y = -extent_.pad_y; y < extent_.rows + extent_.pad_y; ++y)
            for (int x = -extent_.pad_x; x < extent_.columns + extent_.pad_x; ++x) {
                if (!is_padding(x, y)) continue;
                const PixelRect cell = transform_.rect_of({x, y, x + 1, y + 1});
                if (cell.x1 < frame.x0 || cell.x0 > frame.x1 || cell.y1 < frame.y0 ||
                    cell.y0 > frame.y1)
                    continue;
                pen_.text_in(font_, cell, Align::kCentre, pen_.theme().quiet, sign_);
            }
    }

    const Pen& pen_;
    const MapTransform& transform_;
    std::string_view sign_;
    ImFont* font_;
    MapExtent extent_;
    PixelRect all_;
};

}  // namespace

void draw_padding(const Pen& pen, const MapTransform& transform, std::string_view sign,
                  ImFont* font) {
    Padding(pen, transform, sign, font).draw();
}

}  // namespace convscope::app
