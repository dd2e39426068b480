#include "app/views/inspector_patches.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "app/widgets/format.hpp"
#include "app/widgets/formula_text.hpp"
#include "app/widgets/weight_grid.hpp"

namespace convscope::app {
namespace {

using Kind = NumberRef::Kind;

// At scale 1.
constexpr float kMark = 26, kSign = 24, kPlaneGap = 3, kTotal = 128, kCaption = 16;
constexpr float kLargestWide = 230, kLargestHigh = 150, kLeastHigh = 44, kSmallCell = 14;
constexpr int kMostNumberColumns = 7, kMostNumberRows = 12;
constexpr int kMostCharacters = 7, kFewestCharacters = 4, kAllDigits = 13;
constexpr int kMostSpots = 80;  ///< Along a side of a large patch.

/// One of the grids that stand side by side.
struct PatchGrid {
    std::string id;       ///< In paths: "a", "b", "product".
    std::string caption;  ///< "I", "G", "product"
    ColourScale scale;
    std::function<float(const Term&)> value;
    std::function<std::string(const Term&)> name;  ///< Of what stands in a cell.
};

class PatchDrawer {
  public:
    explicit PatchDrawer(const InspectorPart& part)
        : part_(part),
          pen_(part.pen()),
          shown_(part.shown),
          scales_(part.results, part.context.ui.scale_mode,
                  chosen_colours(part.context.ui, pen_.theme()), shown_.found),
          first_(factors_of(part.results, shown_.sum, term(0, 0, 0))) {
        make_grids();
        choose_form();
    }

    float draw() {
        float y = part_.room.y0;
        draw_captions(y);
        y += pen_.px(kCaption);
        for (int plane = 0; plane < shown_.grid.planes(); ++plane) {
            draw_plane(plane, y);
            y += plane_height() + pen_.px(kPlaneGap);
        }
        return y;
    }

  private:
    Term term(int plane, int row, int column) const {
        return shown_.grid.at(part_.results, plane, row, column);
    }
    bool is_maximum() const { return shown_.whole.reduction == Reduction::kMaximum; }

    // --- what is drawn ---

    ColourScale scale_of(const NumberRef& ref) const {
        if (ref.kind == Kind::kGradient) return scales_.gradient(ref.map);
        if (ref.kind == Kind::kWeight) {
            const Layer& layer = part_.results.scene.layers[part_.results.plan.layers[ref.stage]];
            return scales_.weights(layer.weights->view(), 0);
        }
        return ref.map == 0 ? scales_.brightness() : scales_.value(ref.map);
    }

    std::string caption_of(const NumberRef& ref) const {
        if (ref.kind == Kind::kWeight) return with_subscript(shown_.letters.weights[ref.stage]);
        return map_name(shown_.letters, ref.map, ref.kind == Kind::kGradient);
    }

    std::string name_of_factor(const NumberRef& ref) const {
        return without_marks(name_of(part_.results, shown_.letters, ref));
    }

    void make_grids() {
        grids_.push_back({"a", caption_of(first_.a), scale_of(first_.a),
                          [](const Term& term) { return term.a; },
                          [this](const Term& term) {
                              return name_of_factor(factors_of(part_.results, shown_.sum, term).a);
                          }});
        if (!first_.b) return;
        grids_.push_back({"b", caption_of(*first_.b), scale_of(*first_.b),
                          [](const Term& term) { return term.b; },
                          [this](const Term& term) {
                              return name_of_factor(*factors_of(part_.results, shown_.sum, term).b);
                          }});
        const auto product = [](const Term& term) { return term.a * term.b; };
        if (!shown_.largest_product) shown_.largest_product = largest(product);
        const float end = *shown_.largest_product;
        const ColourMap& colours = chosen_colours(part_.context.ui, pen_.theme()).signed_values;
        grids_.push_back({"product", "product", ColourScale{&colours, -end, end}, product,
                          [](const Term&) { return std::string("product"); }});
    }

    /// Among the terms that are looked at.
    float largest(const std::function<float(const Term&)>& value) const {
        float largest = 0;
        for (int plane = 0; plane < shown_.grid.planes(); ++plane)
            for (int row = 0; row < shown_.grid.rows(); row += step(shown_.grid.rows()))
                for (int column = 0; column < shown_.grid.columns();
                     column += step(shown_.grid.columns())) {
                    const float magnitude = std::abs(value(term(plane, row, column)));
                    if (std::isfinite(magnitude)) largest = std::max(largest, magnitude);
                }
        return largest;
    }

    static int step(int count) { return ceil_div(count, kMostSpots); }

