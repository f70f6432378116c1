/* SPDX-License-Identifier: MIT */
#include "support/archive_fixture.h"

#include "support/testing.h"

const struct scripted_step archive_fixture_traffic[] = {
	{.what = SCRIPTED_CONTAINER, .size = 1000, .mark = 'a', .times = 50}};

const struct server_fixture_options archive_fixture_options = {
	.token = ARCHIVE_TOKEN, .archive = true};

int
archive_fixture_ask(const struct server_fixture *fixture, const char *method,
		    const char *path, const char *headers,
		    struct http_client *client, char **text)
{
	char request[1024];
	int status;

	snprintf(request, sizeof request,
		 "%s %s HTTP/1.1\r\n" RECORDED_GRANTED "%s\r\n", method, path,
		 headers);
	client_open(client, fixture->port);
	client_send(client, request);
	client_read_head(client);
	status = client_status(client);
	*text = strcmp(method, "HEAD") == 0 || status == 304
			? strdup("")
			: client_text(client);
	client_close(client);
	assert_true(client_has(client, "X-DTAP-Version: 1"));
	return status;
}

void
archive_fixture_expect(const struct server_fixture *fixture, const char *method,
		       const char *path, int status, const char *words)
{
	struct http_client client;
	char *text;

	if (archive_fixture_ask(fixture, method, path, "", &client, &text) !=
		    status ||
	    strstr(text, words) == NULL)
		fail_msg("%s %s: %d %s", method, path, client_status(&client),
			 text);
	free(text);
}

void
archive_fixture_await(const struct server_fixture *fixture, const char *words,
		      char path[128])
{
	bool found = false;

	while (!found) {
		struct http_client client;
		const char *name = NULL, *at;
		char *list;

		assert_int_equal(archive_fixture_ask(fixture, "GET",
						     "/api/archive", "",
						     &client, &list),
				 200);
		for (at = list; (at = strstr(at, "{\"name\": \"")) != NULL;
		     at++)
			name = at + 10;
		found = strstr(list, words) != NULL && name != NULL;
		if (found)
			snprintf(path, 128, "/api/archive/%.*s",
				 (int)strcspn(name, "\""), name);
		free(list);
	}
}

void
archive_fixture_start(struct server_fixture *fixture, char path[128])
{
	char bytes[64];

	server_fixture_start(fixture, &archive_fixture_options,
			     archive_fixture_traffic, 1);
	snprintf(bytes, sizeof bytes, "\"bytes\": %d, \"growing\": true",
		 RECORDED_CAPTURE);
	archive_fixture_await(fixture, bytes, path);
	archive_fixture_expect(fixture, "POST", "/api/archive/rotate", 202,
			       "as soon as");
	archive_fixture_await(fixture, "\"records\": 50", path);
}
