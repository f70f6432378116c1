/* SPDX-License-Identifier: MIT */
/* No file descriptor is left: no busy loop, and nothing is lost. */
#include <errno.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/http_client.h"
#include "support/log_capture.h"
#include "support/server_fixture.h"
#include "support/testing.h"
#include "support/usage.h"

#define WATCH_MS 200

static const struct scripted_step quiet[] = {{.what = SCRIPTED_NOTHING}};
static const struct server_fixture_options defaults = {0};

static void
begin_kept(struct http_client *client, unsigned port)
{
	client_open(client, port);
	client_request(client, "GET", "/api/status");
	free(client_text(client));
}

#define TABLE 400

/* Uses all free descriptors below TABLE except `spare`. */
static size_t
fill_table(int *taken, unsigned spare)
{
	struct rlimit limit;
	size_t count = 0;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = TABLE;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	while ((taken[count] = dup(STDIN_FILENO)) >= 0)
		count++;
	while (spare-- > 0)
		close(taken[--count]);
	return count;
}

static void
without_a_descriptor_clients_wait_and_the_log_says_so_once(void **state)
{
	static const struct server_fixture_options options = {
		.log = DTAP_WARNING};
	int taken[TABLE] = {0};
	struct http_client client;
	struct log_capture said;
	struct server_fixture fixture;
	size_t count;
	char *text;

	(void)state;
	server_fixture_start(&fixture, &options, quiet, COUNT(quiet));
	log_capture_begin(&said);
	client_socket(&client);
	count = fill_table(taken, 0);
	client_connect(&client, fixture.port);
	assert_in_range(usage_load(5 * WATCH_MS), 0, USAGE_IDLE);
	while (count > 0)
		close(taken[--count]);
	client_request(&client, "GET", "/api/status");
	assert_int_equal(client_status(&client), 200);
	client_close(&client);
	text = log_capture_end(&said);
	assert_int_equal(log_capture_count(text, "no file descriptor left"), 1);
	assert_int_equal(log_capture_count(text, "\n"), 1);
	free(text);
	server_fixture_stop(&fixture);
}

/* Connections get the last descriptors; one was reserved for a stream. */
static void
connections_do_not_take_the_last_descriptor_from_a_stream(void **state)
{
	int taken[TABLE] = {0};
	struct http_client clients[3];
	struct server_fixture fixture;
	size_t count;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	begin_kept(&clients[0], fixture.port);
	for (size_t i = 1; i < COUNT(clients); i++)
		client_socket(&clients[i]);
	count = fill_table(taken, 2);
	for (size_t i = 1; i < COUNT(clients); i++) {
		client_connect(&clients[i], fixture.port);
		client_request(&clients[i], "GET", "/api/status");
		free(client_text(&clients[i]));
	}
	for (size_t i = 0; i < COUNT(clients); i++) {
		client_request(&clients[i], "GET", "/api/diag/stream");
		assert_int_equal(client_status(&clients[i]), 200);
		client_close(&clients[i]);
	}
	while (count > 0)
		close(taken[--count]);
	server_fixture_stop(&fixture);
}

/*
 * The number that a stream has given back is reserved before a connection can
 * take it.  The third client waits until the second has been closed for it.
 */
static void
after_a_stream_began_a_descriptor_is_reserved_for_the_next(void **state)
{
	int taken[TABLE] = {0};
	struct http_client clients[3];
	struct server_fixture fixture;
	size_t count;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	begin_kept(&clients[0], fixture.port);
	for (size_t i = 1; i < COUNT(clients); i++)
		client_socket(&clients[i]);
	count = fill_table(taken, 1);
	client_request(&clients[0], "GET", "/api/diag/stream");
	assert_int_equal(client_status(&clients[0]), 200);
	client_connect(&clients[1], fixture.port);
	client_request(&clients[1], "GET", "/api/status");
	free(client_text(&clients[1]));
	client_connect(&clients[2], fixture.port);
	client_request(&clients[2], "GET", "/api/diag/stream");
	assert_int_equal(client_status(&clients[2]), 200);
	for (size_t i = 0; i < COUNT(clients); i++)
		client_close(&clients[i]);
	while (count > 0)
		close(taken[--count]);
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			without_a_descriptor_clients_wait_and_the_log_says_so_once),
		cmocka_unit_test(
			connections_do_not_take_the_last_descriptor_from_a_stream),
		cmocka_unit_test(
			after_a_stream_began_a_descriptor_is_reserved_for_the_next),
	};

	return RUN(tests);
}
