# SPDX-License-Identifier: MIT
# install_conf.cmake - installs a configuration file, but never over one.
#
# dtap_install_conf(FILE FOLDER): run by "cmake --install".  If there is a file
# already that differs, it belongs to the administrator: ours goes beside it,
# as FILE.new.
function(dtap_install_conf file folder)
  get_filename_component(name ${file} NAME)
  set(there $ENV{DESTDIR}${folder}/${name})
  if(NOT EXISTS ${there})
    file(INSTALL ${file} DESTINATION ${folder})
    return()
  endif()
  file(SHA256 ${file} ours)
  file(SHA256 ${there} theirs)
  if(ours STREQUAL theirs)
    message(STATUS "Up-to-date: ${there}")
    return()
  endif()
  file(INSTALL ${file} DESTINATION ${folder} RENAME ${name}.new)
  message(STATUS "Kept: ${there}; the new one is ${there}.new")
endfunction()
