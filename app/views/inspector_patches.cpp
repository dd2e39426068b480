#include "app/views/inspector_patches.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "app/views/patch_layout.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/formula_text.hpp"
#include "app/widgets/stripes.hpp"
#include "app/widgets/weight_grid.hpp"
#include "core/ops/window2d.hpp"

namespace convscope::app {
namespace {

using Kind = NumberRef::Kind;

constexpr int kMostSpots = 80;  ///< Along a side of a large patch.

/// One of the grids that stand side by side.
struct PatchGrid {
    std::string id;         ///< In paths: "a", "b", "product".
    std::string caption;    ///< "I", "G", "product"
    std::string_view sign;  ///< Before it.
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
        layout_.emplace(part_, grids_.size());
    }

    float draw() {
        float y = part_.room.y0;
        draw_captions(y);
        y += pen_.px(PatchLayout::kCaption);
        for (int plane = 0; plane < shown_.grid.planes(); ++plane) {
            draw_plane(plane, y);
            y += layout_->line_height();
        }
        return y;
    }

    float least_width() const { return layout_->least_width(); }

  private:
    Term term(int plane, int row, int column) const {
        return shown_.grid.at(part_.results, plane, row, column);
    }
    ImFont* mono() const { return pen_.look().fonts.small_mono; }
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
        grids_.push_back({"a", caption_of(first_.a) + first_factor_suffix(part_.results, shown_),
                          "", scale_of(first_.a), [](const Term& term) { return term.a; },
                          [this](const Term& term) {
                              return without_marks(first_factor_name(part_.results, shown_, term));
                          }});
        const bool of_loss = shown_.sum.kind == Kind::kLoss;
        if (first_.b) {
            add_second(caption_of(*first_.b), scale_of(*first_.b), [this](const Term& term) {
                return name_of_factor(*factors_of(part_.results, shown_.sum, term).b);
            });
        } else if (of_loss && largest([](const Term& term) { return term.b - 1; }) > 0) {
            // Of squares both factors are the same; else it is the number itself.
            const bool same = term(0, 0, 0).a == term(0, 0, 0).b;
            const PatchGrid& a = grids_.front();
            add_second(
                same ? a.caption : caption_of(first_.a), a.scale,
                same ? a.name : [this](const Term& term) {
                    return name_of_factor(factors_of(part_.results, shown_.sum, term).a);
                });
        } else {
            add_share();
        }
    }

    void add_second(std::string caption, const ColourScale& scale,
                    std::function<std::string(const Term&)> name) {
        grids_.push_back({"b", std::move(caption), "⊙", scale,
                          [](const Term& term) { return term.b; }, std::move(name)});
        const auto product = [](const Term& term) { return term.a * term.b; };
        if (!shown_.largest_product) shown_.largest_product = largest(product);
        const float end = *shown_.largest_product;
        const ColourMap& colours = chosen_colours(part_.context.ui, pen_.theme()).signed_values;
        grids_.push_back({"product", "product", "=", ColourScale{&colours, -end, end}, product,
                          [](const Term&) { return std::string("product"); }});
    }

