/* SPDX-License-Identifier: MIT */
/* Captures over HTTP: ranges, what grows, hostile names. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/archive_fixture.h"
#include "support/testing.h"

static void
what_is_finished_is_given_whole_and_in_parts(void **state)
{
	static const struct {
		const char *headers;
		int status;
		const char *line;
		size_t first, size;
	} cases[] = {
		{"", 200, "Accept-Ranges: bytes", 0, RECORDED_CAPTURE},
		{"", 200, "Content-Type: application/vnd.tcpdump.pcap", 0,
		 RECORDED_CAPTURE},
		{"Range: bytes=0-23\r\n", 206,
		 "Content-Range: bytes 0-23/51024", 0, 24},
		{"Range: bytes=-20\r\n", 206,
		 "Content-Range: bytes 51004-51023/51024",
		 RECORDED_CAPTURE - 20, 20},
		{"Range: bytes=51000-\r\n", 206,
		 "Content-Range: bytes 51000-51023/51024", 51000, 24},
		{"Range: bytes=51024-\r\n", 416, "Content-Range: bytes */51024",
		 0, 0},
		{"Range: bytes=1-2\r\nIf-Range: \"other\"\r\n", 200,
		 "Content-Length: 51024", 0, RECORDED_CAPTURE},
		{"Range: bytes=1-2\r\nIf-Range: Mon, 01 Jan 2001 00:00:00 "
		 "GMT\r\n",
		 200, "Content-Length: 51024", 0, RECORDED_CAPTURE},
	};
	struct server_fixture fixture;
	struct http_client client;
	char path[128], *whole, *text;

	(void)state;
	archive_fixture_start(&fixture, path);
	assert_int_equal(
		archive_fixture_ask(&fixture, "GET", path, "", &client, &whole),
		200);
	assert_memory_equal(whole, "\xd4\xc3\xb2\xa1", 4);
	for (size_t i = 0; i < COUNT(cases); i++) {
		int status =
			archive_fixture_ask(&fixture, "GET", path,
					    cases[i].headers, &client, &text);

		if (status != cases[i].status ||
		    !client_has(&client, cases[i].line))
			fail_msg("%s: %s", cases[i].headers, client.head);
		assert_memory_equal(text, whole + cases[i].first,
				    cases[i].size);
		free(text);
	}
	assert_int_equal(
		archive_fixture_ask(&fixture, "HEAD", path, "", &client, &text),
		200);
	assert_true(client_has(&client, "Content-Length: 51024"));
	free(text);
	free(whole);
	server_fixture_stop(&fixture);
}

/* The value of a header of the last answer, as a header of a request. */
static const char *
repeat(const struct http_client *client, const char *name, const char *as)
{
	static char out[160];
	const char *at = strstr(client->head, name);

	assert_non_null(at);
	at += strlen(name);
	snprintf(out, sizeof out, "%s%.*s\r\n", as, (int)strcspn(at, "\r"), at);
	return out;
}

static void
what_a_client_has_it_is_not_sent_again(void **state)
{
	static const char *const ranges[] = {"Range: bytes=0-3\r\nIf-Range: "};
	struct http_client client, first;
	char path[128], *text;
	struct server_fixture fixture;

	(void)state;
	archive_fixture_start(&fixture, path);
	assert_int_equal(
		archive_fixture_ask(&fixture, "HEAD", path, "", &first, &text),
		200);
	free(text);
	assert_int_equal(
		archive_fixture_ask(&fixture, "GET", path,
				    repeat(&first, "ETag: ", "If-None-Match: "),
				    &client, &text),
		304);
	free(text);
	assert_int_equal(archive_fixture_ask(&fixture, "GET", path,
					     repeat(&first, "Last-Modified: ",
						    "If-Modified-Since: "),
					     &client, &text),
			 304);
	free(text);
	assert_int_equal(
		archive_fixture_ask(&fixture, "GET", path,
				    repeat(&first, "ETag: ", ranges[0]),
				    &client, &text),
		206);
	free(text);
	assert_int_equal(archive_fixture_ask(
				 &fixture, "GET", path,
				 repeat(&first, "Last-Modified: ", ranges[0]),
				 &client, &text),
			 206);
	free(text);
	server_fixture_stop(&fixture);
}

