# convscope_font_files: the faces that are embedded, as NAME=PATH entries for convscope_embed().
set(convscope_font_files "")
foreach(font
    "Inter-Regular.otf|opentype/inter|fonts-inter"
    "Inter-SemiBold.otf|opentype/inter|fonts-inter"
    "JetBrainsMono-Regular.ttf|truetype/jetbrains-mono|fonts-jetbrains-mono"
    "DejaVuSans.ttf|truetype/dejavu|fonts-dejavu-core"
    "DejaVuSerif-BoldItalic.ttf|truetype/dejavu|fonts-dejavu-extra")
  string(REPLACE "|" ";" font "${font}")
  list(GET font 0 file)
  list(GET font 1 folder)
  list(GET font 2 package)
  find_file(CONVSCOPE_FONT_${file} "${file}"
            PATHS /usr/share/fonts /usr/local/share/fonts
            PATH_SUFFIXES "${folder}" NO_DEFAULT_PATH)
  if(NOT CONVSCOPE_FONT_${file})
    message(FATAL_ERROR "The font ${file} is missing: install the package ${package} "
                        "(tools/setup.sh does it).")
  endif()
  mark_as_advanced(CONVSCOPE_FONT_${file})
  list(APPEND convscope_font_files "fonts/${file}=${CONVSCOPE_FONT_${file}}")
endforeach()
