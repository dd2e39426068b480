#include "app/gpu/gpu.hpp"

#include <glad/gl.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <map>
#include <tuple>

#include "app/gpu/map_texture.hpp"
#include "app/gpu/shader_program.hpp"

namespace convscope::app {
namespace {

constexpr int kForgetAfterFrames = 240;
constexpr int kMaxLevel = 6;  // a tile is then one cell
static_assert(1 << kMaxLevel == kTileSize);

/// What the program of one drawn map needs when its turn comes.
struct MapDraw {
    Gpu::Impl* owner = nullptr;
    bool picture = false;
    std::array<const MapTexture*, 3> planes{};  ///< A heat map has one, a grey picture one thrice.
    float cells_per_pixel_x = 1, cells_per_pixel_y = 1;
    ColourScale scale;
    MapStyle style;
};

struct TextureKey {
    std::string map;
    int channel, level;
    Minify how;
    friend auto operator<=>(const TextureKey&, const TextureKey&) = default;
};

struct CachedTexture {
    std::unique_ptr<MapTexture> texture;
    std::int64_t last_frame = 0;
};

/// From ImGui's coordinates to GL's, as ImGui's own program has it.
std::array<float, 16> projection() {
    const ImDrawData& data = *ImGui::GetDrawData();
    const float left = data.DisplayPos.x, right = left + data.DisplaySize.x;
    const float top = data.DisplayPos.y, bottom = top + data.DisplaySize.y;
    std::array<float, 16> matrix{};
    matrix[0] = 2 / (right - left);
    matrix[5] = 2 / (top - bottom);
    matrix[10] = -1;
    matrix[12] = (right + left) / (left - right);
    matrix[13] = (top + bottom) / (bottom - top);
    matrix[15] = 1;
    return matrix;
}

/// Cells of the map on one pixel of the screen, per axis.
ImVec2 cells_per_pixel(const MapPlacement& p) {
    const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
    return {(p.cell_x1 - p.cell_x0) / ((p.x1 - p.x0) * std::max(pixels.x, 1e-3f)),
            (p.cell_y1 - p.cell_y0) / ((p.y1 - p.y0) * std::max(pixels.y, 1e-3f))};
}

int largest_texture_of_driver() {
    GLint side = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &side);
    return side;
}

/// The coarsest level that still has at least one cell a pixel; a coarser one when the driver has
/// no texture so large.
int level_for(ImVec2 cells_a_pixel, Shape shape, int largest_texture) {
    const float fewer = std::min(cells_a_pixel.x, cells_a_pixel.y);
    int level = fewer >= 2 ? std::min(static_cast<int>(std::log2(fewer)), kMaxLevel) : 0;
    const int side = std::max(shape.w, shape.h);
    while (level < kMaxLevel && ceil_div(side, 1 << level) > largest_texture) ++level;
    return level;
}

bool drawable(const Map& map, const MapPlacement& p) {
    return !map.values.empty() && p.x1 > p.x0 && p.y1 > p.y0 && p.cell_x1 > p.cell_x0 &&
           p.cell_y1 > p.cell_y0;
}

void set_common_uniforms(const ShaderProgram& program, const MapDraw& draw, float hatch_px) {
    glUniformMatrix4fv(program.uniform("projection"), 1, GL_FALSE, projection().data());
    glUniform2i(program.uniform("size"), draw.planes[0]->width(), draw.planes[0]->height());
    glUniform2f(program.uniform("cells_per_pixel"), draw.cells_per_pixel_x, draw.cells_per_pixel_y);
    glUniform1f(program.uniform("hatch_px"), hatch_px);
}

void set_scale_uniforms(const ShaderProgram& program, const ColourScale& scale) {
    std::array<float, kMaxColourStops * 3> stops{};
    auto next = stops.begin();
    for (const Colour stop : scale.map->stops)
        for (const std::uint8_t part : {stop.r, stop.g, stop.b})
            *next++ = static_cast<float>(part) / 255;
    const ColourScale::StopPlaces places = scale.stop_places();
    glUniform1f(program.uniform("low"), scale.low);
    glUniform1f(program.uniform("high"), scale.high);
    glUniform2f(program.uniform("place_of_value"), places.factor, places.offset);
    glUniform1i(program.uniform("stop_count"), static_cast<GLint>(scale.map->stops.size()));
    glUniform3fv(program.uniform("stops"), kMaxColourStops, stops.data());
    glUniform1i(program.uniform("plane"), 0);
}

void bind_planes(const ShaderProgram& program, const MapDraw& draw) {
    constexpr std::array kNames{"red", "green", "blue"};
    for (int i = 2; i >= 0; --i) {  // unit 0 last: ImGui expects it to be active
        const auto at = static_cast<std::size_t>(i);
        glUniform1i(program.uniform(kNames[at]), i);
        glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(i));
        glBindTexture(GL_TEXTURE_2D, draw.planes[at]->name());
    }
}

}  // namespace

struct Gpu::Impl {
    int level_of(const Map& map, const MapPlacement& placement, bool sharp) const {
        return level_for(sharp ? ImVec2{1, 1} : cells_per_pixel(placement), map.values.shape(),
                         largest_texture);
    }
    const MapTexture& texture(TextureKey key, const Map& map);
    void add(ImDrawList* list, const MapPlacement& placement, int level, MapDraw draw);
    void bind(const MapDraw& draw);
    const ShaderProgram* program(bool picture, bool shrunk);

