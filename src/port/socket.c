/* SPDX-License-Identifier: MIT */
/* The SEQPACKET socket: DIAG programs, and launchers for theirs. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "port/port_private.h"

/* An abstract name has no file mode: only root and our own user may use it. */
static bool
is_allowed(const struct dtap_port *port, const struct ucred *peer)
{
	return !port->is_abstract || peer->uid == 0 || peer->uid == geteuid();
}

void
dtap_socket_ready(struct dtap_port *port, struct dtap_watch *watch,
		  uint32_t events)
{
	int fd = accept4(watch->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct ucred peer = {.uid = (uid_t)-1};
	socklen_t size = sizeof peer;

	(void)events;
	if (fd < 0) {
		dtap_port_accept_failed(port, errno);
		return;
	}
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
	    is_allowed(port, &peer)) {
		dtap_launcher_new(port, fd, peer.pid);
		return;
	}
	close(fd);
	port->past.refused_connections++;
	dtap_log(port->options.log, DTAP_WARNING,
		 "port: user %u is refused: port.socket is an abstract name, "
		 "for root and diagtapd's own user",
		 (unsigned)peer.uid);
}

void
dtap_process_name(char out[64], const char *name, pid_t pid)
{
	char path[32], found[17] = "";
	ssize_t size = -1;
	int fd;

	snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
	fd = name == NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd >= 0) {
		size = read(fd, found, sizeof found - 1);
		close(fd);
	}
	if (size > 0)
		found[strcspn(found, "\n")] = '\0';
	snprintf(out, 64, "%.16s (pid %d)",
		 name != NULL ? name
		 : size > 0   ? found
			      : "a program",
		 (int)pid);
}
