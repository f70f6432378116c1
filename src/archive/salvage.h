/* SPDX-License-Identifier: MIT */
/*
 * salvage.h - how much of a file that a crash left behind is whole.
 *
 * pcap: up to the last record that is there in full, with a header as we write
 * them.  A tail of zeros, as power cuts leave it in files, is no record; and
 * the last one is not believed if it is zeros from a disk sector's border to
 * its end, for then they may be the power cut's.
 *
 * raw: up to the last container that is there in full.  The count and lengths
 * of a data container say where it ends; notices carry no length (docs/wire.md)
 * and end where a data container follows; at the end of the file a notice is
 * believed, unless the beginning of a data container is found in it.  Zeros as
 * in pcap.
 *
 * Any thread.
 */
#ifndef DTAP_SALVAGE_H
#define DTAP_SALVAGE_H

#include "archive/capture_name.h"
#include "archive/capture_stats.h"
#include "archive/vfs.h"

enum dtap_found {
	DTAP_FOUND_RECORDS,  /* *bytes of the file are whole, header included */
	DTAP_FOUND_NOTHING,  /* not one whole record of ours */
	DTAP_FOUND_STRANGER, /* something that we did not write */
	DTAP_FOUND_ERROR,    /* errno: read, or ENOMEM */
};

/*
 * Looks into an open file of `size` bytes, and counts what is whole.  A raw
 * file yields no times and no codes.
 */
enum dtap_found dtap_salvage_find(const struct dtap_vfs *vfs, int fd,
				  enum dtap_file_kind kind, uint64_t size,
				  uint64_t *bytes,
				  struct dtap_capture_stats *stats);

#endif