    std::map<TextureKey, CachedTexture> textures;
    std::deque<MapDraw> draws;  // addresses stay: ImGui's commands point to them
    std::array<std::array<std::optional<ShaderProgram>, 2>, 2> programs;  // by picture, shrunk
    std::optional<Error> problem;
    std::int64_t frame = 0, uploaded_bytes = 0;
    int largest_texture = 0;
    float hatch_px = 8;
};

const MapTexture& Gpu::Impl::texture(TextureKey key, const Map& map) {
    if (key.level == 0) key.how = Minify::kLargest;  // the same cells either way
    CachedTexture& cached = textures[key];
    if (!cached.texture) cached.texture = std::make_unique<MapTexture>(key.level, key.how);
    cached.last_frame = frame;
    uploaded_bytes += cached.texture->update(map, key.channel);
    return *cached.texture;
}

/// The program, made when it is needed first: ImGui's own is bound then.
const ShaderProgram* Gpu::Impl::program(bool picture, bool shrunk) {
    std::optional<ShaderProgram>& wanted = programs[picture ? 1 : 0][shrunk ? 1 : 0];
    if (!wanted && !problem) {
        Result<ShaderProgram> made =
            ShaderProgram::make(picture ? "shaders/picture.frag" : "shaders/heat_map.frag", shrunk);
        if (made) {
            wanted = std::move(made).value();
        } else {
            problem = made.error();
        }
    }
    return wanted ? &*wanted : nullptr;
}

void Gpu::Impl::bind(const MapDraw& draw) {
    const bool shrunk =
        !draw.style.sharp && (draw.cells_per_pixel_x > 1 || draw.cells_per_pixel_y > 1);
    const ShaderProgram* const used = program(draw.picture, shrunk);
    if (used == nullptr) return;
    used->use();
    set_common_uniforms(*used, draw, hatch_px);
    if (draw.picture) {
        glUniform2f(used->uniform("brightness"), draw.style.factor, draw.style.offset);
        bind_planes(*used, draw);
    } else {
        set_scale_uniforms(*used, draw.scale);
    }
}

void Gpu::Impl::add(ImDrawList* list, const MapPlacement& p, int level, MapDraw draw) {
    const float shrink = 1.0f / static_cast<float>(1 << level);
    const ImVec2 cells = cells_per_pixel(p);
    draw.owner = this;
    draw.cells_per_pixel_x = cells.x * shrink;
    draw.cells_per_pixel_y = cells.y * shrink;
    draws.push_back(draw);

    const auto switch_program = [](const ImDrawList*, const ImDrawCmd* command) {
        const auto* drawn = static_cast<const MapDraw*>(command->UserCallbackData);
        drawn->owner->bind(*drawn);
    };
    const int alpha =
        static_cast<int>(std::lround(std::clamp(draw.style.opacity, 0.0f, 1.0f) * 255));
    list->AddCallback(switch_program, &draws.back());
    list->AddImage((ImTextureID)(intptr_t)draw.planes[0]->name(), {p.x0, p.y0}, {p.x1, p.y1},
                   {p.cell_x0 * shrink, p.cell_y0 * shrink},
                   {p.cell_x1 * shrink, p.cell_y1 * shrink}, IM_COL32(255, 255, 255, alpha));
    list->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

Gpu::Gpu(int largest_texture) : impl_(std::make_unique<Impl>()) {
    impl_->largest_texture = largest_texture > 0 ? largest_texture : largest_texture_of_driver();
}
Gpu::~Gpu() = default;

void Gpu::draw_heat_map(ImDrawList* list, const std::string& key, const Map& map, int channel,
                        const MapPlacement& placement, const ColourScale& scale,
                        const MapStyle& style) {
    if (!drawable(map, placement)) return;
    const Minify how = scale.map->for_pictures ? Minify::kMean : Minify::kLargest;
    MapDraw draw;
    draw.style = style;
    draw.style.sharp = style.sharp && scale.map->for_pictures;
    const int level = impl_->level_of(map, placement, draw.style.sharp);
    draw.planes.fill(&impl_->texture({key, channel, level, how}, map));
    draw.scale = scale;
    impl_->add(list, placement, level, draw);
}

void Gpu::draw_picture(ImDrawList* list, const std::string& key, const Map& map,
                       const MapPlacement& placement, const MapStyle& style) {
    if (!drawable(map, placement)) return;
    const int level = impl_->level_of(map, placement, style.sharp);
    const int channels = map.values.shape().c;
    MapDraw draw;
    draw.picture = true;
    draw.style = style;
    for (int i = 0; i < 3; ++i)
        draw.planes[static_cast<std::size_t>(i)] =
            &impl_->texture({key, channels >= 3 ? i : 0, level, Minify::kMean}, map);
    impl_->add(list, placement, level, draw);
}

void Gpu::begin_frame(float scale) {
    impl_->draws.clear();
    impl_->hatch_px = 8 * scale;
    ++impl_->frame;
    std::erase_if(impl_->textures, [this](const auto& entry) {
        return entry.second.last_frame + kForgetAfterFrames < impl_->frame;
    });
}

std::int64_t Gpu::uploaded_bytes() const {
    return impl_->uploaded_bytes;
}

const std::optional<Error>& Gpu::problem() const {
    return impl_->problem;
}

}  // namespace convscope::app
