/* SPDX-License-Identifier: MIT */
/*
 * loopback: joins the device of the module usbip-vudc to a port of vhci-hcd by
 * a pair of sockets, as usbip does over a network.  Both modules keep their
 * socket open.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEVICE     "/sys/devices/platform/usbip-vudc.0/usbip_sockfd"
#define CONTROLLER "/sys/devices/platform/vhci_hcd.0/attach"
#define PORT       0
#define DEVICE_ID  0x10002 /* bus 1, device 2; of no meaning here */
#define HIGH_SPEED 3

static int
put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	int failed = fd < 0 || write(fd, text, strlen(text)) < 0;

	if (failed)
		perror(path);
	if (fd >= 0)
		close(fd);
	return failed;
}

int
main(void)
{
	char text[64];
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return 1;
	snprintf(text, sizeof text, "%d", ends[0]);
	if (put(DEVICE, text) != 0)
		return 1;
	snprintf(text, sizeof text, "%d %d %d %d", PORT, ends[1], DEVICE_ID,
		 HIGH_SPEED);
	return put(CONTROLLER, text);
}
