/* SPDX-License-Identifier: MIT */
/*
 * hold DEVICE by-value|by-pointer: another program that has the session, until
 * SIGTERM.  It prints "holds" when it has the session.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SWITCH_LOGGING 7
#define MEMORY_DEVICE  2

int
main(int argc, char **argv)
{
	/* mode, peripherals, 12 bytes of zeros, devices */
	static const uint32_t request[6] = {MEMORY_DEVICE, 0xff, 0, 0, 0, 1};
	int fd = argc == 3 ? open(argv[1], O_RDWR) : -1;
	int result;

	if (fd < 0)
		return 2;
	if (strcmp(argv[2], "by-value") == 0)
		result = ioctl(fd, SWITCH_LOGGING, MEMORY_DEVICE);
	else
		result = ioctl(fd, SWITCH_LOGGING, request);
	if (result < 0)
		return 1;
	puts("holds");
	fflush(stdout);
	pause();
	return 0;
}
