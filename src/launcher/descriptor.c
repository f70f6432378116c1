/* SPDX-License-Identifier: MIT */
#include "launcher/descriptor.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

ino_t
dtap_descriptor_socket(pid_t tid, unsigned long fd)
{
	char path[64], link[64];
	uintmax_t inode;
	ssize_t size;

	snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)tid, (int)fd);
	size = readlink(path, link, sizeof link - 1);
	if (size < 0)
		return 0;
	link[size] = '\0';
	return sscanf(link, "socket:[%ju]", &inode) == 1 ? (ino_t)inode : 0;
}
