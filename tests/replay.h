/* SPDX-License-Identifier: MIT */
/*
 * replay.h - captures that tests make up, and what a file source gives of them.
 */
#ifndef DTAP_TESTS_REPLAY_H
#define DTAP_TESTS_REPLAY_H

#include <dtap/source.h>

#include "testing.h"

/* A growing run of octets; all zeros is an empty one. */
struct octets {
	uint8_t *data;
	size_t size, capacity;
};

void octets_add(struct octets *octets, const void *data, size_t size);
void octets_add32(struct octets *octets, uint32_t value);
struct octets octets_copy(const struct octets *octets);
void octets_repeat(struct octets *octets); /* the same once more behind it */
void octets_free(struct octets *octets);

/* The frame of a log packet of that time, with a body of size octets. */
void octets_add_log(struct octets *octets, int64_t unix_us, size_t size);

/* A data container's header, and a message of a frame, with its length. */
void octets_add_header(struct octets *octets, uint32_t count);
void octets_add_message(struct octets *octets, int64_t unix_us, size_t size);

/*
 * A made-up container stream of about 700 octets with everything in it:
 * notices, tokens, no message at all, HDLC support.  ends[i] is where the i-th
 * container of *count ends.
 */
struct octets make_stream(const size_t **ends, size_t *count);

/* frames bare frames, step_us apart, with a flag too many here and there. */
struct octets make_frames(size_t frames, int64_t step_us);

/* The path of a file in a directory that is removed when the program ends. */
const char *write_file(const char *name, const void *data, size_t size);
const char *write_gzip(const char *name, const void *data, size_t size);

struct octets load_file(const char *path);

/* What a file source gave, up to its end. */
struct given {
	struct octets octets;    /* its containers */
	struct octets unwrapped; /* the messages of data containers */
	size_t *ends;            /* where each container ends in octets */
	size_t count;
	size_t most_messages, most_octets; /* of one container */
	char why[256];
};

/* Goes on at read returning 0 and counts that in *signals, if not NULL. */
struct given replay(const char *path, double speed, size_t *signals);
void given_free(struct given *given);

/* The same octets, cut at the same places. */
void assert_same_given(const struct given *given, const struct given *expected);
void assert_prefix(const struct octets *prefix, const struct octets *whole);
void assert_octets(const struct octets *octets, const struct octets *expected);

#endif
