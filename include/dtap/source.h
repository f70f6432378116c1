/* SPDX-License-Identifier: MIT */
/*
 * source.h - a device we read: three verbs, one file each in src/sources/.
 *
 * A source belongs to the tap that it was given to; every verb runs in that
 * tap's reader thread (free after the thread has ended).  A source embeds
 * struct dtap_source as its first member.  Sources do not log: they return
 * errno, and put what a person should read into `why`.
 */
#ifndef DTAP_SOURCE_H
#define DTAP_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <dtap/container.h>

struct dtap_source;

struct dtap_source_ops {
	/*
	 * 0, or -1 with errno and `why`: the tap tries again, 100 ms later,
	 * then doubling to 5 s.  EINTR: a signal came, the tap looks whether
	 * it is to stop.
	 */
	int (*open)(struct dtap_source *source);

	/*
	 * One container into buffer.  May block without end: it is ended by a
	 * signal (SIGURG, handled without SA_RESTART).
	 *
	 *   > 0  its bytes; where `why` is set, that is told, and it goes on
	 *     0  nothing this time (a signal came): look at the stop flag, go
	 *        on; where `why` is set, that is told
	 *    -1  errno ENODATA: the source has ended for good; `why` is empty,
	 *        or says what cut it short.  Any other errno: it failed, `why`
	 *        says how; the tap closes it and opens it anew.
	 */
	ssize_t (*read)(struct dtap_source *source, uint8_t *buffer,
			size_t size);

	/*
	 * What read holds back for what comes next, once nothing will: as read,
	 * but it does not block, and 0 is the end.  NULL: it holds nothing
	 * back.
	 */
	ssize_t (*drain)(struct dtap_source *source, uint8_t *buffer);

	/*
	 * What read has given, once it is teed: the source may look at it, and
	 * set `why`.  Not called for what does not count (dtap/container.h).
	 * NULL: it does not care.
	 */
	void (*published)(struct dtap_source *source, const uint8_t *data,
			  size_t size);

	/* After a successful open, also when read has failed. */
	void (*close)(struct dtap_source *source);

	/* Called once, closed.  Frees the source itself. */
	void (*free)(struct dtap_source *source);
};

struct dtap_source {
	const struct dtap_source_ops *ops;
	const char *type;   /* "simulator", "file": a static string */
	const char *where;  /* "/dev/diag", a path, ...; owned by the source */
	size_t buffer_size; /* bytes: no container is larger; > 0 */
	bool lossless;      /* a replay that may wait for slow subscribers */
	char why[256];      /* "" or one line without a newline */
	bool notice;        /* what why says beside a container is no warning */

	/*
	 * Of what read gave; zeros are a DIAG device's container, and now.  A
	 * request is its data type word and HDLC frame, as written to the
	 * device, a loss its label (dtap/pcap.h).
	 */
	struct dtap_shape shape;
	struct timespec time;

	/*
	 * Bare HDLC frames whose CRC was wrong; they are passed on all the
	 * same.  Written by the reader thread, read by any.
	 */
	_Atomic uint64_t wrong_frames;

	/* The same: bytes outside the entries of IPA; bytes of a replay that
	 * were skipped as damage; how often a run of either began; containers
	 * that kernel or device lost before us, by their own count. */
	_Atomic uint64_t stray_bytes, skipped_bytes, resyncs, missed;

	/* The same: records of a pcap file that gave no container. */
	_Atomic uint64_t skipped_records;
};

/* Sets source->why, printf-like.  Leaves errno as it is. */
void dtap_source_explain(struct dtap_source *source, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
