/* SPDX-License-Identifier: MIT */
#include "support/subscribers.h"

#include <dtap/bytes.h>

#include <sys/resource.h>
#include <sys/socket.h>

#include "support/testing.h"

#define FLUSH_MS 10

static void
raise_descriptor_limit(void)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

/* With a small window: what a client does not read stays with the server. */
static void
join(struct client *client, unsigned port, const char *path)
{
	static const int small = 4096;

	client_socket(client);
	setsockopt(client->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	client_connect(client, port);
	client_request(client, "GET", path);
	assert_int_equal(client_status(client), 200);
}

void
crowd_begin(struct crowd *crowd, const struct rig_options *options,
	    unsigned count, const char *path)
{
	static const struct scripted_step quiet[] = {
		{.what = SCRIPTED_NOTHING}};
	struct dtap_ring *ring;

	raise_descriptor_limit();
	*crowd = (struct crowd){.count = count};
	rig_start(&crowd->rig, options, quiet, COUNT(quiet));
	ring = dtap_tap_ring(crowd->rig.tap);
	crowd->accumulator =
		dtap_accumulator_new(ring, NULL, FLUSH_MS, DTAP_SNAPLEN_MAX);
	assert_non_null(crowd->accumulator);
	assert_int_equal(dtap_accumulator_start(crowd->accumulator), 0);
	crowd->clients = calloc(count + 1, sizeof *crowd->clients);
	for (unsigned i = 0; i < count; i++)
		join(&crowd->clients[i], crowd->rig.port, path);
	dtap_ring_await_subscribers(ring, count);
}

void
crowd_publish(struct crowd *crowd, unsigned containers)
{
	uint8_t container[CROWD_CONTAINER];

	memset(container, 'c', sizeof container);
	while (containers-- > 0) {
		dtap_put32(container, crowd->number++);
		dtap_accumulator_put(
			crowd->accumulator,
			&(struct dtap_container){.data = container,
						 .size = sizeof container});
	}
	dtap_accumulator_flush(crowd->accumulator);
}

void
crowd_finish(struct crowd *crowd)
{
	dtap_accumulator_stop(crowd->accumulator);
	dtap_accumulator_free(crowd->accumulator);
	crowd->accumulator = NULL;
	dtap_ring_end(dtap_tap_ring(crowd->rig.tap));
}

void
crowd_end(struct crowd *crowd)
{
	if (crowd->accumulator != NULL)
		crowd_finish(crowd);
	for (unsigned i = 0; i < crowd->count; i++)
		client_close(&crowd->clients[i]);
	free(crowd->clients);
	rig_stop(&crowd->rig);
}
