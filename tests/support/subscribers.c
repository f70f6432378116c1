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

/* The window is small, so data that a client does not read stays in the server.
 */
static void
join(struct http_client *client, unsigned port, const char *path)
{
	static const int small = 4096;

	client_socket(client);
	setsockopt(client->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	client_connect(client, port);
	client_request(client, "GET", path);
	assert_int_equal(client_status(client), 200);
}

void
subscribers_add(struct subscribers *subscribers, unsigned count,
		const char *path)
{
	struct dtap_ring *ring = dtap_tap_ring(subscribers->fixture.tap);
	unsigned all = subscribers->count + count;
	struct dtap_ring_status before; /* an archive is one too */

	subscribers->clients = realloc(
		subscribers->clients, (all + 1) * sizeof *subscribers->clients);
	assert_non_null(subscribers->clients);
	dtap_ring_status(ring, &before);
	for (; subscribers->count < all; subscribers->count++)
		join(&subscribers->clients[subscribers->count],
		     subscribers->fixture.port, path);
	dtap_ring_await_subscribers(ring, before.subscribers + count);
}

void
subscribers_begin(struct subscribers *subscribers,
		  const struct server_fixture_options *options, unsigned count,
		  const char *path)
{
	static const struct scripted_step quiet[] = {
		{.what = SCRIPTED_NOTHING}};

	raise_descriptor_limit();
	*subscribers = (struct subscribers){0};
	server_fixture_start(&subscribers->fixture, options, quiet,
			     COUNT(quiet));
	subscribers->accumulator =
		dtap_accumulator_new(dtap_tap_ring(subscribers->fixture.tap),
				     NULL, FLUSH_MS, DTAP_SNAPLEN_MAX);
	assert_non_null(subscribers->accumulator);
	assert_int_equal(dtap_accumulator_start(subscribers->accumulator), 0);
	subscribers_add(subscribers, count, path);
}

void
subscribers_publish(struct subscribers *subscribers, unsigned containers)
{
	uint8_t container[SUBSCRIBERS_CONTAINER];

	memset(container, 'c', sizeof container);
	while (containers-- > 0) {
		dtap_put32(container, subscribers->number++);
		dtap_accumulator_put(
			subscribers->accumulator,
			&(struct dtap_container){.data = container,
						 .size = sizeof container});
	}
	dtap_accumulator_flush(subscribers->accumulator);
}

void
subscribers_finish(struct subscribers *subscribers)
{
	dtap_accumulator_stop(subscribers->accumulator);
	dtap_accumulator_free(subscribers->accumulator);
	subscribers->accumulator = NULL;
	dtap_ring_end(dtap_tap_ring(subscribers->fixture.tap));
}

void
subscribers_end(struct subscribers *subscribers)
{
	if (subscribers->accumulator != NULL)
		subscribers_finish(subscribers);
	for (unsigned i = 0; i < subscribers->count; i++)
		client_close(&subscribers->clients[i]);
	free(subscribers->clients);
	server_fixture_stop(&subscribers->fixture);
}
