/* SPDX-License-Identifier: MIT */
#include "launcher/calls.h"

#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "launcher/memory.h"

#define NAME "diag"

#ifndef SYS_openat2
#define SYS_openat2 437
#endif

const struct dtap_open_call dtap_open_calls[] = {
#ifdef SYS_open
	{SYS_open, -1, 0, 1, false},
#endif
	{SYS_openat, 0, 1, 2, false},
	{SYS_openat2, 0, 1, 2, true},
};

const size_t dtap_open_call_count =
	sizeof dtap_open_calls / sizeof *dtap_open_calls;

const struct dtap_open_call *
dtap_open_call_find(long number)
{
	for (size_t i = 0; i < dtap_open_call_count; i++)
		if (dtap_open_calls[i].number == number)
			return &dtap_open_calls[i];
	return NULL;
}

bool
dtap_call_is_transfer(long number)
{
	static const long numbers[] = {SYS_read, SYS_write, SYS_readv,
				       SYS_writev};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (numbers[i] == number)
			return true;
	return false;
}

bool
dtap_open_call_is_cloexec(pid_t tid, const struct dtap_open_call *call,
			  const struct dtap_registers *registers)
{
	unsigned long flags =
		dtap_registers_argument(registers, (unsigned)call->flags);
	uint64_t how = 0; /* flags are the first field */

	if (!call->how)
		return flags & O_CLOEXEC;
	dtap_memory_read(tid, flags, &how, sizeof how);
	return how & O_CLOEXEC;
}

/* Where paths of the thread begin, as a path of ours. */
static void
find_start(char *out, size_t room, pid_t tid, const struct dtap_open_call *call,
	   const struct dtap_registers *registers, const char *path)
{
	int fd = AT_FDCWD;

	if (call->directory >= 0)
		fd = (int)dtap_registers_argument(registers,
						  (unsigned)call->directory);
	if (path[0] == '/')
		snprintf(out, room, "/proc/%d/root/", (int)tid);
	else if (fd == AT_FDCWD)
		snprintf(out, room, "/proc/%d/cwd/", (int)tid);
	else
		snprintf(out, room, "/proc/%d/fd/%d/", (int)tid, fd);
}

static bool
is_same_directory(const char *one, const char *other)
{
	struct stat a, b;

	return stat(one, &a) == 0 && stat(other, &b) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool
dtap_open_call_is_device(pid_t tid, const struct dtap_open_call *call,
			 const struct dtap_registers *registers)
{
	char path[PATH_MAX], directory[PATH_MAX + 64], devices[64];
	unsigned long address =
		dtap_registers_argument(registers, (unsigned)call->path);
	char *name;
	size_t at;

	if (!dtap_memory_read_string(tid, address, path, sizeof path))
		return false;
	name = strrchr(path, '/');
	name = name == NULL ? path : name + 1;
	if (strcmp(name, NAME) != 0)
		return false;
	if (strcmp(path, "/dev/" NAME) == 0)
		return true;
	find_start(directory, sizeof directory, tid, call, registers, path);
	at = strlen(directory);
	memcpy(directory + at, path, (size_t)(name - path));
	directory[at + (size_t)(name - path)] = '\0';
	snprintf(devices, sizeof devices, "/proc/%d/root/dev", (int)tid);
	return is_same_directory(directory, devices);
}
