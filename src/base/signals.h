/* SPDX-License-Identifier: MIT */
/*
 * signals.h - the signals of a program: which are ignored, and those that ask
 * it to end, as a descriptor to poll(2).
 *
 * A signal that was ignored when the program started stays ignored: so nohup(1)
 * works, and so do background jobs of a shell.  Call these functions before
 * any other thread is made.
 */
#ifndef DTAP_SIGNALS_H
#define DTAP_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/*
 * Ignores signals that would end the process although nobody wants that: a peer
 * has left (SIGPIPE; write(2) returns EPIPE), a file is too large (SIGXFSZ;
 * EFBIG), and SIGUSR1 and SIGUSR2, which have no meaning here.  `changed`
 * receives those that were not ignored before, for a child; NULL is allowed.
 */
void dtap_signals_ignore(sigset_t *changed);

/*
 * Blocks SIGINT, SIGTERM and SIGHUP, and with `children` SIGCHLD.  Returns a
 * descriptor that is readable when one of them has arrived, or -1 with errno.
 */
int dtap_signals_open(bool children);

/* Waits for the next of them and returns its number. */
int dtap_signals_next(int signals);

/* The process has a terminal, whose end is what SIGHUP means then. */
bool dtap_signals_has_terminal(void);

#endif
