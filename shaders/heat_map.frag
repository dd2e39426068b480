// One channel as colours. Where several cells fall on one pixel, the one with the largest
// magnitude shows: an edge one cell wide never disappears, and each colour is that of a real cell.
uniform sampler2D plane;
uniform float low;
uniform float high;
uniform vec2 place_of_value;   // factor and offset from values to stops
uniform int stop_count;
uniform vec3 stops[16];

float covered_value() {
#if SHRUNK
    ivec2 first, last;
    owned_cells(first, last);
    float value = texelFetch(plane, first, 0).r;
    for (int y = first.y; y <= last.y; ++y) {
        for (int x = first.x; x <= last.x; ++x) {
            float v = texelFetch(plane, ivec2(x, y), 0).r;
            if (is_finite(value) && !(abs(v) <= abs(value))) value = v;
        }
    }
    return value;
#else
    return texelFetch(plane, ivec2(cell), 0).r;
#endif
}

vec3 map_colour(float value) {
    float place = clamp(value * place_of_value.x + place_of_value.y, 0.0, float(stop_count - 1));
    int i = min(int(place), stop_count - 2);
    return mix(stops[i], stops[i + 1], place - float(i));
}

vec3 contrast(vec3 ground) {
    return vec3(step(dot(ground, vec3(0.299, 0.587, 0.114)), 0.5));
}

void main() {
    if (outside_map()) discard;
    float value = covered_value();
    // Clipped values have the colour of their end, hatched; the sides lean differently.
    vec3 shade = map_colour(clamp(value, low, high));
    float lines = value > high ? stripe(gl_FragCoord.x - gl_FragCoord.y)
                               : stripe(gl_FragCoord.x + gl_FragCoord.y);
    if (value > high || value < low) shade = mix(shade, contrast(shade), lines);
    if (!(is_finite(value) || value > high || value < low)) shade = not_a_number_mark();
    colour = vec4(shade, 1.0) * tint;
}
