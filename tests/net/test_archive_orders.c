/* SPDX-License-Identifier: MIT */
/* Orders to the archive over HTTP, deletion, and the list. */
#include "support/archive_fixture.h"
#include "support/testing.h"

static void
orders_are_carried_out_and_a_deleted_capture_is_gone(void **state)
{
	struct http_client client;
	char path[128], side[128], *text;
	struct server_fixture fixture;

	(void)state;
	archive_fixture_start(&fixture, path);
	snprintf(side, sizeof side, "%.*s.json",
		 (int)(strlen(path) - strlen(".pcap")), path);
	archive_fixture_expect(&fixture, "GET", side, 200, "\"records\": 50");
	assert_int_equal(
		archive_fixture_ask(&fixture, "HEAD", side, "", &client, &text),
		200);
	assert_true(client_has(&client, "Content-Type: application/json"));
	free(text);
	archive_fixture_expect(&fixture, "POST", "/api/archive/stop?tap=diag",
			       202, "");
	archive_fixture_await(&fixture, "\"state\": \"stopped\"", path);
	archive_fixture_expect(&fixture, "POST", "/api/archive/start", 202, "");
	archive_fixture_await(&fixture, "\"state\": \"waiting\"", path);
	archive_fixture_expect(&fixture, "DELETE", path, 200, "Deleted");
	archive_fixture_expect(&fixture, "GET", path, 404, "no such capture");
	archive_fixture_expect(&fixture, "GET", side, 404, "no such capture");
	archive_fixture_expect(&fixture, "DELETE", path, 404,
			       "no such capture");
	archive_fixture_expect(&fixture, "GET", "/api/archive", 200,
			       "\"captures\": []");
	archive_fixture_expect(&fixture, "POST", "/api/archive/stop?tap=ipa",
			       400, "tap=");
	archive_fixture_expect(&fixture, "POST", "/api/archive/format", 404,
			       "");
	archive_fixture_expect(&fixture, "GET", "/api/archive?limit=x", 400,
			       "limit=");
	archive_fixture_expect(&fixture, "GET", "/api/archive?limit=0", 200,
			       "\"captures\": []");
	server_fixture_stop(&fixture);
}

static void
without_an_archive_the_answer_says_how_to_enable_it(void **state)
{
	static const struct server_fixture_options options = {
		.token = ARCHIVE_TOKEN};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &options, archive_fixture_traffic, 1);
	archive_fixture_expect(&fixture, "GET", "/api/archive", 200,
			       "{\"archives\": []}");
	archive_fixture_expect(&fixture, "POST", "/api/archive/start", 503,
			       "archive.enabled");
	archive_fixture_expect(&fixture, "GET",
			       "/api/archive/diag-20261125T105457Z-000001.pcap",
			       404, "no such capture");
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			orders_are_carried_out_and_a_deleted_capture_is_gone),
		cmocka_unit_test(
			without_an_archive_the_answer_says_how_to_enable_it),
	};

	return RUN(tests);
}
