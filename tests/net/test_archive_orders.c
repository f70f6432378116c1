/* SPDX-License-Identifier: MIT */
/* Orders to the archive over HTTP, deletion, and the list. */
#include "support/archive_fixture.h"
#include "support/testing.h"

static void
orders_are_result_out_and_deleted_is_gone(void **state)
{
	struct client client;
	char path[128], side[128], *text;
	struct rig rig;

	(void)state;
	recorded_start(&rig, path);
	snprintf(side, sizeof side, "%.*s.json",
		 (int)(strlen(path) - strlen(".pcap")), path);
	recorded_expect(&rig, "GET", side, 200, "\"records\": 50");
	assert_int_equal(recorded_ask(&rig, "HEAD", side, "", &client, &text),
			 200);
	assert_true(client_has(&client, "Content-Type: application/json"));
	free(text);
	recorded_expect(&rig, "POST", "/api/archive/stop?tap=diag", 202, "");
	recorded_await(&rig, "\"state\": \"stopped\"", path);
	recorded_expect(&rig, "POST", "/api/archive/start", 202, "");
	recorded_await(&rig, "\"state\": \"waiting\"", path);
	recorded_expect(&rig, "DELETE", path, 200, "Deleted");
	recorded_expect(&rig, "GET", path, 404, "no such capture");
	recorded_expect(&rig, "GET", side, 404, "no such capture");
	recorded_expect(&rig, "DELETE", path, 404, "no such capture");
	recorded_expect(&rig, "GET", "/api/archive", 200, "\"captures\": []");
	recorded_expect(&rig, "POST", "/api/archive/stop?tap=ipa", 400, "tap=");
	recorded_expect(&rig, "POST", "/api/archive/format", 404, "");
	recorded_expect(&rig, "GET", "/api/archive?limit=x", 400, "limit=");
	recorded_expect(&rig, "GET", "/api/archive?limit=0", 200,
			"\"captures\": []");
	rig_stop(&rig);
}

static void
without_an_archive_it_says_how_to_have_one(void **state)
{
	static const struct rig_options options = {.token = RECORDED_TOKEN};
	struct rig rig;

	(void)state;
	rig_start(&rig, &options, recorded_traffic, 1);
	recorded_expect(&rig, "GET", "/api/archive", 200, "{\"archives\": []}");
	recorded_expect(&rig, "POST", "/api/archive/start", 503,
			"archive.enabled");
	recorded_expect(&rig, "GET",
			"/api/archive/diag-20261125T105457Z-000001.pcap", 404,
			"no such capture");
	rig_stop(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders_are_result_out_and_deleted_is_gone),
		cmocka_unit_test(without_an_archive_it_says_how_to_have_one),
	};

	return RUN(tests);
}
