/* SPDX-License-Identifier: MIT */
#include "sources/file/input.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "decompress/unzip.h"

struct dtap_input {
	int fd;
	enum dtap_input_kind kind;
	bool device;
	enum { UNSEEN, PLAIN, COMPRESSED } form;
	bool ended;                         /* fd has no more */
	off_t at;                           /* bytes read from fd */
	off_t size;                         /* of a file */
	off_t stop;                         /* of the bytes that count; or 0 */
	struct dtap_decompress *decompress; /* COMPRESSED */
	bool more; /* the last read was full: there may be more at once */
	char trouble[160];
	size_t from, to; /* raw[from..to) is not used yet */
	uint8_t raw[65536];
};

static int
open_path(const char *path)
{
	if (strcmp(path, "-") == 0)
		return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
	return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

static enum dtap_input_kind
kind_of(int fd, mode_t mode)
{
	int type = SOCK_STREAM;
	socklen_t size = sizeof type;

	if (S_ISREG(mode))
		return DTAP_INPUT_FILE;
	if (S_ISSOCK(mode))
		getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size);
	return type == SOCK_STREAM ? DTAP_INPUT_STREAM : DTAP_INPUT_PACKETS;
}

struct dtap_input *
dtap_input_open(const char *path)
{
	struct dtap_input *input = calloc(1, sizeof *input);
	struct stat status;
	int error;

	if (!input)
		return NULL;
	input->fd = open_path(path);
	if (input->fd < 0 || fstat(input->fd, &status) < 0)
		goto fail;
	errno = EISDIR;
	if (S_ISDIR(status.st_mode))
		goto fail;
	input->size = status.st_size;
	input->kind = kind_of(input->fd, status.st_mode);
	input->device = S_ISCHR(status.st_mode);
	return input;
fail:
	error = errno;
	dtap_input_close(input);
	errno = error;
	return NULL;
}

void
dtap_input_close(struct dtap_input *input)
{
	if (!input)
		return;
	if (input->form == COMPRESSED)
		input->decompress->format->free(input->decompress);
	if (input->fd >= 0)
		close(input->fd);
	free(input);
}

enum dtap_input_kind
dtap_input_kind(const struct dtap_input *input)
{
	return input->kind;
}

bool
dtap_input_is_device(const struct dtap_input *input)
{
	return input->device;
}

static ssize_t
read_once(struct dtap_input *input, uint8_t *buffer, size_t size)
{
	switch (input->kind) {
	case DTAP_INPUT_FILE:
		if (input->stop > 0 && (off_t)size > input->stop - input->at)
			size = (size_t)(input->stop - input->at);
		/* Other programs share the position of standard input. */
		return pread(input->fd, buffer, size, input->at);
	case DTAP_INPUT_PACKETS:
		return recv(input->fd, buffer, size, MSG_TRUNC);
	default:
		return read(input->fd, buffer, size);
	}
}

/*
 * One read(2).  Another program that shares standard input may have made it
 * non-blocking: then we wait here.
 */
static ssize_t
take(struct dtap_input *input, uint8_t *buffer, size_t size)
{
	struct pollfd wait = {.fd = input->fd, .events = POLLIN};
	ssize_t n;

	do
		n = read_once(input, buffer, size);
	while (n < 0 && errno == EAGAIN && poll(&wait, 1, -1) >= 0);
	if (n > 0)
		input->at += n;
	if (n == 0)
		input->ended = true;
	if (n < 0)
		snprintf(input->trouble, sizeof input->trouble,
			 "%s at offset %jd", strerror(errno),
			 (intmax_t)input->at);
	return n;
}

/* raw is empty, or holds the beginning of the input. */
static ssize_t
refill(struct dtap_input *input)
{
	ssize_t n;

	if (input->from == input->to)
		input->from = input->to = 0;
	n = take(input, input->raw + input->to, sizeof input->raw - input->to);
	if (n > 0)
		input->to += (size_t)n;
	return n;
}

/* The compression whose magic the input may have, by its bytes so far; or NULL.
 */
static const struct dtap_compression_format *
compression_of(const struct dtap_input *input, bool *whole)
{
	static const struct dtap_compression_format *const formats[] = {
		&dtap_compression_format_gzip,  &dtap_compression_format_zstd,
		&dtap_compression_format_bzip2, &dtap_compression_format_xz,
		&dtap_compression_format_zip,   NULL,
	};

	for (const struct dtap_compression_format *const *at = formats;
	     *at != NULL; at++) {
		*whole = input->to >= (*at)->magic;
		if ((*at)->is_magic(input->raw, input->to))
			return *at;
	}
	return NULL;
}

/* NULL, and trouble is set. */
static struct dtap_decompress *
begin_zip(struct dtap_input *input)
{
	struct dtap_zip_member member;
	struct dtap_decompress *unzip;

	if (!dtap_zip_directory_find(input->fd, &member, input->trouble,
				     sizeof input->trouble))
		return NULL;
	unzip = dtap_unzip_begin(&member);
	if (unzip == NULL)
		snprintf(input->trouble, sizeof input->trouble, "zip: %s",
			 strerror(errno));
	input->at = member.at;
	input->stop = member.at + (off_t)member.packed;
	input->from = input->to = 0;
	input->ended = false;
	return unzip;
}

