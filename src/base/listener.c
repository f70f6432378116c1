/* SPDX-License-Identifier: MIT */
#include "base/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/net.h"

static int
close_keeping_errno(int fd, int result)
{
	int saved = errno;

	close(fd);
	errno = saved;
	return result;
}

/* Listens, or closes the socket: -1 with errno. */
static int
begin(int fd)
{
	if (fd < 0)
		return -1;
	if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0 || listen(fd, SOMAXCONN) < 0)
		return close_keeping_errno(fd, -1);
	return fd;
}

int
dtap_listener_tcp(const char *address, unsigned port)
{
	return begin(dtap_net_bind(address, port));
}

/* Removes a socket on which no process listens any more.  0, or -1. */
static int
remove_stale(int type, const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	int result;

	if (fd < 0)
		return -1;
	result = connect(fd, (const struct sockaddr *)address, sizeof *address);
	if (result < 0 && errno == ECONNREFUSED)
		return close_keeping_errno(fd, unlink(address->sun_path));
	if (result == 0)
		errno = EADDRINUSE;
	return close_keeping_errno(fd, -1);
}

/* Makes the name free.  0, or -1 with errno. */
static int
make_free(int type, const struct sockaddr_un *address)
{
	struct stat status;

	if (lstat(address->sun_path, &status) < 0)
		return errno == ENOENT ? 0 : -1;
	if (!S_ISSOCK(status.st_mode)) {
		errno = ENOTSOCK;
		return -1;
	}
	return remove_stale(type, address);
}

/* No other user may connect before mode and group are set. */
static int
bind_private(int type, const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0), result;
	mode_t old;

	if (fd < 0)
		return -1;
	old = umask(S_IRWXG | S_IRWXO);
	result = bind(fd, (const struct sockaddr *)address, sizeof *address);
	umask(old);
	return result < 0 ? close_keeping_errno(fd, -1) : fd;
}

static int
share(const char *path, unsigned mode, const char *group)
{
	if (group[0] != '\0') {
		const struct group *entry = getgrnam(group);

		if (entry == NULL) {
			errno = ENOENT;
			return -1;
		}
		if (chown(path, (uid_t)-1, entry->gr_gid) < 0)
			return -1;
	}
	return chmod(path, (mode_t)mode);
}

int
dtap_listener_unix(int type, const char *path, unsigned mode, const char *group)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd;

	if (strlen(path) >= sizeof address.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(address.sun_path, path);
	fd = make_free(type, &address) < 0
		     ? -1
		     : begin(bind_private(type, &address));
	if (fd >= 0 && share(path, mode, group) < 0)
		return close_keeping_errno(fd, -1);
	return fd;
}

int
dtap_listener_abstract(int type, const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t length = strlen(name);
	socklen_t size =
		length == 0
			? sizeof address
			: (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
				      1 + length);
	int fd;

	if (length + 1 > sizeof address.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(address.sun_path + 1, name, length);
	fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	if (fd >= 0 && bind(fd, (const struct sockaddr *)&address, size) < 0)
		return close_keeping_errno(fd, -1);
	return begin(fd);
}
