/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <dtap/hdlc.h>

#include "devices/device_owner.h"
#include "sources/device_trouble.h"
#include "sources/hdlc/hdlc_reader.h"

struct hdlc {
	struct dtap_source source; /* first: what the tap knows */
	char *device;

	/* From open to close. */
	int fd;
	bool is_terminal;
	struct termios before; /* settings of a terminal, restored at close */
	struct dtap_hdlc_reader reader;
};

static struct hdlc *
hdlc_of(struct dtap_source *source)
{
	return (struct hdlc *)source;
}

static int
set_raw(struct hdlc *hdlc)
{
	struct termios raw;

	hdlc->is_terminal = tcgetattr(hdlc->fd, &hdlc->before) == 0;
	if (!hdlc->is_terminal)
		return 0;
	raw = hdlc->before;
	cfmakeraw(&raw);
	cfsetspeed(&raw, B115200);
	raw.c_cflag |= CLOCAL | CREAD;
	raw.c_cflag &= ~(tcflag_t)CRTSCTS;
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	return tcsetattr(hdlc->fd, TCSANOW, &raw);
}

/*
 * It was opened without waiting for a carrier; reads will wait.  A new terminal
 * sends back what the modem sends until it is raw, so that comes first, but for
 * the lock: settings of a port that another program has are not ours.
 */
static int
set_up(struct hdlc *hdlc)
{
	struct stat status;

	if (fstat(hdlc->fd, &status) < 0)
		return -1;
	if (!S_ISCHR(status.st_mode)) {
		errno = ENOTTY;
		return -1;
	}
	if (flock(hdlc->fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
		errno = EBUSY;
		return -1;
	}
	if (set_raw(hdlc) < 0)
		return -1;
	return fcntl(hdlc->fd, F_SETFL, O_RDWR);
}

/* Sets why from errno, which it leaves. */
static void
explain(struct hdlc *hdlc)
{
	int error = errno;
	struct dtap_device_owner owner;
	struct dtap_device_wish wish = {hdlc->device, "diag.device", NULL};

	if (error == EBUSY && dtap_device_owner_find(&owner, -1, hdlc->device))
		wish.owner = &owner;
	dtap_device_trouble(hdlc->source.why, error, &wish);
	errno = error;
}

/* Not every program locks such a device, and each takes data from the others.
 */
static void
warn_of_others(struct hdlc *hdlc)
{
	struct dtap_device_owner owner;

	if (dtap_device_owner_find(&owner, -1, hdlc->device))
		dtap_source_explain(
			&hdlc->source,
			"%s (pid %d) has %.80s open too, and takes a part of "
			"the data. %s",
			owner.name, (int)owner.pid, hdlc->device,
			dtap_device_cure(&owner));
}

static int
hdlc_open(struct dtap_source *source)
{
	struct hdlc *hdlc = hdlc_of(source);
	int error;

	dtap_hdlc_reader_clear(&hdlc->reader);
	hdlc->fd =
		open(hdlc->device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (hdlc->fd < 0) {
		explain(hdlc);
		return -1;
	}
	if (set_up(hdlc) < 0) {
		error = errno;
		explain(hdlc);
		close(hdlc->fd);
		errno = error;
		return -1;
	}
	warn_of_others(hdlc);
	source->session++;
	return 0;
}

static int
write_all(int fd, const uint8_t *data, size_t size)
{
	size_t at = 0;

	while (at < size) {
		ssize_t put = write(fd, data + at, size - at);

		if (put < 0 && errno != EINTR)
			return -1;
		at += put > 0 ? (size_t)put : 0;
	}
	return 0;
}

/*
 * A flag goes first.  It ends what may stand before the request: traffic that
 * the terminal has sent back before it was raw, or half a request of the
 * program before us.  ModemManager does the same (mm-port-probe.c).
 */
static int
hdlc_write(struct dtap_source *source, const uint8_t *request, size_t size)
{
	static const uint8_t flag = DTAP_HDLC_FLAG;
	int fd = hdlc_of(source)->fd;

	if (write_all(fd, &flag, 1) < 0)
		return -1;
	return write_all(fd, request + DTAP_REQUEST_WORD,
			 size - DTAP_REQUEST_WORD);
}

static ssize_t
hdlc_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct hdlc *hdlc = hdlc_of(source);
	ssize_t given = dtap_hdlc_reader_read(&hdlc->reader, hdlc->fd, buffer,
					      &source->wrong_frames);

	(void)size;
	if (given < 0 && (errno == EIO || errno == EPIPE || errno == ENODEV)) {
		errno = EIO;
		dtap_source_explain(source,
				    "It was unplugged. diagtapd waits for it.");
	} else if (given < 0) {
		dtap_source_explain(source, "Cannot read %.80s: %s.",
				    hdlc->device, strerror(errno));
	}
	return given;
}

static void
hdlc_close(struct dtap_source *source)
{
	struct hdlc *hdlc = hdlc_of(source);

	source->session++;
	if (hdlc->is_terminal)
		tcsetattr(hdlc->fd, TCSANOW, &hdlc->before);
	close(hdlc->fd);
}

static void
hdlc_free(struct dtap_source *source)
{
	free(hdlc_of(source)->device);
	free(source);
}

struct dtap_source *
dtap_hdlc_new(const char *device)
{
	static const struct dtap_source_ops ops = {
		.open = hdlc_open,
		.read = hdlc_read,
		.write = hdlc_write,
		.close = hdlc_close,
		.free = hdlc_free,
	};
	struct hdlc *hdlc = calloc(1, sizeof *hdlc);

	if (hdlc == NULL)
		return NULL;
	hdlc->device = strdup(device);
	if (hdlc->device == NULL) {
		hdlc_free(&hdlc->source);
		return NULL;
	}
	hdlc->source = (struct dtap_source){
		.ops = &ops,
		.type = "hdlc",
		.where = hdlc->device,
		.buffer_size = DTAP_HDLC_READER_CONTAINER,
	};
	return &hdlc->source;
}
