/* SPDX-License-Identifier: MIT */
#include "support/recorder_fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/hdlc.h>

#include "archive/scan.h"
#include "base/clock.h"
#include "support/testing.h"

#define BEGUN 1767225600 /* 2026-01-01 */
#define RING  (1 << 20)

void
recorder_fixture_make(struct recorder_fixture *fixture)
{
	*fixture = (struct recorder_fixture){
		.directory = "/tmp/diagtap-desk-XXXXXX",
		.ring = dtap_ring_new(RING),
		.log = {.most = DTAP_NOTHING},
		.options = {.name = "",
			    .form = DTAP_FORM_PCAP,
			    .rotate_bytes = 1 << 20,
			    .flush_ms = 100,
			    .sync_seconds = 10},
		.moment = {.now = DTAP_NS_PER_S, .wall = BEGUN},
	};
	assert_non_null(mkdtemp(fixture->directory));
	fixture->options.directory = fixture->directory;
}

static void
visit_names(const struct recorder_fixture *fixture,
	    void (*visit)(void *arg, const char *name), void *arg)
{
	DIR *dir = opendir(fixture->directory);
	const struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			visit(arg, entry->d_name);
	closedir(dir);
}

void
recorder_fixture_path(const struct recorder_fixture *fixture, const char *name,
		      char path[256])
{
	snprintf(path, 256, "%.64s/%.180s", fixture->directory, name);
}

static void
remove_name(void *arg, const char *name)
{
	char path[256];

	recorder_fixture_path(arg, name, path);
	if (remove(path) < 0)
		perror(path);
}

void
recorder_fixture_empty(const struct recorder_fixture *fixture)
{
	visit_names(fixture, remove_name, (void *)fixture);
}

void
recorder_fixture_clear(struct recorder_fixture *fixture)
{
	dtap_recorder_free(fixture->recorder);
	dtap_capture_index_free(fixture->index);
	dtap_ring_free(fixture->ring);
	recorder_fixture_empty(fixture);
	rmdir(fixture->directory);
}

struct dtap_capture_index *
recorder_fixture_index(struct recorder_fixture *fixture)
{
	if (fixture->index == NULL)
		fixture->index = dtap_capture_index_new(fixture->directory,
							"diag", fixture->vfs);
	assert_non_null(fixture->index);
	return fixture->index;
}

void
recorder_fixture_begin(struct recorder_fixture *fixture)
{
	const struct dtap_recorder_setup setup = {
		.options = &fixture->options,
		.tap = "diag",
		.ring = fixture->ring,
		.snaplen = DTAP_SNAPLEN_MAX,
		.index = recorder_fixture_index(fixture),
		.log = &fixture->log,
		.stopping = fixture->stopping,
	};

	fixture->recorder = dtap_recorder_new(&setup);
	assert_non_null(fixture->recorder);
}

void
recorder_fixture_kill(struct recorder_fixture *fixture)
{
	dtap_recorder_free(fixture->recorder);
	fixture->recorder = NULL;
}

void
recorder_fixture_run(struct recorder_fixture *fixture)
{
	do
		fixture->again =
			dtap_recorder_step(fixture->recorder, &fixture->moment);
	while (fixture->again <= fixture->moment.now);
}

/* As all clocks go on to the monotonic time `now`. */
static void
go_on_to(struct dtap_moment *moment, const struct dtap_moment *began,
	 int64_t now)
{
	moment->now = now;
	moment->passed = began->passed + (now - began->now);
	moment->wall = began->wall + (now - began->now) / DTAP_NS_PER_S;
}

void
recorder_fixture_pass(struct recorder_fixture *fixture, int64_t ms)
{
	const struct dtap_moment began = fixture->moment;
	int64_t end = began.now + ms * DTAP_NS_PER_MS;

	for (;;) {
		recorder_fixture_run(fixture);
		if (fixture->again >= end)
			break;
		go_on_to(&fixture->moment, &began, fixture->again);
	}
	go_on_to(&fixture->moment, &began, end);
	recorder_fixture_run(fixture);
}

void
recorder_fixture_sleep(struct recorder_fixture *fixture, int64_t seconds)
{
	fixture->moment.wall += seconds;
	fixture->moment.passed += seconds * DTAP_NS_PER_S;
}

void
recorder_fixture_end(struct recorder_fixture *fixture)
{
	dtap_ring_end(fixture->ring);
	dtap_recorder_cancel(fixture->recorder);
	recorder_fixture_run(fixture);
	assert_int_equal(fixture->again, DTAP_NEVER); /* all is written */
	recorder_fixture_kill(fixture);
}

/* A container with one log, code 0xB0C0; its body repeats the number. */
size_t
recorder_fixture_container(uint8_t *out, uint64_t number, size_t size)
{
	uint8_t packet[65536] = {0x10, 0, 0, 0, 0, 0, 0xC0, 0xB0};
	size_t frame;

	assert_true(size >= 16 && size <= sizeof packet);
	for (size_t at = 8; at + 8 <= size; at += 8)
		dtap_put64(packet + at, number);
	frame = dtap_hdlc_encode(out + 12, packet, size);
	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, 1);
	dtap_put32(out + 8, (uint32_t)frame);
	return 12 + frame;
}

void
recorder_fixture_publish(struct recorder_fixture *fixture, unsigned count,
			 size_t size)
{
	static uint8_t bytes[12 + DTAP_HDLC_ROOM(65536)];

	while (count-- > 0) {
		struct dtap_container container = {
			.data = bytes,
			.size = recorder_fixture_container(
				bytes, fixture->published, size),
			.time = {.tv_sec = fixture->moment.wall},
			.number = fixture->published++,
		};
		struct dtap_block *block = dtap_block_open(
			dtap_pcap_room(&container, DTAP_SNAPLEN_MAX));

		assert_int_equal(
			dtap_block_append(block, &container, DTAP_SNAPLEN_MAX),
			0);
		dtap_block_seal(block);
		dtap_ring_publish(fixture->ring, block);
	}
}

