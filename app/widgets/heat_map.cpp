#include "app/widgets/heat_map.hpp"

#include <algorithm>
#include <cmath>

namespace convscope::app {
namespace {

constexpr float kSmallestSpot = 2;  // In pixels.
constexpr int kMostLooks = 6;       // At numbers of one spot, each way.

/// Spots along one side, and the cells that each of them stands for.
struct Spots {
    int cells = 1, count = 1;

    Spots(int cells_there, float length)
        : cells(cells_there),
          count(std::clamp(static_cast<int>(length / kSmallestSpot), 1, cells_there)) {}
    int first(int spot) const {
        return static_cast<int>(static_cast<std::int64_t>(cells) * spot / count);
    }
    int step(int spot) const { return std::max(1, (first(spot + 1) - first(spot)) / kMostLooks); }
};

float largest_of_spot(const HeatMapSpec& spec, const Spots& columns, const Spots& rows, int column,
                      int row) {
    float largest = 0;
    for (int y = rows.first(row); y < rows.first(row + 1); y += rows.step(row))
        for (int x = columns.first(column); x < columns.first(column + 1);
             x += columns.step(column)) {
            const float value = spec.value(y, x);
            if (!(std::abs(value) <= std::abs(largest))) largest = value;
        }
    return largest;
}

float place(float start, float length, int index, int count) {
    return std::round(start + length * static_cast<float>(index) / static_cast<float>(count));
}

void look_at_numbers(const HeatMapSpec& spec, const Spots& columns, const Spots& rows,
                     HeatMapPicture& picture) {
    if (picture.path == spec.path && picture.columns == columns.count && picture.rows == rows.count)
        return;
    picture = {spec.path, columns.count, rows.count, {}};
    picture.spots.reserve(static_cast<std::size_t>(columns.count) *
                          static_cast<std::size_t>(rows.count));
    for (int row = 0; row < rows.count; ++row)
        for (int column = 0; column < columns.count; ++column)
            picture.spots.push_back(largest_of_spot(spec, columns, rows, column, row));
}

void draw_spots(const Pen& pen, const HeatMapSpec& spec) {
    const float wide = width(spec.area), high = height(spec.area);
    const Spots columns(spec.columns, wide), rows(spec.rows, high);
    HeatMapPicture of_this_frame;
    HeatMapPicture& picture = spec.kept != nullptr ? *spec.kept : of_this_frame;
    look_at_numbers(spec, columns, rows, picture);
    auto spot = picture.spots.begin();
    for (int row = 0; row < rows.count; ++row)
        for (int column = 0; column < columns.count; ++column, ++spot)
            pen.fill({place(spec.area.x0, wide, column, columns.count),
                      place(spec.area.y0, high, row, rows.count),
                      place(spec.area.x0, wide, column + 1, columns.count),
                      place(spec.area.y0, high, row + 1, rows.count)},
                     spec.scale.colour(*spot));
}

HeatMapCell cell_at(const HeatMapSpec& spec, ImVec2 pointer) {
    const auto index = [](float at, float start, float length, int count) {
        const float cell = (at - start) / length * static_cast<float>(count);
        return std::clamp(static_cast<int>(cell), 0, count - 1);
    };
    return {index(pointer.y, spec.area.y0, height(spec.area), spec.rows),
            index(pointer.x, spec.area.x0, width(spec.area), spec.columns)};
}

}  // namespace

std::optional<HeatMapCell> heat_map(const WidgetUi& ui, const HeatMapSpec& spec) {
    const bool pressed = hot_area(ui, spec.path, spec.area);
    const bool hovered = ImGui::IsItemHovered();
    const Pen pen = ui.pen();
    if (ImGui::IsItemVisible()) draw_spots(pen, spec);
    pen.outline(inset(spec.area, -1), pen.theme().border);
    for (int x = spec.columns_of_part; x > 0 && x < spec.columns; x += spec.columns_of_part) {
        const float middle = place(spec.area.x0, width(spec.area), x, spec.columns);
        pen.fill({middle - pen.px(1), spec.area.y0, middle + pen.px(1), spec.area.y1},
                 pen.theme().panel);
    }
    if (spec.marked_row >= 0 && spec.rows > 1) {
        const float high = height(spec.area);
        pen.outline({spec.area.x0, place(spec.area.y0, high, spec.marked_row, spec.rows),
                     spec.area.x1, place(spec.area.y0, high, spec.marked_row + 1, spec.rows)},
                    pen.theme().selection, 0, std::max(2.0f, pen.px(2)));
    }
    const HeatMapCell cell = cell_at(spec, ImGui::GetIO().MousePos);
    if (hovered) tooltip_for_item(ui, spec.describe(cell.row, cell.column));
    if (!pressed) return std::nullopt;
    return cell;
}

}  // namespace convscope::app
