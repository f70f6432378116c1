/* SPDX-License-Identifier: MIT */
/* A Wireshark for browsers, over real sockets: five names and no others. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http/wireshark_files.h"
#include "support/http_client.h"
#include "support/server_fixture.h"
#include "support/testing.h"

static const struct scripted_step quiet[] = {{.what = SCRIPTED_NOTHING}};

static const char *const stored[] = {"wiregasm.js.gz", "wiregasm.wasm.gz",
				     "wiregasm.data.gz", "LICENSE",
				     "SOURCE.txt"};

struct folder {
	char path[40];
	int fd;
};

static void
write_file(const struct folder *folder, const char *name, const char *text)
{
	int fd = openat(folder->fd, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void
make_folder(struct folder *folder)
{
	strcpy(folder->path, "/tmp/diagtap-wireshark-XXXXXX");
	assert_non_null(mkdtemp(folder->path));
	folder->fd = open(folder->path, O_RDONLY | O_DIRECTORY);
	for (size_t i = 0; i < COUNT(stored); i++)
		write_file(folder, stored[i], stored[i]);
}

static void
remove_folder(struct folder *folder)
{
	for (size_t i = 0; i < COUNT(stored); i++)
		unlinkat(folder->fd, stored[i], 0);
	close(folder->fd);
	assert_int_equal(rmdir(folder->path), 0);
}

/* A request, and the status of its answer; the connection ends with it. */
static int
ask(struct http_client *client, unsigned port, const char *method,
    const char *path, const char *headers)
{
	char request[512];

	client_open(client, port);
	snprintf(request, sizeof request, "%s %s HTTP/1.1\r\nHost: x\r\n%s\r\n",
		 method, path, headers);
	client_send(client, request);
	client_read_head(client);
	return client_status(client);
}

#define GZIP "Accept-Encoding: gzip\r\n"

static void
start(struct server_fixture *fixture, const struct folder *folder,
      const char *token)
{
	struct server_fixture_options options = {.wireshark = folder->fd,
						 .token = token};

	server_fixture_start(fixture, &options, quiet, COUNT(quiet));
}

static void
each_file_has_its_type_and_its_bytes(void **state)
{
	static const struct {
		const char *path, *type, *body;
		bool zipped;
	} files[] = {
		{"/wireshark/wiregasm.js",
		 "Content-Type: text/javascript; charset=utf-8",
		 "wiregasm.js.gz", true},
		{"/wireshark/wiregasm.wasm", "Content-Type: application/wasm",
		 "wiregasm.wasm.gz", true},
		{"/wireshark/wiregasm.data",
		 "Content-Type: application/octet-stream", "wiregasm.data.gz",
		 true},
		{"/wireshark/LICENSE",
		 "Content-Type: text/plain; charset=utf-8", "LICENSE", false},
		{"/wireshark/SOURCE.txt",
		 "Content-Type: text/plain; charset=utf-8", "SOURCE.txt",
		 false},
	};
	struct server_fixture fixture;
	struct folder folder;

	(void)state;
	make_folder(&folder);
	start(&fixture, &folder, NULL);
	for (size_t i = 0; i < COUNT(files); i++) {
		struct http_client client;
		char *text;

		assert_int_equal(
			ask(&client, fixture.port, "GET", files[i].path, GZIP),
			200);
		assert_true(client_has(&client, files[i].type));
		assert_true(
			client_has(&client, "X-Content-Type-Options: nosniff"));
		assert_int_equal(client_has(&client, "Content-Encoding: gzip"),
				 files[i].zipped);
		text = client_text(&client);
		assert_string_equal(text, files[i].body);
		free(text);
		client_close(&client);
	}
	server_fixture_stop(&fixture);
	remove_folder(&folder);
}

static void
what_one_has_is_not_sent_again(void **state)
{
	struct server_fixture fixture;
	struct http_client client;
	struct folder folder;
	char header[256], *etag;

	(void)state;
	make_folder(&folder);
	start(&fixture, &folder, NULL);
	assert_int_equal(ask(&client, fixture.port, "HEAD",
			     "/wireshark/wiregasm.wasm", GZIP),
			 200);
	etag = strstr(client.head, "ETag: ") + strlen("ETag: ");
	snprintf(header, sizeof header, GZIP "If-None-Match: %.*s\r\n",
		 (int)strcspn(etag, "\r"), etag);
	client_close(&client);
	assert_int_equal(ask(&client, fixture.port, "GET",
			     "/wireshark/wiregasm.wasm", header),
			 304);
	client_close(&client);
	write_file(&folder, "wiregasm.wasm.gz", "another version");
	assert_int_equal(ask(&client, fixture.port, "GET",
			     "/wireshark/wiregasm.wasm", header),
			 200);
	client_close(&client);
	server_fixture_stop(&fixture);
	remove_folder(&folder);
}

