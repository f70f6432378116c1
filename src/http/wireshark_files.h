/* SPDX-License-Identifier: MIT */
/*
 * wireshark_files.h - the files of a Wireshark for browsers, if the
 * administrator has fetched one (script/wireshark) and named its folder
 * (viewer.wireshark).
 *
 * Five names and no others, below /wireshark/.  They are not part of diagtap.
 * Like the viewer they are the same for everyone, so they need no token.  The
 * file worker reads them from the disk.
 */
#ifndef DTAP_WIRESHARK_FILES_H
#define DTAP_WIRESHARK_FILES_H

#include "http/archive/file_worker.h"

/* Whether a path is that of such a file, whether or not there is one. */
bool dtap_wireshark_file_known(const char *path);

/* The folder has all that the viewer needs.  Waits for the disk: at start. */
bool dtap_wireshark_files_are_there(int folder);

/* GET and HEAD of the file that the word of the request names.  On the file
 * worker's thread. */
bool dtap_wireshark_file_fetch(const struct dtap_file_request *file_request,
			       struct dtap_response *response);

#endif
