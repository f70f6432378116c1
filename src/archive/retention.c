/* SPDX-License-Identifier: MIT */
#include "archive/retention.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

/*
 * 2020-01-01.  A file of an earlier date was written before the machine knew
 * the time: its age is not known, and only the other limits apply.
 */
#define CLOCK_IS_SET INT64_C(1577836800)

#define AT_STOP 64 /* captures that are deleted when the daemon stops */

/* What a jump back may have written after itself: this is not moved. */
#define JUST_NOW 60 /* s */

static bool
is_old(const struct dtap_retention *limits, const struct dtap_capture *capture,
       int64_t now)
{
	int64_t modified = capture->modified;

	return limits->seconds > 0 && modified >= CLOCK_IS_SET &&
	       modified < now && now - modified > limits->seconds;
}

static bool
is_exceeded(const struct dtap_retention *limits,
	    const struct dtap_capture_sums *sums)
{
	return sums->bytes > limits->bytes || sums->captures > limits->captures;
}

/* The newest capture or mark that is on the disk now. */
static bool
find_newest(struct dtap_capture_index *index,
	    const struct dtap_directory_handle *handle,
	    struct dtap_capture_name *newest)
{
	static const struct dtap_capture_filter any = {
		.any = DTAP_CAPTURE_FILES | DTAP_FILE_BIT(DTAP_FILE_MARK)};
	struct dtap_capture capture;

	if (!dtap_capture_index_previous(index, handle, &any, NULL, &capture))
		return false;
	*newest = capture.name;
	dtap_capture_index_update(index, handle, newest);
	return dtap_capture_index_previous(index, handle, &any, NULL,
					   &capture) &&
	       dtap_capture_name_same(&capture.name, newest);
}

/* A mark keeps the last number: it is useless if there is a later one. */
static void
remove_marks(struct dtap_capture_index *index,
	     const struct dtap_directory_handle *handle)
{
	static const struct dtap_capture_filter marks = {
		.all = DTAP_FILE_BIT(DTAP_FILE_MARK),
		.none = ~DTAP_FILE_BIT(DTAP_FILE_MARK)};
	const struct dtap_vfs *vfs = dtap_capture_index_vfs(index);
	const struct dtap_capture_name *after = NULL;
	struct dtap_capture_name newest;
	char text[DTAP_CAPTURE_NAME_ROOM];
	struct dtap_capture mark;

	if (!find_newest(index, handle, &newest))
		return;
	for (; dtap_capture_index_next(index, handle, &marks, after, &mark);
	     after = &mark.name) {
		if (dtap_capture_name_same(&mark.name, &newest))
			return;
		dtap_capture_name_write_as(&mark.name, DTAP_FILE_MARK, false,
					   text);
		vfs->remove(vfs, handle->fd, text);
		dtap_capture_index_update(index, handle, &mark.name);
	}
}

struct dtap_deleted
dtap_retention_enforce(const struct dtap_retention *limits,
		       struct dtap_capture_index *index,
		       const struct dtap_directory_handle *handle, int64_t now,
		       const atomic_bool *stop)
{
	const struct dtap_capture_name *after = NULL;
	struct dtap_deleted deleted = {0};
	struct dtap_capture_sums sums;
	struct dtap_capture capture;

	remove_marks(index, handle);
	for (; dtap_capture_index_next(index, handle, &dtap_finished_captures,
				       after, &capture);
	     after = &capture.name) {
		dtap_capture_index_sums(index, handle, &sums);
		if (!is_exceeded(limits, &sums)) {
			if (limits->seconds == 0)
				break;
			if (!is_old(limits, &capture, now))
				continue;
		}
		if (stop != NULL && deleted.captures >= AT_STOP &&
		    atomic_load(stop))
			break;
		if (dtap_capture_index_remove(index, handle, &capture.name) < 0)
			continue;
		deleted.captures++;
		deleted.unsent += !dtap_capture_is_uploaded(&capture);
	}
	return deleted;
}

/* On the disk; the rest of the file stays as it is. */
static int
move_time(const struct dtap_capture *capture, int fd, int64_t by)
{
	const struct timespec times[] = {
		{.tv_nsec = UTIME_OMIT},
		{.tv_sec = (time_t)(capture->modified + by)}};
	char text[DTAP_CAPTURE_NAME_ROOM];

	dtap_capture_name_write_as(&capture->name, dtap_capture_kind(capture),
				   false, text);
	return utimensat(fd, text, times, AT_SYMLINK_NOFOLLOW);
}

void
dtap_retention_shift(struct dtap_capture_index *index,
		     const struct dtap_directory_handle *handle, int64_t before,
		     int64_t by)
{
	const struct dtap_capture_name *after = NULL;
	struct dtap_capture capture;

	for (; dtap_capture_index_next(index, handle, &dtap_finished_captures,
				       after, &capture);
	     after = &capture.name) {
		int64_t since = before + by - capture.modified;

		if (capture.modified < CLOCK_IS_SET ||
		    capture.modified > before ||
		    (by < 0 && since >= 0 && since < JUST_NOW) ||
		    !dtap_capture_index_confirm(index, handle, &capture.name,
						&capture) ||
		    move_time(&capture, handle->fd, by) < 0)
			continue;
		dtap_capture_index_update(index, handle, &capture.name);
	}
}
