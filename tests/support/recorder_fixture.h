/* SPDX-License-Identifier: MIT */
/*
 * recorder_fixture.h - a recorder with a clock of the test, in a directory of
 * its own; and functions that read what it wrote.
 *
 * Containers are numbered, and each has its number in its bytes.  So a reader
 * knows which are missing, and which are there twice.
 */
#ifndef DTAP_RECORDER_FIXTURE_H
#define DTAP_RECORDER_FIXTURE_H

#include <dtap/ring.h>

#include "archive/recorder.h"

struct recorder_fixture {
	char directory[64];
	struct dtap_ring *ring;
	struct dtap_log log;
	struct dtap_archive_options options;
	const struct dtap_vfs *vfs;       /* NULL: the real one */
	struct dtap_capture_index *index; /* or NULL */
	const atomic_bool *stopping;      /* or NULL: the daemon stops */
	struct dtap_recorder *recorder;
	struct dtap_moment moment;
	int64_t again; /* what the last step said */
	uint64_t published;
	bool *seen; /* or NULL; recorder_fixture_read() sets it by number */
};

/* Makes directory and ring; options are small, and the test may change them. */
void recorder_fixture_make(struct recorder_fixture *fixture);

/* Frees all, and removes the directory. */
void recorder_fixture_clear(struct recorder_fixture *fixture);

/* Removes all that is in the directory. */
void recorder_fixture_empty(const struct recorder_fixture *fixture);

/* The index of the directory, made at the first call, with `vfs`. */
struct dtap_capture_index *recorder_fixture_index(
	struct recorder_fixture *fixture);

/* A recorder in the directory; the one before was freed. */
void recorder_fixture_begin(struct recorder_fixture *fixture);

/* The recorder is gone, as if the process was killed. */
void recorder_fixture_kill(struct recorder_fixture *fixture);

/* Ends the ring, lets the recorder write the rest, and frees it. */
void recorder_fixture_end(struct recorder_fixture *fixture);

/* Publishes `count` blocks of one container of about `size` bytes. */
void recorder_fixture_publish(struct recorder_fixture *fixture, unsigned count,
			      size_t size);

/*
 * A container of about `size` bytes, 16 to 65536, with its number in it;
 * returns its length.  `out` has room for twice that.
 */
size_t recorder_fixture_container(uint8_t *out, uint64_t number, size_t size);

/* Steps until there is nothing to do at this time. */
void recorder_fixture_run(struct recorder_fixture *fixture);

/* Lets time pass, and the recorder do each thing at its time. */
void recorder_fixture_pass(struct recorder_fixture *fixture, int64_t ms);

/* Time passes while the machine sleeps: the monotonic clock stands still. */
void recorder_fixture_sleep(struct recorder_fixture *fixture, int64_t seconds);

void recorder_fixture_status(const struct recorder_fixture *fixture,
			     struct dtap_archive_status *status);

/* How many names in the directory end so; the first such goes to name (which
 * may be NULL). */
unsigned recorder_fixture_count(const struct recorder_fixture *fixture,
				const char *end, char *name);

/* Bytes of all files in the directory. */
uint64_t recorder_fixture_size(const struct recorder_fixture *fixture);

/* PATH of a name. */
void recorder_fixture_path(const struct recorder_fixture *fixture,
			   const char *name, char path[256]);

/* Writes a file that the index does not know: the directory's times differ. */
void recorder_fixture_write(const struct recorder_fixture *fixture,
			    const char *name, const void *bytes, size_t size);

/* After other changes of the directory by the test. */
void recorder_fixture_touch(const struct recorder_fixture *fixture);

/*
 * Reads the finished pcap captures in their order.  Each must be whole; each
 * container must be as published, and none may be there twice or out of order.
 * Returns the number of containers.  *missing: containers that the loss records
 * report, and those that are missing without one.
 */
struct recorder_fixture_missing {
	uint64_t reported, unreported;
};
uint64_t recorder_fixture_read(const struct recorder_fixture *fixture,
			       struct recorder_fixture_missing *missing);

#endif
