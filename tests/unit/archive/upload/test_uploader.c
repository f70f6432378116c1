/* SPDX-License-Identifier: MIT */
/* What is uploaded, when, and what is known of it afterwards. */
#include "archive/upload/uploader.h"

#include <sys/stat.h>

#include "archive/compress/compressor.h"
#include "base/clock.h"
#include "support/uploader_fixture.h"
#include "support/testing.h"

static void
the_oldest_goes_first_and_its_side_file_behind_it(void **state)
{
	struct depot *depot = *state;
	struct dtap_upload_status status;
	struct dtap_next_run rest;

	depot_record(depot, 3);
	rest = depot_pass(depot);
	depot_sent(depot, 3, ".pcap");
	status = depot_status(depot);
	assert_int_equal(status.state, DTAP_UPLOAD_IDLE);
	assert_int_equal(status.uploaded, 3);
	assert_int_equal(status.pending, 0);
	assert_int_equal(status.bytes, desk_size(&depot->desk));
	assert_string_equal(status.last, depot->server->names[4]);
	assert_false(rest.deaf);
	assert_int_equal(desk_count(&depot->desk, ".uploaded", NULL), 3);
}

static void
what_was_sent_is_not_sent_again_not_even_after_a_restart(void **state)
{
	struct depot *depot = *state;

	depot_record(depot, 2);
	depot_pass(depot);
	depot_pass(depot);
	depot_sent(depot, 2, ".pcap");
	depot_begin(depot);
	depot_pass(depot);
	assert_int_equal(depot->server->asked, 0);
	depot_record(depot, 1);
	depot_pass(depot);
	assert_int_equal(depot->server->asked, 2);
}

static void
what_grows_and_what_strangers_left_is_not_sent(void **state)
{
	static const char stranger[] = "diag-20260101T000000Z-000091.pcap";
	struct depot *depot = *state;

	desk_write(&depot->desk, stranger, "x", 1);
	desk_begin(&depot->desk);
	desk_publish(&depot->desk, 4, 10000);
	desk_pass(&depot->desk, 500);
	assert_int_equal(desk_count(&depot->desk, ".part", NULL), 1);
	depot_pass(depot);
	assert_int_equal(depot->server->asked, 0);
}

static void
it_waits_until_a_capture_is_old_enough(void **state)
{
	struct depot *depot = *state;
	struct dtap_next_run rest;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256];
	struct stat stat;

	depot_record(depot, 1);
	assert_int_equal(desk_count(&depot->desk, ".pcap", name), 1);
	desk_path(&depot->desk, name, path);
	assert_int_equal(lstat(path, &stat), 0);
	depot->desk.options.upload.min_age_seconds = 600;
	depot->now = stat.st_mtime + 590;
	rest = depot_pass(depot);
	assert_int_equal(depot->server->asked, 0);
	assert_int_equal(rest.ns, 10 * DTAP_NS_PER_S);
	assert_int_equal(depot_status(depot).state, DTAP_UPLOAD_WAITING);
	assert_int_equal(depot_status(depot).pending, 1);
	depot->now += 10;
	depot_pass(depot);
	assert_int_equal(depot->server->asked, 2);
	/* A clock that was set back tells nothing of its age. */
	depot_record(depot, 1);
	depot->now = stat.st_mtime - 1000;
	depot_pass(depot);
	assert_int_equal(depot->server->asked, 4);
}

static void
the_compressed_form_is_what_is_sent(void **state)
{
	struct depot *depot = *state;
	struct dtap_compressor *compressor;

	depot->desk.options.compression = DTAP_COMPRESSION_GZIP;
	compressor = dtap_compressor_new(&depot->desk.options, "diag",
					 &dtap_vfs, &depot->desk.log);
	depot_record(depot, 2);
	depot_pass(depot);
	assert_int_equal(depot->server->asked, 0);
	assert_int_equal(depot_status(depot).state, DTAP_UPLOAD_WAITING);
	assert_int_equal(dtap_compressor_pass(compressor), 0);
	depot_pass(depot);
	depot_sent(depot, 2, ".pcap.gz");
	dtap_compressor_free(compressor);
}

static void
it_deletes_what_the_server_has_and_nothing_else(void **state)
{
	struct depot *depot = *state;

	depot_record(depot, 1);
	depot_pass(depot); /* sent, and kept */
	assert_int_equal(desk_count(&depot->desk, ".pcap", NULL), 1);
	depot->desk.options.upload.remove = true;
	depot_begin(depot);
	depot_record(depot, 2);
	depot->server->answers[0] = DTAP_UPLOAD_REFUSED;
	depot->server->error.status = 500;
	depot_pass(depot);
	assert_int_equal(desk_count(&depot->desk, ".pcap", NULL), 2);
	assert_int_equal(desk_count(&depot->desk, ".json", NULL), 2);
	depot_pass(depot);
	assert_int_equal(desk_count(&depot->desk, ".pcap", NULL), 0);
	assert_int_equal(desk_count(&depot->desk, ".json", NULL), 0);
	assert_int_equal(depot_status(depot).uploaded, 2);
}

/* Else a device without a clock would overwrite what the server has. */
static void
numbers_go_on_when_all_was_sent_and_deleted(void **state)
{
	struct depot *depot = *state;
	char name[DTAP_CAPTURE_NAME_ROOM];

	depot->desk.options.upload.remove = true;
	depot->desk.options.keep_seconds = 3600;
	depot_record(depot, 3);
	depot_pass(depot);
	assert_int_equal(desk_count(&depot->desk, ".pcap", NULL), 0);
	desk_pass(&depot->desk, 60000); /* looks for what is too old */
	assert_int_equal(desk_count(&depot->desk, ".uploaded", NULL), 1);
	desk_kill(&depot->desk);
	depot_record(depot, 2);
	assert_int_equal(desk_count(&depot->desk, ".pcap", name), 2);
	assert_non_null(strstr(name, "-000004.pcap"));
	/* What told the number is cleared away when it tells no more. */
	assert_int_equal(desk_count(&depot->desk, ".uploaded", NULL), 0);
}

static void
what_the_caps_delete_before_it_is_sent_is_counted(void **state)
{
	struct depot *depot = *state;
	struct dtap_archive_status status;

	depot->desk.options.keep_files = 3;
	depot_record(depot, 3);
	depot_pass(depot);
	depot_record(depot, 2); /* two go that were sent */
	desk_status(&depot->desk, &status);
	assert_int_equal(status.deleted, 2);
	assert_int_equal(status.unsent, 0);
	assert_int_equal(desk_count(&depot->desk, ".uploaded", NULL), 2);
	depot_record(depot, 4); /* one more, and three that were not */
	desk_status(&depot->desk, &status);
	assert_int_equal(status.deleted, 6);
	assert_int_equal(status.unsent, 3);
}

int
main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, depot_make, depot_clear)
	const struct CMUnitTest tests[] = {
		TEST(the_oldest_goes_first_and_its_side_file_behind_it),
		TEST(what_was_sent_is_not_sent_again_not_even_after_a_restart),
		TEST(what_grows_and_what_strangers_left_is_not_sent),
		TEST(it_waits_until_a_capture_is_old_enough),
		TEST(the_compressed_form_is_what_is_sent),
		TEST(it_deletes_what_the_server_has_and_nothing_else),
		TEST(numbers_go_on_when_all_was_sent_and_deleted),
		TEST(what_the_caps_delete_before_it_is_sent_is_counted),
	};

	return RUN(tests);
}
