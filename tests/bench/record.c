/* SPDX-License-Identifier: MIT */
/*
 * record DIRECTORY MIB ROUNDS: compares an archive with plain write(2).
 *
 * The same bytes are written twice: by a recorder, from a ring, into a capture;
 * and with write(2), in pieces of a block, into a file.  Both end with
 * fsync(2).  The output is one line of JSON.
 */
#include <dirent.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "archive/recorder.h"
#include "base/clock.h"

#define BLOCK  65536
#define ROUNDS 99

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

/* A block that is nearly full, as in heavy traffic. */
static struct dtap_block *
make_block(void)
{
	static uint8_t bytes[2048];
	struct dtap_container container = {
		.data = bytes, .size = sizeof bytes, .time = {1767225600, 0}};
	struct dtap_block *block = dtap_block_open(BLOCK);

	memset(bytes, 0x55, sizeof bytes);
	bytes[0] = DTAP_DATA;
	bytes[1] = bytes[2] = bytes[3] = 0;
	bytes[4] = 1;
	bytes[5] = bytes[6] = bytes[7] = 0;
	bytes[8] = (sizeof bytes - 12) & 0xff;
	bytes[9] = (sizeof bytes - 12) >> 8;
	bytes[10] = bytes[11] = 0;
	/* Frames have the average length of those of the simulator. */
	for (size_t at = 241; at < sizeof bytes; at += 230)
		bytes[at] = 0x7E;
	while (dtap_block_append(block, &container, DTAP_SNAPLEN_MAX) == 0)
		;
	dtap_block_seal(block);
	return block;
}

struct outcome {
	double recorder[ROUNDS], plain[ROUNDS]; /* seconds */
	double writes_per_block;
	size_t held; /* bytes of memory, at most */
};

static size_t
in_use(void)
{
	return mallinfo2().uordblks + mallinfo2().hblkhd;
}

static void
step(struct dtap_recorder *recorder, struct dtap_ring *ring,
     struct outcome *outcome, size_t before)
{
	struct dtap_ring_status status;
	struct dtap_moment moment;
	int64_t again;

	do {
		size_t held;

		moment = (struct dtap_moment){dtap_clock_now(),
					      dtap_clock_boot(), time(NULL)};
		again = dtap_recorder_step(recorder, &moment);
		dtap_ring_status(ring, &status);
		held = in_use() - before - status.bytes;
		if (in_use() > before + status.bytes && held > outcome->held)
			outcome->held = held;
	} while (again <= moment.now);
}

static double
run_recorder(const char *directory, uint64_t blocks, struct outcome *outcome)
{
	static const struct dtap_log log = {.most = DTAP_NOTHING};
	const struct dtap_archive_options options = {
		.directory = directory,
		.name = "",
		.form = DTAP_FORM_PCAP,
		.rotate_bytes = UINT64_C(1) << 40,
		.flush_ms = 1000,
		.sync_seconds = 3600,
	};
	struct dtap_ring *ring = dtap_ring_new(BLOCK);
	struct dtap_capture_index *index =
		dtap_capture_index_new(directory, "diag", NULL);
	const struct dtap_recorder_setup setup = {
		.options = &options,
		.tap = "diag",
		.ring = ring,
		.snaplen = DTAP_SNAPLEN_MAX,
		.index = index,
		.log = &log,
	};
	struct dtap_recorder *recorder = dtap_recorder_new(&setup);
	struct dtap_archive_status status;
	size_t before = in_use();
	int64_t begun = dtap_clock_now();

	for (uint64_t i = 0; i < blocks; i++) {
		dtap_ring_publish(ring, make_block());
		step(recorder, ring, outcome, before);
	}
	dtap_ring_end(ring);
	step(recorder, ring, outcome, before);
	dtap_recorder_status(recorder, &status);
	outcome->writes_per_block = (double)status.writes / (double)blocks;
	if (dtap_recorder_step(recorder, &(struct dtap_moment){0}) !=
		    DTAP_NEVER ||
	    status.failures > 0)
		die(status.why);
	dtap_recorder_free(recorder);
	dtap_capture_index_free(index);
	dtap_ring_free(ring);
	return (double)(dtap_clock_now() - begun) / 1e9;
}

static double
run_plain(const char *directory, uint64_t blocks)
{
	struct dtap_block *last = NULL, *block;
	int64_t begun = dtap_clock_now();
	char path[512];
	int fd;

	snprintf(path, sizeof path, "%s/plain", directory);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0)
		die(path);
	for (uint64_t i = 0; i < blocks; i++) {
		struct dtap_view view;

		/* Blocks are made and kept for a while, as in the ring. */
		block = make_block();
		dtap_block_unref(last);
		last = block;
		view = dtap_block_view(block, DTAP_FORM_PCAP, false);
		if (write(fd, view.iov[0].iov_base, view.bytes) !=
		    (ssize_t)view.bytes)
			die("write");
	}
	if (fsync(fd) < 0)
		die("fsync");
	close(fd);
	dtap_block_unref(last);
	return (double)(dtap_clock_now() - begun) / 1e9;
}

static void
empty(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;

	if (dir == NULL)
		die(path);
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
	sync();
}

static void
print_list(const char *name, const double *list, int count)
{
	printf("\"%s\": [", name);
	for (int i = 0; i < count; i++)
		printf("%s%.4f", i > 0 ? ", " : "", list[i]);
	printf("], ");
}

int
main(int argc, char **argv)
{
	struct dtap_block *block = make_block();
	struct outcome outcome = {0};
	uint64_t blocks;
	int rounds;

	if (argc != 4 || atoi(argv[3]) > ROUNDS) {
		fprintf(stderr, "usage: record DIRECTORY MIB ROUNDS\n");
		return 2;
	}
	rounds = atoi(argv[3]);
	blocks = strtoull(argv[2], NULL, 10) * (1 << 20) / BLOCK;
	for (int i = 0; i < 2 * rounds; i++) {
		/* The order changes each round. */
		bool recorder = i % 4 == 0 || i % 4 == 3;

		empty(argv[1]);
		if (recorder)
			outcome.recorder[i / 2] =
				run_recorder(argv[1], blocks, &outcome);
		else
			outcome.plain[i / 2] = run_plain(argv[1], blocks);
	}
	empty(argv[1]);
	printf("{\"bytes\": %llu, ",
	       (unsigned long long)(blocks * dtap_block_view(block,
							     DTAP_FORM_PCAP,
							     false)
						     .bytes));
	print_list("recorder_s", outcome.recorder, rounds);
	print_list("plain_s", outcome.plain, rounds);
	printf("\"writes_per_block\": %.3f, \"held_bytes\": %zu}\n",
	       outcome.writes_per_block, outcome.held);
	dtap_block_unref(block);
	return 0;
}
