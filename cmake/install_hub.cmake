# SPDX-License-Identifier: MIT
# install_hub.cmake - diagtap-hub, its manual, its configuration and its unit.
install(TARGETS diagtap-hub DESTINATION ${CMAKE_INSTALL_SBINDIR})
install(CODE "include(${PROJECT_SOURCE_DIR}/cmake/install_conf.cmake)
dtap_install_conf(${PROJECT_SOURCE_DIR}/conf/diagtap-hub.conf
  ${CMAKE_INSTALL_FULL_SYSCONFDIR}/diagtap
  ${CMAKE_INSTALL_FULL_DATADIR}/diagtap/diagtap-hub.conf)")
# As with diagtapd.conf.
install(FILES conf/diagtap-hub.conf DESTINATION ${CMAKE_INSTALL_DATADIR}/diagtap)
install(FILES docs/man/diagtap-hub.8 DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
install(FILES docs/man/diagtap-hub.conf.5
  DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
configure_file(conf/systemd/diagtap-hub.service.in diagtap-hub.service @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/diagtap-hub.service
  DESTINATION lib/systemd/system)
install(FILES conf/systemd/sysusers-hub.conf DESTINATION lib/sysusers.d
  RENAME diagtap-hub.conf)
install(FILES conf/nats-server.conf DESTINATION ${CMAKE_INSTALL_DATADIR}/diagtap)