static void
no_other_name_is_served(void **state)
{
	static const struct {
		const char *path, *headers;
		int status;
	} cases[] = {
		{"/wireshark/wiregasm.js", "", 406},
		{"/wireshark/wiregasm.wasm", "Accept-Encoding: br\r\n", 406},
		{"/wireshark/wiregasm.js.gz", GZIP, 404},
		{"/wireshark/passwd", GZIP, 404},
		{"/wireshark/..%2fpasswd", GZIP, 404},
		{"/wireshark/../passwd", GZIP, 404},
		{"/wireshark/", GZIP, 404},
		{"/wireshark/LICENSE/", GZIP, 404},
		{"/wireshark/wiregasm.data", GZIP, 404}, /* a link */
	};
	struct server_fixture fixture;
	struct folder folder;

	(void)state;
	make_folder(&folder);
	write_file(&folder, "passwd", "secret");
	assert_int_equal(unlinkat(folder.fd, "wiregasm.data.gz", 0), 0);
	assert_int_equal(symlinkat("passwd", folder.fd, "wiregasm.data.gz"), 0);
	start(&fixture, &folder, NULL);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_client client;

		assert_int_equal(ask(&client, fixture.port, "GET",
				     cases[i].path, cases[i].headers),
				 cases[i].status);
		client_close(&client);
	}
	server_fixture_stop(&fixture);
	assert_false(dtap_wireshark_files_are_there(folder.fd));
	unlinkat(folder.fd, "passwd", 0);
	remove_folder(&folder);
}

static void
without_a_folder_there_is_nothing(void **state)
{
	struct server_fixture_options options = {0};
	struct server_fixture fixture;
	struct http_client client;
	char *status;

	(void)state;
	server_fixture_start(&fixture, &options, quiet, COUNT(quiet));
	assert_int_equal(
		ask(&client, fixture.port, "GET", "/wireshark/LICENSE", GZIP),
		404);
	client_close(&client);
	assert_int_equal(ask(&client, fixture.port, "GET", "/api/status", ""),
			 200);
	status = client_text(&client);
	assert_non_null(strstr(status, "\"wireshark\": false"));
	free(status);
	client_close(&client);
	server_fixture_stop(&fixture);
}

/* As the page: what it shows needs the token. */
static void
they_need_no_token_but_a_host_of_ours(void **state)
{
	struct server_fixture fixture;
	struct http_client client;
	struct folder folder;

	(void)state;
	make_folder(&folder);
	start(&fixture, &folder, "secret");
	assert_int_equal(
		ask(&client, fixture.port, "GET", "/wireshark/LICENSE", ""),
		200);
	client_close(&client);
	assert_int_equal(ask(&client, fixture.port, "GET", "/wireshark/x", ""),
			 401);
	client_close(&client);
	assert_int_equal(ask(&client, fixture.port, "GET", "/wireshark/LICENSE",
			     "Origin: http://evil.example\r\n"),
			 403);
	client_close(&client);
	server_fixture_stop(&fixture);
	remove_folder(&folder);
}

static void
the_workers_policy_lets_it_compile_and_reach_nothing(void **state)
{
	struct server_fixture_options options = {0};
	struct server_fixture fixture;
	struct http_client client;

	(void)state;
	server_fixture_start(&fixture, &options, quiet, COUNT(quiet));
	assert_int_equal(ask(&client, fixture.port, "GET",
			     "/viewer/wireshark/worker.js", ""),
			 200);
	assert_true(client_has(&client,
			       "Content-Security-Policy: default-src 'none'; "
			       "script-src 'self' 'wasm-unsafe-eval'"));
	client_close(&client);
	assert_int_equal(
		ask(&client, fixture.port, "GET", "/viewer/page.js", ""), 200);
	assert_null(strstr(client.head, "wasm-unsafe-eval"));
	assert_non_null(strstr(client.head, "script-src 'self';"));
	client_close(&client);
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_file_has_its_type_and_its_bytes),
		cmocka_unit_test(what_one_has_is_not_sent_again),
		cmocka_unit_test(no_other_name_is_served),
		cmocka_unit_test(without_a_folder_there_is_nothing),
		cmocka_unit_test(they_need_no_token_but_a_host_of_ours),
		cmocka_unit_test(
			the_workers_policy_lets_it_compile_and_reach_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
