/* SPDX-License-Identifier: MIT */
#include "daemon/notify.h"

#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/testing.h"

/* A socket that plays the service manager; its name is NOTIFY_SOCKET. */
static int
listen_at(const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	strcpy(address.sun_path, name);
	if (name[0] == '@')
		address.sun_path[0] = '\0';
	assert_int_equal(
		bind(fd, (struct sockaddr *)&address,
		     (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
				 strlen(name))),
		0);
	setenv("NOTIFY_SOCKET", name, 1);
	return fd;
}

static void
assert_told(int fd, const char *expected)
{
	char text[2048] = "";

	assert_true(recv(fd, text, sizeof text - 1, MSG_DONTWAIT) > 0);
	assert_string_equal(text, expected);
}

static void
the_service_manager_gets_each_message(void **state)
{
	char names[2][64];
	struct dtap_notify notify;

	(void)state;
	snprintf(names[0], sizeof names[0], "/tmp/test_notify.%d", getpid());
	snprintf(names[1], sizeof names[1], "@test_notify.%d", getpid());
	for (size_t i = 0; i < COUNT(names); i++) {
		int fd = listen_at(names[i]);

		dtap_notify_open(&notify);
		assert_int_equal(notify.watchdog_ms, -1);
		dtap_notify(&notify, "READY=1\nSTATUS=%s", "diag: running");
		assert_told(fd, "READY=1\nSTATUS=diag: running");
		dtap_notify_close(&notify);
		dtap_notify(&notify, "STOPPING=1"); /* not sent */
		assert_true(recv(fd, names[0], 1, MSG_DONTWAIT) < 0);
		close(fd);
		snprintf(names[0], sizeof names[0], "/tmp/test_notify.%d",
			 getpid());
		unlink(names[0]);
	}
	unsetenv("NOTIFY_SOCKET");
}

static void
without_a_service_manager_nothing_is_sent(void **state)
{
	static const char *const names[] = {"", "relative", "/", "@",
					    "/nowhere/at/all"};
	char longer[200];
	struct dtap_notify notify;

	(void)state;
	unsetenv("NOTIFY_SOCKET");
	dtap_notify_open(&notify);
	assert_int_equal(notify.fd, -1);
	for (size_t i = 0; i < COUNT(names); i++) {
		setenv("NOTIFY_SOCKET", names[i], 1);
		dtap_notify_open(&notify);
		assert_int_equal(notify.fd, -1);
	}
	memset(longer, 'x', sizeof longer - 1);
	longer[0] = '/';
	longer[sizeof longer - 1] = '\0';
	setenv("NOTIFY_SOCKET", longer, 1);
	dtap_notify_open(&notify);
	assert_int_equal(notify.fd, -1);
	dtap_notify(&notify, "READY=1");
	dtap_notify_close(&notify);
	unsetenv("NOTIFY_SOCKET");
}

static void
a_watchdog_is_fed_twice_in_its_time_by_the_process_it_watches(void **state)
{
	static const struct {
		const char *usec;
		int offset, ms; /* of the process id */
	} cases[] = {
		{"30000000", 0, 15000}, {"30000000", 1, -1}, {"0", 0, -1},
		{"-5", 0, -1},          {"x", 0, -1},        {"1000", 0, 1},
	};
	char name[64], pid[16];
	struct dtap_notify notify;
	int fd;

	(void)state;
	snprintf(name, sizeof name, "@test_notify.%d", getpid());
	fd = listen_at(name);
	for (size_t i = 0; i < COUNT(cases); i++) {
		snprintf(pid, sizeof pid, "%d", getpid() + cases[i].offset);
		setenv("WATCHDOG_USEC", cases[i].usec, 1);
		setenv("WATCHDOG_PID", pid, 1);
		dtap_notify_open(&notify);
		assert_int_equal(notify.watchdog_ms, cases[i].ms);
		dtap_notify_close(&notify);
	}
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	unsetenv("NOTIFY_SOCKET");
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_service_manager_gets_each_message),
		cmocka_unit_test(without_a_service_manager_nothing_is_sent),
		cmocka_unit_test(
			a_watchdog_is_fed_twice_in_its_time_by_the_process_it_watches),
	};

	return RUN(tests);
}
