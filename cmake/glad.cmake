# convscope_glad: the OpenGL 3.3 core loader, generated while building (python3-glad).
# `--reproducible` keeps the generator off the network.
find_program(GLAD_EXECUTABLE glad REQUIRED)

set(glad_dir "${CMAKE_CURRENT_BINARY_DIR}/glad")
add_custom_command(
  OUTPUT "${glad_dir}/src/gl.c" "${glad_dir}/include/glad/gl.h"
  COMMAND "${GLAD_EXECUTABLE}" --api gl:core=3.3 --extensions "" --reproducible --quiet
          --out-path "${glad_dir}" c
  COMMENT "Generating the OpenGL loader"
  VERBATIM)
add_library(convscope_glad STATIC "${glad_dir}/src/gl.c" "${glad_dir}/include/glad/gl.h")
target_include_directories(convscope_glad SYSTEM PUBLIC "${glad_dir}/include")
