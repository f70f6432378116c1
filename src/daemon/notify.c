/* SPDX-License-Identifier: MIT */
#include "daemon/notify.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

/* A path, or with an '@' a name in the abstract namespace. */
static bool
set_address(struct sockaddr_un *address, socklen_t *size, const char *path)
{
	size_t length = strlen(path);

	if ((path[0] != '/' && path[0] != '@') || length < 2 ||
	    length >= sizeof address->sun_path)
		return false;
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	memcpy(address->sun_path, path, length);
	if (path[0] == '@')
		address->sun_path[0] = '\0';
	*size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
	return true;
}

static int
connect_to(const char *path)
{
	const struct timeval second = {.tv_sec = 1};
	struct sockaddr_un address;
	socklen_t size;
	int fd;

	if (path == NULL || !set_address(&address, &size, path))
		return -1;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof second);
	if (connect(fd, (const struct sockaddr *)&address, size) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Half the time that systemd waits.  -1: it does not wait for this process. */
static int
watchdog_period(const char *usec, const char *pid)
{
	long long us = usec != NULL ? strtoll(usec, NULL, 10) : 0;

	if (us <= 0 ||
	    (pid != NULL && strtoll(pid, NULL, 10) != (long long)getpid()))
		return -1;
	us /= 2000;
	return us < 1 ? 1 : us > 3600000 ? 3600000 : (int)us;
}

void
dtap_notify_open(struct dtap_notify *notify)
{
	notify->fd = connect_to(getenv("NOTIFY_SOCKET"));
	notify->watchdog_ms = notify->fd < 0
				      ? -1
				      : watchdog_period(getenv("WATCHDOG_USEC"),
							getenv("WATCHDOG_PID"));
}

void
dtap_notify_close(struct dtap_notify *notify)
{
	if (notify->fd >= 0)
		close(notify->fd);
	notify->fd = -1;
}

void
dtap_notify(const struct dtap_notify *notify, const char *format, ...)
{
	char text[1024];
	va_list args;

	if (notify->fd < 0)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	while (send(notify->fd, text, strlen(text), MSG_NOSIGNAL) < 0 &&
	       errno == EINTR)
		;
}
