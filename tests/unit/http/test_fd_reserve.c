/* SPDX-License-Identifier: MIT */
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/fd_reserve.h"
#include "support/testing.h"

static void
assert_connected(int one, int other)
{
	char byte = 0;

	assert_int_equal(send(one, "x", 1, 0), 1);
	assert_int_equal(recv(other, &byte, 1, MSG_DONTWAIT), 1);
	assert_int_equal(byte, 'x');
}

static void
a_socket_that_is_taken_survives_the_close_of_its_old_number(void **state)
{
	struct dtap_fd_reserve reserve;
	int pair[2], taken;

	(void)state;
	assert_int_equal(dtap_fd_reserve_init(&reserve), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	taken = dtap_fd_reserve_take(&reserve, pair[0]);
	assert_true(taken >= 0 && taken != pair[0]);
	assert_int_equal(send(pair[0], "x", 1, MSG_NOSIGNAL), -1);
	assert_int_equal(close(pair[0]), 0);
	assert_connected(taken, pair[1]);
	close(taken);
	close(pair[1]);
	dtap_fd_reserve_close(&reserve);
}

/* And says so before anything is promised. */
static void
without_a_number_the_socket_stays_as_it_is(void **state)
{
	struct dtap_fd_reserve reserve;
	struct rlimit limit, none = {0, 0};
	int pair[2], taken;

	(void)state;
	assert_int_equal(dtap_fd_reserve_init(&reserve), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	taken = dtap_fd_reserve_take(&reserve, pair[0]);
	close(taken);
	close(pair[0]);
	close(pair[1]);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	getrlimit(RLIMIT_NOFILE, &limit);
	none.rlim_max = limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_false(dtap_fd_reserve_fill(&reserve));
	assert_int_equal(dtap_fd_reserve_take(&reserve, pair[0]), -1);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_connected(pair[0], pair[1]);
	assert_true(dtap_fd_reserve_fill(&reserve));
	close(pair[0]);
	close(pair[1]);
	dtap_fd_reserve_close(&reserve);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_socket_that_is_taken_survives_the_close_of_its_old_number),
		cmocka_unit_test(without_a_number_the_socket_stays_as_it_is),
	};

	return RUN(tests);
}
