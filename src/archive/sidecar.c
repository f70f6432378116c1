/* SPDX-License-Identifier: MIT */
#include "archive/sidecar.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>

#include "base/json.h"

#define TOP 20 /* log codes */

/* How each begins. */
static const char mark[] = "{\n  \"written_by\": \"diagtapd\"";

static void
put_text(FILE *out, const char *name, const char *text)
{
	fprintf(out, ",\n  \"%s\": ", name);
	if (text == NULL)
		fputs("null", out);
	else
		dtap_json_string(out, text);
}

static void
put_count(FILE *out, const char *name, uint64_t count)
{
	fprintf(out, ",\n  \"%s\": %" PRIu64, name, count);
}

static void
put_amount(FILE *out, const char *name, const struct dtap_amount *amount)
{
	fputs(",\n  ", out);
	dtap_json_amount(out, name, amount->containers, amount->bytes);
}

static void
put_time(FILE *out, const char *name, const struct timespec *time)
{
	char stamp[32];
	struct tm tm;

	fprintf(out, ",\n  \"%s\": ", name);
	if (time->tv_sec == 0 || gmtime_r(&time->tv_sec, &tm) == NULL) {
		fputs("null", out);
		return;
	}
	strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &tm);
	fprintf(out, "\"%s.%06ldZ\"", stamp, time->tv_nsec / 1000);
}

static void
put_codes(FILE *out, const struct dtap_log_codes *codes)
{
	struct dtap_code_count top[TOP];
	size_t count = dtap_log_codes_top(codes, top, TOP);

	fprintf(out, ",\n  \"log_codes\": {");
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%s\"0x%04X\": %" PRIu64, i > 0 ? ", " : "",
			top[i].code, top[i].count);
	fputc('}', out);
}

static void
put_host(FILE *out)
{
	struct utsname host;
	char text[sizeof host.sysname * 3 + 3];

	if (uname(&host) < 0)
		return;
	snprintf(text, sizeof text, "%s %s %s", host.sysname, host.release,
		 host.machine);
	put_text(out, "kernel", text);
}

static void
put_offset(FILE *out, const struct dtap_record_clock *record_clock)
{
	if (record_clock == NULL)
		put_text(out, "clock_offset_us", NULL);
	else
		fprintf(out, ",\n  \"clock_offset_us\": %" PRId64,
			dtap_record_clock_offset(record_clock) / 1000);
}

/* Numbers are of one boot: without it they would say nothing. */
static void
put_range(FILE *out, const struct dtap_sidecar *side)
{
	if (!side->range.known) {
		put_text(out, "boot", NULL);
		put_text(out, "first_container", NULL);
		put_text(out, "next_container", NULL);
		return;
	}
	put_text(out, "boot", side->boot);
	put_count(out, "first_container", side->range.first);
	put_count(out, "next_container", side->range.next);
}

static void
put_side(FILE *out, const struct dtap_sidecar *side,
	 const struct dtap_capture_name *name)
{
	const struct dtap_capture_stats *stats = side->stats;
	char text[DTAP_CAPTURE_NAME_ROOM];

	fputs(mark, out);
	put_text(out, "version", side->version);
	dtap_capture_name_write_as(name, name->kind, false, text);
	put_text(out, "capture", text);
	put_text(out, "tap", name->tap);
	put_text(out, "device", side->device);
	put_text(out, "uplink_device", side->uplink_device);
	put_range(out, side);
	put_host(out);
	put_text(out, "masks", side->masks);
	put_time(out, "first", &stats->first);
	put_time(out, "last", &stats->last);
	put_offset(out, side->record_clock);
	fprintf(out, ",\n  \"recovered\": %s",
		side->recovered ? "true" : "false");
	put_count(out, "bytes", side->bytes);
	put_count(out, "records", stats->records);
	put_count(out, "requests", stats->requests);
	put_amount(out, "containers", &stats->containers);
	put_amount(out, "lost", &stats->lost);
	put_codes(out, &stats->codes);
	put_count(out, "other_logs", stats->codes.others);
	put_count(out, "coded_containers", stats->coded);
	fputs("\n}\n", out); /* see dtap_sidecar_is_whole() */
}

