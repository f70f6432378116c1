/* SPDX-License-Identifier: MIT */
/*
 * diag_client STEP...
 *
 * A DIAG program as there are many: static, and knowing nothing of diagtap.  It
 * does the steps in their order and prints a line for each.
 *
 *   open=PATH nonblock=PATH   open(2), close-on-exec; with O_NONBLOCK
 *   old=PATH                  by open(2) itself, where the machine has it
 *   openat=DIRECTORY          openat(2) of "diag" in it
 *   time=PATH                 open(2), and how many microseconds it took
 *   retry=PATH                open(2) every 100 ms until it succeeds
 *   chdir=DIRECTORY
 *   switch pointer            ioctl 7, by value and by pointer
 *   remote                    ioctl 32
 *   ioctl=NUMBER              any other, with the argument 77
 *   ask mask=TEXT             write a request for log ranges; one with TEXT
 *   reply                     read: is the reply in the first container?
 *   read=COUNT                read containers, into 16 KiB
 *   close dup                 dup goes on with the new descriptor
 *   fork exec vfork thread    the rest in a child, in another program, in both,
 *                             in a thread
 *   noise                     a thread that makes system calls all the time
 *   handle                    SIGUSR1 and SIGALRM print a line
 *   alarm                     SIGALRM after a second
 *   pause                     wait until it is killed
 *   cpu                       milliseconds of processor time so far
 *   raise=NUMBER exit=NUMBER
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SWITCH_LOGGING 7
#define REMOTE_DEV     32
#define MEMORY_DEVICE  2
#define USER_SPACE     0x20
#define READ_SIZE      16384

static int fd = -1;
static char *self;

static void
say(const char *what, long result)
{
	if (result < 0)
		printf("%s: %s\n", what, strerrorname_np(errno));
	else
		printf("%s: %ld\n", what, result);
	fflush(stdout);
}

/* Which descriptor it is says nothing: 0. */
static void
opened(int result, const char *what)
{
	fd = result;
	say(what, result < 0 ? -1 : 0);
}

static void
open_at(const char *directory)
{
	int at = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	opened(openat(at, "diag", O_RDWR | O_CLOEXEC), "openat");
	close(at);
}

static void
open_old(const char *path)
{
#ifdef SYS_open
	opened((int)syscall(SYS_open, path, O_RDWR), "open");
#else
	opened(open(path, O_RDWR), "open");
#endif
}

static void
open_timed(const char *path)
{
	struct timespec begun, ended;

	clock_gettime(CLOCK_MONOTONIC, &begun);
	fd = open(path, O_RDWR | O_CLOEXEC);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	say("time", fd < 0 ? -1
			   : (ended.tv_sec - begun.tv_sec) * 1000000 +
				     (ended.tv_nsec - begun.tv_nsec) / 1000);
}

static void
retry(const char *path)
{
	struct timespec pause = {0, 100000000};

	while ((fd = open(path, O_RDWR | O_CLOEXEC)) < 0)
		nanosleep(&pause, NULL);
	say("retry", 0);
}

static void
switch_by_pointer(const char *value)
{
	static const uint32_t request[6] = {MEMORY_DEVICE, 0xff, 0, 0, 0, 1};

	(void)value;
	say("pointer", ioctl(fd, SWITCH_LOGGING, request));
}

static void
switch_by_value(const char *value)
{
	(void)value;
	say("switch", ioctl(fd, SWITCH_LOGGING, MEMORY_DEVICE));
}

static void
remote(const char *value)
{
	int is_there = 0x770077;
	int result = ioctl(fd, REMOTE_DEV, &is_there);

	(void)value;
	printf("remote: %d %x\n", result, (unsigned)is_there);
	fflush(stdout);
}

static void
other_ioctl(const char *value)
{
	static uint32_t argument = 77;
	int number = atoi(value);

	say("ioctl", number == 9 ? ioctl(fd, 9, 77)
				 : ioctl(fd, (unsigned)number, &argument));
}

static void
ask(const char *value)
{
	static const uint8_t ranges[] = {0x20, 0, 0, 0, 0x73, 0,    0,   0,
					 1,    0, 0, 0, 0x61, 0x9d, 0x7e};

	(void)value;
	say("ask", write(fd, ranges, sizeof ranges));
}

static void
mask(const char *value)
{
	uint8_t request[256] = {0x20, 0, 0, 0, 0x73, 0, 0, 0, 3};
	size_t size = strlen(value);

	memcpy(request + 12, value, size);
	say("mask", write(fd, request, 12 + size));
}

/* The type, the number of messages, the size of the first, and its bytes. */
static void
reply(const char *value)
{
	static uint8_t data[READ_SIZE];
	uint32_t type = 0;
	ssize_t got = 0;

	(void)value;
	while (type != USER_SPACE) {
		got = read(fd, data, sizeof data);
		if (got < 13) {
			say("reply", got < 0 ? -1 : got);
			return;
		}
		memcpy(&type, data, sizeof type);
	}
	printf("reply: %s\n", data[12] == 0x73 ? "yes" : "no");
	fflush(stdout);
}

