/* SPDX-License-Identifier: MIT */
#include "http/fd_reserve.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

int
dtap_fd_reserve_init(struct dtap_fd_reserve *reserve)
{
	reserve->reserved = -1;
	reserve->spent = eventfd(0, EFD_CLOEXEC);
	return reserve->spent >= 0 && dtap_fd_reserve_fill(reserve) ? 0 : -1;
}

void
dtap_fd_reserve_close(struct dtap_fd_reserve *reserve)
{
	if (reserve->spent >= 0)
		close(reserve->spent);
	if (reserve->reserved >= 0)
		close(reserve->reserved);
}

bool
dtap_fd_reserve_fill(struct dtap_fd_reserve *reserve)
{
	if (reserve->reserved < 0)
		reserve->reserved = fcntl(reserve->spent, F_DUPFD_CLOEXEC, 3);
	return reserve->reserved >= 0;
}

int
dtap_fd_reserve_take(struct dtap_fd_reserve *reserve, int fd)
{
	int ours = reserve->reserved;

	if (ours < 0 || dup3(fd, ours, O_CLOEXEC) < 0)
		return -1;
	reserve->reserved = -1;
	if (dup3(reserve->spent, fd, O_CLOEXEC) >= 0)
		return ours;
	close(ours);
	return -1;
}
