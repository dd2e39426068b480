# convscope_embed(TARGET FUNCTION BASE FILE...)
#
# Embeds files into a static library TARGET, which defines
#   std::span<const convscope::EmbeddedFile> convscope::FUNCTION();
# (see core/base/embedded_file.hpp). A file is named by its path relative to BASE; write
# "NAME=PATH" to give it another name.
function(convscope_embed target function base)
  set(asm "${CMAKE_CURRENT_BINARY_DIR}/${target}.S")
  set(cpp "${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp")
  set(asm_text ".section .rodata\n")
  set(externs "")
  set(rows "")
  set(index 0)
  set(paths "")
  foreach(entry IN LISTS ARGN)
    if(entry MATCHES "^([^=]+)=(.+)$")
      set(name "${CMAKE_MATCH_1}")
      set(path "${CMAKE_MATCH_2}")
    else()
      set(path "${entry}")
      file(RELATIVE_PATH name "${base}" "${path}")
    endif()
    if(NOT EXISTS "${path}")
      message(FATAL_ERROR "${target}: ${path} does not exist (run tools/setup.sh for the fonts).")
    endif()
    set(symbol "${target}_${index}")
    string(APPEND asm_text
      ".global ${symbol}\n.balign 64\n${symbol}:\n.incbin \"${path}\"\n"
      ".global ${symbol}_end\n${symbol}_end:\n.byte 0\n")
    string(APPEND externs "extern const unsigned char ${symbol}[];\nextern const unsigned char ${symbol}_end[];\n")
    string(APPEND rows "    {\"${name}\", {${symbol}, ${symbol}_end}},\n")
    list(APPEND paths "${path}")
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND asm_text ".section .note.GNU-stack,\"\",@progbits\n")
  file(CONFIGURE OUTPUT "${asm}" CONTENT "${asm_text}" @ONLY)
  file(CONFIGURE OUTPUT "${cpp}" @ONLY CONTENT
"#include \"core/base/embedded_file.hpp\"

extern \"C\" {
${externs}}

namespace convscope {
std::span<const EmbeddedFile> ${function}();
std::span<const EmbeddedFile> ${function}() {
    static const EmbeddedFile files[] = {
${rows}    };
    return files;
}
}  // namespace convscope
")
  set_source_files_properties("${asm}" PROPERTIES OBJECT_DEPENDS "${paths}")
  add_library(${target} STATIC "${asm}" "${cpp}")
  target_link_libraries(${target} PRIVATE convscope_options)
endfunction()
