# cmake -DPROGRAM=... -DREADELF=... -DNM=... -P check_links.cmake
# Fails when PROGRAM needs a window library or holds any code of one.
foreach(variable PROGRAM READELF NM)
  if(NOT ${variable})
    message(FATAL_ERROR "check_links.cmake: -D${variable}=... is missing")
  endif()
endforeach()

execute_process(COMMAND "${READELF}" -d "${PROGRAM}" OUTPUT_VARIABLE needed COMMAND_ERROR_IS_FATAL ANY)
if(NOT needed MATCHES "NEEDED.*libstdc")
  message(FATAL_ERROR "${PROGRAM} lists no libraries: is it a program?")
endif()
if(needed MATCHES "\\[(lib(GL|EGL|OpenGL|GLX|GLdispatch|glfw|X11|wayland)[^]]*)\\]")
  message(FATAL_ERROR "${PROGRAM} needs ${CMAKE_MATCH_1}")
endif()

execute_process(COMMAND "${NM}" -C "${PROGRAM}" OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
if(NOT symbols MATCHES " main\n")
  message(FATAL_ERROR "${PROGRAM} has no symbols to look at")
endif()
if(symbols MATCHES "(ImGui::|glfw[A-Z]|glad_?gl|gladLoad|eglGet)[^\n]*")
  message(FATAL_ERROR "${PROGRAM} holds ${CMAKE_MATCH_0}")
endif()
