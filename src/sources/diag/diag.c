/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <dtap/container.h>

#include "devices/device_owner.h"
#include "sources/device_trouble.h"
#include "sources/diag/session.h"

#define IDLE_READS 16       /* in a row; each further one waits */
#define IDLE_NS    10000000 /* how long it waits */
#define DOUBTS     3        /* opens that may fail although no owner is seen */

struct diag {
	struct dtap_source source; /* first: what the tap knows */
	char *device;
	unsigned doubts; /* opens in a row: switched on, but no owner seen */

	/* From open to close. */
	int fd;
	struct dtap_session session;
	unsigned idle; /* reads in a row that gave nothing */
};

static struct diag *
diag_of(struct dtap_source *source)
{
	return (struct diag *)source;
}

/* Sets why from errno, which it leaves. */
static void
explain_open(struct diag *diag)
{
	int error = errno;
	struct dtap_device_owner owner;
	struct dtap_device_wish wish = {diag->device, "diag.device", NULL};

	if (error == EBUSY &&
	    dtap_device_owner_find(&owner, diag->fd, diag->device))
		wish.owner = &owner;
	dtap_device_trouble(diag->source.why, error, &wish);
	errno = error;
}

/*
 * A lock on the device itself.  It detects a second diagtapd, also if the
 * driver allows both and gives one of them nothing.
 */
static int
lock_device(struct diag *diag)
{
	struct dtap_device_owner owner;

	if (flock(diag->fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return 0;
	if (!dtap_device_owner_find(&owner, -1, diag->device))
		owner.pid = 0;
	dtap_source_explain(&diag->source,
			    "%.80s is in use by another diagtapd (pid %d). "
			    "Connect your programs to that one.",
			    diag->device, (int)owner.pid);
	return -1;
}

/*
 * If the driver was in our mode already, another program has the traffic.  A
 * process that exits has no visible descriptors any more, but its session ends
 * a moment later.  So the device counts as taken for a few opens even if no
 * owner is seen.  Not for ever: an unknown driver may always answer "was on
 * before".
 */
static bool
is_taken(struct diag *diag)
{
	struct dtap_device_owner owner;

	if (!diag->session.was_on)
		diag->doubts = 0;
	else if (dtap_device_owner_find(&owner, diag->fd, diag->device))
		return true;
	else if (diag->doubts < DOUBTS)
		return ++diag->doubts > 0;
	return false;
}

static int
begin(struct diag *diag)
{
	if (lock_device(diag) < 0)
		return -1;
	if (dtap_session_begin(diag->fd, &diag->session) < 0) {
		explain_open(diag);
		return -1;
	}
	if (is_taken(diag)) {
		errno = EBUSY;
		explain_open(diag);
		return -1;
	}
	return 0;
}

static void
close_device(struct diag *diag)
{
	/* This ends the session: the modem logs to USB again. */
	close(diag->fd);
	diag->fd = -1;
}

static void
diag_close(struct dtap_source *source)
{
	source->session++;
	close_device(diag_of(source));
}

static int
diag_open(struct dtap_source *source)
{
	struct diag *diag = diag_of(source);
	int error;

	diag->idle = 0;
	diag->fd = open(diag->device, O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (diag->fd < 0) {
		errno = dtap_session_errno(errno);
		explain_open(diag);
		return -1;
	}
	if (begin(diag) == 0) {
		source->remote = diag->session.remote != 0;
		source->session++;
		return 0;
	}
	error = errno;
	close_device(diag);
	errno = error;
	return -1;
}

/*
 * A driver that neither waits nor returns data must not keep a processor busy.
 * If a message does not fit the buffer, it returns "no messages" again and
 * again.
 */
static void
slow_down(struct diag *diag, ssize_t given)
{
	static const struct timespec pause = {.tv_nsec = IDLE_NS};

	if (given > DTAP_CONTAINER_HEADER)
		diag->idle = 0;
	else if (++diag->idle > IDLE_READS)
		nanosleep(&pause, NULL);
	if (given > 0 && diag->idle == IDLE_READS + 1)
		dtap_source_explain(
			&diag->source,
			"The driver returns no messages. One may be larger "
			"than diag.buffer_bytes = %zu: set more.",
			diag->source.buffer_size);
}

/* The driver returns 0 for a successful write. */
static int
diag_write(struct dtap_source *source, const uint8_t *request, size_t size)
{
	if (write(diag_of(source)->fd, request, size) >= 0)
		return 0;
	if (errno == EINTR)
		errno = EAGAIN;
	return -1;
}

static ssize_t
diag_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct diag *diag = diag_of(source);
	ssize_t given;

	/* A driver may leave the count of an empty container unwritten. */
	memset(buffer, 0, DTAP_CONTAINER_HEADER);
	given = read(diag->fd, buffer, size);
	/* After a signal the driver returns 0; this is not the end. */
	if (given < 0 && (errno == EINTR || errno == EAGAIN))
		given = 0;
	if (given < 0)
		dtap_source_explain(source, "Cannot read %.80s: %s.",
				    source->where, strerror(errno));
	else
		slow_down(diag, given);
	return given;
}

static void
diag_free(struct dtap_source *source)
{
	free(diag_of(source)->device);
	free(source);
}

struct dtap_source *
dtap_diag_new(const struct dtap_diag_options *options)
{
	static const struct dtap_source_ops ops = {
		.open = diag_open,
		.read = diag_read,
		.write = diag_write,
		.close = diag_close,
		.free = diag_free,
	};
	struct diag *diag = calloc(1, sizeof *diag);

	if (diag == NULL)
		return NULL;
	diag->device = strdup(options->device);
	if (diag->device == NULL) {
		diag_free(&diag->source);
		return NULL;
	}
	diag->fd = -1;
	diag->source = (struct dtap_source){
		.ops = &ops,
		.type = "diag",
		.where = diag->device,
		.buffer_size = options->buffer_bytes,
	};
	return &diag->source;
}
