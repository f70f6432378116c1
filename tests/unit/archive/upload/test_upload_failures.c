/* SPDX-License-Identifier: MIT */
/* Uploads where the server, the disk, or somebody else is in the way. */
#include "archive/upload/uploader.h"

#include <errno.h>
#include <sched.h>

#include "base/clock.h"
#include "support/log_capture.h"
#include "support/testing.h"
#include "support/uploader_fixture.h"

static void
a_server_in_trouble_is_left_alone_for_longer_each_time(void **state)
{
	struct uploader_fixture *fixture = *state;
	int64_t pause = DTAP_NS_PER_S;

	uploader_fixture_record(fixture, 3);
	for (unsigned i = 0; i < 15; i++) {
		struct dtap_next_run rest;

		fixture->server->answers[i] = DTAP_UPLOAD_CONNECT;
		rest = uploader_fixture_pass(fixture);
		assert_int_equal(fixture->server->asked, i + 1);
		assert_true(rest.ignore_notify);
		assert_true(rest.ns >= pause && rest.ns <= pause * 5 / 4);
		pause = 2 * pause < 600 * DTAP_NS_PER_S ? 2 * pause
							: 600 * DTAP_NS_PER_S;
	}
	assert_int_equal(uploader_fixture_status(fixture).failures, 15);
	assert_int_equal(uploader_fixture_status(fixture).pending, 3);
	assert_int_equal(uploader_fixture_status(fixture).state,
			 DTAP_UPLOAD_FAILING);
	assert_non_null(
		strstr(uploader_fixture_status(fixture).why, "Cannot connect"));
	assert_false(uploader_fixture_pass(fixture).ignore_notify);
	assert_string_equal(uploader_fixture_status(fixture).why, "");
	fixture->server->answers[fixture->server->asked] = DTAP_UPLOAD_CONNECT;
	uploader_fixture_record(fixture, 1);
	assert_true(uploader_fixture_pass(fixture).ns < 2 * DTAP_NS_PER_S);
}

static void
one_warning_for_each_cause_until_the_server_takes_something(void **state)
{
	static const enum dtap_upload_result answers[] = {
		DTAP_UPLOAD_CONNECT, DTAP_UPLOAD_CONNECT, DTAP_UPLOAD_STALLED,
		DTAP_UPLOAD_CONNECT};
	struct uploader_fixture *fixture = *state;
	struct log_capture said;
	char *text;

	uploader_fixture_record(fixture, 1);
	fixture->recording.log.most = DTAP_NOTICE;
	log_capture_begin(&said);
	for (size_t i = 0; i < COUNT(answers); i++) {
		fixture->server->answers[i] = answers[i];
		uploader_fixture_pass(fixture);
	}
	text = log_capture_so_far(&said);
	assert_int_equal(log_capture_count(text, "cannot upload"), 2);
	assert_int_equal(log_capture_count(text, "uploading again"), 0);
	free(text);
	uploader_fixture_pass(fixture); /* takes it */
	fixture->server->answers[fixture->server->asked] = DTAP_UPLOAD_CONNECT;
	uploader_fixture_record(fixture, 1);
	uploader_fixture_pass(fixture);
	text = log_capture_end(&said);
	assert_int_equal(log_capture_count(text, "uploading again"), 1);
	assert_int_equal(log_capture_count(text, "cannot upload"), 3);
	free(text);
}

static void
retry_after_of_a_server_is_respected(void **state)
{
	static const unsigned asked[] = {30, 3600, 80000};
	struct uploader_fixture *fixture = *state;

	uploader_fixture_record(fixture, 1);
	for (unsigned i = 0; i < COUNT(asked); i++) {
		fixture->server->answers[i] = DTAP_UPLOAD_REFUSED;
		fixture->server->error = (struct dtap_upload_error){
			.status = 503, .retry_after = asked[i]};
		assert_int_equal(uploader_fixture_pass(fixture).ns /
					 DTAP_NS_PER_S,
				 asked[i] < 3600 ? asked[i] : 3600);
	}
}

static void
a_file_that_is_refused_holds_up_no_other(void **state)
{
	struct uploader_fixture *fixture = *state;

	uploader_fixture_record(fixture, 3);
	fixture->server->answers[0] = DTAP_UPLOAD_REFUSED;
	fixture->server->error.status = 413;
	assert_true(uploader_fixture_pass(fixture).ignore_notify);
	assert_int_equal(uploader_fixture_status(fixture).uploaded, 2);
	assert_int_equal(uploader_fixture_status(fixture).pending, 1);
	assert_non_null(strstr(uploader_fixture_status(fixture).why, "[413]"));
	assert_non_null(strstr(fixture->server->names[1], "000002.pcap"));
	uploader_fixture_pass(fixture); /* and is tried again */
	assert_int_equal(uploader_fixture_status(fixture).uploaded, 3);
}

