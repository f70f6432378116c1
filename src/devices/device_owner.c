/* SPDX-License-Identifier: MIT */
#include "devices/device_owner.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <dtap/bytes.h>

#define QUERY_MD_PID 41 /* from Linux 4.19 on */
#define QUERY_SIZE   16
#define AT_PID       8
#define AT_DEVICES   12
#define THE_MODEM    2

#define MOST_LINKS 20000 /* looked at in one search */

/* The process with the logging session of the modem; 0: unknown, or none. */
static pid_t
ask_driver(int fd)
{
	uint8_t query[QUERY_SIZE] = {THE_MODEM};

	dtap_put32(query + AT_DEVICES, 1);
	if (fd < 0 || ioctl(fd, QUERY_MD_PID, query) < 0)
		return 0;
	return (pid_t)dtap_get32(query + AT_PID);
}

/* Only the texts of links are compared: no file of another program is opened.
 */
static bool
is_open_in(DIR *folder, const char *target, unsigned *links)
{
	const struct dirent *entry;
	char link[PATH_MAX];

	while (*links < MOST_LINKS && (entry = readdir(folder)) != NULL) {
		ssize_t size = readlinkat(dirfd(folder), entry->d_name, link,
					  sizeof link - 1);

		++*links;
		if (size < 0)
			continue;
		link[size] = '\0';
		if (strcmp(link, target) == 0)
			return true;
	}
	return false;
}

static bool
has_open(pid_t pid, const char *target, unsigned *links)
{
	char path[40];
	DIR *folder;
	bool found;

	snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
	folder = opendir(path);
	if (folder == NULL)
		return false;
	found = is_open_in(folder, target, links);
	closedir(folder);
	return found;
}

/* 0: none that can be seen. */
static pid_t
search(const char *target)
{
	DIR *processes = opendir("/proc");
	const struct dirent *entry;
	unsigned links = 0;
	pid_t found = 0;

	if (processes == NULL)
		return 0;
	while (found == 0 && links < MOST_LINKS &&
	       (entry = readdir(processes)) != NULL) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		links++;
		if (pid > 0 && pid != getpid() && has_open(pid, target, &links))
			found = pid;
	}
	closedir(processes);
	return found;
}

static void
read_name(struct dtap_device_owner *owner)
{
	char path[40];
	ssize_t size = 0;
	int fd;

	snprintf(path, sizeof path, "/proc/%d/comm", (int)owner->pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		size = read(fd, owner->name, sizeof owner->name - 1);
		close(fd);
	}
	owner->name[size > 0 ? size : 0] = '\0';
	owner->name[strcspn(owner->name, "\n")] = '\0';
	for (char *at = owner->name; *at != '\0'; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
}

bool
dtap_device_owner_is_us(struct dtap_device_owner *owner, const char *path)
{
	int saved = errno;
	char *target = realpath(path, NULL);
	unsigned links = 0;
	bool is_us = has_open(getpid(), target != NULL ? target : path, &links);

	owner->pid = getpid();
	if (is_us)
		read_name(owner);
	free(target);
	errno = saved;
	return is_us;
}

bool
dtap_device_owner_find(struct dtap_device_owner *owner, int fd,
		       const char *path)
{
	int saved = errno;
	char *target = realpath(path, NULL);

	owner->pid = ask_driver(fd);
	if (owner->pid <= 0 || owner->pid == getpid())
		owner->pid = search(target != NULL ? target : path);
	if (owner->pid > 0)
		read_name(owner);
	free(target);
	errno = saved;
	return owner->pid > 0;
}
