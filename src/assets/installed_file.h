/* SPDX-License-Identifier: MIT */
/*
 * installed_file.h - files that we put into the folders of a user's Wireshark:
 * this program, the dissector, the profile.
 *
 * The profile is the user's after that: a file of it which differs from ours
 * was edited by the user or written by Wireshark, and is kept.
 */
#ifndef DTAP_INSTALLED_FILE_H
#define DTAP_INSTALLED_FILE_H

#include <stddef.h>
#include <sys/types.h>

#include "assets/assets.h"

/*
 * Writes the asset, or this program where it is NULL.  It makes the folders
 * above, writes another file and renames it, so that a running program is not
 * changed.  0; -1 with errno, and what was there stays.
 */
int dtap_file_install(const char *path, mode_t mode,
		      const struct dtap_asset *asset);

/*
 * The folder of Wireshark's personal configuration: WIRESHARK_CONFIG_DIR, or
 * wireshark in XDG_CONFIG_HOME or in .config of the home directory
 * (wsutil/filesystem.c).  -1: there is no home directory, or its name is too
 * long; errno says which.
 */
int dtap_wireshark_folder(char *folder, size_t room);

/* The user's home directory, for the same.  NULL: there is none. */
const char *dtap_home_folder(void);

/* What became of a file of the profile. */
enum dtap_profile_file {
	DTAP_PROFILE_DONE,   /* it is written, or removed */
	DTAP_PROFILE_SAME,   /* it was there, or absent, before */
	DTAP_PROFILE_KEPT,   /* it differs from ours */
	DTAP_PROFILE_FAILED, /* errno */
};

/* The path of a file of the profile "diagtap".  As dtap_wireshark_folder(). */
int dtap_profile_path(char *path, size_t room, const struct dtap_asset *asset);

enum dtap_profile_file dtap_profile_install(const char *path,
					    const struct dtap_asset *asset);
enum dtap_profile_file dtap_profile_remove(const char *path,
					   const struct dtap_asset *asset);

#endif
