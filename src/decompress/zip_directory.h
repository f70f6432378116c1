/* SPDX-License-Identifier: MIT */
/*
 * zip_directory.h - the one file in a zip archive, by its directory.
 *
 * The archive must be a regular file, because its directory is at its end.  No
 * byte of it is trusted.  Source of the format: APPNOTE.TXT of PKWARE, 4.3.
 */
#ifndef DTAP_ZIP_DIRECTORY_H
#define DTAP_ZIP_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum dtap_zip_method { DTAP_ZIP_STORED = 0, DTAP_ZIP_DEFLATED = 8 };

struct dtap_zip_member {
	off_t at;              /* of its data in the archive */
	uint32_t packed, size; /* bytes in the archive, and unpacked */
	uint32_t crc;
	uint16_t method;
};

/*
 * Folders, empty files and what macOS adds do not count.  False: *why is one
 * line, without the path: there is none, or there are several, or it is packed
 * in a way that we do not unpack.
 */
bool dtap_zip_directory_find(int fd, struct dtap_zip_member *member, char *why,
			     size_t room);

#endif
