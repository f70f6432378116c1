# SPDX-License-Identifier: MIT
# libdiagtap: format, ring and tap for other programs, see docs/library.md.
#
# The daemon links the same sources as `core`.  They are compiled again here,
# because a shared library needs position-independent code.

get_target_property(sources core SOURCES)
list(TRANSFORM sources PREPEND src/)
list(APPEND sources src/base/clock.c src/base/thread.c)
add_library(diagtap_objects OBJECT ${sources})
set_target_properties(diagtap_objects PROPERTIES POSITION_INDEPENDENT_CODE ON)
target_include_directories(diagtap_objects PRIVATE include src)
target_link_libraries(diagtap_objects PRIVATE flags)

# The names that the library exports, and no others: one list for both.
set(map ${CMAKE_CURRENT_LIST_DIR}/diagtap.map)
file(STRINGS ${map} names REGEX "dtap_")
list(TRANSFORM names REPLACE "[ \t;]" "")
list(JOIN names "\n" names)
file(WRITE ${PROJECT_BINARY_DIR}/diagtap.names "${names}\n")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${map})

# Static: one object, in which all other names are local.
set(object ${PROJECT_BINARY_DIR}/diagtap.o)
set(archive ${PROJECT_BINARY_DIR}/libdiagtap.a)
add_custom_command(OUTPUT ${archive}
  COMMAND ${CMAKE_LINKER} -r -o ${object} $<TARGET_OBJECTS:diagtap_objects>
  COMMAND ${CMAKE_OBJCOPY} --keep-global-symbols=${PROJECT_BINARY_DIR}/diagtap.names
    ${object}
  COMMAND ${CMAKE_COMMAND} -E rm -f ${archive}
  COMMAND ${CMAKE_AR} qcs ${archive} ${object}
  DEPENDS diagtap_objects $<TARGET_OBJECTS:diagtap_objects>
    ${PROJECT_BINARY_DIR}/diagtap.names
  COMMAND_EXPAND_LISTS VERBATIM)
add_custom_target(diagtap_static ALL DEPENDS ${archive})
install(FILES ${archive} DESTINATION ${CMAKE_INSTALL_LIBDIR})

if(NOT DIAGTAP_STATIC)
  add_library(diagtap SHARED $<TARGET_OBJECTS:diagtap_objects>)
  set_target_properties(diagtap PROPERTIES
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
    LINK_DEPENDS ${map})
  target_link_libraries(diagtap PRIVATE flags)
  target_link_options(diagtap PRIVATE -Wl,--version-script=${map})
  if(NOT DIAGTAP_SANITIZE) # its calls are found in the program
    target_link_options(diagtap PRIVATE -Wl,--no-undefined)
  endif()
  install(TARGETS diagtap DESTINATION ${CMAKE_INSTALL_LIBDIR})
endif()

configure_file(${CMAKE_CURRENT_LIST_DIR}/diagtap.pc.in diagtap.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/diagtap.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(DIRECTORY include/dtap DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES docs/library.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
