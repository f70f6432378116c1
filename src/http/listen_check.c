/* SPDX-License-Identifier: MIT */
#include "http/listen_check.h"

#include <errno.h>
#include <grp.h>
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

int
dtap_listen_check_tcp(const char *address, unsigned port)
{
	int fd = dtap_net_bind(address, port);

	return fd < 0 ? -1 : close_keeping_errno(fd, 0);
}

/* A socket is there: 0 when nobody answers and it is gone now. */
static int
take_away(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
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

int
dtap_listen_check_unix(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct stat status;

	if (strlen(path) >= sizeof address.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(address.sun_path, path);
	if (lstat(path, &status) < 0)
		return errno == ENOENT ? 0 : -1;
	if (!S_ISSOCK(status.st_mode)) {
		errno = ENOTSOCK;
		return -1;
	}
	return take_away(&address);
}

int
dtap_listen_check_share(const char *path, unsigned mode, const char *group)
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
