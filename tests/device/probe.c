/* SPDX-License-Identifier: MIT */
/*
 * probe DEVICE: prints what a program sees of a DIAG device with the switch by
 * pointer, one open only and no traffic; one line for each fact, for probe.sh.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SWITCH_LOGGING 7
#define REMOTE_DEV     32

static const char *
outcome(long result)
{
	static char text[32];

	if (result < 0)
		return strerrorname_np(errno);
	snprintf(text, sizeof text, "%ld", result);
	return text;
}

static void
say(const char *what, long result)
{
	printf("%s: %s\n", what, outcome(result));
	fflush(stdout);
}

static const char *
kind(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && S_ISCHR(status.st_mode)
		       ? "character device"
		       : "file";
}

/* In a child whose parent has opened the device. */
static void
read_as_child(int fd)
{
	char byte;

	if (fork() == 0) {
		say("read in a child", read(fd, &byte, 1));
		_exit(0);
	}
	wait(NULL);
}

static void
do_nothing(int number)
{
	(void)number;
}

/* O_NONBLOCK has no effect: only the signal ends it. */
static void
read_until_signal(int fd)
{
	struct sigaction action = {.sa_handler = do_nothing};
	char data[64];
	long got;

	sigaction(SIGALRM, &action, NULL);
	fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
	alarm(1);
	got = read(fd, data, sizeof data);
	if (alarm(0) > 0)
		puts("read did not wait");
	say("read till a signal", got);
}

int
main(int argc, char **argv)
{
	static const uint32_t request[6] = {2, 0xff, 0, 0, 0, 1};
	struct epoll_event event = {.events = EPOLLIN};
	struct pollfd wait = {.events = POLLIN};
	int fd = argc == 2 ? open(argv[1], O_RDWR) : -1;
	uint32_t remote = 0;

	if (fd < 0)
		return 2;
	printf("it is a %s\n", kind(fd));
	say("second open", open(argv[1], O_RDWR));
	say("write without a session", write(fd, request, sizeof request));
	say("switch by value", ioctl(fd, SWITCH_LOGGING, 2));
	say("switch by pointer", ioctl(fd, SWITCH_LOGGING, request));
	say("remote modems", ioctl(fd, REMOTE_DEV, &remote));
	say("unknown ioctl", ioctl(fd, 99, 0));
	wait.fd = fd;
	say("poll", poll(&wait, 1, 0));
	say("epoll", epoll_ctl(epoll_create1(0), EPOLL_CTL_ADD, fd, &event));
	read_as_child(fd);
	read_until_signal(fd);
	say("short write", write(fd, request, 3));
	say("write", write(fd, "\x20\0\0\0\0\x78\xf0\x7e", 8));
	return 0;
}
