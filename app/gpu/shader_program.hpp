#pragma once
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace convscope::app {

/// A GL program that draws vertices laid out for the program of ImGui's that is bound while it is
/// made. Needs the current GL context in all of its life.
class ShaderProgram {
  public:
    /// From shaders/cells.vert, shaders/cells.glsl and `fragment_file`; `shrunk`: for several cells
    /// on one pixel. An Error carries the driver's words.
    static Result<ShaderProgram> make(std::string_view fragment_file, bool shrunk);
    ~ShaderProgram();
    ShaderProgram(ShaderProgram&& other) noexcept;
    ShaderProgram& operator=(ShaderProgram&& other) noexcept;

    void use() const;
    int uniform(const char* name) const;  ///< Its location.

  private:
    explicit ShaderProgram(unsigned program) : program_(program) {}
    unsigned program_;
};

}  // namespace convscope::app