void
recorder_fixture_status(const struct recorder_fixture *fixture,
			struct dtap_archive_status *status)
{
	dtap_recorder_status(fixture->recorder, status);
}

struct search {
	const struct recorder_fixture *fixture;
	const char *end;
	char *name;
	unsigned count;
	uint64_t size;
};

static void
search_name(void *arg, const char *name)
{
	struct search *search = arg;
	size_t size = strlen(name), end = strlen(search->end);
	char path[256];
	struct stat stat;

	recorder_fixture_path(search->fixture, name, path);
	if (lstat(path, &stat) == 0)
		search->size += (uint64_t)stat.st_size;
	if (size < end || strcmp(name + size - end, search->end) != 0)
		return;
	if (search->name != NULL &&
	    (search->count == 0 || strcmp(name, search->name) < 0))
		strcpy(search->name, name);
	search->count++;
}

unsigned
recorder_fixture_count(const struct recorder_fixture *fixture, const char *end,
		       char *name)
{
	struct search search = {.fixture = fixture, .end = end, .name = name};

	visit_names(fixture, search_name, &search);
	return search.count;
}

uint64_t
recorder_fixture_size(const struct recorder_fixture *fixture)
{
	struct search search = {.fixture = fixture, .end = ""};

	visit_names(fixture, search_name, &search);
	return search.size;
}

void
recorder_fixture_write(const struct recorder_fixture *fixture, const char *name,
		       const void *bytes, size_t size)
{
	char path[256];
	FILE *file;

	recorder_fixture_path(fixture, name, path);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
	recorder_fixture_touch(fixture);
}

/* Before Linux 6.13 the clock of a file system has steps of some milliseconds.
 */
void
recorder_fixture_touch(const struct recorder_fixture *fixture)
{
	struct stat before, after;

	assert_int_equal(stat(fixture->directory, &before), 0);
	do {
		assert_int_equal(
			utimensat(AT_FDCWD, fixture->directory, NULL, 0), 0);
		assert_int_equal(stat(fixture->directory, &after), 0);
	} while (before.st_ctim.tv_sec == after.st_ctim.tv_sec &&
		 before.st_ctim.tv_nsec == after.st_ctim.tv_nsec);
}

struct reading {
	uint64_t next; /* number that the next container should have */
	uint64_t containers;
	struct recorder_fixture_missing missing;
	bool *seen; /* or NULL */
};

static void
check_container(struct reading *reading, const uint8_t *bytes, size_t size)
{
	static uint8_t packet[DTAP_HDLC_ROOM(65536)];
	uint64_t number;
	size_t length;

	assert_int_equal(dtap_container_span(bytes, size), size);
	assert_true(dtap_hdlc_decode(packet, &length, bytes + 12, size - 13));
	assert_true(length >= 16);
	number = dtap_get64(packet + 8);
	for (size_t at = 8; at + 8 <= length; at += 8)
		assert_int_equal(dtap_get64(packet + at), number);
	assert_true(number >= reading->next);
	reading->missing.unreported += number - reading->next;
	reading->next = number + 1;
	reading->containers++;
	if (reading->seen != NULL)
		reading->seen[number] = true;
}

static size_t
check_record(struct reading *reading, const uint8_t *record, size_t size)
{
	size_t body;

	assert_true(size >= DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE);
	body = dtap_get32(record + 8);
	assert_true(body <= size - DTAP_PCAP_RECORD_HEADER);
	record += DTAP_PCAP_RECORD_HEADER;
	if (dtap_get16(record) == DTAP_PATH_LOSS) {
		reading->missing.reported += dtap_get64(record + 3);
		reading->next += dtap_get64(record + 3);
	} else {
		assert_int_equal(dtap_get16(record), DTAP_PATH_CONTAINER);
		check_container(reading, record + 4, body - 4);
	}
	return DTAP_PCAP_RECORD_HEADER + body;
}

static void
check_file(struct reading *reading, const char *path)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER];
	int fd = open(path, O_RDONLY);
	struct stat stat = {0};
	uint8_t *bytes;
	size_t size, at = DTAP_PCAP_FILE_HEADER;

	assert_true(fd >= 0 && fstat(fd, &stat) == 0);
	size = (size_t)stat.st_size;
	bytes = malloc(size + 1);
	assert_int_equal(read(fd, bytes, size), size);
	dtap_pcap_file_header(header, DTAP_SNAPLEN_MAX);
	assert_true(size > sizeof header);
	assert_memory_equal(bytes, header, sizeof header);
	while (at < size)
		at += check_record(reading, bytes + at, size - at);
	free(bytes);
	close(fd);
}

uint64_t
recorder_fixture_read(const struct recorder_fixture *fixture,
		      struct recorder_fixture_missing *missing)
{
	int directory = open(fixture->directory, O_RDONLY | O_DIRECTORY);
	struct reading reading = {.seen = fixture->seen};
	struct dtap_scan scan;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256];

	assert_int_equal(dtap_scan_read(&scan, directory, "diag"), 0);
	for (size_t i = 0; i < scan.count; i++) {
		if (!(scan.captures[i].there & 1U << DTAP_FILE_PCAP))
			continue;
		assert_true(dtap_capture_is_finished(&scan.captures[i]));
		dtap_capture_name_write_as(&scan.captures[i].name,
					   DTAP_FILE_PCAP, false, name);
		recorder_fixture_path(fixture, name, path);
		check_file(&reading, path);
	}
	dtap_scan_free(&scan);
	close(directory);
	*missing = reading.missing;
	return reading.containers;
}
