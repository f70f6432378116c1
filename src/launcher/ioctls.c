/* SPDX-License-Identifier: MIT */
#include "launcher/ioctls.h"

#include <errno.h>
#include <stddef.h>

#include <dtap/bytes.h>

#include "launcher/memory.h"

enum {
	LSM_DEINIT = 9,
	REMOTE_DEV = 32,
	VOTE_REAL_TIME = 33,
	BUFFERING = 35,
	HDLC_TOGGLE = 38,
};

static const struct {
	unsigned long request;
	bool pointer;
} forwarded[] = {
	{LSM_DEINIT, false},
	{VOTE_REAL_TIME, true},
	{BUFFERING, true},
	{HDLC_TOGGLE, true},
};

#define COUNT (sizeof forwarded / sizeof *forwarded)

static size_t
find(unsigned long request)
{
	size_t at = 0;

	while (at < COUNT && forwarded[at].request != request)
		at++;
	return at;
}

long
dtap_ioctl_answer(pid_t tid, unsigned long request, unsigned long argument)
{
	static const uint16_t no_remote;

	if (request != REMOTE_DEV)
		return 0;
	return dtap_memory_write(tid, argument, &no_remote, sizeof no_remote)
		       ? 1
		       : -EFAULT;
}

bool
dtap_ioctl_is_forwarded(unsigned long request)
{
	return find(request) < COUNT;
}

/* One may have a single byte there, at the end of a page. */
uint32_t
dtap_ioctl_argument(pid_t tid, unsigned long request, unsigned long argument)
{
	uint8_t bytes[4] = {0};

	if (!forwarded[find(request)].pointer)
		return (uint32_t)argument;
	for (size_t i = 0; i < sizeof bytes; i++)
		if (!dtap_memory_read(tid, argument + i, bytes + i, 1))
			break;
	return dtap_get32(bytes);
}