static void
a_capture_whose_side_file_fails_is_sent_whole_again(void **state)
{
	struct uploader_fixture *fixture = *state;

	uploader_fixture_record(fixture, 1);
	fixture->server->answers[1] = DTAP_UPLOAD_STALLED;
	uploader_fixture_pass(fixture);
	assert_int_equal(uploader_fixture_status(fixture).uploaded, 0);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".uploaded", NULL),
		0);
	uploader_fixture_pass(fixture);
	assert_int_equal(fixture->server->asked, 4);
	assert_string_equal(fixture->server->names[2],
			    fixture->server->names[0]);
	assert_int_equal(uploader_fixture_status(fixture).uploaded, 1);
}

static void
a_capture_deleted_while_it_is_sent_does_not_come_back(void **state)
{
	struct uploader_fixture *fixture = *state;

	uploader_fixture_record(fixture, 2);
	fixture->server->deletes = true;
	assert_false(uploader_fixture_pass(fixture).ignore_notify);
	assert_int_equal(uploader_fixture_status(fixture).failures, 0);
	assert_int_equal(fixture->server->asked, 1); /* the rest is gone */
	assert_int_equal(uploader_fixture_status(fixture).uploaded, 1);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".uploaded", NULL),
		1);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".pcap", NULL), 0);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".json", NULL), 0);
	uploader_fixture_pass(fixture);
	assert_int_equal(fixture->server->asked, 1);
}

static void
a_capture_that_cannot_be_marked_is_not_sent_over_and_over(void **state)
{
	struct uploader_fixture *fixture = *state;

	uploader_fixture_record(fixture, 2);
	fixture->faulty.errors[FAULTY_SYNC] = EIO;
	for (unsigned i = 0; i < 3; i++) {
		assert_true(uploader_fixture_pass(fixture).ignore_notify);
		assert_int_equal(fixture->server->asked, 2);
		assert_non_null(
			strstr(uploader_fixture_status(fixture).why, "mark "));
	}
	fixture->faulty.errors[FAULTY_SYNC] = 0;
	uploader_fixture_pass(fixture);
	uploader_fixture_sent(fixture, 2, ".pcap");
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".uploaded", NULL),
		2);
}

static void
a_file_of_others_with_the_name_of_a_mark_is_left_alone(void **state)
{
	struct uploader_fixture *fixture = *state;
	char name[DTAP_CAPTURE_NAME_ROOM], mark[DTAP_CAPTURE_NAME_ROOM + 16];

	uploader_fixture_record(fixture, 1);
	recorder_fixture_count(&fixture->recording, ".pcap", name);
	snprintf(mark, sizeof mark, "%.*s.uploaded", (int)strlen(name) - 5,
		 name);
	recorder_fixture_write(&fixture->recording, mark, "mine", 4);
	uploader_fixture_pass(fixture);
	uploader_fixture_pass(fixture);
	assert_int_equal(fixture->server->asked, 2);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".uploaded", NULL),
		1);
	assert_non_null(
		strstr(uploader_fixture_status(fixture).why, "File exists"));
}

static void
a_stop_ends_an_upload_in_progress(void **state)
{
	struct uploader_fixture *fixture = *state;

	uploader_fixture_record(fixture, 2);
	fixture->server->hangs = true;
	assert_int_equal(dtap_uploader_start(fixture->uploader), 0);
	while (!atomic_load(&fixture->server->hanging))
		sched_yield();
	assert_int_equal(uploader_fixture_status(fixture).state,
			 DTAP_UPLOAD_SENDING);
	assert_non_null(
		strstr(uploader_fixture_status(fixture).file, "000001.pcap"));
	dtap_uploader_stop(fixture->uploader);
	assert_int_equal(fixture->server->asked, 1);
	assert_int_equal(uploader_fixture_status(fixture).failures, 0);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".uploaded", NULL),
		0);
}

int
main(void)
{
#define TEST(name)                                                   \
	cmocka_unit_test_setup_teardown(name, uploader_fixture_make, \
					uploader_fixture_clear)
	const struct CMUnitTest tests[] = {
		TEST(a_server_in_trouble_is_left_alone_for_longer_each_time),
		TEST(one_warning_for_each_cause_until_the_server_takes_something),
		TEST(retry_after_of_a_server_is_respected),
		TEST(a_file_that_is_refused_holds_up_no_other),
		TEST(a_capture_whose_side_file_fails_is_sent_whole_again),
		TEST(a_capture_deleted_while_it_is_sent_does_not_come_back),
		TEST(a_capture_that_cannot_be_marked_is_not_sent_over_and_over),
		TEST(a_file_of_others_with_the_name_of_a_mark_is_left_alone),
		TEST(a_stop_ends_an_upload_in_progress),
	};

	return RUN(tests);
}