    /// What cells get that divide a gradient among them.
    void add_share() {
        const auto divisor = [](const Term& term) { return term.divisor; };
        if (largest(divisor) == 1) return;
        grids_.push_back({"share", "share", "→", scale_of(first_.a),
                          [](const Term& term) { return term.a / term.divisor; },
                          [this](const Term& term) {
                              return name_of_factor(factors_of(part_.results, shown_.sum, term).a) +
                                     " / " + shown_.format.factor(term.divisor);
                          }});
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

    // --- drawing ---

    void draw_captions(float y) const {
        for (std::size_t i = 0; i < grids_.size(); ++i)
            formula_line(pen_, pen_.look().fonts.small_text,
                         {layout_->grid_left(i), y + pen_.px(PatchLayout::kCaption) / 2},
                         pen_.theme().quiet, grids_[i].caption);
    }

    void draw_plane(int plane, float y) {
        const float bottom = y + layout_->plane_height();
        if (!ImGui::IsRectVisible({part_.room.x0, y}, {part_.room.x1, bottom})) return;
        draw_mark(plane, {part_.room.x0, y, layout_->grid_left(0), bottom});
        for (std::size_t i = 0; i < grids_.size(); ++i) {
            const float left = layout_->grid_left(i);
            const PixelRect area{left, y, left + layout_->grid_width(), bottom};
            if (layout_->has_numbers())
                draw_numbers(grids_[i], plane, area);
            else
                draw_colours(grids_[i], plane, area);
            if (i > 0)
                pen_.text_in(pen_.look().fonts.text,
                             {area.x0 - pen_.px(PatchLayout::kSign), y, area.x0, bottom},
                             Align::kCentre, pen_.theme().quiet, grids_[i].sign);
        }
        const float right = layout_->grid_left(grids_.size() - 1) + layout_->grid_width() +
                            pen_.px(PatchLayout::kGap);
        draw_total(plane, {right, y, right + layout_->total_width(), bottom});
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
                const float x = area.x0 + static_cast<float>(column) * layout_->cell_width();
                const float y = area.y0 + static_cast<float>(row) * layout_->cell_height();
                const PixelRect cell{x, y, x + layout_->cell_width() - 1,
                                     y + layout_->cell_height() - 1};
                const std::string path = path_of(grid, plane, row, column);
                if (is_patch_cell_told(part_, grid.id, plane, row, column))
                    draw_cell(grid, path, cell, term(plane, row, column));
                else
                    draw_hidden_cell(path, cell);
            }
    }

    void draw_hidden_cell(const std::string& path, const PixelRect& rect) const {
        pen_.outline(rect, pen_.theme().border);
        pen_.text_in(mono(), rect, Align::kCentre, pen_.theme().quiet, "?");
        part_.context.names.record(path, rect, "?");
    }

    static std::string path_of(const PatchGrid& grid, int plane, int row, int column) {
        return "inspector/" + grid.id + "/" + std::to_string(plane) + "/" + std::to_string(column) +
               "," + std::to_string(row);
    }

    void draw_cell(const PatchGrid& grid, const std::string& path, const PixelRect& rect,
                   const Term& term) const {
        const float value = grid.value(term);
        // What takes no part is drawn as if it were not there.
        const bool faint = term.in_padding || (!is_maximum() && !term.chosen && part_.whole);
        const Colour ground = faint ? pen_.theme().panel : grid.scale.colour(value);
        pen_.fill(rect, ground);
        if (is_in_padding(grid, term)) draw_hatch(pen_, rect);
        if (faint) pen_.outline(rect, pen_.theme().border);
        pen_.text_in(mono(), rect, Align::kCentre,
                     faint ? pen_.theme().quiet : readable_text(ground), number_text(value));
        if (is_maximum() && part_.whole) draw_rank(rect, term);
        part_.context.names.record(path, rect, format_exact(value));
        if (ImGui::IsWindowHovered() &&
            ImGui::IsMouseHoveringRect({rect.x0, rect.y0}, {rect.x1, rect.y1}))
            show_tooltip(part_.ui(), describe(grid, term));
    }

    /// Weights are no part of a map.
    static bool is_in_padding(const PatchGrid& grid, const Term& term) {
        return term.in_padding && grid.id != "b";
    }

    std::string number_text(float value) const {
        return layout_->characters() >= PatchLayout::kAllDigits
                   ? shown_.format.factor(value)
                   : format_fitting(value, layout_->characters());
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
        if (!part_.whole) return text;
        if (is_maximum() && term.chosen) text += "\nThe largest: it won.";
        if (term.tied) text += "\nEqual to the winner.";
        if (!is_maximum() && !term.chosen) text += "\nPasses nothing on here.";
        return text;
    }

    /// Too many for numbers; of very many, every second, third, ... is shown.
    void draw_colours(const PatchGrid& grid, int plane, const PixelRect& area) {
        const int down = step(shown_.grid.rows()), across = step(shown_.grid.columns());
        const std::string path = "inspector/" + grid.id + "/" + std::to_string(plane);
        if (!is_patch_told(part_, grid.id, first_)) return draw_hidden_cell(path, area);
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
        draw_padding(grid, plane, area);
    }

