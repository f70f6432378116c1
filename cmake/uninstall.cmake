# SPDX-License-Identifier: MIT
# cmake -D MANIFEST=file -D CONF=folder -D SHIPPED=folder -P uninstall.cmake
#
# Removes what "cmake --install" has listed in MANIFEST, below DESTDIR if that is
# set.  The configurations in CONF go too, unless one differs from the copy of it in
# SHIPPED that was installed: then it was edited, and stays.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/install_conf.cmake)

set(root "$ENV{DESTDIR}")
if(NOT EXISTS ${MANIFEST})
  message(FATAL_ERROR "Nothing was installed from here: there is no ${MANIFEST}")
endif()

# A service without its program would be started again and again.
foreach(service diagtapd diagtap-hub)
  foreach(question is-active is-enabled)
    if(root STREQUAL "")
      execute_process(COMMAND systemctl --quiet ${question} ${service}.service
        RESULT_VARIABLE answer OUTPUT_QUIET ERROR_QUIET)
      if(answer EQUAL 0)
        message(FATAL_ERROR
          "${service} is still in use.  First: systemctl disable --now ${service}")
      endif()
    endif()
  endforeach()
endforeach()

# remove(FILE): it must be gone afterwards.
function(remove file)
  file(REMOVE ${file})
  if(EXISTS ${file} OR IS_SYMLINK ${file})
    message(FATAL_ERROR "${file} cannot be removed: run this as the user that installed it")
  endif()
endfunction()

set(confs ${CONF}/diagtapd.conf ${CONF}/diagtap-hub.conf)
foreach(conf IN LISTS confs)
  get_filename_component(name ${conf} NAME)
  dtap_same(unedited ${root}${SHIPPED}/${name} ${root}${conf})
  if(unedited)
    remove(${root}${conf})
  endif()
endforeach()
file(STRINGS ${MANIFEST} files)
foreach(conf IN LISTS confs)
  list(APPEND files ${conf}.new)
endforeach()
set(removed 0)
set(folders ${CONF})
foreach(file IN LISTS files)
  if(EXISTS ${root}${file} OR IS_SYMLINK ${root}${file})
    if(NOT file IN_LIST confs)
      remove(${root}${file})
      math(EXPR removed "${removed} + 1")
    endif()
  endif()
  get_filename_component(folder ${file} DIRECTORY)
  list(APPEND folders ${folder})
endforeach()

# Folders of ours, if nothing else is in them; the deepest first.
list(REMOVE_DUPLICATES folders)
list(SORT folders ORDER DESCENDING)
foreach(folder IN LISTS folders)
  if(folder MATCHES "/(diagtap|dtap)(/|$)")
    execute_process(COMMAND rmdir ${root}${folder} OUTPUT_QUIET ERROR_QUIET)
  endif()
endforeach()
foreach(folder IN LISTS folders) # the parents of those
  if(folder MATCHES "^(.*/(diagtap|dtap))/")
    execute_process(COMMAND rmdir ${root}${CMAKE_MATCH_1} OUTPUT_QUIET ERROR_QUIET)
  endif()
endforeach()

message(STATUS "Removed: ${removed} files")
foreach(conf IN LISTS confs)
  if(EXISTS ${root}${conf})
    message(STATUS "Kept: ${root}${conf}, which was edited")
  endif()
endforeach()
message(STATUS "Kept: /var/lib/diagtap with its captures, and the users diagtap and diagtap-hub, if there are")
