// Three channels as colour. Where several cells fall on one pixel, their mean, by area.
uniform sampler2D red;
uniform sampler2D green;
uniform sampler2D blue;
uniform vec2 brightness;   // factor and offset from values to 0..1

vec3 pixel_at(ivec2 at) {
    return vec3(texelFetch(red, at, 0).r, texelFetch(green, at, 0).r, texelFetch(blue, at, 0).r);
}

vec3 covered_mean() {
#if SHRUNK
    ivec2 first, last;
    touched_cells(first, last);
    vec2 low = cell - 0.5 * cells_per_pixel;
    vec2 high = cell + 0.5 * cells_per_pixel;
    vec3 sum = vec3(0.0);
    float area = 0.0;
    for (int y = first.y; y <= last.y; ++y) {
        for (int x = first.x; x <= last.x; ++x) {
            vec2 corner = vec2(x, y);
            vec2 overlap = max(min(high, corner + 1.0) - max(low, corner), vec2(1e-6));
            sum += overlap.x * overlap.y * pixel_at(ivec2(x, y));
            area += overlap.x * overlap.y;
        }
    }
    return sum / area;
#else
    return pixel_at(ivec2(cell));
#endif
}

void main() {
    if (outside_map()) discard;
    vec3 mean = covered_mean();
    bool shown = is_finite(mean.r) && is_finite(mean.g) && is_finite(mean.b);
    colour = vec4(shown ? clamp(mean * brightness.x + brightness.y, 0.0, 1.0) : not_a_number_mark(), 1.0) * tint;
}
