/* SPDX-License-Identifier: MIT */
#include "uplink/answer.h"

#include "support/testing.h"

static struct dtap_uplink_answer
read(const char *text)
{
	struct dtap_uplink_answer answer;

	dtap_uplink_answer_read(&answer, text, strlen(text), false);
	return answer;
}

static void
a_number_in_the_stream_says_that_it_is_stored(void **state)
{
	(void)state;
	assert_int_equal(read("{\"stream\":\"DIAG-lab\",\"seq\":17}").kind,
			 DTAP_ANSWER_STORED);
	assert_int_equal(read("{\"stream\":\"DIAG-lab\", \"domain\":\"d\", "
			      "\"seq\":17,\"duplicate\": true}")
				 .kind,
			 DTAP_ANSWER_DUPLICATE);
	assert_int_equal(read("{\"seq\":17,\"duplicate\":false}").kind,
			 DTAP_ANSWER_STORED);
}

static void
an_error_is_to_be_tried_again_unless_the_message_is_too_large(void **state)
{
	struct dtap_uplink_answer answer = read(
		"{\"error\":{\"code\":503,\"err_code\":10077,\"description\":"
		"\"no space left on device\"},\"stream\":\"D\",\"seq\":0}");

	(void)state;
	assert_int_equal(answer.kind, DTAP_ANSWER_AGAIN);
	assert_int_equal(answer.code, 10077);
	assert_string_equal(answer.text, "no space left on device");
	answer = read("{\"error\":{\"code\":400,\"err_code\":10054,"
		      "\"description\":\"message size exceeds maximum "
		      "allowed\"}}");
	assert_int_equal(answer.kind, DTAP_ANSWER_NEVER);
	answer = read("{\"error\":null, \"seq\":3}");
	assert_int_equal(answer.kind, DTAP_ANSWER_AGAIN);
	assert_int_equal(answer.code, 0);
	assert_string_equal(answer.text, "");
}

static void
nobody_there_is_no_json(void **state)
{
	struct dtap_uplink_answer answer;

	(void)state;
	dtap_uplink_answer_read(&answer, "", 0, true);
	assert_int_equal(answer.kind, DTAP_ANSWER_NOBODY);
}

static void
what_is_not_understood_is_no_success(void **state)
{
	static const char *const texts[] = {
		"",
		"{}",
		"+ACK",
		"{\"seq\":0}",
		"{\"seq\":-1}",
		"{\"seq\":\"17\"}",
		"{\"seq\":17",
		"{\"seq\":99999999999999999999}",
		"[{\"seq\":17}]",
		"{\"a\":{\"seq\":17}}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		assert_int_equal(read(texts[i]).kind, DTAP_ANSWER_STRANGE);
}

static void
what_the_server_says_is_cut_and_made_printable(void **state)
{
	struct dtap_uplink_answer answer;
	char text[300] = "{\"error\":{\"description\":\"\xc3\xa9";

	(void)state;
	memset(text + strlen(text), 'x', 200);
	strcat(text, "\"}}");
	answer = read(text);
	assert_int_equal(strlen(answer.text), DTAP_UPLINK_ANSWER_TEXT - 1);
	assert_memory_equal(answer.text, "??xxx", 5);
	assert_string_equal(read("{\"error\":{\"description\":7}}").text, "");
	assert_int_equal(read("{\"error\":{\"err_code\":1000000}}").code, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_in_the_stream_says_that_it_is_stored),
		cmocka_unit_test(
			an_error_is_to_be_tried_again_unless_the_message_is_too_large),
		cmocka_unit_test(nobody_there_is_no_json),
		cmocka_unit_test(what_is_not_understood_is_no_success),
		cmocka_unit_test(
			what_the_server_says_is_cut_and_made_printable),
	};

	return RUN(tests);
}