    /// Numbers in the cells where they have room, else colours.
    void choose_form() {
        const int columns = shown_.grid.columns(), rows = shown_.grid.rows();
        const auto grids = static_cast<float>(grids_.size());
        const float signs = pen_.px(kSign) * (grids > 1 ? 2 : 0);
        const float room = width(part_.room) - mark_width() - pen_.px(kTotal) - signs;
        const float character = text_size(mono(), "0").x;
        const float most = room / grids / static_cast<float>(columns);
        const int wanted = shown_.every_digit ? kAllDigits : kMostCharacters;
        characters_ = std::min(wanted, static_cast<int>((most - pen_.px(6)) / character));
        numbers_ = columns <= kMostNumberColumns && rows <= kMostNumberRows &&
                   characters_ >= kFewestCharacters;
        if (numbers_) {
            cell_width_ = std::floor(static_cast<float>(characters_) * character + pen_.px(6));
            cell_height_ = std::floor(font_size(mono()) + pen_.px(3));
            return;
        }
        const float wide = std::min(pen_.px(kLargestWide), std::max(pen_.px(60), room / grids));
        const float side = std::min({wide / static_cast<float>(columns),
                                     highest() / static_cast<float>(rows), pen_.px(kSmallCell)});
        cell_width_ = cell_height_ = side;
    }

    /// Several large patches below one another are smaller.
    float highest() const {
        return pen_.px(
            std::max(kLeastHigh, kLargestHigh / static_cast<float>(shown_.grid.planes())));
    }

    ImFont* mono() const { return pen_.look().fonts.small_mono; }
    float grid_width() const {
        return std::max(pen_.px(2), cell_width_ * static_cast<float>(shown_.grid.columns()));
    }
    float plane_height() const {
        return std::max(font_size(mono()), cell_height_ * static_cast<float>(shown_.grid.rows()));
    }
    float mark_width() const { return shown_.grid.planes() == 1 ? 0 : pen_.px(kMark); }
    float grid_left(std::size_t index) const {
        return std::round(part_.room.x0 + mark_width() +
                          static_cast<float>(index) * (grid_width() + pen_.px(kSign)));
    }

    // --- drawing ---

    void draw_captions(float y) const {
        for (std::size_t i = 0; i < grids_.size(); ++i)
            formula_line(pen_, pen_.look().fonts.small_text,
                         {grid_left(i), y + pen_.px(kCaption) / 2}, pen_.theme().quiet,
                         grids_[i].caption);
    }

    void draw_plane(int plane, float y) {
        const float bottom = y + plane_height();
        if (!ImGui::IsRectVisible({part_.room.x0, y}, {part_.room.x1, bottom})) return;
        draw_mark(plane, {part_.room.x0, y, grid_left(0), bottom});
        for (std::size_t i = 0; i < grids_.size(); ++i) {
            const PixelRect area{grid_left(i), y, grid_left(i) + grid_width(), bottom};
            if (numbers_)
                draw_numbers(grids_[i], plane, area);
            else
                draw_colours(grids_[i], plane, area);
            if (i + 1 < grids_.size())
                pen_.text_in(pen_.look().fonts.text, {area.x1, y, grid_left(i + 1), bottom},
                             Align::kCentre, pen_.theme().quiet, i == 0 ? "⊙" : "=");
        }
        draw_total(plane, {grid_left(grids_.size() - 1) + grid_width() + pen_.px(10), y,
                           part_.room.x1, bottom});
    }

    /// The channel's name, where there are several.
    void draw_mark(int plane, const PixelRect& rect) const {
        const int planes = shown_.grid.planes();
        if (planes == 1) return;
        const NumberRef a = factors_of(part_.results, shown_.sum, term(plane, 0, 0)).a;
        const bool picture = a.kind == Kind::kValue && a.map == 0 && planes == 3;
        const float half = pen_.px(4), middle = (rect.y0 + rect.y1) / 2;
        if (picture)
            pen_.fill({rect.x0, middle - half, rect.x0 + 2 * half, middle + half},
                      channel_colour(pen_.theme(), plane, planes), pen_.px(2));
        pen_.text_in(mono(), {rect.x0 + (picture ? 3 * half : 0), rect.y0, rect.x1, rect.y1},
                     Align::kLeft, pen_.theme().text,
                     picture ? channel_name(plane, planes) : std::to_string(a.cell.c + 1));
    }

    void draw_numbers(const PatchGrid& grid, int plane, const PixelRect& area) const {
        for (int row = 0; row < shown_.grid.rows(); ++row)
            for (int column = 0; column < shown_.grid.columns(); ++column) {
                const float x = area.x0 + static_cast<float>(column) * cell_width_;
                const float y = area.y0 + static_cast<float>(row) * cell_height_;
                draw_cell(grid, path_of(grid, plane, row, column),
                          {x, y, x + cell_width_ - 1, y + cell_height_ - 1},
                          term(plane, row, column));
            }
    }

    static std::string path_of(const PatchGrid& grid, int plane, int row, int column) {
        return "inspector/" + grid.id + "/" + std::to_string(plane) + "/" + std::to_string(column) +
               "," + std::to_string(row);
    }

