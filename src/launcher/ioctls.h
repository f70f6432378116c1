/* SPDX-License-Identifier: MIT */
/*
 * ioctls.h - what the DIAG driver's ioctl(2) requests return to a program.
 *
 * 7 (SWITCH_LOGGING) succeeds, by value and by pointer.  32 (REMOTE_DEV) says
 * that there is one modem: it writes a u16 0 and returns 1, as the driver does.
 * 9, 33, 35 and 38 go to diagtapd as well.  All others below 64 return 0.
 *
 * Source: drivers/char/diag/diagchar_core.c of Linux for MSM, 3.18.
 */
#ifndef DTAP_IOCTLS_H
#define DTAP_IOCTLS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The result, for a thread that is stopped at this ioctl; -errno. */
long dtap_ioctl_answer(pid_t tid, unsigned long request,
		       unsigned long argument);

/*
 * Whether diagtapd is told of it, and the argument for diagtapd: of 33, 35 and
 * 38, which take a pointer, the first four bytes behind it.
 */
bool dtap_ioctl_is_forwarded(unsigned long request);
uint32_t dtap_ioctl_argument(pid_t tid, unsigned long request,
			     unsigned long argument);

#endif
