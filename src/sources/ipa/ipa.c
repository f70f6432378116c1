/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/rate_limit.h"
#include "devices/device_owner.h"
#include "sources/device_trouble.h"
#include "sources/ipa/entry_parser.h"

#define READ_MAX (1024 * 1024) /* bytes; a driver has no larger entry */
#define PAUSE_MS 100           /* before a read that gives nothing again */

/* For a device where entries are lost again and again. */
#define MOST_WARNINGS 5
#define WARNINGS_NS   (60 * DTAP_NS_PER_S)

struct ipa {
	struct dtap_source source; /* first: what the tap knows */
	char *device;
	size_t least; /* bytes of the smallest read */
	const struct dtap_ipa_header_format *given; /* NULL: detected */
	struct dtap_entry_parser *parser;
	struct dtap_rate_limit warnings;

	/* From open to close. */
	int fd;
	bool ends;   /* a saved stream, not a device */
	size_t room; /* bytes of a read; grows if a driver asks for more */
	int error;   /* why no more is read; the rest is given first */
	const struct dtap_ipa_header_format
		*told;  /* the format that was logged last */
	size_t strayed; /* bytes since the last entry */
};

static struct ipa *
ipa_of(struct dtap_source *source)
{
	return (struct ipa *)source;
}

/* Sets why from errno, which it leaves. */
static void
explain(struct ipa *ipa, bool reads)
{
	int error = errno;
	struct dtap_device_owner owner;
	struct dtap_device_wish wish = {ipa->device, "ipa.device", NULL};
	const char *known =
		error == ENXIO ? "IPA is not set up yet: the modem does not "
				 "run. diagtapd waits for it."
		: error == EIO || error == ENODEV
			? "The device is gone. diagtapd waits for it."
			: NULL;

	if (error == EBUSY && dtap_device_owner_find(&owner, -1, ipa->device))
		wish.owner = &owner;
	if (known != NULL)
		dtap_source_explain(&ipa->source, "%s", known);
	else if (reads)
		dtap_source_explain(&ipa->source, "Cannot read %.80s: %s.",
				    ipa->device, strerror(error));
	else
		dtap_device_trouble(ipa->source.why, error, &wish);
	errno = error;
}

/* A saved stream has an end; for a device 0 bytes mean something else. */
static bool
has_end(int fd, const struct stat *status)
{
	return S_ISFIFO(status->st_mode) ||
	       (S_ISREG(status->st_mode) && lseek(fd, 0, SEEK_CUR) == 0);
}

static int
ipa_open(struct dtap_source *source)
{
	struct ipa *ipa = ipa_of(source);
	struct stat status;

	ipa->fd = open(ipa->device, O_RDONLY | O_CLOEXEC);
	if (ipa->fd < 0 || fstat(ipa->fd, &status) < 0) {
		explain(ipa, false);
		if (ipa->fd >= 0)
			close(ipa->fd);
		return -1;
	}
	ipa->ends = has_end(ipa->fd, &status);
	source->lossless = ipa->ends;
	ipa->room = ipa->least;
	ipa->error = 0;
	ipa->told = ipa->given;
	ipa->strayed = 0;
	dtap_entry_parser_clear(ipa->parser);
	return 0;
}

/*
 * A driver that returns whole entries returns 0 bytes if the buffer is too
 * small.  One that discards what does not fit returns EAGAIN although poll(2)
 * says that there is something.
 */
static void
grow(struct ipa *ipa)
{
	if (ipa->room < READ_MAX)
		ipa->room *= 2;
	else
		dtap_clock_sleep(dtap_clock_now() + PAUSE_MS * DTAP_NS_PER_MS);
}

/* The driver does not wait, so we wait here. */
static void
await(struct ipa *ipa)
{
	struct pollfd fd = {.fd = ipa->fd, .events = POLLIN};

	if (poll(&fd, 1, 0) > 0)
		grow(ipa);
	else
		poll(&fd, 1, PAUSE_MS);
}

/* No more bytes: what the parser holds is given first, then the error. */
static void
finish(struct ipa *ipa, int error)
{
	ipa->error = error;
	dtap_entry_parser_end(ipa->parser);
}

/* One read(2) into the parser. */
static void
fill(struct ipa *ipa)
{
	uint8_t *at = dtap_entry_parser_room(ipa->parser, ipa->room);
	ssize_t size;

	if (at == NULL) {
		finish(ipa, ENOMEM);
		return;
	}
	size = read(ipa->fd, at, ipa->room);
	if (size > 0)
		dtap_entry_parser_add(ipa->parser, (size_t)size);
	else if (size == 0 && ipa->ends)
		finish(ipa, ENODATA);
	else if (size == 0)
		grow(ipa);
	else if (errno == EAGAIN)
		await(ipa);
	else if (errno != EINTR)
		finish(ipa, errno);
}