static void
what_grows_is_given_up_to_a_whole_record(void **state)
{
	struct http_client client, before;
	char path[128], *text;
	struct server_fixture fixture;
	uint32_t at = 24;

	(void)state;
	server_fixture_start(&fixture, &archive_fixture_options,
			     archive_fixture_traffic, 1);
	archive_fixture_await(&fixture, "\"growing\": true", path);
	assert_int_equal(
		archive_fixture_ask(&fixture, "GET", path, "", &before, &text),
		200);
	while (at < (size_t)atoi(strstr(before.head, "Length: ") + 8)) {
		uint32_t size;

		memcpy(&size, text + at + 8, sizeof size);
		at += 16 + size;
	}
	assert_int_equal(at, atoi(strstr(before.head, "Length: ") + 8));
	free(text);
	archive_fixture_expect(&fixture, "DELETE", path, 409,
			       "still being recorded");
	/* A date tells too little of it. */
	assert_int_equal(archive_fixture_ask(&fixture, "GET", path,
					     repeat(&before, "Last-Modified: ",
						    "If-Modified-Since: "),
					     &client, &text),
			 200);
	free(text);
	assert_int_equal(
		archive_fixture_ask(&fixture, "GET", path,
				    repeat(&before, "Last-Modified: ",
					   "Range: bytes=0-3\r\nIf-Range: "),
				    &client, &text),
		200);
	free(text);
	/* Finished, the same bytes are still the same. */
	archive_fixture_await(&fixture, "\"bytes\": 51024", path);
	assert_int_equal(
		archive_fixture_ask(&fixture, "HEAD", path, "", &before, &text),
		200);
	free(text);
	archive_fixture_expect(&fixture, "POST", "/api/archive/stop", 202,
			       "Recording ends");
	archive_fixture_await(&fixture, "\"growing\": false", path);
	assert_int_equal(archive_fixture_ask(
				 &fixture, "GET", path,
				 repeat(&before, "ETag: ", "If-None-Match: "),
				 &client, &text),
			 304);
	free(text);
	server_fixture_stop(&fixture);
}

/* Something with one of our names that is none of our captures. */
static void
plant(const struct server_fixture *fixture, const char *name,
      const char *link_to, mode_t mode)
{
	int directory = open(fixture->directory, O_RDONLY | O_DIRECTORY);

	if (link_to != NULL)
		assert_int_equal(symlinkat(link_to, directory, name), 0);
	else if (S_ISDIR(mode))
		assert_int_equal(mkdirat(directory, name, 0700), 0);
	else
		assert_int_equal(mknodat(directory, name, mode | 0600, 0), 0);
	close(directory);
}