/* Why a format has no library here, by the errno of its begin. */
static void
explain(char *out, size_t room, const struct dtap_compression_format *format,
	int error)
{
	if (error == ELIBACC)
		snprintf(out, room, "%s is not installed", format->library);
	else
		snprintf(out, room, "%s",
			 error == ENOTSUP ? "this diagtapd was built without "
					    "support for it"
					  : strerror(error));
}

/* It cannot be decompressed here; says what else does it.  Returns NULL. */
static struct dtap_decompress *
refuse(struct dtap_input *input, const struct dtap_compression_format *format,
       const char *why)
{
	snprintf(input->trouble, sizeof input->trouble,
		 "%s: %s; unpack it first, for example %s FILE | diagtapd "
		 "--convert - OUT",
		 format->name, why, format->command);
	return NULL;
}

static struct dtap_decompress *
begin_format(struct dtap_input *input,
	     const struct dtap_compression_format *format)
{
	struct dtap_decompress *decompress;
	char why[64];

	if (format == &dtap_compression_format_zip)
		return input->kind == DTAP_INPUT_FILE
			       ? begin_zip(input)
			       : refuse(input, format,
					"its directory is at its end, and this "
					"is a pipe");
	decompress = format->begin();
	if (decompress != NULL)
		return decompress;
	explain(why, sizeof why, format, errno);
	return refuse(input, format, why);
}

static int
begin_compressed(struct dtap_input *input,
		 const struct dtap_compression_format *format)
{
	input->decompress = begin_format(input, format);
	if (input->decompress == NULL)
		return -1;
	input->form = COMPRESSED;
	return 0;
}

/* Reads only the bytes that are needed to detect compression. */
static int
detect(struct dtap_input *input)
{
	while (input->form == UNSEEN) {
		bool whole;
		const struct dtap_compression_format *format =
			compression_of(input, &whole);

		if (format == NULL || (!whole && input->ended))
			input->form = PLAIN;
		else if (whole)
			return begin_compressed(input, format);
		else if (refill(input) < 0)
			return -1;
	}
	return 0;
}

static ssize_t
read_plain(struct dtap_input *input, uint8_t *buffer, size_t size)
{
	size_t n = input->to - input->from;

	if (n == 0)
		return input->ended ? 0 : take(input, buffer, size);
	if (n > size)
		n = size;
	memcpy(buffer, input->raw + input->from, n);
	input->from += n;
	return (ssize_t)n;
}

static ssize_t
damaged(struct dtap_input *input)
{
	const struct dtap_decompress *decompress = input->decompress;

	snprintf(input->trouble, sizeof input->trouble,
		 "%s is damaged at offset %" PRIu64 ", after %" PRIu64
		 " decompressed bytes: %s",
		 decompress->format->name, decompress->taken, decompress->given,
		 decompress->trouble);
	errno = EBADMSG;
	return -1;
}

static ssize_t
read_compressed(struct dtap_input *input, uint8_t *buffer, size_t size)
{
	const struct dtap_compression_format *format =
		input->decompress->format;

	for (;;) {
		const uint8_t *data = input->raw + input->from;
		size_t left = input->to - input->from;
		size_t n = format->run(input->decompress, &data, &left, buffer,
				       size);

		input->from = input->to - left;
		if (n > 0)
			return (ssize_t)n;
		if (input->decompress->trouble)
			return damaged(input);
		if (!input->ended && refill(input) < 0)
			return -1;
		if (input->ended)
			return format->end(input->decompress) ? 0
							      : damaged(input);
	}
}

ssize_t
dtap_input_read(struct dtap_input *input, uint8_t *buffer, size_t size)
{
	ssize_t n;

	if (detect(input) < 0)
		return -1;
	n = input->form == COMPRESSED ? read_compressed(input, buffer, size)
				      : read_plain(input, buffer, size);
	input->more = n > 0 && (size_t)n == size;
	return n;
}

int
dtap_input_await(struct dtap_input *input, int timeout_ms)
{
	struct pollfd wait = {.fd = input->fd, .events = POLLIN};

	if (input->more || input->ended || input->from < input->to)
		return 1;
	return poll(&wait, 1, timeout_ms);
}

int
dtap_input_packet(struct dtap_input *input, uint8_t *buffer, size_t size,
		  size_t *length)
{
	ssize_t n = take(input, buffer, size);

	*length = 0;
	if (n < 0)
		return -1;
	if ((size_t)n > size) {
		snprintf(input->trouble, sizeof input->trouble,
			 "a packet of %zd bytes is too large", n);
		errno = EMSGSIZE;
		return -1;
	}
	*length = (size_t)n;
	return 0;
}

double
dtap_input_progress(const struct dtap_input *input)
{
	if (input->kind != DTAP_INPUT_FILE)
		return -1;
	/* A file may have grown, or have become shorter. */
	return input->at < input->size ? (double)input->at / (double)input->size
				       : 1;
}

const char *
dtap_input_trouble(const struct dtap_input *input)
{
	return input->trouble;
}
