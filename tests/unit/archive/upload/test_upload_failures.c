/* SPDX-License-Identifier: MIT */
/* Uploads where the server, the disk, or somebody else is in the way. */
#include "archive/upload/uploader.h"

#include <errno.h>
#include <sched.h>

#include "base/clock.h"
#include "support/uploader_fixture.h"
#include "support/log_capture.h"
#include "support/testing.h"

static void
a_server_in_trouble_is_left_alone_for_longer_each_time(void **state)
{
	struct depot *depot = *state;
	int64_t pause = DTAP_NS_PER_S;

	depot_record(depot, 3);
	for (unsigned i = 0; i < 15; i++) {
		struct dtap_next_run rest;

		depot->server->answers[i] = DTAP_UPLOAD_CONNECT;
		rest = depot_pass(depot);
		assert_int_equal(depot->server->asked, i + 1);
		assert_true(rest.deaf);
		assert_true(rest.ns >= pause && rest.ns <= pause * 5 / 4);
		pause = 2 * pause < 600 * DTAP_NS_PER_S ? 2 * pause
							: 600 * DTAP_NS_PER_S;
	}
	assert_int_equal(depot_status(depot).failures, 15);
	assert_int_equal(depot_status(depot).pending, 3);
	assert_int_equal(depot_status(depot).state, DTAP_UPLOAD_FAILING);
	assert_non_null(strstr(depot_status(depot).why, "no server answers"));
	assert_false(depot_pass(depot).deaf);
	assert_string_equal(depot_status(depot).why, "");
	depot->server->answers[depot->server->asked] = DTAP_UPLOAD_CONNECT;
	depot_record(depot, 1);
	assert_true(depot_pass(depot).ns < 2 * DTAP_NS_PER_S);
}

static void
one_warning_for_each_cause_until_the_server_takes_something(void **state)
{
	static const enum dtap_upload_result answers[] = {
		DTAP_UPLOAD_CONNECT, DTAP_UPLOAD_CONNECT, DTAP_UPLOAD_STALLED,
		DTAP_UPLOAD_CONNECT};
	struct depot *depot = *state;
	struct said said;
	char *text;

	depot_record(depot, 1);
	depot->desk.log.most = DTAP_NOTICE;
	said_begin(&said);
	for (size_t i = 0; i < COUNT(answers); i++) {
		depot->server->answers[i] = answers[i];
		depot_pass(depot);
	}
	text = said_so_far(&said);
	assert_int_equal(said_count(text, "cannot upload"), 2);
	assert_int_equal(said_count(text, "uploads again"), 0);
	free(text);
	depot_pass(depot); /* takes it */
	depot->server->answers[depot->server->asked] = DTAP_UPLOAD_CONNECT;
	depot_record(depot, 1);
	depot_pass(depot);
	text = said_end(&said);
	assert_int_equal(said_count(text, "uploads again"), 1);
	assert_int_equal(said_count(text, "cannot upload"), 3);
	free(text);
}

static void
a_server_says_when_to_come_again(void **state)
{
	static const unsigned asked[] = {30, 3600, 80000};
	struct depot *depot = *state;

	depot_record(depot, 1);
	for (unsigned i = 0; i < COUNT(asked); i++) {
		depot->server->answers[i] = DTAP_UPLOAD_REFUSED;
		depot->server->error = (struct dtap_upload_error){
			.status = 503, .retry_after = asked[i]};
		assert_int_equal(depot_pass(depot).ns / DTAP_NS_PER_S,
				 asked[i] < 3600 ? asked[i] : 3600);
	}
}

static void
a_file_that_is_refused_holds_up_no_other(void **state)
{
	struct depot *depot = *state;

	depot_record(depot, 3);
	depot->server->answers[0] = DTAP_UPLOAD_REFUSED;
	depot->server->error.status = 413;
	assert_true(depot_pass(depot).deaf);
	assert_int_equal(depot_status(depot).uploaded, 2);
	assert_int_equal(depot_status(depot).pending, 1);
	assert_non_null(strstr(depot_status(depot).why, "[413]"));
	assert_non_null(strstr(depot->server->names[1], "000002.pcap"));
	depot_pass(depot); /* and is tried again */
	assert_int_equal(depot_status(depot).uploaded, 3);
}

