/* SPDX-License-Identifier: MIT */
/*
 * say.h - lines of diagtap-run for its user, on standard error, which it shares
 * with the program that it runs.
 */
#ifndef DTAP_SAY_H
#define DTAP_SAY_H

#include <stdbool.h>

/* One line, without its newline, if it is wanted; one write(2). */
void dtap_say(bool wanted, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
