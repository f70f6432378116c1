/* SPDX-License-Identifier: MIT */
/*
 * A process that records, killed at any moment, again and again: what the
 * archive had written is found, as it was published; and tcpdump and capinfos
 * read every file.  "test_killed N" kills N times.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "archive/archive.h"
#include "base/clock.h"
#include "support/recorder_fixture.h"
#include "support/testing.h"

#define MOST 4000000 /* containers in all */
#define RUNS 5       /* kills between two looks */

static unsigned kills = 30;

/* What the processes tell each other; survives the recording one. */
struct shared {
	_Atomic uint64_t next;    /* number of the next container */
	_Atomic uint64_t written; /* those before it were, or lost, and */
	_Atomic uint64_t lost;    /* ... this many were */
	bool seen[MOST];
};

struct counting {
	struct dtap_source source;
	struct shared *shared;
};

static int
counting_open(struct dtap_source *source)
{
	(void)source;
	return 0;
}

/* Containers of all sizes, a few thousand a second. */
static ssize_t
counting_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct shared *shared = ((struct counting *)source)->shared;
	uint64_t number = atomic_load(&shared->next);

	(void)size;
	if (number % 16 == 0)
		nanosleep(&(struct timespec){0, 1000000}, NULL);
	if (number == MOST)
		return 0;
	atomic_store(&shared->next, number + 1);
	return (ssize_t)recorder_fixture_container(buffer, number,
						   16 + number * number % 3001);
}

static void
counting_close(struct dtap_source *source)
{
	(void)source;
}

static void
counting_free(struct dtap_source *source)
{
	free(source);
}

static struct dtap_source *
counting_new(struct shared *shared)
{
	static const struct dtap_source_ops ops = {
		.open = counting_open,
		.read = counting_read,
		.close = counting_close,
		.free = counting_free,
	};
	struct counting *counting = calloc(1, sizeof *counting);

	counting->source = (struct dtap_source){
		.ops = &ops,
		.type = "counting",
		.where = "memory",
		.buffer_size = 1 << 18,
	};
	counting->shared = shared;
	return &counting->source;
}

static void
observe(void *arg, const struct dtap_tap *tap, enum dtap_tap_state state,
	const char *why)
{
	(void)arg;
	(void)tap;
	(void)state;
	(void)why;
}

/* Records until it is killed. */
static void
record(const struct dtap_archive_options *options, struct shared *shared)
{
	static const struct dtap_log log = {.most = DTAP_NOTHING};
	const struct dtap_tap_options tap_options = {
		.name = "diag",
		.ring_bytes = 8 << 20,
		.flush_ms = 5,
		.snaplen = DTAP_SNAPLEN_MAX,
	};
	struct dtap_tap *tap = dtap_tap_new(&tap_options, counting_new(shared));
	struct dtap_archive *archive =
		dtap_archive_new(options, tap, NULL, &log);
	uint64_t first = atomic_load(&shared->next);
	struct dtap_archive_status status;

	if (archive == NULL || dtap_archive_start(archive) < 0 ||
	    dtap_tap_start(tap, observe, NULL) < 0)
		_exit(1);
	for (;;) {
		dtap_archive_status(archive, &status);
		atomic_store(&shared->lost, status.lost.containers);
		atomic_store(&shared->written,
			     first + status.recorded.containers);
		nanosleep(&(struct timespec){0, 500000}, NULL);
	}
}

/* A moment between 1 and 80 ms. */
static void
wait_a_moment(unsigned kill)
{
	long ms = 1 + (long)(kill * 2654435761U >> 16) % 80;

	nanosleep(&(struct timespec){0, ms * 1000000}, NULL);
}

static void
run_and_kill(const struct dtap_archive_options *options, struct shared *shared,
	     unsigned number)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0)
		record(options, shared);
	/* Most live before they die, some are killed while they begin. */
	while (number % 4 != 0 && atomic_load(&shared->written) == 0 &&
	       waitpid(child, &status, WNOHANG) == 0)
		nanosleep(&(struct timespec){0, 100000}, NULL);
	wait_a_moment(number);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

/* Other people's programs read what is there.  Absent ones say 127. */
static void
let_others_read(const struct recorder_fixture *fixture)
{
	char command[600];
	int status;

	snprintf(command, sizeof command,
		 "cd %s && command -v capinfos tcpdump >/dev/null || exit 77; "
		 "set -- *.pcap; [ -e \"$1\" ] || exit 0; "
		 "capinfos \"$@\" >/dev/null && for f; do "
		 "tcpdump -qnr \"$f\" 2>&1 >/dev/null | grep -i truncated && "
		 "exit 1; tcpdump -qnr \"$f\" >/dev/null 2>&1 || exit 1; done; "
		 "exit 0",
		 fixture->directory);
	status = WEXITSTATUS(system(command));
	assert_true(status == 0 || status == 77);
	if (status == 77)
		print_message("no capinfos or tcpdump here\n");
}

/* Closes what was left, reads all, and clears the directory. */
static void
look(struct recorder_fixture *fixture, struct shared *shared)
{
	struct recorder_fixture_missing missing;

	fixture->seen = shared->seen;
	recorder_fixture_begin(fixture);
	recorder_fixture_run(fixture);
	recorder_fixture_kill(fixture);
	assert_int_equal(recorder_fixture_count(fixture, ".part", NULL), 0);
	recorder_fixture_read(fixture, &missing);
	let_others_read(fixture);
	recorder_fixture_empty(fixture);
}

/* What one process has published, and said to have written. */
struct run {
	uint64_t first, next, written;
};

/* Returns how many it had not written yet. */
static uint64_t
check(const struct run *run, const struct shared *shared)
{
	uint64_t gone = 0;

	for (uint64_t n = run->first; n < run->next; n++) {
		if (!shared->seen[n] && n < run->written)
			fail_msg("%u was written, and is gone", (unsigned)n);
		gone += !shared->seen[n];
	}
	return gone;
}

static struct run
do_run(const struct recorder_fixture *fixture, struct shared *shared,
       unsigned number)
{
	struct run run = {.first = atomic_load(&shared->next)};

	atomic_store(&shared->written, 0);
	run_and_kill(&fixture->options, shared, number);
	assert_int_equal(atomic_load(&shared->lost), 0);
	run.next = atomic_load(&shared->next);
	run.written = atomic_load(&shared->written);
	return run;
}

static void
what_was_written_survives_every_kill(void **state)
{
	struct shared *shared =
		mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	uint64_t unwritten = 0;
	struct run runs[RUNS];
	struct recorder_fixture fixture;

	(void)state;
	recorder_fixture_make(&fixture);
	fixture.options.rotate_bytes = 65536 * 4;
	fixture.options.flush_ms = 20;
	fixture.options.sync_seconds = 1;
	for (unsigned i = 0; i < kills; i += RUNS) {
		/* Each but the first closes what the one before left. */
		for (unsigned j = 0; j < RUNS; j++)
			runs[j] = do_run(&fixture, shared, i + j);
		look(&fixture, shared);
		for (unsigned j = 0; j < RUNS; j++)
			unwritten += check(&runs[j], shared);
	}
	print_message("%u kills: %u containers published, %u not written yet\n",
		      kills, (unsigned)atomic_load(&shared->next),
		      (unsigned)unwritten);
	recorder_fixture_clear(&fixture);
	munmap(shared, sizeof *shared);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_survives_every_kill),
	};

	if (argc > 1)
		kills = (unsigned)strtoul(argv[1], NULL, 10);
	return RUN(tests);
}
