/* SPDX-License-Identifier: MIT */
#include "streams/peer.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/socket_pair.h"
#include "support/subscribers.h"
#include "support/testing.h"

#define SILENT_MS 1000

/*
 * Four connections at the same time.  Two peers live: one is idle, one is
 * stalled.  Two peers vanish: one is stalled, one has bytes on the way.
 */
static void
a_vanished_peer_is_not_confused_with_a_stalled_one(void **state)
{
	struct socket_pair idle, stalled, stalled_and_gone, gone;
	bool first = false, second = false;

	(void)state;
	socket_pair_open(&idle);
	socket_pair_open(&stalled);
	socket_pair_open(&stalled_and_gone);
	socket_pair_open(&gone);
	socket_pair_fill(&stalled);
	socket_pair_fill(&stalled_and_gone);
	socket_pair_vanish(&stalled_and_gone);
	socket_pair_vanish(&gone);
	assert_int_equal(send(gone.ours, "x", 1, MSG_NOSIGNAL), 1);
	while (!first || !second) {
		first = dtap_peer_vanished(stalled_and_gone.ours, SILENT_MS);
		second = dtap_peer_vanished(gone.ours, SILENT_MS);
		assert_false(dtap_peer_vanished(stalled.ours, SILENT_MS));
		assert_false(dtap_peer_vanished(idle.ours, SILENT_MS));
		poll(NULL, 0, 10);
	}
	socket_pair_close(&gone);
	socket_pair_close(&stalled_and_gone);
	socket_pair_close(&stalled);
	socket_pair_close(&idle);
}

static void
what_is_not_tcp_does_not_vanish(void **state)
{
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_false(dtap_peer_vanished(pair[0], 0));
	assert_false(dtap_peer_vanished(-1, 0));
	close(pair[0]);
	close(pair[1]);
}

/* Takes a minute, the time that the fan-out gives a peer. */
static void
a_stream_whose_peer_vanished_ends(void **state)
{
	static const struct server_fixture_options options = {0};
	struct dtap_stream_table_status status;
	struct subscribers subscribers;
	struct socket_pair pair;

	(void)state;
	subscribers_begin(&subscribers, &options, 2, "/api/diag/stream");
	subscribers_publish(&subscribers, 10000); /* both stall */
	pair.theirs = subscribers.clients[0].fd;
	socket_pair_vanish(&pair);
	do {
		poll(NULL, 0, 100);
		dtap_stream_table_status(
			dtap_fanout_table(subscribers.fixture.service.fanout),
			&status);
		assert_int_not_equal(status.streams, 0);
	} while (status.streams == 2);
	subscribers_end(&subscribers);
}

/* `test_peer long` runs the slow test. */
int
main(int argc, char **argv)
{
	const struct CMUnitTest slow[] = {
		cmocka_unit_test(a_stream_whose_peer_vanished_ends),
	};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_vanished_peer_is_not_confused_with_a_stalled_one),
		cmocka_unit_test(what_is_not_tcp_does_not_vanish),
	};

	(void)argv;
	return argc > 1 ? RUN(slow) : RUN(tests);
}
