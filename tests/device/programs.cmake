# SPDX-License-Identifier: MIT
# Programs that the daemon's tests run.  They need no library but ours, so that
# they can be made for a guest, without the tests.
set(here ${CMAKE_CURRENT_LIST_DIR})
include_directories(${here}/..)
add_executable(make_capture ${here}/../support/make_capture.c)
target_link_libraries(make_capture PRIVATE sources)
add_executable(make_images ${here}/make_images.c)
target_link_libraries(make_images PRIVATE sources)
add_executable(make_reads ${here}/make_reads.c)
target_link_libraries(make_reads PRIVATE sources)
add_library(fake_modem STATIC ${here}/../support/fake_modem.c
  ${here}/../support/fake_answers.c ${here}/../support/fake_traffic.c)
target_link_libraries(fake_modem PUBLIC core)
add_executable(tcp_modem ${here}/../support/tcp_modem.c)
target_link_libraries(tcp_modem PRIVATE fake_modem)
add_executable(emulator ${here}/answers.c ${here}/driver.c ${here}/emulator.c
  ${here}/fuse.c ${here}/module.c ${here}/monitor.c
  ${here}/port.c ${here}/restart.c)
target_link_libraries(emulator PRIVATE sources fake_modem)
add_executable(unpcap ${here}/unpcap.c)
target_link_libraries(unpcap PRIVATE core)
add_executable(unwrap ${here}/unwrap.c)
target_link_libraries(unwrap PRIVATE core)
add_executable(gadget ${here}/gadget.c)
target_link_libraries(gadget PRIVATE core)

# None of the sanitizers' needs.
foreach(name hold loopback probe oldkernel)
  add_executable(${name} ${here}/${name}.c)
  target_compile_definitions(${name} PRIVATE _GNU_SOURCE)
  target_compile_options(${name} PRIVATE -Wall -Wextra)
  target_link_options(${name} PRIVATE $<$<BOOL:${DIAGTAP_STATIC}>:-static>)
endforeach()

# The launcher's client and the daemon's side of its protocol.  The client is
# static: nothing can be preloaded into it.
add_executable(diag_client ${here}/../support/diag_client.c)
target_compile_definitions(diag_client PRIVATE _GNU_SOURCE)
target_compile_options(diag_client PRIVATE -Wall -Wextra)
target_link_options(diag_client PRIVATE -static)
target_link_libraries(diag_client PRIVATE Threads::Threads)
if(TARGET launcher)
  add_executable(fake_port ${here}/../support/fake_port.c)
  target_link_libraries(fake_port PRIVATE launcher)
endif()
