/* SPDX-License-Identifier: MIT */
/* What is uploaded, when, and what is known of it afterwards. */
#include "archive/upload/uploader.h"

#include <sched.h>
#include <sys/stat.h>

#include "archive/compress/compressor.h"
#include "base/clock.h"
#include "support/testing.h"
#include "support/uploader_fixture.h"

static void
the_oldest_goes_first_and_its_side_file_behind_it(void **state)
{
	struct uploader_fixture *fixture = *state;
	struct dtap_upload_status status;
	struct dtap_next_run rest;

	uploader_fixture_record(fixture, 3);
	rest = uploader_fixture_pass(fixture);
	uploader_fixture_sent(fixture, 3, ".pcap");
	status = uploader_fixture_status(fixture);
	assert_int_equal(status.state, DTAP_UPLOAD_IDLE);
	assert_int_equal(status.uploaded, 3);
	assert_int_equal(status.pending, 0);
	assert_int_equal(status.bytes,
			 recorder_fixture_size(&fixture->recording));
	assert_string_equal(status.last, fixture->server->names[4]);
	assert_false(rest.ignore_notify);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".uploaded", NULL),
		3);
}

static void
an_uploaded_capture_is_not_sent_again_after_a_restart(void **state)
{
	struct uploader_fixture *fixture = *state;

	uploader_fixture_record(fixture, 2);
	uploader_fixture_pass(fixture);
	uploader_fixture_pass(fixture);
	uploader_fixture_sent(fixture, 2, ".pcap");
	uploader_fixture_begin(fixture);
	uploader_fixture_pass(fixture);
	assert_int_equal(fixture->server->asked, 0);
	uploader_fixture_record(fixture, 1);
	uploader_fixture_pass(fixture);
	assert_int_equal(fixture->server->asked, 2);
}

static void
a_growing_capture_and_files_of_others_are_not_sent(void **state)
{
	static const char stranger[] = "diag-20260101T000000Z-000091.pcap";
	struct uploader_fixture *fixture = *state;

	recorder_fixture_write(&fixture->recording, stranger, "x", 1);
	recorder_fixture_begin(&fixture->recording);
	recorder_fixture_publish(&fixture->recording, 4, 10000);
	recorder_fixture_pass(&fixture->recording, 500);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".part", NULL), 1);
	uploader_fixture_pass(fixture);
	assert_int_equal(fixture->server->asked, 0);
}

static void
an_upload_waits_until_a_capture_is_old_enough(void **state)
{
	struct uploader_fixture *fixture = *state;
	struct dtap_next_run rest;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256];
	struct stat stat;

	uploader_fixture_record(fixture, 1);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".pcap", name), 1);
	recorder_fixture_path(&fixture->recording, name, path);
	assert_int_equal(lstat(path, &stat), 0);
	fixture->recording.options.upload.min_age_seconds = 600;
	fixture->now = stat.st_mtime + 590;
	rest = uploader_fixture_pass(fixture);
	assert_int_equal(fixture->server->asked, 0);
	assert_int_equal(rest.ns, 10 * DTAP_NS_PER_S);
	assert_int_equal(uploader_fixture_status(fixture).state,
			 DTAP_UPLOAD_WAITING);
	assert_int_equal(uploader_fixture_status(fixture).pending, 1);
	fixture->now += 10;
	uploader_fixture_pass(fixture);
	assert_int_equal(fixture->server->asked, 2);
	/* A clock that was set back tells nothing of its age. */
	uploader_fixture_record(fixture, 1);
	fixture->now = stat.st_mtime - 1000;
	uploader_fixture_pass(fixture);
	assert_int_equal(fixture->server->asked, 4);
}

static void
the_compressed_form_is_what_is_sent(void **state)
{
	struct uploader_fixture *fixture = *state;
	struct dtap_compressor *compressor;

	fixture->recording.options.compression = DTAP_COMPRESSION_GZIP;
	compressor =
		dtap_compressor_new(&fixture->recording.options, "diag",

				    recorder_fixture_index(&fixture->recording),
				    &fixture->recording.log);
	uploader_fixture_record(fixture, 2);
	uploader_fixture_pass(fixture);
	assert_int_equal(fixture->server->asked, 0);
	assert_int_equal(uploader_fixture_status(fixture).state,
			 DTAP_UPLOAD_WAITING);
	assert_int_equal(dtap_compressor_pass(compressor), 0);
	uploader_fixture_pass(fixture);
	uploader_fixture_sent(fixture, 2, ".pcap.gz");
	dtap_compressor_free(compressor);
}

static void
only_uploaded_captures_are_deleted(void **state)
{
	struct uploader_fixture *fixture = *state;

	uploader_fixture_record(fixture, 1);
	uploader_fixture_pass(fixture); /* sent, and kept */
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".pcap", NULL), 1);
	fixture->recording.options.upload.remove = true;
	uploader_fixture_begin(fixture);
	uploader_fixture_record(fixture, 2);
	fixture->server->answers[0] = DTAP_UPLOAD_REFUSED;
	fixture->server->error.status = 500;
	uploader_fixture_pass(fixture);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".pcap", NULL), 2);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".json", NULL), 2);
	uploader_fixture_pass(fixture);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".pcap", NULL), 0);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".json", NULL), 0);
	assert_int_equal(uploader_fixture_status(fixture).uploaded, 2);
}