/* Stray bytes: one warning for each run of them. */
static void
report_strays(struct ipa *ipa, size_t size)
{
	const struct dtap_ipa_header_format *format =
		dtap_entry_parser_format(ipa->parser);
	int64_t now = dtap_clock_now();

	atomic_fetch_add(&ipa->source.stray_bytes, size);
	ipa->strayed += size;
	if (ipa->strayed > size || ipa->error != 0)
		return;
	atomic_fetch_add(&ipa->source.resyncs, 1);
	if (!dtap_rate_limit_pass(&ipa->warnings, now))
		return;
	if (format == NULL)
		dtap_source_explain(
			&ipa->source,
			"No header form fits the data. If it is QMAP, set "
			"ipa.header = \"qmap\".");
	else
		dtap_source_explain(
			&ipa->source,
			"Lost the entry boundaries with header \"%s\" "
			"(%" PRIu64 " times). Check ipa.header.",
			format->name, (uint64_t)ipa->source.resyncs);
}

static void
report_entries(struct ipa *ipa)
{
	const struct dtap_ipa_header_format *format =
		dtap_entry_parser_format(ipa->parser);

	ipa->source.notice = true;
	if (ipa->strayed > 0)
		dtap_source_explain(
			&ipa->source,
			"Found entries with header \"%s\" again after "
			"%zu stray bytes.",
			format->name, ipa->strayed);
	else if (format != ipa->told)
		dtap_source_explain(&ipa->source, "The header is \"%s\".",
				    format->name);
	ipa->strayed = 0;
	ipa->told = format;
}

static ssize_t
give(struct ipa *ipa, uint8_t *buffer, const uint8_t *data, size_t size)
{
	struct dtap_source *source = &ipa->source;

	memcpy(buffer, data, size);
	source->why[0] = '\0';
	source->notice = false;
	if (source->shape.kind == DTAP_KIND_STRAY)
		report_strays(ipa, size);
	else
		report_entries(ipa);
	return (ssize_t)size;
}

static ssize_t
ipa_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct ipa *ipa = ipa_of(source);
	const uint8_t *data;
	size_t given;

	(void)size; /* DTAP_IPA_ENTRY_MAX, which is enough */
	if (dtap_entry_parser_next(ipa->parser, &data, &given, &source->shape))
		return give(ipa, buffer, data, given);
	if (ipa->error == 0) {
		fill(ipa);
		return 0;
	}
	errno = ipa->error;
	if (errno == ENODATA)
		source->why[0] = '\0';
	else
		explain(ipa, true);
	return -1;
}

/* At a stop: entries that were held to detect a format, or part of one. */
static ssize_t
ipa_drain(struct dtap_source *source, uint8_t *buffer)
{
	struct ipa *ipa = ipa_of(source);
	const uint8_t *data;
	size_t given;

	if (ipa->error == 0)
		finish(ipa, ENODATA);
	return dtap_entry_parser_next(ipa->parser, &data, &given,
				      &source->shape)
		       ? give(ipa, buffer, data, given)
		       : 0;
}

static void
ipa_close(struct dtap_source *source)
{
	close(ipa_of(source)->fd);
}

static void
ipa_free(struct dtap_source *source)
{
	struct ipa *ipa = ipa_of(source);

	dtap_entry_parser_free(ipa->parser);
	free(ipa->device);
	free(ipa);
}

struct dtap_source *
dtap_ipa_new(const struct dtap_ipa_options *options)
{
	static const struct dtap_source_ops ops = {
		.open = ipa_open,
		.read = ipa_read,
		.drain = ipa_drain,
		.close = ipa_close,
		.free = ipa_free,
	};
	struct ipa *ipa = calloc(1, sizeof *ipa);

	if (ipa == NULL)
		return NULL;
	ipa->given = dtap_ipa_header_format_find(options->header);
	ipa->parser = dtap_entry_parser_new(ipa->given);
	ipa->device = strdup(options->device);
	ipa->least = options->buffer_bytes;
	ipa->warnings = (struct dtap_rate_limit){.most = MOST_WARNINGS,
						 .period = WARNINGS_NS};
	ipa->source = (struct dtap_source){
		.ops = &ops,
		.type = "ipa",
		.where = ipa->device,
		.buffer_size = DTAP_IPA_ENTRY_MAX,
	};
	if (ipa->parser != NULL && ipa->device != NULL)
		return &ipa->source;
	ipa_free(&ipa->source);
	return NULL;
}
