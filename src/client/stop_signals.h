/* SPDX-License-Identifier: MIT */
/*
 * stop_signals.h - the signals that end a command, as a descriptor to poll(2).
 */
#ifndef DTAP_STOP_SIGNALS_H
#define DTAP_STOP_SIGNALS_H

#include <stdbool.h>

/*
 * Blocks SIGINT, SIGTERM and SIGHUP, and with `children` SIGCHLD, and ignores
 * SIGPIPE.  Returns a descriptor that is readable when one of them has come,
 * or -1 with errno.  Before any other thread is made.
 */
int dtap_stop_signals_open(bool children);

/* The next of them; waits for it. */
int dtap_stop_signals_received(int stop);

#endif
