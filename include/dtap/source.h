/* SPDX-License-Identifier: MIT */
/*
 * source.h - a device that a tap reads: a table of functions and a struct.
 *
 * To make a source, put struct dtap_source first in a struct of your own, set
 * its first fields, and give it to dtap_tap_new().  From then on it belongs to
 * the tap.  All functions run on the reader thread of the tap, one at a time;
 * free runs after that thread has ended.
 *
 * Sources do not log.  They return errno, and write what a person should read
 * into `why`.
 */
#ifndef DTAP_SOURCE_H
#define DTAP_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <dtap/container.h>

/* An atomic counter, of the same size and alignment in C and C++. */
#ifdef __cplusplus
#include <atomic>
#define DTAP_ATOMIC(type) std::atomic<type>
extern "C" {
#else
#define DTAP_ATOMIC(type) _Atomic(type)
#endif

struct dtap_source;

struct dtap_source_ops {
	/*
	 * Opens the device.  Returns 0, or -1 with errno and `why`.  The tap
	 * tries again after 100 ms, then after twice as long, up to 5 s.
	 * EINTR: a signal came; the tap tries again at once, or stops.
	 */
	int (*open)(struct dtap_source *source);

	/*
	 * Reads one container into buffer.  It may block for ever: to stop it,
	 * the tap sends SIGURG, whose handler is installed without SA_RESTART.
	 *
	 *   > 0  bytes of the container
	 *     0  nothing this time, for example because a signal came
	 *    -1  errno ENODATA: the source has ended for good; `why` is empty,
	 *        or says that the data is cut short.  Other errno: it failed,
	 *        and `why` says how; the tap closes it and opens it again.
	 *
	 * With > 0 and 0, `why` may hold a warning; the observer of the tap is
	 * told, and reading goes on.
	 */
	ssize_t (*read)(struct dtap_source *source, uint8_t *buffer,
			size_t size);

	/*
	 * May be NULL.  Called when the tap stops, until it returns 0: gives
	 * what read has held back to see what follows.  As read, but it does
	 * not block, and 0 is the end.
	 */
	ssize_t (*drain)(struct dtap_source *source, uint8_t *buffer);

	/*
	 * May be NULL: the source cannot be written to.  Writes a request: u32
	 * 0x20, i32 -1 if it is for a second modem, and an HDLC frame.  Returns
	 * 0, or -1 with errno.  EAGAIN: the device is busy; the tap tries again
	 * after the next read, for 200 ms.  Called only in a session.
	 */
	int (*write)(struct dtap_source *source, const uint8_t *request,
		     size_t size);

	/* Closes what open has opened; also after read has failed. */
	void (*close)(struct dtap_source *source);

	/* Frees the source itself.  It is closed.  Called once. */
	void (*free)(struct dtap_source *source);
};

/* Bytes of `why`, with its end. */
#define DTAP_WHY_SIZE 256

struct dtap_source {
	/* Set before the source is given to a tap. */
	const struct dtap_source_ops *ops;
	const char *type;   /* "simulator", "file", ...: a static string */
	const char *where;  /* "/dev/diag", a path, ...; owned by the source */
	size_t buffer_size; /* bytes: no container is larger; > 0 */
	DTAP_ATOMIC(bool)
	lossless; /* the tap waits for subscribers; any
		     thread reads it: dtap/ring.h */

	char why[DTAP_WHY_SIZE]; /* "", or one line without a newline */
	bool notice; /* what `why` says with a container is no warning */

	/*
	 * What read has just given.  Zeros: a DIAG device's container, read
	 * now.  The bytes of a request are its type word and its HDLC frame, as
	 * written to the device.  Those of a loss are a loss label
	 * (dtap/pcap.h).
	 */
	struct dtap_shape shape;
	struct timespec time;

	/*
	 * Of a source that can be written to; the reader thread writes these,
	 * any thread reads them.  session: odd while there is a modem to write
	 * to.  The source adds 1 when it has one, and 1 when that has gone.
	 */
	DTAP_ATOMIC(uint64_t) session;
	DTAP_ATOMIC(bool) remote; /* there is a second modem too */

	/* Counters.  The reader thread writes them, any thread reads them. */
	DTAP_ATOMIC(uint64_t) wrong_frames;  /* bare HDLC: wrong CRC */
	DTAP_ATOMIC(uint64_t) stray_bytes;   /* IPA: bytes that are no entry */
	DTAP_ATOMIC(uint64_t) skipped_bytes; /* a capture: damaged bytes */
	DTAP_ATOMIC(uint64_t) resyncs; /* rows of stray or skipped bytes */
	DTAP_ATOMIC(uint64_t) missed;  /* lost by kernel or device before us */
	DTAP_ATOMIC(uint64_t) skipped_records; /* pcap: gave no container */
};

/*
 * A source of the library, for what needs no more than read(2): what one read
 * of a device, FIFO or file returns is one container.  A file, and a FIFO whose
 * writers have left, have an end; a device has none.  Files and FIFOs are
 * lossless.  NULL: ENOMEM, or what access(2) says of the path.
 */
struct dtap_source *dtap_path_source_new(const char *path, size_t buffer_size);

/* Sets source->why, as printf(3) does.  errno stays as it is. */
void dtap_source_explain(struct dtap_source *source, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#ifdef __cplusplus
}
#endif

#endif
