# SPDX-License-Identifier: MIT
# cmake -D SOURCE=folder -D VERSION=version -D TEMPLATE=file -D OUT=file -P version.cmake
#
# Writes TEMPLATE with DIAGTAP_VERSION filled in to OUT, if that changes it: VERSION;
# and in a checkout, unless it is of the tag vVERSION, "+" and what git describes.
# An archive of the sources has no .git, so its builds have equal bytes.
set(DIAGTAP_VERSION ${VERSION})
if(EXISTS ${SOURCE}/.git)
  execute_process(
    COMMAND git describe --tags --match "v[0-9]*" --always --dirty --abbrev=12
    WORKING_DIRECTORY ${SOURCE} RESULT_VARIABLE failed
    OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(failed STREQUAL "0" AND NOT described STREQUAL "v${VERSION}")
    string(APPEND DIAGTAP_VERSION "+${described}")
  endif()
endif()
configure_file(${TEMPLATE} ${OUT} @ONLY)