/* The text of a sidecar file; the caller frees it.  NULL: ENOMEM. */
static char *
print(const struct dtap_sidecar *side, const struct dtap_capture_name *name,
      size_t *size)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, size);

	if (out == NULL)
		return NULL;
	put_side(out, side, name);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static int
write_part(const struct dtap_vfs *vfs, int directory, const char *part,
	   char *text, size_t size)
{
	struct iovec iov = {text, size};
	int status, error, fd;

	/* What a crash left of one. */
	vfs->remove(vfs, directory, part);
	fd = vfs->open(vfs, directory, part, O_WRONLY | O_CREAT | O_EXCL);
	if (fd < 0)
		return -1;
	status = dtap_vfs_write_all(vfs, fd, &iov, 1, 0);
	if (status == 0)
		status = vfs->sync(vfs, fd);
	error = errno;
	vfs->close(vfs, fd);
	if (status < 0)
		vfs->remove(vfs, directory, part);
	errno = error;
	return status;
}

int
dtap_sidecar_write(const struct dtap_sidecar *side, const struct dtap_vfs *vfs,
		   int directory, const struct dtap_capture_name *name)
{
	char part[DTAP_CAPTURE_NAME_ROOM], finished[DTAP_CAPTURE_NAME_ROOM];
	size_t size;
	char *text = print(side, name, &size);
	int status;

	if (text == NULL)
		return -1;
	dtap_capture_name_write_as(name, DTAP_FILE_SIDECAR, true, part);
	dtap_capture_name_write_as(name, DTAP_FILE_SIDECAR, false, finished);
	status = write_part(vfs, directory, part, text, size);
	free(text);
	if (status == 0 &&
	    dtap_sidecar_check(vfs, directory, name) == DTAP_SIDECAR_OURS)
		vfs->remove(vfs, directory, finished);
	if (status < 0)
		return -1;
	if (vfs->rename(vfs, directory, part, finished) == 0)
		return vfs->sync(vfs, directory);
	status = errno;
	vfs->remove(vfs, directory, part);
	errno = status;
	return -1;
}

bool
dtap_sidecar_is_whole(const char *text, size_t size)
{
	static const char end[] = "\n}\n";
	size_t length = sizeof end - 1;

	return size >= sizeof mark - 1 + length &&
	       memcmp(text, mark, sizeof mark - 1) == 0 &&
	       memcmp(text + size - length, end, length) == 0;
}

static enum dtap_sidecar_owner
check_head(const struct dtap_vfs *vfs, int fd)
{
	char head[sizeof mark - 1];
	ssize_t size = vfs->read(vfs, fd, head, sizeof head, 0);

	if (size < 0)
		return DTAP_SIDECAR_UNREADABLE;
	return size == (ssize_t)sizeof head &&
			       memcmp(head, mark, sizeof head) == 0
		       ? DTAP_SIDECAR_OURS
		       : DTAP_SIDECAR_FOREIGN;
}

enum dtap_sidecar_owner
dtap_sidecar_check(const struct dtap_vfs *vfs, int directory,
		   const struct dtap_capture_name *name)
{
	enum dtap_sidecar_owner owner = DTAP_SIDECAR_FOREIGN;
	char text[DTAP_CAPTURE_NAME_ROOM];
	struct stat stat;
	int fd;

	dtap_capture_name_write_as(name, DTAP_FILE_SIDECAR, false, text);
	fd = vfs->open(vfs, directory, text, O_RDONLY | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT  ? DTAP_SIDECAR_NONE
		       : errno == ELOOP ? DTAP_SIDECAR_FOREIGN
					: DTAP_SIDECAR_UNREADABLE;
	if (fstat(fd, &stat) < 0)
		owner = DTAP_SIDECAR_UNREADABLE;
	else if (S_ISREG(stat.st_mode))
		owner = check_head(vfs, fd);
	vfs->close(vfs, fd);
	return owner;
}
