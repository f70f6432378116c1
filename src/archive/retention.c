/* SPDX-License-Identifier: MIT */
#include "archive/retention.h"

/*
 * 2020-01-01.  A file of an earlier date was written before the machine knew
 * the time: its age is not known, and only the other caps reach it.
 */
#define CLOCK_IS_SET INT64_C(1577836800)

/* Of all that is kept. */
struct sum {
	uint64_t bytes, files;
};

static struct sum
add_up(const struct dtap_scan *scan)
{
	struct sum sum = {0};

	for (size_t i = 0; i < scan->count; i++) {
		if (!dtap_capture_is_finished(&scan->captures[i]))
			continue;
		sum.bytes += dtap_capture_bytes(&scan->captures[i]);
		sum.files++;
	}
	return sum;
}

static bool
is_old(const struct dtap_retention *caps, const struct dtap_capture *capture,
       int64_t now)
{
	int64_t modified = capture->modified[dtap_capture_kind(capture)];

	return caps->seconds > 0 && modified >= CLOCK_IS_SET &&
	       modified < now && now - modified > caps->seconds;
}

static bool
is_beyond(const struct dtap_retention *caps, const struct sum *sum)
{
	return sum->bytes > caps->bytes || sum->files > caps->files;
}

/*
 * A power cut may leave the sidecar file of a capture that was being deleted;
 * and a mark outlives its capture, until it is not the last that there is.
 */
static void
clear_left_over(const struct dtap_scan *scan, size_t i,
		const struct dtap_vfs *vfs, int directory)
{
	const struct dtap_capture *capture = &scan->captures[i];
	unsigned rest = 1U << DTAP_FILE_SIDECAR | 1U << DTAP_FILE_MARK;

	if ((capture->there & ~rest) != 0 || capture->parts != 0)
		return;
	dtap_capture_remove(capture, vfs, directory);
	if (dtap_capture_is_uploaded(capture) && i + 1 < scan->count)
		dtap_capture_unmark(&capture->name, vfs, directory);
}

struct dtap_deleted
dtap_retention_enforce(const struct dtap_retention *caps,
		       const struct dtap_scan *scan, const struct dtap_vfs *vfs,
		       int directory, int64_t now)
{
	struct sum sum = add_up(scan);
	struct dtap_deleted deleted = {0};

	for (size_t i = 0; i < scan->count; i++) {
		const struct dtap_capture *capture = &scan->captures[i];

		clear_left_over(scan, i, vfs, directory);
		if (!dtap_capture_is_finished(capture) ||
		    (!is_beyond(caps, &sum) && !is_old(caps, capture, now)) ||
		    dtap_capture_remove(capture, vfs, directory) < 0)
			continue;
		sum.bytes -= dtap_capture_bytes(capture);
		sum.files--;
		deleted.captures++;
		deleted.unsent += !dtap_capture_is_uploaded(capture);
	}
	return deleted;
}
