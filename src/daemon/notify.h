/* SPDX-License-Identifier: MIT */
/*
 * notify.h - what the daemon tells a service manager: sd_notify(3), without
 * libsystemd.
 *
 * One owner, main thread.  Without a service manager all of it does nothing.
 */
#ifndef DTAP_NOTIFY_H
#define DTAP_NOTIFY_H

struct dtap_notify {
	int fd;          /* of NOTIFY_SOCKET; -1: nobody wants to know */
	int watchdog_ms; /* how often to send WATCHDOG=1; -1: never */
};

/* Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID of the environment. */
void dtap_notify_open(struct dtap_notify *notify);
void dtap_notify_close(struct dtap_notify *notify);

/* Sends assignments, "READY=1\nSTATUS=...".  Waits for a second at most. */
void dtap_notify(const struct dtap_notify *notify, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
