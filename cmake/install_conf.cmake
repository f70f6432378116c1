# SPDX-License-Identifier: MIT
# install_conf.cmake - installs a configuration file, but never over an edited one.
#
# dtap_install_conf(FILE FOLDER SHIPPED): run by "cmake --install".  SHIPPED is the
# copy that the last installation left.  A file that differs from it was edited and
# belongs to the administrator: ours goes beside it, as FILE.new.
function(dtap_install_conf file folder shipped)
  get_filename_component(name ${file} NAME)
  set(there $ENV{DESTDIR}${folder}/${name})
  if(NOT EXISTS ${there})
    file(INSTALL ${file} DESTINATION ${folder})
    return()
  endif()
  dtap_same(current ${file} ${there})
  dtap_same(unedited $ENV{DESTDIR}${shipped} ${there})
  if(current)
    message(STATUS "Up-to-date: ${there}")
  elseif(unedited)
    # Written, and not replaced: owner and mode stay.
    file(READ ${file} text)
    file(WRITE ${there} "${text}")
    message(STATUS "Updated: ${there}, which nobody had edited")
  else()
    file(INSTALL ${file} DESTINATION ${folder} RENAME ${name}.new)
    message(STATUS "Kept: ${there}; the new one is ${there}.new")
  endif()
endfunction()

# dtap_same(RESULT FILE FILE): whether both exist and have the same bytes.
function(dtap_same result one other)
  set(${result} FALSE PARENT_SCOPE)
  if(EXISTS ${one} AND EXISTS ${other})
    file(SHA256 ${one} first)
    file(SHA256 ${other} second)
    if(first STREQUAL second)
      set(${result} TRUE PARENT_SCOPE)
    endif()
  endif()
endfunction()
