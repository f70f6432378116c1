/* SPDX-License-Identifier: MIT */
/* The library beneath is the real one.  A turn of 0 ns looks and does not wait;
 * one of INT64_MAX waits: where the test must end, it ends. */
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/loop.h"
#include "support/testing.h"
#include "support/usage.h"

#define SOCKETS 4

struct fixture {
	struct dtap_loop *loop;
	struct dtap_loop_socket socket;
	int peer;
};

static int
make_pair(int *peer)
{
	int pair[2];

	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	*peer = pair[1];
	return pair[0];
}

static void
start(struct fixture *f)
{
	f->loop = dtap_loop_new(SOCKETS);
	assert_non_null(f->loop);
	assert_true(dtap_loop_add(f->loop, &f->socket, make_pair(&f->peer)));
}

static void
stop(struct fixture *f)
{
	dtap_loop_close(&f->socket);
	assert_null(f->socket.wsi);
	dtap_loop_free(f->loop);
	close(f->peer);
}

/* Whether the turns that are due without waiting mark the socket. */
static bool
is_marked(struct fixture *f)
{
	bool marked;

	for (int i = 0; i < 3; i++)
		dtap_loop_turn(f->loop, 0);
	marked = f->socket.is_ready;
	f->socket.is_ready = false;
	return marked;
}

static void
a_socket_with_input_is_marked_until_it_is_read(void **state)
{
	struct fixture f;
	char byte;

	(void)state;
	start(&f);
	assert_false(is_marked(&f));
	assert_int_equal(send(f.peer, "x", 1, 0), 1);
	while (!f.socket.is_ready)
		dtap_loop_turn(f.loop, INT64_MAX);
	assert_true(is_marked(&f));
	assert_int_equal(recv(f.socket.fd, &byte, 1, 0), 1);
	assert_false(is_marked(&f));
	stop(&f);
}

static void
a_socket_that_waits_for_nothing_is_not_polled(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_int_equal(send(f.peer, "x", 1, 0), 1);
	dtap_loop_await(&f.socket, DTAP_LOOP_NOTHING);
	assert_false(is_marked(&f));
	dtap_loop_turn(f.loop, 1000 * 1000);
	assert_false(f.socket.is_ready);
	dtap_loop_await(&f.socket, DTAP_LOOP_READ);
	assert_true(is_marked(&f));
	stop(&f);
}

/* Its peer has closed its side, and still reads. */
static void
a_socket_that_is_half_closed_can_be_written(void **state)
{
	struct fixture f;
	char byte;

	(void)state;
	start(&f);
	shutdown(f.peer, SHUT_WR);
	dtap_loop_await(&f.socket, DTAP_LOOP_WRITE);
	assert_true(is_marked(&f));
	assert_false(is_marked(&f)); /* the wish was for one event */
	dtap_loop_await(&f.socket, DTAP_LOOP_WRITE);
	assert_true(is_marked(&f));
	assert_int_equal(send(f.socket.fd, "x", 1, 0), 1);
	assert_int_equal(recv(f.peer, &byte, 1, 0), 1);
	dtap_loop_await(&f.socket, DTAP_LOOP_READ);
	assert_true(is_marked(&f)); /* the end is input */
	assert_non_null(f.socket.wsi);
	stop(&f);
}

static void
a_socket_whose_peer_is_gone_is_closed(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	dtap_loop_await(&f.socket, DTAP_LOOP_NOTHING);
	assert_false(is_marked(&f));
	shutdown(f.peer, SHUT_RDWR);
	while (f.socket.wsi != NULL)
		dtap_loop_turn(f.loop, INT64_MAX);
	stop(&f);
}

static void *
wake(void *loop)
{
	dtap_loop_wake(loop);
	return NULL;
}

static void
a_turn_ends_when_it_is_woken_and_when_its_time_is_over(void **state)
{
	struct fixture f;
	pthread_t thread;

	(void)state;
	start(&f);
	pthread_create(&thread, NULL, wake, f.loop);
	dtap_loop_turn(f.loop, INT64_MAX);
	pthread_join(thread, NULL);
	dtap_loop_turn(f.loop, 1000 * 1000);
	stop(&f);
}

static bool is_late;

int __real_lws_service(void *context, int timeout);
int __wrap_lws_service(void *context, int timeout);

/* The linker puts it before lws_service(): the thread is late for its timer. */
int
__wrap_lws_service(void *context, int timeout)
{
	if (is_late)
		usleep(5000);
	return __real_lws_service(context, timeout);
}

/* The time is over before poll(2) is called, which has nothing to wait for. */
static void
a_turn_ends_that_is_due_before_it_waits(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_false(is_marked(&f)); /* it is woken once when it is made */
	is_late = true;
	alarm(20); /* else it would wait until libwebsockets' own timer, 30 s */
	dtap_loop_turn(f.loop, 1);
	alarm(0);
	is_late = false;
	stop(&f);
}

static void
as_many_sockets_fit_as_were_asked_for_and_are_closed(void **state)
{
	struct dtap_loop_socket sockets[SOCKETS] = {0};
	struct dtap_loop *loop = dtap_loop_new(SOCKETS);
	unsigned before = usage_descriptors();
	int peers[SOCKETS];

	(void)state;
	for (int round = 0; round < 20; round++) {
		for (size_t i = 0; i < SOCKETS; i++)
			assert_true(dtap_loop_add(loop, &sockets[i],
						  make_pair(&peers[i])));
		dtap_loop_turn(loop, 0);
		for (size_t i = 0; i < SOCKETS; i++) {
			dtap_loop_close(&sockets[i]);
			close(peers[i]);
		}
	}
	assert_int_equal(usage_descriptors(), before);
	dtap_loop_free(loop);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_socket_with_input_is_marked_until_it_is_read),
		cmocka_unit_test(a_socket_that_waits_for_nothing_is_not_polled),
		cmocka_unit_test(a_socket_that_is_half_closed_can_be_written),
		cmocka_unit_test(a_socket_whose_peer_is_gone_is_closed),
		cmocka_unit_test(
			a_turn_ends_when_it_is_woken_and_when_its_time_is_over),
		cmocka_unit_test(a_turn_ends_that_is_due_before_it_waits),
		cmocka_unit_test(
			as_many_sockets_fit_as_were_asked_for_and_are_closed),
	};

	return RUN(tests);
}
