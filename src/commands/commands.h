/* SPDX-License-Identifier: MIT */
/*
 * commands.h - the commands of diagtapd that do not start a daemon.
 *
 * Each returns the exit status of the process; an error is one line in the log.
 * Call them before any thread is made: they block signals for the process.
 */
#ifndef DTAP_COMMANDS_H
#define DTAP_COMMANDS_H

#include <stdbool.h>

#include "base/log.h"

/* Which stream is wanted, and for how long. */
struct dtap_stream_choice {
	bool once;  /* it ends with the stream */
	bool split; /* of DIAG in pcap: a record for each message */
};

/*
 * Saves a stream until a signal arrives; "-" is standard output.  Of pcap it
 * writes whole records only.  When a pcap stream ends, it connects again
 * (client/follow.h), but not with `once`.  0.  1: no stream, or it was cut
 * short.  2: not a URL.
 */
int dtap_command_capture(const struct dtap_log *log, const char *url,
			 const char *file,
			 const struct dtap_stream_choice *choice);

/*
 * Starts Wireshark on a stream, with the dissector of this build, and ends when
 * Wireshark ends.  As dtap_command_capture(); 1 also if Wireshark is missing.
 */
int dtap_command_wireshark(const struct dtap_log *log, const char *url,
			   const struct dtap_stream_choice *choice);

struct dtap_convert_options {
	bool split; /* a record for each message, with its own time */
};

/*
 * Converts a saved capture to pcap with the modem's own times; "-" is standard
 * input or output.  Records before the first time get this time too.
 *
 * 0: the input is not damaged; records that have no place in the output are
 * counted in a line.  1: the input could not be read, or is damaged; what is
 * good is in the output.  Without any container, or if it cannot be written, an
 * existing output stays as it was.
 */
int dtap_command_convert(const struct dtap_log *log, const char *in,
			 const char *out,
			 const struct dtap_convert_options *options);

struct dtap_list_options {
	/* The folder with dev, proc, run and sys; "": this machine. */
	const char *root;
	bool probe; /* ask the ports; only with root "" */
	bool json;
};

/*
 * Prints what DIAG ports there are, who has each, and the line of configuration
 * that reads it.  Without `probe` it opens none.  0; 1: there is none.
 */
int dtap_command_list(const struct dtap_log *log,
		      const struct dtap_list_options *options);

#endif