/* Else a device without a clock would overwrite what the server has. */
static void
numbers_go_on_when_all_was_sent_and_deleted(void **state)
{
	struct uploader_fixture *fixture = *state;
	char name[DTAP_CAPTURE_NAME_ROOM];

	fixture->recording.options.upload.remove = true;
	fixture->recording.options.keep_seconds = 3600;
	uploader_fixture_record(fixture, 3);
	uploader_fixture_pass(fixture);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".pcap", NULL), 0);
	recorder_fixture_pass(&fixture->recording,
			      60000); /* looks for what is too old */
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".uploaded", NULL),
		1);
	recorder_fixture_kill(&fixture->recording);
	uploader_fixture_record(fixture, 2);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".pcap", name), 2);
	assert_non_null(strstr(name, "-000004.pcap"));
	/* What told the number is cleared away when it tells no more. */
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".uploaded", NULL),
		0);
}

static void
captures_deleted_before_they_were_sent_are_counted(void **state)
{
	struct uploader_fixture *fixture = *state;
	struct dtap_archive_status status;

	fixture->recording.options.keep_files = 3;
	uploader_fixture_record(fixture, 3);
	uploader_fixture_pass(fixture);
	uploader_fixture_record(fixture, 2); /* two go that were sent */
	recorder_fixture_status(&fixture->recording, &status);
	assert_int_equal(status.deleted, 2);
	assert_int_equal(status.unsent, 0);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".uploaded", NULL),
		2);
	uploader_fixture_record(fixture,
				4); /* one more, and three that were not */
	recorder_fixture_status(&fixture->recording, &status);
	assert_int_equal(status.deleted, 6);
	assert_int_equal(status.unsent, 3);
}

static void
new_options_are_applied_between_two_passes(void **state)
{
	struct uploader_fixture *fixture = *state;
	struct upload_server *server = fixture->server;
	struct dtap_upload_options fresh = {.server.url = "http://other/",
					    .remove = true};

	uploader_fixture_record(fixture, 1);
	uploader_fixture_pass(fixture);
	assert_int_equal(server->asked, 2);
	uploader_fixture_record(fixture, 1);
	server->refuses_change = true; /* no memory: the old ones stay */
	dtap_uploader_set_options(fixture->uploader, &fresh);
	uploader_fixture_pass(fixture);
	assert_string_equal(server->url, "");
	assert_int_equal(server->asked, 4);
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".pcap", NULL), 2);
	server->refuses_change = false; /* and are applied later */
	uploader_fixture_pass(fixture);
	assert_string_equal(server->url, "http://other/");
	assert_int_equal(
		recorder_fixture_count(&fixture->recording, ".pcap", NULL), 0);
	fresh.server.url[7] = 'O';
	fresh.min_age_seconds = 1000000;
	dtap_uploader_set_options(fixture->uploader, &fresh);
	uploader_fixture_record(fixture, 1);
	uploader_fixture_pass(fixture);
	assert_string_equal(server->url, "http://Other/");
	assert_int_equal(server->asked, 4);
}

static uint64_t
uploaded(struct uploader_fixture *fixture)
{
	return uploader_fixture_status(fixture).uploaded;
}

/* The old server has said that one should come again in an hour. */
static void
new_options_do_not_wait_for_the_old_server(void **state)
{
	struct uploader_fixture *fixture = *state;
	const struct dtap_upload_options fresh = {.server.url =
							  "http://other/"};

	uploader_fixture_record(fixture, 1);
	fixture->server->answers[0] = DTAP_UPLOAD_REFUSED;
	fixture->server->error.status = 503;
	fixture->server->error.retry_after = 3600;
	assert_int_equal(dtap_uploader_start(fixture->uploader), 0);
	while (uploader_fixture_status(fixture).state != DTAP_UPLOAD_FAILING)
		sched_yield();
	dtap_uploader_set_options(fixture->uploader, &fresh);
	while (uploaded(fixture) == 0)
		sched_yield();
	dtap_uploader_stop(fixture->uploader);
	assert_string_equal(fixture->server->url, "http://other/");
}

int
main(void)
{
#define TEST(name)                                                   \
	cmocka_unit_test_setup_teardown(name, uploader_fixture_make, \
					uploader_fixture_clear)
	const struct CMUnitTest tests[] = {
		TEST(the_oldest_goes_first_and_its_side_file_behind_it),
		TEST(an_uploaded_capture_is_not_sent_again_after_a_restart),
		TEST(a_growing_capture_and_files_of_others_are_not_sent),
		TEST(an_upload_waits_until_a_capture_is_old_enough),
		TEST(the_compressed_form_is_what_is_sent),
		TEST(only_uploaded_captures_are_deleted),
		TEST(numbers_go_on_when_all_was_sent_and_deleted),
		TEST(captures_deleted_before_they_were_sent_are_counted),
		TEST(new_options_are_applied_between_two_passes),
		TEST(new_options_do_not_wait_for_the_old_server),
	};

	return RUN(tests);
}
