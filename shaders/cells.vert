// A rectangle of ImGui's whose texture coordinates are cells of a map.
uniform mat4 projection;
in vec2 Position;
in vec2 UV;
in vec4 Color;
out vec2 cell;
out vec4 tint;

void main() {
    cell = UV;
    tint = Color;
    gl_Position = projection * vec4(Position, 0.0, 1.0);
}
