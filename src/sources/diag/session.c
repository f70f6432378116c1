/* SPDX-License-Identifier: MIT */
#include "sources/diag/session.h"

#include <errno.h>
#include <sys/ioctl.h>

#include <dtap/bytes.h>

#define SWITCH_LOGGING 7
#define REMOTE_DEV     32

#define MEMORY_DEVICE   2
#define ALL_PERIPHERALS 0xff /* without their user domains */
#define LOCAL_DEVICE    1

/*
 * The structure has 9, 13, 20 or 24 bytes, from Linux 3.18 to 4.19.  The
 * shorter ones are the beginning of the longer ones; each kernel copies what it
 * knows.
 */
#define REQUEST_SIZE   24
#define AT_MODE        0
#define AT_PERIPHERALS 4
#define AT_PARAMETER   8 /* a mask of domains from 4.4 on */
#define AT_DEVICES     20

int
dtap_session_errno(int error)
{
	switch (error) {
	case EINVAL:
	case EEXIST:
	case ENOMEM:
		return EBUSY;
	default:
		return error;
	}
}

static int
switch_by_pointer(int fd, uint32_t peripherals, uint8_t parameter)
{
	uint8_t request[REQUEST_SIZE] = {0};

	dtap_put32(request + AT_MODE, MEMORY_DEVICE);
	dtap_put32(request + AT_PERIPHERALS, peripherals);
	request[AT_PARAMETER] = parameter;
	dtap_put32(request + AT_DEVICES, LOCAL_DEVICE);
	return ioctl(fd, SWITCH_LOGGING, request);
}

/*
 * Linux 3.4 takes the mode by value and returns 1 for done, 0 for "was on
 * before"; for other kernels this value is a bad pointer.  TP-Link's kernels
 * want no peripherals and parameter 1, which the others refuse.
 */
static int
switch_logging(int fd, struct dtap_session *session)
{
	int result = ioctl(fd, SWITCH_LOGGING, (unsigned long)MEMORY_DEVICE);

	session->was_on = result == 0;
	if (result >= 0)
		return 0;
	if (errno == ENOTTY)
		return -1;
	if (switch_by_pointer(fd, 0, 1) >= 0)
		return 0;
	return switch_by_pointer(fd, ALL_PERIPHERALS, 0);
}

int
dtap_session_begin(int fd, struct dtap_session *session)
{
	uint32_t remote = 0;

	*session = (struct dtap_session){0};
	if (switch_logging(fd, session) < 0) {
		errno = dtap_session_errno(errno);
		if (errno != EBUSY && errno != EINTR)
			errno = ENOTTY;
		return -1;
	}
	/* Returns 1 and writes 16 bits; an error means that there is none. */
	if (ioctl(fd, REMOTE_DEV, &remote) >= 0)
		session->remote = (uint16_t)remote;
	return 0;
}
