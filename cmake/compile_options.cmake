# convscope_options: what every target of ours is compiled with.
add_library(convscope_options INTERFACE)
target_include_directories(convscope_options INTERFACE ${PROJECT_SOURCE_DIR})
# Nothing is fused that is not written so: the numeric contract (docs/math.md) depends on it.
target_compile_options(convscope_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -ffp-contract=off>)
# GCC 12 sees overlaps in std::string that are not there (its bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(convscope_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>)
endif()

if(CONVSCOPE_SANITIZE STREQUAL "address")
  set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
elseif(CONVSCOPE_SANITIZE STREQUAL "thread")
  set(sanitize -fsanitize=thread -fno-omit-frame-pointer)
elseif(NOT CONVSCOPE_SANITIZE STREQUAL "")
  message(FATAL_ERROR "CONVSCOPE_SANITIZE is '${CONVSCOPE_SANITIZE}': use 'address', 'thread' or nothing.")
endif()
if(sanitize)
  # With sanitizers GCC takes initialised members of std::variant for uninitialised ones.
  list(APPEND sanitize $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_compile_options(convscope_options INTERFACE ${sanitize})
  target_link_options(convscope_options INTERFACE ${sanitize})
endif()

# convscope_add_headers(NAME HEADER...): the headers that nearly every file reads, and those named,
# parsed once with CONVSCOPE_PRECOMPILE, for targets with the same options.
function(convscope_add_headers name)
  if(CONVSCOPE_PRECOMPILE)
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp CONTENT "")
    add_library(${name} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
    target_link_libraries(${name} PRIVATE convscope_options)
    target_precompile_headers(${name} PRIVATE <algorithm> <array> <cmath> <cstdint> <filesystem>
      <functional> <map> <memory> <optional> <ranges> <span> <string> <string_view> <utility> <variant>
      <vector> ${ARGN})
  endif()
endfunction()

# convscope_precompile(TARGET NAME): the target's files start with those headers.
function(convscope_precompile target name)
  if(CONVSCOPE_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()
