/* SPDX-License-Identifier: MIT */
/*
 * recorder_fixture.h - a recorder under a clock of the test's own, in a directory of its
 * own, and a look at what it wrote.
 *
 * Containers are numbered, each with its number in its bytes, so that what is
 * read again tells what is missing and what is there twice.
 */
#ifndef DTAP_RECORDER_FIXTURE_H
#define DTAP_RECORDER_FIXTURE_H

#include <dtap/ring.h>

#include "archive/recorder.h"

struct desk {
	char directory[64];
	struct dtap_ring *ring;
	struct dtap_log log;
	struct dtap_archive_options options;
	const struct dtap_vfs *vfs; /* NULL: the real one */
	struct dtap_recorder *recorder;
	struct dtap_moment moment;
	int64_t again; /* what the last step said */
	uint64_t published;
	bool *seen; /* by desk_read(), if not NULL: of each number */
};

/* Makes directory and ring; options are small, and the test may change them. */
void desk_make(struct desk *desk);

/* Frees all, and removes the directory. */
void desk_clear(struct desk *desk);

/* Removes all that is in the directory. */
void desk_empty(const struct desk *desk);

/* A recorder in the directory; the one before was freed. */
void desk_begin(struct desk *desk);

/* The recorder is gone, as if the process was killed. */
void desk_kill(struct desk *desk);

/* Ends the ring, lets the recorder write the rest, and frees it. */
void desk_end(struct desk *desk);

/* Publishes `count` blocks of one container of about `size` bytes. */
void desk_publish(struct desk *desk, unsigned count, size_t size);

/*
 * A container of about `size` bytes, 16 to 65536, with its number in it;
 * returns its length.  `out` has room for twice that.
 */
size_t desk_container(uint8_t *out, uint64_t number, size_t size);

/* Steps until there is nothing to do at this time. */
void desk_run(struct desk *desk);

/* Lets time pass, and the recorder do each thing at its time. */
void desk_pass(struct desk *desk, int64_t ms);

void desk_status(const struct desk *desk, struct dtap_archive_status *status);

/* How many names in the directory end so; the first such goes to name (which
 * may be NULL). */
unsigned desk_count(const struct desk *desk, const char *end, char *name);

/* Bytes of all files in the directory. */
uint64_t desk_size(const struct desk *desk);

/* PATH of a name. */
void desk_path(const struct desk *desk, const char *name, char path[256]);

void desk_write(const struct desk *desk, const char *name, const void *bytes,
		size_t size);

/*
 * Reads the finished pcap captures in their order; each has to be whole, and
 * each container as published, none twice, none out of order but where a loss
 * record says how many are missing.  Returns how many containers there are;
 * *missing: what the loss records say, and what is missing without one between
 * or within files.
 */
struct desk_missing {
	uint64_t told, untold;
};
uint64_t desk_read(const struct desk *desk, struct desk_missing *missing);

#endif
