/* SPDX-License-Identifier: MIT */
#include "streams/peer.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/subscribers.h"
#include "support/socket_pair.h"
#include "support/testing.h"

#define SILENT_MS 1000

/*
 * Four connections at once: one is idle, one is stalled, and both live; from
 * one that is stalled and from one that has bytes on the way the peer
 * vanishes.
 */
static void
a_peer_that_vanished_is_told_from_one_that_stalls(void **state)
{
	struct pair idle, stalled, stalled_and_gone, gone;
	bool first = false, second = false;

	(void)state;
	pair_open(&idle);
	pair_open(&stalled);
	pair_open(&stalled_and_gone);
	pair_open(&gone);
	pair_fill(&stalled);
	pair_fill(&stalled_and_gone);
	pair_vanish(&stalled_and_gone);
	pair_vanish(&gone);
	assert_int_equal(send(gone.ours, "x", 1, MSG_NOSIGNAL), 1);
	while (!first || !second) {
		first = dtap_peer_vanished(stalled_and_gone.ours, SILENT_MS);
		second = dtap_peer_vanished(gone.ours, SILENT_MS);
		assert_false(dtap_peer_vanished(stalled.ours, SILENT_MS));
		assert_false(dtap_peer_vanished(idle.ours, SILENT_MS));
		poll(NULL, 0, 10);
	}
	pair_close(&gone);
	pair_close(&stalled_and_gone);
	pair_close(&stalled);
	pair_close(&idle);
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

/* Takes a minute: the fan-out is lossless. */
static void
a_stream_whose_peer_vanished_ends(void **state)
{
	static const struct rig_options options = {0};
	struct dtap_stream_table_status status;
	struct crowd crowd;
	struct pair pair;

	(void)state;
	crowd_begin(&crowd, &options, 2, "/api/diag/stream");
	crowd_publish(&crowd, 10000); /* both stall */
	pair.theirs = crowd.clients[0].fd;
	pair_vanish(&pair);
	do {
		poll(NULL, 0, 100);
		dtap_stream_table_status(
			dtap_fanout_table(crowd.rig.service.fanout), &status);
		assert_int_not_equal(status.streams, 0);
	} while (status.streams == 2);
	crowd_end(&crowd);
}

/* `test_peer long`: the slow one. */
int
main(int argc, char **argv)
{
	const struct CMUnitTest slow[] = {
		cmocka_unit_test(a_stream_whose_peer_vanished_ends),
	};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_peer_that_vanished_is_told_from_one_that_stalls),
		cmocka_unit_test(what_is_not_tcp_does_not_vanish),
	};

	(void)argv;
	return argc > 1 ? RUN(slow) : RUN(tests);
}
