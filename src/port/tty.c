/* SPDX-License-Identifier: MIT */
/*
 * Ptys: HDLC for programs that want a serial port.
 *
 * The master tells by a hang-up that nobody has the slave open, and goes on
 * telling; inotify says when that changes, so that nothing is polled.  Whoever
 * opens it finds it raw and empty, whatever the one before has left.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "port/port_private.h"

/* On a master this sets its slave; TCSAFLUSH empties what its reader has. */
static void
set_raw(int master)
{
	struct termios raw;

	if (tcgetattr(master, &raw) < 0)
		return;
	cfmakeraw(&raw);
	cfsetspeed(&raw, B115200);
	raw.c_cflag |= CLOCAL | CREAD;
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(master, TCSAFLUSH, &raw);
}

static bool
is_open(const struct dtap_tty *tty)
{
	struct pollfd state = {.fd = tty->master, .events = POLLIN};

	return poll(&state, 1, 0) >= 0 && (state.revents & POLLHUP) == 0;
}

static void
begin(struct dtap_port *port, struct dtap_tty *tty)
{
	tty->client =
		dtap_client_new(port, DTAP_WAY_TTY, tty->master, tty->link);
	if (tty->client == NULL)
		return;
	tty->client->tty = tty;
	dtap_client_attach(port, tty->client, NULL, dtap_clock_now());
}

/* What the client did not read goes; what the next has written stays. */
void
dtap_tty_left(struct dtap_port *port, struct dtap_tty *tty)
{
	bool next = is_open(tty);

	tty->client = NULL;
	tcflush(tty->master, next ? TCOFLUSH : TCIOFLUSH);
	set_raw(tty->master);
	if (next && !atomic_load(&port->stopping))
		begin(port, tty);
}

static void
take_event(struct dtap_port *port, const struct inotify_event *event)
{
	for (unsigned i = 0; i < port->options.ttys; i++) {
		struct dtap_tty *tty = &port->ttys[i];

		if (tty->inotify_watch != event->wd)
			continue;
		if (event->mask & IN_OPEN)
			tty->opens++;
		else if (tty->opens > 0)
			tty->opens--;
		if (tty->opens == 0 && tty->client != NULL)
			dtap_client_doom(tty->client);
		else if (tty->client == NULL && is_open(tty))
			begin(port, tty);
	}
}

/* Events were lost: the masters know who is there. */
static void
look_at_all(struct dtap_port *port)
{
	for (unsigned i = 0; i < port->options.ttys; i++) {
		struct dtap_tty *tty = &port->ttys[i];

		tty->opens = is_open(tty);
		if (tty->opens == 0 && tty->client != NULL)
			dtap_client_doom(tty->client);
		else if (tty->opens > 0 && tty->client == NULL)
			begin(port, tty);
	}
}

void
dtap_ttys_ready(struct dtap_port *port, struct dtap_watch *watch,
		uint32_t events)
{
	_Alignas(struct inotify_event) char data[4096];
	ssize_t size = read(watch->fd, data, sizeof data);
	size_t at = 0;

	(void)events;
	while (size > 0 && at + sizeof(struct inotify_event) <= (size_t)size) {
		const struct inotify_event *event = (const void *)(data + at);

		if (event->mask & IN_Q_OVERFLOW)
			look_at_all(port);
		else
			take_event(port, event);
		at += sizeof *event + event->len;
	}
}

/* A link of a daemon that was killed is stale: it is replaced. */
static int
make_link(const struct dtap_tty *tty)
{
	struct stat status;

	if (lstat(tty->link, &status) == 0) {
		if (!S_ISLNK(status.st_mode)) {
			errno = EEXIST;
			return -1;
		}
		if (unlink(tty->link) < 0)
			return -1;
	}
	return symlink(tty->slave, tty->link);
}

static int
open_tty(struct dtap_port *port, unsigned number)
{
	const struct dtap_port_options *options = &port->options;
	struct dtap_tty *tty = &port->ttys[number];
	gid_t group =
		options->tty_group >= 0 ? (gid_t)options->tty_group : (gid_t)-1;
	int fd;

	tty->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (tty->master < 0 || grantpt(tty->master) < 0 ||
	    unlockpt(tty->master) < 0 ||
	    ptsname_r(tty->master, tty->slave, sizeof tty->slave) != 0)
		return -1;
	set_raw(tty->master);
	/* From now on the master says whether anybody has it open. */
	fd = open(tty->slave, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	close(fd);
	snprintf(tty->link, sizeof tty->link, "%s/%u", options->tty_directory,
		 number);
	if (chown(tty->slave, (uid_t)-1, group) < 0 ||
	    chmod(tty->slave, options->tty_mode) < 0 || make_link(tty) < 0)
		return -1;
	tty->inotify_watch = inotify_add_watch(port->inotify_watch.fd,
					       tty->slave, IN_OPEN | IN_CLOSE);
	return tty->inotify_watch < 0 ? -1 : 0;
}

int
dtap_ttys_open(struct dtap_port *port)
{
	const struct dtap_port_options *options = &port->options;

	if (options->ttys == 0)
		return 0;
	port->ttys = calloc(options->ttys, sizeof *port->ttys);
	if (port->ttys == NULL)
		return -1;
	for (unsigned i = 0; i < options->ttys; i++)
		port->ttys[i].master = -1;
	if (mkdir(options->tty_directory, 0755) < 0 && errno != EEXIST)
		return -1;
	port->inotify_watch.fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (port->inotify_watch.fd < 0)
		return -1;
	for (unsigned i = 0; i < options->ttys; i++)
		if (open_tty(port, i) < 0)
			return -1;
	return 0;
}

void
dtap_ttys_close(struct dtap_port *port)
{
	char target[sizeof((struct dtap_tty *)0)->slave];

	for (unsigned i = 0; port->ttys != NULL && i < port->options.ttys;
	     i++) {
		const struct dtap_tty *tty = &port->ttys[i];
		ssize_t size = readlink(tty->link, target, sizeof target);

		if (tty->master < 0)
			continue;
		/* Not the link of another daemon. */
		if (size == (ssize_t)strlen(tty->slave) &&
		    memcmp(target, tty->slave, (size_t)size) == 0)
			unlink(tty->link);
		close(tty->master);
	}
	if (port->inotify_watch.fd >= 0)
		close(port->inotify_watch.fd);
	free(port->ttys);
}