    /// Over the colours: rows and columns that lie outside of the map.
    void draw_padding(const PatchGrid& grid, int plane, const PixelRect& area) const {
        const int rows = shown_.grid.rows(), columns = shown_.grid.columns();
        // Where any is, a corner is.
        const bool any = is_in_padding(grid, term(plane, 0, 0)) ||
                         is_in_padding(grid, term(plane, rows - 1, columns - 1));
        if (!any) return;
        const Shape map = part_.results.plan.shapes[first_.a.map];
        const auto cell = [&](int row, int column) {
            return factors_of(part_.results, shown_.sum, term(plane, row, column)).a.cell;
        };
        const auto [top, bottom] =
            inner_run(rows, [&](int row) { return is_inside(cell(row, 0).y, map.h); });
        const auto [left, right] =
            inner_run(columns, [&](int column) { return is_inside(cell(0, column).x, map.w); });
        const float wide = width(area) / static_cast<float>(columns);
        const float high = height(area) / static_cast<float>(rows);
        const PixelRect inner{area.x0 + wide * static_cast<float>(left),
                              area.y0 + high * static_cast<float>(top),
                              area.x0 + wide * static_cast<float>(right),
                              area.y0 + high * static_cast<float>(bottom)};
        draw_absent({area.x0, area.y0, area.x1, inner.y0});
        draw_absent({area.x0, inner.y1, area.x1, area.y1});
        draw_absent({area.x0, inner.y0, inner.x0, inner.y1});
        draw_absent({inner.x1, inner.y0, area.x1, inner.y1});
    }

    void draw_absent(const PixelRect& rect) const {
        if (rect.empty()) return;
        pen_.fill(rect, pen_.theme().panel);
        draw_hatch(pen_, rect);
    }

    static bool is_inside(int place, int size) { return place >= 0 && place < size; }

    /// What is left of [0, count) without both ends that are outside.
    template <class IsInside>
    static Interval inner_run(int count, const IsInside& is_inside) {
        Interval run{0, count};
        while (run.begin < count && !is_inside(run.begin)) ++run.begin;
        while (run.end > run.begin && !is_inside(run.end - 1)) --run.end;
        return run;
    }

    /// After this channel, or of all.
    void draw_total(int plane, const PixelRect& rect) const {
        const auto& totals = shown_.text.channel_totals;
        const bool running = std::ssize(totals) == shown_.grid.planes();
        if (!running && plane + 1 < shown_.grid.planes()) return;
        const float total = running ? totals[static_cast<std::size_t>(plane)].total
                                    : number_at(part_.results, shown_.sum);
        const std::string_view word = running ? "total" : word_of_total(shown_.whole);
        ImFont* small = pen_.look().fonts.small_text;
        pen_.text_in(small, rect, Align::kLeft, pen_.theme().quiet, word);
        const PixelRect number{rect.x0 + text_size(small, word).x + pen_.px(6), rect.y0, rect.x1,
                               rect.y1};
        const std::int64_t terms =
            std::int64_t{plane + 1} * shown_.grid.rows() * shown_.grid.columns();
        const bool told = part_.whole || terms <= part_.told.terms;
        const std::string text = told ? shown_.format.total(total) : "?";
        pen_.text_in(mono(), number, Align::kLeft, pen_.theme().text, text);
        part_.context.names.record("inspector/total/" + std::to_string(plane), number,
                                   told ? format_exact(total) : "?");
    }

    const InspectorPart& part_;
    Pen pen_;
    Inspected& shown_;
    ColourScales scales_;
    Factors first_;
    std::vector<PatchGrid> grids_;
    std::optional<PatchLayout> layout_;  ///< Once it is known how many grids there are.
};

}  // namespace

bool has_patches(const Inspected& shown) {
    if (shown.line_is_enough) return false;
    // Of a maximum of two, as ReLU's, the line says it all.
    const bool maximum = shown.whole.reduction == Reduction::kMaximum;
    return shown.whole.term_count > (maximum ? 2 : 1);
}

float least_patches_width(const InspectorPart& part) {
    return PatchDrawer(part).least_width();
}

float draw_patches(const InspectorPart& part) {
    return PatchDrawer(part).draw();
}

}  // namespace convscope::app
