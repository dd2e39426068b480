#include "app/gpu/shader_program.hpp"

#include <glad/gl.h>

#include <array>
#include <initializer_list>
#include <utility>

#include "app/platform/app_files.hpp"

namespace convscope::app {
namespace {

constexpr std::string_view kVersion = "#version 330 core\n";

/// What the driver says of a shader or a program.
template <class GetInfoLog>
std::string info_log(GetInfoLog get_info_log, unsigned object) {
    std::array<char, 1024> text{};
    GLsizei length = 0;
    get_info_log(object, static_cast<GLsizei>(text.size()), &length, text.data());
    return {text.data(), static_cast<std::size_t>(length)};
}

Result<unsigned> compile(GLenum kind, std::string_view file,
                         std::initializer_list<std::string_view> parts) {
    std::string source;
    for (const std::string_view part : parts) source += part;
    const char* text = source.c_str();
    const unsigned shader = glCreateShader(kind);
    glShaderSource(shader, 1, &text, nullptr);
    glCompileShader(shader);
    GLint compiled = GL_FALSE;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
    if (compiled == GL_TRUE) return shader;
    const std::string log = info_log(glGetShaderInfoLog, shader);
    glDeleteShader(shader);
    return Error{"This graphics driver cannot compile the program's shader: " + log,
                 std::string(file)};
}

/// The attributes where ImGui's own program, now bound, has them: its vertex layout is used.
void bind_attributes_as_imgui(unsigned program) {
    GLint imgui_program = 0;
    glGetIntegerv(GL_CURRENT_PROGRAM, &imgui_program);
    for (const char* name : {"Position", "UV", "Color"}) {
        const GLint location = glGetAttribLocation(static_cast<GLuint>(imgui_program), name);
        if (location >= 0) glBindAttribLocation(program, static_cast<GLuint>(location), name);
    }
}

}  // namespace

Result<ShaderProgram> ShaderProgram::make(std::string_view fragment_file, bool shrunk) {
    constexpr std::string_view kVertexFile = "shaders/cells.vert";
    const Result<unsigned> vertex =
        compile(GL_VERTEX_SHADER, kVertexFile, {kVersion, app_file_text(kVertexFile)});
    if (!vertex) return vertex.error();
    const Result<unsigned> fragment =
        compile(GL_FRAGMENT_SHADER, fragment_file,
                {kVersion, shrunk ? "#define SHRUNK 1\n" : "#define SHRUNK 0\n",
                 app_file_text("shaders/cells.glsl"), app_file_text(fragment_file)});
    if (!fragment) {
        glDeleteShader(*vertex);
        return fragment.error();
    }

    ShaderProgram made(glCreateProgram());
    glAttachShader(made.program_, *vertex);
    glAttachShader(made.program_, *fragment);
    bind_attributes_as_imgui(made.program_);
    glLinkProgram(made.program_);
    glDeleteShader(*vertex);
    glDeleteShader(*fragment);
    GLint linked = GL_FALSE;
    glGetProgramiv(made.program_, GL_LINK_STATUS, &linked);
    if (linked == GL_TRUE) return made;
    return Error{"This graphics driver cannot link the program's shader: " +
                     info_log(glGetProgramInfoLog, made.program_),
                 std::string(fragment_file)};
}

ShaderProgram::~ShaderProgram() {
    if (program_ != 0) glDeleteProgram(program_);
}

ShaderProgram::ShaderProgram(ShaderProgram&& other) noexcept
    : program_(std::exchange(other.program_, 0u)) {}

ShaderProgram& ShaderProgram::operator=(ShaderProgram&& other) noexcept {
    std::swap(program_, other.program_);
    return *this;
}

void ShaderProgram::use() const {
    glUseProgram(program_);
}

int ShaderProgram::uniform(const char* name) const {
    return glGetUniformLocation(program_, name);
}

}  // namespace convscope::app
