/* SPDX-License-Identifier: MIT */
#include "launcher/launch_listener.h"

#include <sys/socket.h>
#include <unistd.h>

int
dtap_launch_listener_open(void)
{
	struct sockaddr_un any = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK,
			0);

	if (fd < 0)
		return -1;
	/* Only the family: the kernel chooses the name. */
	if (bind(fd, (struct sockaddr *)&any, sizeof any.sun_family) == 0 &&
	    listen(fd, SOMAXCONN) == 0)
		return fd;
	close(fd);
	return -1;
}

bool
dtap_launch_listener_name(int listener, struct dtap_address *out)
{
	out->size = sizeof out->un;
	return getsockname(listener, (struct sockaddr *)&out->un, &out->size) ==
	       0;
}

static bool
is_of(int fd, pid_t process)
{
	struct ucred peer;
	socklen_t size = sizeof peer;

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
	       peer.pid == process;
}

int
dtap_launch_listener_accept(int listener, pid_t process)
{
	int fd;

	while ((fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
		if (is_of(fd, process))
			return fd;
		close(fd);
	}
	return -1;
}
