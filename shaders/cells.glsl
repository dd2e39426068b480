// Shared by the fragment programs: which cells a pixel shows, and the marks of odd values.
// SHRUNK is 1 where several cells fall on one pixel, else 0: software renderers take both sides of
// every branch, so that each case has its own program.
precision highp float;
precision highp int;
precision highp sampler2D;

uniform ivec2 size;             // of the planes, in cells
uniform vec2 cells_per_pixel;
uniform float hatch_px;         // from one stripe to the next
in vec2 cell;
in vec4 tint;
out vec4 colour;

#if SHRUNK
const float kNudge = 0.001;   // what rounding may take from a coordinate

// Cells that the pixel touches, in part or whole.
void touched_cells(out ivec2 first, out ivec2 last) {
    vec2 reach = 0.5 * cells_per_pixel;
    first = clamp(ivec2(floor(cell - reach + kNudge)), ivec2(0), size - 1);
    last = clamp(ivec2(ceil(cell + reach - kNudge)) - 1, first, size - 1);
}

// Cells whose centre lies in the pixel: each cell belongs to one pixel (or, by rounding, to two).
void owned_cells(out ivec2 first, out ivec2 last) {
    vec2 reach = 0.5 * cells_per_pixel;
    first = clamp(ivec2(ceil(cell - reach - 0.5 - kNudge)), ivec2(0), size - 1);
    last = clamp(ivec2(ceil(cell + reach - 0.5)) - 1, first, size - 1);
}
#endif

bool outside_map() {
    return any(lessThan(cell, vec2(0.0))) || any(greaterThanEqual(cell, vec2(size)));
}

// By the exponent's bits: compilers merge comparisons of floats in ways that pass over NaN.
bool is_finite(float v) {
    const uint kExponent = 0x7f800000u;
    return (floatBitsToUint(v) & kExponent) != kExponent;
}

float stripe(float along) {
    return step(fract(along / hatch_px), 0.4);
}

vec3 not_a_number_mark() {
    float lines = max(stripe(gl_FragCoord.x - gl_FragCoord.y),
                      stripe(gl_FragCoord.x + gl_FragCoord.y));
    return vec3(0.62 - 0.5 * lines);
}