    void draw_cell(const PatchGrid& grid, const std::string& path, const PixelRect& rect,
                   const Term& term) const {
        const float value = grid.value(term);
        // What takes no part is drawn as if it were not there.
        const bool faint = term.in_padding || (!is_maximum() && !term.chosen);
        const Colour ground = faint ? pen_.theme().panel : grid.scale.colour(value);
        pen_.fill(rect, ground);
        if (faint) pen_.outline(rect, pen_.theme().border);
        pen_.text_in(mono(), rect, Align::kCentre,
                     faint ? pen_.theme().quiet : readable_text(ground), number_text(value));
        if (is_maximum()) draw_rank(rect, term);
        part_.context.names.record(path, rect, format_exact(value));
        if (ImGui::IsWindowHovered() &&
            ImGui::IsMouseHoveringRect({rect.x0, rect.y0}, {rect.x1, rect.y1}))
            show_tooltip(part_.ui(), describe(grid, term));
    }

    std::string number_text(float value) const {
        return characters_ >= kAllDigits ? shown_.format.factor(value)
                                         : format_fitting(value, characters_);
    }

    /// A filled mark for the winner, a hollow one for those that lost by the rule of ties.
    void draw_rank(const PixelRect& rect, const Term& term) const {
        const float side = pen_.px(6);
        const ImVec2 a{rect.x1 - side, rect.y0}, b{rect.x1, rect.y0}, c{rect.x1, rect.y0 + side};
        const std::uint32_t hue = pen_.theme().forward.packed();
        if (term.chosen) {
            pen_.outline(rect, pen_.theme().forward, 0, pen_.px(2));
            pen_.list()->AddTriangleFilled(a, b, c, hue);
        } else if (term.tied) {
            pen_.list()->AddTriangle(a, b, c, hue, pen_.px(1.4f));
        }
    }

    std::string describe(const PatchGrid& grid, const Term& term) const {
        std::string text = grid.name(term) + " = " + shown_.format.factor(grid.value(term));
        if (term.in_padding) text += "\nIn the padding.";
        if (is_maximum() && term.chosen) text += "\nThe largest: it won.";
        if (term.tied) text += "\nEqual to the winner.";
        if (!is_maximum() && !term.chosen) text += "\nPasses nothing on here.";
        return text;
    }

    /// Too many for numbers; of very many, every second, third, ... is shown.
    void draw_colours(const PatchGrid& grid, int plane, const PixelRect& area) {
        const int down = step(shown_.grid.rows()), across = step(shown_.grid.columns());
        const std::string path = "inspector/" + grid.id + "/" + std::to_string(plane);
        const auto term_at = [&, plane](int row, int column) {
            return term(plane, row * down, column * across);
        };
        heat_map(
            part_.ui(),
            {.path = path,
             .area = area,
             .columns = ceil_div(shown_.grid.columns(), across),
             .rows = ceil_div(shown_.grid.rows(), down),
             .value = [&](int row, int column) { return grid.value(term_at(row, column)); },
             .describe = [&](int row, int column) { return describe(grid, term_at(row, column)); },
             .scale = grid.scale,
             .kept = &shown_.pictures[path]});
    }

    /// After this channel, or of all.
    void draw_total(int plane, const PixelRect& rect) const {
        const auto& totals = shown_.text.channel_totals;
        const bool running = std::ssize(totals) == shown_.grid.planes();
        if (!running && plane + 1 < shown_.grid.planes()) return;
        const float total = running ? totals[static_cast<std::size_t>(plane)].total
                                    : number_at(part_.results, shown_.sum);
        const std::string_view word = is_maximum() ? "max" : running ? "total" : "sum";
        ImFont* small = pen_.look().fonts.small_text;
        pen_.text_in(small, rect, Align::kLeft, pen_.theme().quiet, word);
        const PixelRect number{rect.x0 + text_size(small, word).x + pen_.px(6), rect.y0, rect.x1,
                               rect.y1};
        const std::string text = shown_.format.total(total);
        pen_.text_in(mono(), number, Align::kLeft, pen_.theme().text, text);
        part_.context.names.record("inspector/total/" + std::to_string(plane), number,
                                   format_exact(total));
    }

    const InspectorPart& part_;
    Pen pen_;
    Inspected& shown_;
    ColourScales scales_;
    Factors first_;
    std::vector<PatchGrid> grids_;
    bool numbers_ = true;
    int characters_ = kMostCharacters;
    float cell_width_ = 0, cell_height_ = 0;
};

}  // namespace

bool has_patches(const Inspected& shown) {
    // Of a maximum of two, as ReLU's, the line says it all.
    const bool maximum = shown.whole.reduction == Reduction::kMaximum;
    return shown.whole.term_count > (maximum ? 2 : 1);
}

float draw_patches(const InspectorPart& part) {
    return PatchDrawer(part).draw();
}

}  // namespace convscope::app
