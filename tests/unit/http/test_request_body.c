/* SPDX-License-Identifier: MIT */
#include "http/request_body.h"

#include "base/clock.h"
#include "support/testing.h"

static struct dtap_request_body *
body_of(size_t size)
{
	struct dtap_request request = {.method = DTAP_POST,
				       .announced = DTAP_REQUEST_BODY_SIZED,
				       .body_size = size,
				       .path = "/there"};
	struct dtap_request_body *body = dtap_request_body_new(&request, 0);

	assert_non_null(body);
	return body;
}

static void
pieces_become_one_text_of_the_request(void **state)
{
	struct dtap_request_body *body = body_of(6);
	const struct dtap_request *request;

	(void)state;
	assert_true(dtap_request_body_add(body, "off", 3, 0));
	assert_true(dtap_request_body_add(body, NULL, 0, 0));
	assert_true(dtap_request_body_add(body, "set", 3, 0));
	request = dtap_request_body_for(body);
	assert_string_equal(request->body, "offset");
	assert_int_equal(request->body_size, 6);
	assert_string_equal(request->path, "/there");
	dtap_request_body_free(body);
}

static void
more_than_was_announced_is_refused(void **state)
{
	char most[DTAP_REQUEST_BODY_MAX] = {0};
	struct dtap_request_body *body = body_of(sizeof most);

	(void)state;
	assert_true(dtap_request_body_add(body, most, sizeof most, 0));
	assert_false(dtap_request_body_add(body, most, 1, 0));
	assert_int_equal(dtap_request_body_for(body)->body_size, sizeof most);
	dtap_request_body_free(body);
}

static void
a_slow_body_has_ten_seconds(void **state)
{
	struct dtap_request_body *body = body_of(3);

	(void)state;
	assert_true(dtap_request_body_add(body, "a", 1, 0));
	assert_true(dtap_request_body_add(body, "b", 1, 10 * DTAP_NS_PER_S));
	assert_false(
		dtap_request_body_add(body, "c", 1, 10 * DTAP_NS_PER_S + 1));
	dtap_request_body_free(body);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_become_one_text_of_the_request),
		cmocka_unit_test(more_than_was_announced_is_refused),
		cmocka_unit_test(a_slow_body_has_ten_seconds),
	};

	return RUN(tests);
}