static void
read_many(const char *value)
{
	static uint8_t data[READ_SIZE];
	long count = atol(value), bytes = 0, n;
	ssize_t got;

	for (n = 0; n < count; n++) {
		got = read(fd, data, sizeof data);
		if (got <= 8)
			break;
		bytes += got;
	}
	printf("read: %ld containers, %ld bytes\n", n, bytes);
	fflush(stdout);
}

static void
close_it(const char *value)
{
	(void)value;
	say("close", close(fd));
}

static void
duplicate(const char *value)
{
	int other = dup(fd);

	(void)value;
	close(fd);
	opened(other, "dup");
}

static void
change_directory(const char *value)
{
	say("chdir", chdir(value));
}

static void
open_plain(const char *path)
{
	opened(open(path, O_RDWR | O_CLOEXEC), "open");
}

static void
open_nonblock(const char *path)
{
	opened(open(path, O_RDWR | O_NONBLOCK), "nonblock");
	if (fd >= 0)
		say("flag", fcntl(fd, F_GETFL) & O_NONBLOCK);
}

static void *
make_noise(void *unused)
{
	for (;;)
		syscall(SYS_getppid);
	return unused;
}

static void
noise(const char *value)
{
	pthread_t thread;

	(void)value;
	say("noise", pthread_create(&thread, NULL, make_noise, NULL));
}

static void
on_signal(int number)
{
	char line[] = "signal: 00\n";

	line[8] = (char)('0' + number / 10);
	line[9] = (char)('0' + number % 10);
	if (write(1, line, sizeof line - 1) < 0)
		_exit(1);
}

static void
handle(const char *value)
{
	struct sigaction action = {.sa_handler = on_signal,
				   .sa_flags = SA_RESTART};

	(void)value;
	sigaction(SIGUSR1, &action, NULL);
	say("handle", sigaction(SIGALRM, &action, NULL));
}

static void
set_alarm(const char *value)
{
	(void)value;
	say("alarm", alarm(1));
}

static void
wait_for_end(const char *value)
{
	(void)value;
	say("pause", 0);
	for (;;)
		pause();
}

static void
cpu(const char *value)
{
	struct rusage used;

	(void)value;
	getrusage(RUSAGE_SELF, &used);
	say("cpu",
	    (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
		    (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000);
}

static void
raise_it(const char *value)
{
	raise(atoi(value));
}

static void
end(const char *value)
{
	exit(atoi(value));
}

static const struct {
	const char *name;
	void (*run)(const char *value);
} steps[] = {
	{"open", open_plain},
	{"nonblock", open_nonblock},
	{"old", open_old},
	{"openat", open_at},
	{"retry", retry},
	{"time", open_timed},
	{"chdir", change_directory},
	{"switch", switch_by_value},
	{"pointer", switch_by_pointer},
	{"remote", remote},
	{"ioctl", other_ioctl},
	{"ask", ask},
	{"mask", mask},
	{"reply", reply},
	{"read", read_many},
	{"close", close_it},
	{"dup", duplicate},
	{"noise", noise},
	{"handle", handle},
	{"alarm", set_alarm},
	{"pause", wait_for_end},
	{"cpu", cpu},
	{"raise", raise_it},
	{"exit", end},
};

static void *run(void *rest);

static void
run_in_thread(char **rest)
{
	pthread_t thread;

	pthread_create(&thread, NULL, run, rest);
	pthread_join(thread, NULL);
	exit(0);
}

static void
become_program(char **rest)
{
	rest[-1] = self;
	execv(self, rest - 1);
	_exit(99);
}

static void
run_in_child(pid_t child)
{
	int status;

	waitpid(child, &status, 0);
	exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/* The steps after which the rest is done elsewhere; true: this was one. */
static int
move(const char *step, char **rest)
{
	pid_t child;

	if (strcmp(step, "thread") == 0)
		run_in_thread(rest);
	if (strcmp(step, "exec") == 0)
		become_program(rest);
	if (strcmp(step, "vfork") == 0) {
		rest[-1] = self;
		/* As posix_spawn(3) does it: the memory is shared. */
		/* NOLINTNEXTLINE(clang-analyzer-security.insecureAPI.vfork) */
		child = vfork();
		if (child == 0) {
			execv(self, rest - 1);
			_exit(99);
		}
		run_in_child(child);
	}
	if (strcmp(step, "fork") != 0)
		return 0;
	child = fork();
	if (child != 0)
		run_in_child(child);
	return 1;
}

static void
do_step(char *step)
{
	char *value = strchr(step, '=');

	if (value != NULL)
		*value++ = '\0';
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (strcmp(step, steps[i].name) == 0) {
			steps[i].run(value);
			return;
		}
	fprintf(stderr, "diag_client: no step \"%s\"\n", step);
	exit(2);
}

static void *
run(void *rest)
{
	for (char **step = rest; *step != NULL; step++)
		if (!move(*step, step + 1))
			do_step(*step);
	return NULL;
}

int
main(int argc, char **argv)
{
	(void)argc;
	self = argv[0];
	run(argv + 1);
	return 0;
}
