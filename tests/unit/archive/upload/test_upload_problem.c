/* SPDX-License-Identifier: MIT */
#include "archive/upload/upload_problem.h"

#include "support/testing.h"

static void
every_answer_has_advice_and_a_number_of_its_own(void **state)
{
	static const struct {
		enum dtap_upload_result result;
		unsigned status;
		const char *words;
		bool of_file;
	} cases[] = {
		{DTAP_UPLOAD_OK, 0, "cannot be written", false},
		{DTAP_UPLOAD_RESOLVE, 0, "cannot be resolved", false},
		{DTAP_UPLOAD_CONNECT, 0, "Cannot connect", false},
		{DTAP_UPLOAD_STALLED, 0, "upload.stall_timeout", false},
		{DTAP_UPLOAD_TLS, 0, "upload.ca_file", false},
		{DTAP_UPLOAD_FILE, 0, "cannot be read", true},
		{DTAP_UPLOAD_PROTOCOL, 0, "connection was lost", false},
		{DTAP_UPLOAD_REFUSED, 307, "has moved", false},
		{DTAP_UPLOAD_REFUSED, 401, "upload.token_file", false},
		{DTAP_UPLOAD_REFUSED, 403, "does not allow writing", false},
		{DTAP_UPLOAD_REFUSED, 404,
		 "folder does not exist on the server", false},
		{DTAP_UPLOAD_REFUSED, 409,
		 "folder does not exist on the server", false},
		{DTAP_UPLOAD_REFUSED, 405, "does not accept PUT", false},
		{DTAP_UPLOAD_REFUSED, 413, "too large", true},
		{DTAP_UPLOAD_REFUSED, 422, "this file", true},
		{DTAP_UPLOAD_REFUSED, 429, "busy", false},
		{DTAP_UPLOAD_REFUSED, 500, "its log", false},
		{DTAP_UPLOAD_REFUSED, 503, "busy", false},
		{DTAP_UPLOAD_REFUSED, 507, "disk is full", false},
		{DTAP_UPLOAD_REFUSED, 999, "its log", false},
	};
	uint32_t seen = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		unsigned kind;
		const struct dtap_upload_problem *refusal =
			dtap_upload_problem_find(cases[i].result,
						 cases[i].status, &kind);

		if (strstr(refusal->what, cases[i].words) == NULL ||
		    refusal->of_file != cases[i].of_file)
			fail_msg("%d, %u: %s", (int)cases[i].result,
				 cases[i].status, refusal->what);
		assert_true(kind < DTAP_UPLOAD_PROBLEMS);
		if (cases[i].status != 999)
			assert_false(seen & 1U << kind);
		seen |= 1U << kind;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			every_answer_has_advice_and_a_number_of_its_own),
	};

	return RUN(tests);
}
