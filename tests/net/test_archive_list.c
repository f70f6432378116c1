/* SPDX-License-Identifier: MIT */
/* GET /api/archive: long lists, and what files may hold. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "support/archive_fixture.h"
#include "support/testing.h"

#define NAME "diag-20261125T105457Z-%06u.%s"

/* More than a piece of the list, and less. */
#define CAPTURES 100

static void
write_file(const struct server_fixture *fixture, unsigned number,
	   const char *kind, const char *bytes, size_t size)
{
	int directory = open(fixture->directory, O_RDONLY | O_DIRECTORY), fd;
	char name[64];

	snprintf(name, sizeof name, NAME, number, kind);
	fd = openat(directory, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	close(fd);
	close(directory);
}

/* The text of the sidecar file of a capture that the archive made. */
static char *
sidecar_of(const struct server_fixture *fixture, const char *path)
{
	struct http_client client;
	char name[128], *text;

	snprintf(name, sizeof name, "%.*s.json",
		 (int)(strrchr(path, '.') - path), path);
	assert_int_equal(
		archive_fixture_ask(fixture, "GET", name, "", &client, &text),
		200);
	assert_true(client_has(&client, "Content-Type: application/json"));
	return text;
}

static unsigned
count(const char *text, const char *words)
{
	unsigned found = 0;

	for (; (text = strstr(text, words)) != NULL; text++)
		found++;
	return found;
}

static char *
list(const struct server_fixture *fixture, const char *query)
{
	struct http_client client;
	char path[64], *text;

	snprintf(path, sizeof path, "/api/archive%s", query);
	assert_int_equal(
		archive_fixture_ask(fixture, "GET", path, "", &client, &text),
		200);
	if (!dtap_json_is_object(text, strlen(text)))
		fail_msg("%s", text);
	return text;
}

static void
a_long_list_is_whole_and_in_order(void **state)
{
	static const struct {
		const char *query;
		unsigned first, count;
	} rows[] = {
		{"", 1, CAPTURES},
		{"?", 1, CAPTURES},
		{"?limit=65536", 1, CAPTURES},
		{"?limit=17", CAPTURES - 16, 17},
		{"?limit=1", CAPTURES, 1},
		{"?limit=0", 0, 0},
	};
	struct server_fixture fixture;
	char path[128], *side;

	(void)state;
	archive_fixture_start(&fixture, path);
	side = sidecar_of(&fixture, path);
	for (unsigned i = 2; i <= CAPTURES; i++) {
		write_file(&fixture, i, "json", side, strlen(side));
		write_file(&fixture, i, "pcap", "capture", 7);
	}
	free(list(&fixture, "")); /* the archive looks again */
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *text = list(&fixture, rows[i].query), words[64];
		const char *at = text;

		/* The one that was just finished is there once. */
		assert_int_equal(count(text, "\"name\": \"diag-"),
				 rows[i].count);
		for (unsigned n = 0; n < rows[i].count; n++) {
			snprintf(words, sizeof words, "-%06u.pcap\"",
				 rows[i].first + n);
			at = strstr(at, words);
			if (at == NULL)
				fail_msg("%s: %s", rows[i].query, words);
		}
		snprintf(words, sizeof words, "\"left_out\": %u",
			 CAPTURES - rows[i].count);
		assert_non_null(strstr(text, words));
		free(text);
	}
	free(side);
	server_fixture_stop(&fixture);
}

/* One piece has 16 captures: none is the whole list. */
static void
a_long_list_is_not_built_whole(void **state)
{
	struct server_fixture fixture;
	struct http_client client;
	size_t size, most = 0, all = 0;
	char path[128], *side;
	uint8_t *chunk;

	(void)state;
	archive_fixture_start(&fixture, path);
	side = sidecar_of(&fixture, path);
	for (unsigned i = 2; i <= CAPTURES; i++) {
		write_file(&fixture, i, "json", side, strlen(side));
		write_file(&fixture, i, "pcap", "capture", 7);
	}
	free(list(&fixture, ""));
	client_open(&client, fixture.port);
	client_send(&client,
		    "GET /api/archive HTTP/1.1\r\n" RECORDED_GRANTED "\r\n");
	client_read_head(&client);
	while ((chunk = client_chunk(&client, &size)) != NULL) {
		free(chunk);
		most = size > most ? size : most;
		all += size;
	}
	assert_true(all > 5 * most);
	client_close(&client);
	free(side);
	server_fixture_stop(&fixture);
}

static void
a_damaged_sidecar_file_does_not_break_the_list(void **state)
{
	static const char *const middles[] = {
		"\"a\": \"\xff\"", "\"a\": ",
		"\"a\": {",        "}, {",
		"\"\\x\": 1",      "\"a\": \"\xe2\x82\""};
	struct server_fixture fixture;
	char path[128], *side, *text, damaged[4096];
	struct http_client client;

	(void)state;
	archive_fixture_start(&fixture, path);
	side = sidecar_of(&fixture, path);
	text = list(&fixture, "");
	assert_non_null(strstr(text, "\"sidecar_damaged\": false"));
	free(text);
	for (size_t i = 0; i < COUNT(middles); i++) {
		/* Begins and ends as the archive writes it. */
		snprintf(damaged, sizeof damaged, "%.*s, %s\n}\n",
			 (int)(strrchr(side, '}') - side), side, middles[i]);
		write_file(&fixture, 900, "json", damaged, strlen(damaged));
		write_file(&fixture, 900, "pcap", "capture", 7);
		free(list(&fixture, ""));
		text = list(&fixture, "");
		assert_int_equal(
			count(text,
			      "\"sidecar\": null, \"sidecar_damaged\": true"),
			1);
		assert_int_equal(count(text, "\"name\": \"diag-"), 2);
		free(text);
		/* The file itself is there to be looked at, and is no JSON. */
		snprintf(damaged, sizeof damaged, "/api/archive/" NAME, 900U,
			 "json");
		assert_int_equal(archive_fixture_ask(&fixture, "GET", damaged,
						     "", &client, &text),
				 200);
		assert_true(client_has(
			&client, "Content-Type: application/octet-stream"));
		free(text);
	}
	free(side);
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_list_is_whole_and_in_order),
		cmocka_unit_test(a_long_list_is_not_built_whole),
		cmocka_unit_test(
			a_damaged_sidecar_file_does_not_break_the_list),
	};

	return RUN(tests);
}
