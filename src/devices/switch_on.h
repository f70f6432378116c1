/* SPDX-License-Identifier: MIT */
/*
 * switch_on.h - how DIAG is switched on in a device that has no DIAG port now.
 *
 * diagtap switches nothing itself: each of these may end the connection of the
 * device to its network, or adb.  docs/connect.md has the same, with sources.
 */
#ifndef DTAP_SWITCH_ON_H
#define DTAP_SWITCH_ON_H

#include <stddef.h>

#include "devices/usb_port.h"

/*
 * One sentence for a device, all of whose interfaces are given; NULL if it is
 * nothing that is known to have DIAG.
 */
const char *dtap_switch_on(const struct dtap_usb_port *ports, size_t count);

#endif
