/* SPDX-License-Identifier: MIT */
/*
 * command_line.h - the options of diagtapd, and its help text.
 *
 * It reads with getopt_long(3): one thread, at the start.
 */
#ifndef DTAP_COMMAND_LINE_H
#define DTAP_COMMAND_LINE_H

#include <stdbool.h>
#include <stdint.h>

#define DTAP_USAGE_ERROR 2 /* the exit status */

enum dtap_action {
	DTAP_ACTION_SERVE,
	DTAP_ACTION_CAPTURE = 256,
	DTAP_ACTION_WIRESHARK,
	DTAP_ACTION_CONVERT,
	DTAP_ACTION_LIST,
	DTAP_ACTION_DOCTOR,
};

/* The command line, without the keys that -o sets. */
struct dtap_command_line {
	const char *file;      /* NULL: the default file, if it exists */
	const char *masks_out; /* NULL: no file of masks is written */
	bool test, verbose, once, probe, json;
	enum {
		DTAP_SPLIT_UNSET,
		DTAP_SPLIT_MESSAGE,
		DTAP_SPLIT_CONTAINER
	} split;
	uint16_t linktype; /* of --convert; 0: ours */
	unsigned scrub;    /* of --convert; rewrite/scrub.h */
	int action;
	char **arguments;
	int argument_count;
};

/*
 * Reads all options but -o.  Returns an exit status, after it has printed what
 * was asked for or what is wrong; or -1: go on.
 */
int dtap_command_line_read(struct dtap_command_line *command, int argc,
			   char **argv);

/*
 * Gives each "KEY=VALUE" of -o to `set`, in order, until that returns false,
 * which is then the result.
 */
typedef bool dtap_set_key(void *arg, const char *text);
bool dtap_command_line_keys(int argc, char **argv, dtap_set_key *set,
			    void *arg);

#endif
