/* SPDX-License-Identifier: MIT */
/*
 * session_files.h - what a Wireshark started by us is given: a folder with
 * the dissector of this build, and with our extcap program if it is installed.
 *
 * One owner, one thread.
 */
#ifndef DTAP_SESSION_FILES_H
#define DTAP_SESSION_FILES_H

#include <stdbool.h>

#include "base/log.h"

/* Zeros at first. */
struct dtap_session_files {
	char folder[512]; /* in TMPDIR; "": none */
	char script[600]; /* diagtap.lua in it */
	char extcap[600]; /* the folder for WIRESHARK_EXTCAP_DIR; "": none */
	bool profile;     /* the profile "diagtap" is there */
};

/*
 * Makes the folder.  With `extcap` it has a link to diagtap-extcap, which is
 * looked for beside this program, then in the PATH.  Puts the profile where it
 * is absent; that it cannot is a warning.  False: the log says why.
 */
bool dtap_session_files_make(struct dtap_session_files *files,
			     const struct dtap_log *log, bool extcap);

/* Removes the folder.  The profile stays: the user may have changed it. */
void dtap_session_files_remove(const struct dtap_session_files *files);

#endif
