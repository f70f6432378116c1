/* SPDX-License-Identifier: MIT */
/*
 * sandbox.h - a filter for system calls, which diagtapd enters when its devices
 * are open, and diagtap-hub before it serves.
 */
#ifndef DTAP_SANDBOX_H
#define DTAP_SANDBOX_H

#include <stdbool.h>

struct dtap_sandbox_options {
	bool packet_sockets; /* a source captures from a network interface */
	bool usb;            /* a source reads a USB device */
};

/*
 * No new privileges by execve(2), and no system call that the programs do not
 * need: it fails with ENOSYS.  Some calls are allowed with some arguments only:
 * threads but no processes, no signals to other processes, no namespaces, no
 * raw sockets, no memory that is writable and executable.  For all threads, for
 * ever.  Main thread.  -1 with errno: ENOSYS, this build or this kernel has no
 * such filter.
 */
int dtap_sandbox_enter(const struct dtap_sandbox_options *options);

/* Whether this build and this kernel have such a filter.  Changes nothing. */
bool dtap_sandbox_is_possible(void);

#endif
