/* SPDX-License-Identifier: MIT */
/* The viewer's files, over real sockets on loopback. */
#include <dtap/bytes.h>
#include <zlib.h>

#include "http/accept.h"
#include "http/static_files.h"
#include "support/http_client.h"
#include "support/server_fixture.h"
#include "support/testing.h"

static const struct scripted_step quiet[] = {{.what = SCRIPTED_NOTHING}};
static const struct server_fixture_options defaults;

/* Asks for a path with one more header; the body and its size. */
static char *
ask(struct http_client *client, const char *path, const char *header,
    size_t *size)
{
	char request[512];
	char *text;

	snprintf(request, sizeof request,
		 "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n", path, header);
	client_send(client, request);
	client_read_head(client);
	*size = 0;
	if (client_status(client) == 304) {
		assert_null(strstr(client->head, "Content-Length"));
		assert_null(strstr(client->head, "Content-Type:"));
		return NULL;
	}
	*size = strtoul(strstr(client->head, "Content-Length: ") +
				strlen("Content-Length: "),
			NULL, 10);
	text = client_text(client);
	assert_non_null(text);
	return text;
}

static void
gzip_is_sent_to_clients_that_accept_it(void **state)
{
	static const struct {
		const char *accept;
		bool welcome;
	} cases[] = {
		{"gzip", true},
		{"gzip, deflate, br, zstd", true},
		{"br;q=1.0, GZIP;q=0.8, *;q=0.1", true},
		{"deflate, gzip;q=0.001", true},
		{"gzip;q=1", true},
		{"", false},
		{"identity", false},
		{"gzip;q=0", false},
		{"gzip; q=0.000, br", false},
		{"br, gzip;q=0 , zstd", false},
		{"x-gzip", false},
		{"gzipped", false},
		{",,;,", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(dtap_accept_gzip(cases[i].accept),
				 cases[i].welcome);
}

static void
assert_both_forms(struct http_client *client, const char *folder,
		  const struct dtap_asset *file)
{
	char path[128], *plain, *zipped;
	size_t plain_size, zipped_size;

	snprintf(path, sizeof path, "%s/%s", folder, file->path);
	plain = ask(client, path, "Accept: */*", &plain_size);
	assert_int_equal(client_status(client), 200);
	assert_false(client_has(client, "Content-Encoding: gzip"));
	assert_int_equal(plain_size, file->size);
	zipped = ask(client, path, "Accept-Encoding: br, gzip", &zipped_size);
	assert_true(client_has(client, "Content-Encoding: gzip"));
	assert_true(client_has(client, "Vary: Accept-Encoding"));
	assert_int_equal(zipped_size, file->gzip_size);
	assert_memory_equal(zipped, file->gzip, zipped_size);
	/* gzip's trailer: CRC-32 and size of what went in. */
	assert_int_equal(dtap_get32((uint8_t *)zipped + zipped_size - 8),
			 crc32(0, (uint8_t *)plain, (uInt)plain_size));
	free(plain);
	free(zipped);
}

/* Every file, and the dissector: both forms hold the same bytes. */
static void
both_forms_of_a_file_are_the_same(void **state)
{
	struct http_client client;
	struct server_fixture fixture;
	size_t count;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	client_open(&client, fixture.port);
	for (count = 0; dtap_viewer_files[count].path != NULL; count++)
		assert_both_forms(&client, "/viewer",
				  &dtap_viewer_files[count]);
	assert_true(count > 3);
	assert_both_forms(&client, "", dtap_dissector_files);
	assert_null(dtap_dissector_files[1].path);
	client_close(&client);
	server_fixture_stop(&fixture);
}

/* Of what is asked for anew by who has it, nothing is sent. */
static void
assert_not_sent_again(struct http_client *client, const char *path,
		      const struct dtap_asset *file)
{
	char header[128];
	size_t size;

	snprintf(header, sizeof header, "If-None-Match: %s", file->etag);
	free(ask(client, path, header, &size));
	assert_int_equal(client_status(client), 304);
	snprintf(header, sizeof header, "If-None-Match: \"0\", %s",
		 strchr(file->etag, '"'));
	free(ask(client, path, header, &size));
	assert_int_equal(client_status(client), 304);
	free(ask(client, path, "If-None-Match: W/\"0\"", &size));
	assert_int_equal(client_status(client), 200);
}

static void
page_runs_no_script_but_ours(void **state)
{
	static const char policy[] = "Content-Security-Policy: default-src "
				     "'none'; script-src 'self'; ";
	struct http_client client;
	struct server_fixture fixture;
	size_t size;
	char *page;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	client_open(&client, fixture.port);
	page = ask(&client, "/", "Accept: */*", &size);
	assert_non_null(strstr(client.head, policy));
	assert_null(strstr(client.head, "unsafe"));
	assert_true(
		client_has(&client, "Content-Type: text/html; charset=utf-8"));
	assert_non_null(strstr(page, "<script type=\"module\" src="));
	assert_null(strstr(page, "style="));
	assert_null(strstr(page, "onclick"));
	assert_null(strstr(page, "://"));
	free(page);
	free(ask(&client, "/viewer/offline.js", "Accept: */*", &size));
	assert_non_null(strstr(client.head, policy));
	assert_true(client_has(&client, "Service-Worker-Allowed: /"));
	free(ask(&client, "/viewer/page.js", "Accept: */*", &size));
	assert_false(client_has(&client, "Service-Worker-Allowed: /"));
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void
a_file_that_the_browser_has_is_not_sent_again(void **state)
{
	const struct dtap_asset *page = dtap_static_file_find("/");
	struct http_client client;
	struct server_fixture fixture;

	(void)state;
	assert_non_null(page);
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	client_open(&client, fixture.port);
	assert_not_sent_again(&client, "/", page);
	assert_not_sent_again(&client, "/diagtap.lua", dtap_dissector_files);
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void
only_files_of_the_viewer_are_found(void **state)
{
	static const char *const none[] = {
		"",
		"/viewer",
		"/viewer/",
		"/viewer/none.js",
		"/viewer/../index.html",
		"/viewer//index.html",
		"/index.html",
		"/viewer/index.html/",
	};

	(void)state;
	assert_ptr_equal(dtap_static_file_find("/"),
			 dtap_static_file_find("/viewer/index.html"));
	for (size_t i = 0; i < COUNT(none); i++)
		assert_null(dtap_static_file_find(none[i]));
}

static void
page_needs_no_token_and_asks_for_it_itself(void **state)
{
	struct http_client client;
	const struct server_fixture_options options = {
		.token = "0123456789abcdef"};
	struct server_fixture fixture;
	size_t size;

	(void)state;
	server_fixture_start(&fixture, &options, quiet, COUNT(quiet));
	client_open(&client, fixture.port);
	free(ask(&client, "/", "Accept: */*", &size));
	assert_int_equal(client_status(&client), 200);
	free(ask(&client, "/api/status", "Accept: */*", &size));
	assert_int_equal(client_status(&client), 401);
	assert_true(client_has(&client,
			       "WWW-Authenticate: Basic realm=\"diagtap\""));
	free(ask(&client, "/api/status", "X-Requested-With: viewer", &size));
	assert_int_equal(client_status(&client), 401);
	assert_true(client_has(&client,
			       "WWW-Authenticate: Bearer realm=\"diagtap\""));
	free(ask(&client, "/api/status",
		 "Authorization: Bearer 0123456789abcdef", &size));
	assert_int_equal(client_status(&client), 200);
	client_close(&client);
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gzip_is_sent_to_clients_that_accept_it),
		cmocka_unit_test(both_forms_of_a_file_are_the_same),
		cmocka_unit_test(page_runs_no_script_but_ours),
		cmocka_unit_test(a_file_that_the_browser_has_is_not_sent_again),
		cmocka_unit_test(only_files_of_the_viewer_are_found),
		cmocka_unit_test(page_needs_no_token_and_asks_for_it_itself),
	};

	return RUN(tests);
}
