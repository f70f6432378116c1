/* SPDX-License-Identifier: MIT */
/*
 * commands.h - what diagtapd does beside being a daemon.
 *
 * Each returns the process's exit status; what is wrong is one line.  Called
 * before any thread is made: they take the process's signals for themselves.
 */
#ifndef DTAP_COMMANDS_H
#define DTAP_COMMANDS_H

#include "base/log.h"

/*
 * Saves a stream, "-" being standard output, until it ends or a signal comes:
 * whole records in both cases.  0; 1: it could not be had, or broke off; 2: url
 * is none.
 */
int dtap_command_capture(const struct dtap_log *log, const char *url,
			 const char *file);

/*
 * Starts Wireshark on a stream, with the dissector of this build, and ends when
 * it does.  As dtap_command_capture(); 1 too where there is no Wireshark.
 */
int dtap_command_wireshark(const struct dtap_log *log, const char *url);

/*
 * Converts a saved capture to pcap with the modem's own times; "-" is standard
 * input or output.  Containers before the first time get this time too.
 *
 * 0: the input is not damaged; records that have no place in the output are
 * counted in a line.  1: the input could not be read, or is damaged; what is
 * good is in the output.  Without any container, or if it cannot be written, an
 * existing output stays as it was.
 */
int dtap_command_convert(const struct dtap_log *log, const char *in,
			 const char *out);

#endif
