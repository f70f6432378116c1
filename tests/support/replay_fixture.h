/* SPDX-License-Identifier: MIT */
/*
 * replay_fixture.h - made-up captures, and what a file source returns for them.
 */
#ifndef DTAP_TESTS_REPLAY_FIXTURE_H
#define DTAP_TESTS_REPLAY_FIXTURE_H

#include <dtap/source.h>

#include "support/testing.h"

/* A buffer that grows; all zeros: empty. */
struct bytes {
	uint8_t *data;
	size_t size, capacity;
};

void bytes_add(struct bytes *bytes, const void *data, size_t size);
void bytes_add32(struct bytes *bytes, uint32_t value);
struct bytes bytes_copy(const struct bytes *bytes);
void bytes_repeat(struct bytes *bytes); /* appends a copy of it */
void bytes_free(struct bytes *bytes);

/* Adds the frame of a log packet with that time and a body of `size` bytes. */
void bytes_add_log(struct bytes *bytes, int64_t unix_us, size_t size);

/* Adds the header of a data container; adds a message with one frame. */
void bytes_add_header(struct bytes *bytes, uint32_t count);
void bytes_add_message(struct bytes *bytes, int64_t unix_us, size_t size);

/*
 * A made-up container stream of about 700 bytes with every kind of container:
 * notices, tokens, no message at all, HDLC support.  The i-th of *count
 * containers ends at ends[i].
 */
struct bytes make_stream(const size_t **ends, size_t *count);

/* `frames` bare frames, step_us apart; some have one flag too many. */
struct bytes make_frames(size_t frames, int64_t step_us);

/* Writes a file in a directory that is removed at the end; returns its path. */
const char *write_file(const char *name, const void *data, size_t size);
const char *write_gzip(const char *name, const void *data, size_t size);

struct bytes load_file(const char *path);

/* The output of a file source, up to its end. */
struct given {
	struct bytes bytes;     /* its containers */
	struct bytes unwrapped; /* the messages of data containers */
	size_t *ends;           /* where each container ends in bytes */
	size_t count;
	size_t most_messages, most_bytes; /* of one container */
	char why[256];
	uint64_t skipped, resyncs; /* of the source */
	char told[256];            /* the last damage that was told */
};

/* If read returns 0 it continues, and counts this in *signals if not NULL. */
struct given replay(const char *path, double speed, size_t *signals);
void given_free(struct given *given);

/* The same bytes, in the same containers. */
void assert_same_given(const struct given *given, const struct given *expected);
void assert_prefix(const struct bytes *prefix, const struct bytes *whole);
void assert_bytes(const struct bytes *bytes, const struct bytes *expected);

#endif
