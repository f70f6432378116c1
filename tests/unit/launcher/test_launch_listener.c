/* SPDX-License-Identifier: MIT */
#include "launcher/launch_listener.h"

#include "support/testing.h"

#include <sys/wait.h>
#include <unistd.h>

static int
connect_to(int listener)
{
	struct dtap_address name;
	int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);

	assert_true(dtap_launch_listener_name(listener, &name));
	assert_int_equal(name.un.sun_path[0], '\0');
	assert_int_equal(connect(fd, (struct sockaddr *)&name.un, name.size),
			 0);
	return fd;
}

static void
connection_of_the_process_is_accepted(void **state)
{
	int listener = dtap_launch_listener_open();
	int fd = connect_to(listener), other;
	char byte;

	(void)state;
	other = dtap_launch_listener_accept(listener, getpid());
	assert_true(other >= 0);
	assert_int_equal(write(fd, "x", 1), 1);
	assert_int_equal(read(other, &byte, 1), 1);
	assert_int_equal(dtap_launch_listener_accept(listener, getpid()), -1);
	close(fd);
	close(other);
	close(listener);
}

/* Another process is first, and is closed. */
static void
connection_of_a_stranger_is_closed(void **state)
{
	int listener = dtap_launch_listener_open();
	int ready[2], status, fd, other;
	pid_t stranger;
	char byte;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	stranger = fork();
	if (stranger == 0) {
		fd = connect_to(listener);
		if (write(ready[1], "x", 1) != 1)
			_exit(1);
		_exit(read(fd, &byte, 1) == 0 ? 0 : 2);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	fd = connect_to(listener);
	other = dtap_launch_listener_accept(listener, getpid());
	assert_true(other >= 0);
	assert_int_equal(write(fd, "y", 1), 1);
	assert_int_equal(read(other, &byte, 1), 1);
	assert_int_equal(byte, 'y');
	assert_int_equal(waitpid(stranger, &status, 0), stranger);
	assert_int_equal(status, 0);
	close(fd);
	close(other);
	close(listener);
}

static void
two_listeners_have_two_names(void **state)
{
	int one = dtap_launch_listener_open();
	int two = dtap_launch_listener_open();
	int fd = connect_to(one);

	(void)state;
	assert_int_equal(dtap_launch_listener_accept(two, getpid()), -1);
	close(fd);
	close(one);
	close(two);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(connection_of_the_process_is_accepted),
		cmocka_unit_test(connection_of_a_stranger_is_closed),
		cmocka_unit_test(two_listeners_have_two_names),
	};

	return RUN(tests);
}
