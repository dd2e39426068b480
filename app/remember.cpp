#include "app/remember.hpp"

#include <algorithm>
#include <utility>

#include "app/gpu/colour_maps.hpp"
#include "app/layout.hpp"
#include "app/views/tools/tool.hpp"
#include "app/views/view.hpp"

namespace convscope::app {
namespace {

constexpr std::pair<ScaleMode, std::string_view> kScaleModes[] = {
    {ScaleMode::kRow, "row"}, {ScaleMode::kMap, "map"}, {ScaleMode::kPercentile, "percentile"}};

constexpr float kLargestDiameter = 512;

bool has_colour_map(std::string_view id) {
    return std::ranges::find(colour_maps(), id, &ColourMap::id) != colour_maps().end();
}

constexpr float kHighestWindow = 16384;

bool is_within(float value, float least, float largest) {
    return value >= least && value <= largest;
}

bool is_tool(std::string_view id) {
    return std::ranges::find(tool_table(), id, &ToolInfo::id) != tool_table().end();
}

bool is_scale_mode(std::string_view name) {
    return std::ranges::any_of(kScaleModes, [&](const auto& mode) { return mode.second == name; });
}

}  // namespace

std::string unusable_settings(const Settings& settings) {
    const std::pair<std::string_view, bool> checks[] = {
        {"theme", find_theme(settings.theme) != nullptr},
        {"scale", settings.scale == 0 || is_within(settings.scale, kMinScale, kMaxScale)},
        {"window_width", settings.window_width > 0},
        {"window_height", settings.window_height > 0},
        {"drawers_height", is_within(settings.drawers_height, 0, kHighestWindow)},
        {"tool", is_tool(settings.tool)},
        {"brush_diameter", is_within(settings.brush_diameter, 1, kLargestDiameter)},
        {"brush_hardness", is_within(settings.brush_hardness, 0, 1)},
        {"fill_tolerance", settings.fill_tolerance <= 100},
        {"colour_scale", is_scale_mode(settings.colour_scale)},
        {"signed_colours",
         settings.signed_colours.empty() || has_colour_map(settings.signed_colours)},
        {"picture_colours", has_colour_map(settings.picture_colours)}};
    std::string keys;
    for (const auto& [key, usable] : checks)
        if (!usable) keys += (keys.empty() ? "" : ", ") + std::string(key);
    return keys;
}

void apply_settings(const Settings& settings, UiState& ui, ChosenLook& look) {
    if (const Theme* theme = find_theme(settings.theme)) look.theme = theme;
    look.scale = settings.scale > 0 ? std::clamp(settings.scale, kMinScale, kMaxScale) : 0;
    for (const ViewInfo& view : view_table())
        if (view.region == Region::kDrawer && settings.open_drawers.contains(std::string(view.id)))
            ui.open_drawers.insert(std::string(view.id));
    ui.drawers_dragged = settings.drawers_height > 0;
    if (ui.drawers_dragged)
        ui.drawers_height =
            std::clamp(settings.drawers_height, kLeastDrawersHeight, kMostDrawersHeight);
    if (is_tool(settings.tool)) ui.tool = settings.tool;
    Brush& brush = ui.paint.brush;
    brush.diameter_px = std::clamp(settings.brush_diameter, 1.0f, kLargestDiameter);
    brush.hardness = std::clamp(settings.brush_hardness, 0.0f, 1.0f);
    brush.colour = settings.brush_colour;
    ui.paint.background = settings.background;
    ui.paint.filled = settings.fill_shapes;
    ui.paint.tolerance_percent = std::clamp(settings.fill_tolerance, 0, 100);
    for (const auto& [mode, name] : kScaleModes)
        if (name == settings.colour_scale) ui.scale_mode = mode;
    ui.link_zoom = settings.link_zoom;
    ui.link_channels = settings.link_channels;
    ui.show_255 = settings.show_255;
    ui.show_unread = settings.show_unread;
    ui.show_padding = settings.show_padding;
    ui.sharp_pictures = settings.sharp_pictures;
    if (has_colour_map(settings.signed_colours)) ui.signed_colours = settings.signed_colours;
    if (has_colour_map(settings.picture_colours)) ui.picture_colours = settings.picture_colours;
    ui.hints_done = settings.hints_done;
}

void collect_settings(const UiState& ui, const ChosenLook& look, Settings& settings) {
    settings.theme = look.theme->id;
    settings.scale = look.scale;
    settings.open_drawers = ui.open_drawers;
    settings.drawers_height = ui.drawers_dragged ? ui.drawers_height : 0;
    settings.tool = ui.tool;
    settings.brush_diameter = ui.paint.brush.diameter_px;
    settings.brush_hardness = ui.paint.brush.hardness;
    settings.brush_colour = ui.paint.brush.colour;
    settings.background = ui.paint.background;
    settings.fill_shapes = ui.paint.filled;
    settings.fill_tolerance = ui.paint.tolerance_percent;
    for (const auto& [mode, name] : kScaleModes)
        if (mode == ui.scale_mode) settings.colour_scale = name;
    settings.link_zoom = ui.link_zoom;
    settings.link_channels = ui.link_channels;
    settings.show_255 = ui.show_255;
    settings.show_unread = ui.show_unread;
    settings.show_padding = ui.show_padding;
    settings.sharp_pictures = ui.sharp_pictures;
    settings.signed_colours = ui.signed_colours;
    settings.picture_colours = ui.picture_colours;
    settings.hints_done = ui.hints_done;
}

}  // namespace convscope::app
