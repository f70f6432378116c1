/* SPDX-License-Identifier: MIT */
#include "daemon/sockets.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/testing.h"

/* A socket of a kind, as systemd has it. */
static int
open_socket(int family, int type, bool listens)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET,
				 .sin_addr = {htonl(INADDR_LOOPBACK)}};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6,
				  .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	const sa_family_t local = AF_UNIX; /* the kernel finds a name */
	int fd = socket(family, type, 0), bound = 0;

	if (family == AF_INET)
		bound = bind(fd, (struct sockaddr *)&v4, sizeof v4);
	if (family == AF_INET6)
		bound = bind(fd, (struct sockaddr *)&v6, sizeof v6);
	if (family == AF_UNIX)
		bound = bind(fd, (const void *)&local, sizeof local);
	assert_int_equal(bound, 0);
	if (listens)
		listen(fd, 5);
	return fd;
}

/* Puts sockets where systemd puts them; the process has nothing else there. */
static void
pass(const int *fds, int count, const char *names)
{
	char text[16];

	for (int i = 0; i < count; i++)
		dup2(fds[i], 100 + i);
	for (int i = 0; i < count; i++)
		dup2(100 + i, 3 + i);
	snprintf(text, sizeof text, "%d", getpid());
	setenv("LISTEN_PID", text, 1);
	snprintf(text, sizeof text, "%d", count);
	setenv("LISTEN_FDS", text, 1);
	setenv("LISTEN_FDNAMES", names, 1);
}

/* 0, or the line at which a process of its own found something wrong. */
static int
run(int (*what)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(what());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define EXPECT(condition)                          \
	do                                         \
		if (!(condition))                  \
			return __LINE__ % 251 + 1; \
	while (0)

static int
receive_four(void)
{
	const int fds[] = {open_socket(AF_INET, SOCK_STREAM, true),
			   open_socket(AF_UNIX, SOCK_STREAM, true),
			   open_socket(AF_INET6, SOCK_STREAM, true),
			   open_socket(AF_INET, SOCK_STREAM, true)};
	struct dtap_sockets sockets;
	struct dtap_socket *socket;
	char why[256];

	pass(fds, 4, "http:diagtapd.socket:pcap-ipa:more");
	EXPECT(dtap_sockets_receive(&sockets, why));
	EXPECT(getenv("LISTEN_FDS") == NULL && getenv("LISTEN_PID") == NULL);
	EXPECT(sockets.count == 4);
	socket = dtap_sockets_http(&sockets, false);
	EXPECT(socket != NULL && strcmp(socket->address, "127.0.0.1") == 0);
	EXPECT(dtap_socket_take(socket) == 3);
	EXPECT((fcntl(3, F_GETFD) & FD_CLOEXEC) != 0);
	EXPECT((fcntl(3, F_GETFL) & O_NONBLOCK) != 0);
	socket = dtap_sockets_http(&sockets, true);
	EXPECT(socket != NULL && socket->address[0] == '\0');
	EXPECT(dtap_socket_take(socket) == 4);
	EXPECT(dtap_sockets_http(&sockets, true) == NULL);
	EXPECT(dtap_sockets_pcap(&sockets, "diag") == NULL);
	socket = dtap_sockets_pcap(&sockets, "ipa");
	EXPECT(socket != NULL && strcmp(socket->address, "::1") == 0);
	EXPECT(dtap_socket_take(socket) == 5);
	/* One is left. */
	dtap_sockets_close(&sockets);
	EXPECT(fcntl(6, F_GETFD) == -1 && fcntl(5, F_GETFD) >= 0);
	return 0;
}

static void
sockets_are_found_by_their_names(void **state)
{
	(void)state;
	assert_int_equal(run(receive_four), 0);
}

static int
receive_for_another(void)
{
	const int fd = open_socket(AF_INET, SOCK_STREAM, true);
	struct dtap_sockets sockets;
	char why[256], pid[16];

	pass(&fd, 1, "http");
	snprintf(pid, sizeof pid, "%d", getpid() + 1);
	setenv("LISTEN_PID", pid, 1);
	EXPECT(dtap_sockets_receive(&sockets, why) && sockets.count == 0);
	unsetenv("LISTEN_PID");
	EXPECT(dtap_sockets_receive(&sockets, why) && sockets.count == 0);
	return 0;
}

static void
sockets_passed_to_another_process_are_left_alone(void **state)
{
	(void)state;
	assert_int_equal(run(receive_for_another), 0);
}

static int
receive_wrong_ones(void)
{
	const int wrong[] = {open_socket(AF_INET, SOCK_STREAM, false),
			     open_socket(AF_INET, SOCK_DGRAM, false),
			     open("/dev/null", O_RDWR)};
	struct dtap_sockets sockets;
	char why[256];

	for (size_t i = 0; i < COUNT(wrong); i++) {
		pass(&wrong[i], 1, "http");
		EXPECT(!dtap_sockets_receive(&sockets, why));
		EXPECT(strstr(why, "\"http\", which is not a listening") !=
		       NULL);
	}
	pass(wrong, 1, "http");
	setenv("LISTEN_FDS", "1000000", 1);
	EXPECT(!dtap_sockets_receive(&sockets, why));
	EXPECT(strstr(why, "more than") != NULL);
	return 0;
}

static void
what_does_not_listen_is_refused(void **state)
{
	(void)state;
	assert_int_equal(run(receive_wrong_ones), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sockets_are_found_by_their_names),
		cmocka_unit_test(
			sockets_passed_to_another_process_are_left_alone),
		cmocka_unit_test(what_does_not_listen_is_refused),
	};

	return RUN(tests);
}
