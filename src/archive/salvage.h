/* SPDX-License-Identifier: MIT */
/*
 * salvage.h - how much of a file that a crash left is whole.
 *
 * pcap: up to the last record that is complete and has a header as we write it.
 * A tail of zeros, which power cuts leave in files, is not a record.  A last
 * record that is zeros from a sector border to its end is not accepted either,
 * because these zeros may come from the power cut.
 *
 * raw: up to the last complete container.  The count and the lengths of a data
 * container say where it ends.  Notices carry no length (docs/wire.md); they
 * end where a data container follows, or with the file, unless the beginning of
 * a data container is found in them.  Zeros as in pcap.
 *
 * Any thread.
 */
#ifndef DTAP_SALVAGE_H
#define DTAP_SALVAGE_H

#include "archive/capture_name.h"
#include "archive/capture_stats.h"
#include "archive/vfs.h"

enum dtap_found {
	DTAP_FOUND_RECORDS, /* *bytes of the file are whole, with the header */
	DTAP_FOUND_NOTHING, /* no whole record */
	DTAP_FOUND_FOREIGN, /* the archive did not write this file */
	DTAP_FOUND_ERROR,   /* errno: read, or ENOMEM */
};

/*
 * Reads an open file of `size` bytes, and counts its whole records.  A raw file
 * has no times and no codes.
 */
enum dtap_found dtap_salvage_find(const struct dtap_vfs *vfs, int fd,
				  enum dtap_file_kind kind, uint64_t size,
				  uint64_t *bytes,
				  struct dtap_capture_stats *stats);

#endif
