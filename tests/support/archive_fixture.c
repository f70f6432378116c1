/* SPDX-License-Identifier: MIT */
#include "support/archive_fixture.h"

#include "support/testing.h"

const struct scripted_step recorded_traffic[] = {
	{.what = SCRIPTED_CONTAINER, .size = 1000, .mark = 'a', .times = 50}};

const struct rig_options recorded_options = {.token = RECORDED_TOKEN,
					     .archive = true};

int
recorded_ask(const struct rig *rig, const char *method, const char *path,
	     const char *headers, struct client *client, char **text)
{
	char request[1024];
	int status;

	snprintf(request, sizeof request,
		 "%s %s HTTP/1.1\r\n" RECORDED_GRANTED "%s\r\n", method, path,
		 headers);
	client_open(client, rig->port);
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
recorded_expect(const struct rig *rig, const char *method, const char *path,
		int status, const char *words)
{
	struct client client;
	char *text;

	if (recorded_ask(rig, method, path, "", &client, &text) != status ||
	    strstr(text, words) == NULL)
		fail_msg("%s %s: %d %s", method, path, client_status(&client),
			 text);
	free(text);
}

void
recorded_await(const struct rig *rig, const char *words, char path[128])
{
	bool found = false;

	while (!found) {
		struct client client;
		const char *name = NULL, *at;
		char *list;

		assert_int_equal(recorded_ask(rig, "GET", "/api/archive", "",
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
recorded_start(struct rig *rig, char path[128])
{
	char bytes[64];

	rig_start(rig, &recorded_options, recorded_traffic, 1);
	snprintf(bytes, sizeof bytes, "\"bytes\": %d, \"growing\": true",
		 RECORDED_CAPTURE);
	recorded_await(rig, bytes, path);
	recorded_expect(rig, "POST", "/api/archive/rotate", 202, "as soon as");
	recorded_await(rig, "\"records\": 50", path);
}
