/* SPDX-License-Identifier: MIT */
#include "archive/sidecar.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
	fprintf(out,
		",\n  \"%s\": {\"containers\": %" PRIu64 ", \"bytes\": %" PRIu64
		"}",
		name, amount->containers, amount->bytes);
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
put_codes(FILE *out, const struct dtap_codes *codes)
{
	struct dtap_code top[TOP];
	size_t count = dtap_codes_top(codes, top, TOP);

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
put_offset(FILE *out, const struct dtap_wall *wall)
{
	if (wall == NULL)
		put_text(out, "clock_offset_us", NULL);
	else
		fprintf(out, ",\n  \"clock_offset_us\": %" PRId64,
			dtap_wall_offset(wall) / 1000);
}

static void
put_side(FILE *out, const struct dtap_side *side, const struct dtap_name *name)
{
	const struct dtap_tally *tally = side->tally;
	char text[DTAP_NAME_ROOM];

	fputs(mark, out);
	put_text(out, "version", side->version);
	dtap_name_write_as(name, name->kind, false, text);
	put_text(out, "capture", text);
	put_text(out, "tap", name->tap);
	put_text(out, "device", side->device);
	put_host(out);
	put_text(out, "masks", side->masks);
	put_time(out, "first", &tally->first);
	put_time(out, "last", &tally->last);
	put_offset(out, side->wall);
	fprintf(out, ",\n  \"recovered\": %s",
		side->recovered ? "true" : "false");
	put_count(out, "bytes", side->bytes);
	put_count(out, "records", tally->records);
	put_count(out, "requests", tally->requests);
	put_amount(out, "containers", &tally->containers);
	put_amount(out, "lost", &tally->lost);
	put_codes(out, &tally->codes);
	put_count(out, "other_logs", tally->codes.others);
	put_count(out, "coded_containers", tally->coded);
	fputs("\n}\n", out);
}

/* The text of a side file; the caller frees it.  NULL: ENOMEM. */
static char *
print(const struct dtap_side *side, const struct dtap_name *name, size_t *size)
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
write_part(const struct dtap_disk *disk, int directory, const char *part,
	   char *text, size_t size)
{
	struct iovec iov = {text, size};
	int status, error, fd;

	/* What a crash left of one. */
	disk->remove(disk, directory, part);
	fd = disk->open(disk, directory, part, O_WRONLY | O_CREAT | O_EXCL);
	if (fd < 0)
		return -1;
	status = dtap_disk_write_all(disk, fd, &iov, 1, 0);
	if (status == 0)
		status = disk->sync(disk, fd);
	error = errno;
	disk->close(disk, fd);
	if (status < 0)
		disk->remove(disk, directory, part);
	errno = error;
	return status;
}

int
dtap_side_write(const struct dtap_side *side, const struct dtap_disk *disk,
		int directory, const struct dtap_name *name)
{
	char part[DTAP_NAME_ROOM], finished[DTAP_NAME_ROOM];
	size_t size;
	char *text = print(side, name, &size);
	int status;

	if (text == NULL)
		return -1;
	dtap_name_write_as(name, DTAP_FILE_SIDE, true, part);
	dtap_name_write_as(name, DTAP_FILE_SIDE, false, finished);
	status = write_part(disk, directory, part, text, size);
	free(text);
	if (status == 0 && dtap_side_is_ours(disk, directory, name))
		disk->remove(disk, directory, finished);
	if (status < 0)
		return -1;
	if (disk->rename(disk, directory, part, finished) == 0)
		return disk->sync(disk, directory);
	status = errno;
	disk->remove(disk, directory, part);
	errno = status;
	return -1;
}

bool
dtap_side_is_ours(const struct dtap_disk *disk, int directory,
		  const struct dtap_name *name)
{
	char text[DTAP_NAME_ROOM], head[sizeof mark - 1];
	ssize_t size;
	int fd;

	dtap_name_write_as(name, DTAP_FILE_SIDE, false, text);
	fd = disk->open(disk, directory, text, O_RDONLY | O_NONBLOCK);
	if (fd < 0)
		return false;
	size = disk->read(disk, fd, head, sizeof head, 0);
	disk->close(disk, fd);
	return size == (ssize_t)sizeof head &&
	       memcmp(head, mark, sizeof head) == 0;
}