static void
no_name_leads_out_of_the_directory(void **state)
{
	static const char *const paths[] = {
		"/api/archive/..",
		"/api/archive/%2e%2e",
		"/api/archive/%2e%2e%2fpasswd",
		"/api/archive/..%2f..%2fetc%2fpasswd",
		"/api/archive//etc/passwd",
		"/api/archive/%2fetc%2fpasswd",
		"/api/archive/.",
		"/api/archive/",
		"/api/archive/notes",
		"/api/archive/lost+found",
		"/api/archive/diag-20261125T105457Z-000001.pcap.part",
		"/api/archive/diag-20261125T105457Z-000001.pcap%0a",
		"/api/archive/diag-20261125T105457Z-000001.pcap/",
		"/api/archive/diag-20261125T105457Z-000001.pcap/../notes",
		"/api/archive/ipa-20261125T105457Z-000001.pcap",
		"/api/archive/diag-20261125T105457Z-000091.pcap", /* a link */
		"/api/archive/diag-20261125T105457Z-000091.json", /* the same */
		"/api/archive/diag-20261125T105457Z-000092.pcap", /* a folder */
		"/api/archive/diag-20261125T105457Z-000093.pcap", /* a FIFO */
	};
	char path[128], longest[600];
	struct server_fixture fixture;

	(void)state;
	archive_fixture_start(&fixture, path);
	plant(&fixture, "notes", NULL, S_IFREG);
	plant(&fixture, "diag-20261125T105457Z-000091.pcap", "/etc/passwd", 0);
	plant(&fixture, "diag-20261125T105457Z-000091.json", "/etc/passwd", 0);
	plant(&fixture, "diag-20261125T105457Z-000092.pcap", NULL, S_IFDIR);
	plant(&fixture, "diag-20261125T105457Z-000093.pcap", NULL, S_IFIFO);
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct http_client client;
		char *text;
		int status;

		status = archive_fixture_ask(&fixture, "GET", paths[i], "",
					     &client, &text);
		if (status != 404 && status != 400)
			fail_msg("GET %s: %d %s", paths[i], status, text);
		assert_null(strstr(text, "root:"));
		free(text);
		status = archive_fixture_ask(&fixture, "DELETE", paths[i], "",
					     &client, &text);
		if (status != 404 && status != 405 && status != 400)
			fail_msg("DELETE %s: %d", paths[i], status);
		free(text);
	}
	memset(longest, 'a', sizeof longest);
	memcpy(longest, "/api/archive/", 13);
	longest[230] = '\0';
	archive_fixture_expect(&fixture, "GET", longest, 404,
			       "There is nothing at this path");
	archive_fixture_expect(&fixture, "GET", path, 200, "");
	server_fixture_stop(&fixture);
}

/* More than the sockets' buffers hold, for clients that do not read. */
static const struct scripted_step flood[] = {
	{.what = SCRIPTED_CONTAINER, .size = 50000, .mark = 'a', .times = 500}};

static void
too_many_idle_downloads_are_refused_and_block_nobody(void **state)
{
	static const struct server_fixture_options roomy = {
		.token = ARCHIVE_TOKEN,
		.archive = true,
		.ring_bytes = 64 << 20};
	struct http_client sleepers[17], client;
	char path[128], request[512], *text;
	unsigned refused = 0;
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &roomy, flood, COUNT(flood));
	archive_fixture_await(&fixture,
			      "\"bytes\": 25010024, \"growing\": true", path);
	snprintf(request, sizeof request,
		 "GET %s HTTP/1.1\r\n" RECORDED_GRANTED "\r\n", path);
	for (size_t i = 0; i < COUNT(sleepers); i++) {
		client_open(&sleepers[i], fixture.port);
		client_send(&sleepers[i], request);
		client_read_head(&sleepers[i]);
		if (client_status(&sleepers[i]) == 200)
			continue;
		assert_int_equal(client_status(&sleepers[i]), 503);
		assert_true(client_has(&sleepers[i], "Retry-After: 5"));
		refused++;
	}
	assert_int_equal(refused, 1);
	archive_fixture_expect(&fixture, "GET", "/api/status", 200, "");
	/* A place is free again when one leaves. */
	for (size_t i = 0; i < COUNT(sleepers); i++)
		client_close(&sleepers[i]);
	while (archive_fixture_ask(&fixture, "HEAD", path, "", &client,
				   &text) != 200)
		free(text);
	free(text);
	assert_int_equal(
		archive_fixture_ask(&fixture, "GET", path, "", &client, &text),
		200);
	free(text);
	/* And who sleeps while the server stops. */
	client_open(&client, fixture.port);
	client_send(&client, request);
	client_read_head(&client);
	server_fixture_stop(&fixture);
	client_close(&client);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_finished_is_given_whole_and_in_parts),
		cmocka_unit_test(what_a_client_has_it_is_not_sent_again),
		cmocka_unit_test(what_grows_is_given_up_to_a_whole_record),
		cmocka_unit_test(no_name_leads_out_of_the_directory),
		cmocka_unit_test(
			too_many_idle_downloads_are_refused_and_block_nobody),
	};

	return RUN(tests);
}
