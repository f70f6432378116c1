/* SPDX-License-Identifier: MIT */
/* /api/masks over real sockets, with a virtual modem behind it. */
#include <poll.h>

#include "support/http_client.h"
#include "support/server_fixture.h"
#include "support/testing.h"

#define TOKEN   "0123456789abcdef"
#define GRANTED "Host: localhost\r\nAuthorization: Bearer " TOKEN "\r\n"

static const struct scripted_step quiet[] = {{.what = SCRIPTED_NOTHING}};
static const struct server_fixture_options with_modem = {.token = TOKEN,
							 .modem = true};

/* POST with these headers; the text is the caller's. */
static int
post(const struct server_fixture *fixture, const char *headers,
     const char *body, char **text)
{
	struct http_client client;
	char request[1024];
	int status;

	snprintf(request, sizeof request,
		 "POST /api/masks HTTP/1.1\r\n%sContent-Length: %zu\r\n\r\n%s",
		 headers, strlen(body), body);
	client_open(&client, fixture->port);
	client_send(&client, request);
	client_read_head(&client);
	*text = client_text(&client);
	status = client_status(&client);
	client_close(&client);
	return status;
}

static void
expect(const struct server_fixture *fixture, const char *headers,
       const char *body, int status, const char *words)
{
	char *text;
	int got = post(fixture, headers, body, &text);

	if (got != status || strstr(text, words) == NULL)
		fail_msg("%s: %d %s", body, got, text);
	free(text);
}

static struct dtap_mask_control_status
status_of(const struct server_fixture *fixture)
{
	struct dtap_mask_control_status status;

	dtap_mask_control_status(fixture->service.mask_control, &status);
	return status;
}

/* The masks reach the modem a moment after the answer. */
static void
await_logs(const struct server_fixture *fixture, unsigned logs)
{
	struct dtap_port_status status;

	for (;;) {
		dtap_port_status(fixture->service.port, &status);
		if (status.logs == logs)
			return;
		poll(NULL, 0, 1);
	}
}

static void
masks_reach_the_modem_and_go_again(void **state)
{
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &with_modem, quiet, COUNT(quiet));
	expect(&fixture, GRANTED, "logs=B0C0,B821", 200,
	       "\"from\": \"request\", \"changes\": 1");
	await_logs(&fixture, 2);
	expect(&fixture, GRANTED, "{\"logs\": \"0xB0C0\"}", 200,
	       "\"logs\": \"0xB0C0\"");
	await_logs(&fixture, 1);
	expect(&fixture, GRANTED, "preset=none", 200, "\"preset\": \"none\"");
	await_logs(&fixture, 0);
	expect(&fixture, GRANTED, "preset=configured", 200,
	       "\"from\": \"configuration\", \"changes\": 4");
	server_fixture_stop(&fixture);
}

static void
a_wrong_value_changes_nothing(void **state)
{
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &with_modem, quiet, COUNT(quiet));
	expect(&fixture, GRANTED, "logs=B0C0", 200, "");
	expect(&fixture, GRANTED, "logs=B821&preset=every", 400,
	       "preset must be");
	expect(&fixture, GRANTED, "", 400, "The body must be");
	assert_int_equal(status_of(&fixture).changes, 1);
	assert_string_equal(status_of(&fixture).settings.logs, "0xB0C0");
	await_logs(&fixture, 1);
	server_fixture_stop(&fixture);
}

static void
who_may_not_changes_nothing(void **state)
{
	static const struct server_fixture_options open_to_all = {.modem =
									  true};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &with_modem, quiet, COUNT(quiet));
	expect(&fixture, "Host: localhost\r\n", "preset=all", 401,
	       "A token is needed");
	expect(&fixture, GRANTED "Origin: http://evil.example\r\n",
	       "preset=all", 403, "(Origin)");
	expect(&fixture,
	       "Host: evil.example\r\nAuthorization: Bearer " TOKEN "\r\n",
	       "preset=all", 403, "Host header");
	assert_int_equal(status_of(&fixture).changes, 0);
	server_fixture_stop(&fixture);
	server_fixture_start(&fixture, &open_to_all, quiet, COUNT(quiet));
	expect(&fixture, "Host: localhost\r\n", "preset=all", 403,
	       "set access.token_file");
	assert_int_equal(status_of(&fixture).changes, 0);
	server_fixture_stop(&fixture);
}

static void
without_a_modem_the_reason_is_said(void **state)
{
	static const struct server_fixture_options without = {.token = TOKEN};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &without, quiet, COUNT(quiet));
	expect(&fixture, GRANTED, "preset=all", 409, "No modem.");
	assert_int_equal(status_of(&fixture).changes, 0);
	server_fixture_stop(&fixture);
}

/* A reload ends what a request has set. */
static void
the_configuration_takes_over_when_it_is_read_again(void **state)
{
	struct dtap_mask_settings settings;
	struct dtap_masks masks;
	const struct dtap_configured_masks configured = {&settings, &masks};
	const struct dtap_configured_masks of_file = {NULL, &masks};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &with_modem, quiet, COUNT(quiet));
	expect(&fixture, GRANTED, "logs=B0C0,B821", 200, "");
	dtap_mask_settings_init(&settings);
	strcpy(settings.logs, "0x1FEB 0x1FE8 0x1FE7");
	dtap_masks_init(&masks);
	dtap_mask_settings_make(&masks, &settings);
	assert_int_equal(dtap_mask_control_configure(
				 fixture.service.mask_control, &configured),
			 0);
	await_logs(&fixture, 3);
	assert_int_equal(status_of(&fixture).from,
			 DTAP_MASKS_FROM_CONFIGURATION);
	expect(&fixture, GRANTED, "preset=none", 200, "");
	await_logs(&fixture, 0);
	expect(&fixture, GRANTED, "preset=configured", 200, "0x1FE8");
	await_logs(&fixture, 3);
	assert_int_equal(dtap_mask_control_configure(
				 fixture.service.mask_control, &of_file),
			 0);
	assert_int_equal(status_of(&fixture).from, DTAP_MASKS_FROM_FILE);
	assert_string_equal(status_of(&fixture).settings.logs, "");
	dtap_masks_clear(&masks);
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(masks_reach_the_modem_and_go_again),
		cmocka_unit_test(a_wrong_value_changes_nothing),
		cmocka_unit_test(who_may_not_changes_nothing),
		cmocka_unit_test(without_a_modem_the_reason_is_said),
		cmocka_unit_test(
			the_configuration_takes_over_when_it_is_read_again),
	};

	return RUN(tests);
}