static void
a_capture_whose_side_file_fails_is_sent_whole_again(void **state)
{
	struct depot *depot = *state;

	depot_record(depot, 1);
	depot->server->answers[1] = DTAP_UPLOAD_STALLED;
	depot_pass(depot);
	assert_int_equal(depot_status(depot).uploaded, 0);
	assert_int_equal(desk_count(&depot->desk, ".uploaded", NULL), 0);
	depot_pass(depot);
	assert_int_equal(depot->server->asked, 4);
	assert_string_equal(depot->server->names[2], depot->server->names[0]);
	assert_int_equal(depot_status(depot).uploaded, 1);
}

static void
what_is_deleted_under_way_is_sent_and_does_not_come_back(void **state)
{
	struct depot *depot = *state;

	depot_record(depot, 2);
	depot->server->deletes = true;
	assert_false(depot_pass(depot).deaf);
	assert_int_equal(depot_status(depot).failures, 0);
	assert_int_equal(depot->server->asked, 1); /* the rest is gone */
	assert_int_equal(depot_status(depot).uploaded, 1);
	assert_int_equal(desk_count(&depot->desk, ".uploaded", NULL), 1);
	assert_int_equal(desk_count(&depot->desk, ".pcap", NULL), 0);
	assert_int_equal(desk_count(&depot->desk, ".json", NULL), 0);
	depot_pass(depot);
	assert_int_equal(depot->server->asked, 1);
}

static void
what_cannot_be_marked_is_not_sent_over_and_over(void **state)
{
	struct depot *depot = *state;

	depot_record(depot, 2);
	depot->faulty.errors[FAULTY_SYNC] = EIO;
	for (unsigned i = 0; i < 3; i++) {
		assert_true(depot_pass(depot).deaf);
		assert_int_equal(depot->server->asked, 2);
		assert_non_null(strstr(depot_status(depot).why, "marked"));
	}
	depot->faulty.errors[FAULTY_SYNC] = 0;
	depot_pass(depot);
	depot_sent(depot, 2, ".pcap");
	assert_int_equal(desk_count(&depot->desk, ".uploaded", NULL), 2);
}

static void
a_strangers_file_with_the_marks_name_is_let_alone(void **state)
{
	struct depot *depot = *state;
	char name[DTAP_CAPTURE_NAME_ROOM], mark[DTAP_CAPTURE_NAME_ROOM + 16];

	depot_record(depot, 1);
	desk_count(&depot->desk, ".pcap", name);
	snprintf(mark, sizeof mark, "%.*s.uploaded", (int)strlen(name) - 5,
		 name);
	desk_write(&depot->desk, mark, "mine", 4);
	depot_pass(depot);
	depot_pass(depot);
	assert_int_equal(depot->server->asked, 2);
	assert_int_equal(desk_count(&depot->desk, ".uploaded", NULL), 1);
	assert_non_null(strstr(depot_status(depot).why, "File exists"));
}

static void
one_that_is_stopped_breaks_off(void **state)
{
	struct depot *depot = *state;

	depot_record(depot, 2);
	depot->server->hangs = true;
	assert_int_equal(dtap_uploader_start(depot->uploader), 0);
	while (!atomic_load(&depot->server->hanging))
		sched_yield();
	assert_int_equal(depot_status(depot).state, DTAP_UPLOAD_SENDING);
	assert_non_null(strstr(depot_status(depot).file, "000001.pcap"));
	dtap_uploader_stop(depot->uploader);
	assert_int_equal(depot->server->asked, 1);
	assert_int_equal(depot_status(depot).failures, 0);
	assert_int_equal(desk_count(&depot->desk, ".uploaded", NULL), 0);
}

int
main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, depot_make, depot_clear)
	const struct CMUnitTest tests[] = {
		TEST(a_server_in_trouble_is_left_alone_for_longer_each_time),
		TEST(one_warning_for_each_cause_until_the_server_takes_something),
		TEST(a_server_says_when_to_come_again),
		TEST(a_file_that_is_refused_holds_up_no_other),
		TEST(a_capture_whose_side_file_fails_is_sent_whole_again),
		TEST(what_is_deleted_under_way_is_sent_and_does_not_come_back),
		TEST(what_cannot_be_marked_is_not_sent_over_and_over),
		TEST(a_strangers_file_with_the_marks_name_is_let_alone),
		TEST(one_that_is_stopped_breaks_off),
	};

	return RUN(tests);
}
