/* SPDX-License-Identifier: MIT */
#include "archive/upload/upload_problem.h"

#include "testing.h"

static void
every_answer_has_advice_and_a_number_of_its_own(void **state)
{
	static const struct {
		enum dtap_carried carried;
		unsigned status;
		const char *words;
		bool of_file;
	} cases[] = {
		{DTAP_CARRIED, 0, "cannot be marked", false},
		{DTAP_NO_HOST, 0, "name servers", false},
		{DTAP_NO_ROAD, 0, "no server answers", false},
		{DTAP_STALLED, 0, "upload.stall_timeout", false},
		{DTAP_NO_TRUST, 0, "upload.ca_file", false},
		{DTAP_NO_FILE, 0, "cannot be read", true},
		{DTAP_BROKEN, 0, "connection was lost", false},
		{DTAP_REFUSED, 307, "has moved", false},
		{DTAP_REFUSED, 401, "upload.token_file", false},
		{DTAP_REFUSED, 403, "does not let us write", false},
		{DTAP_REFUSED, 404, "no such folder", false},
		{DTAP_REFUSED, 409, "no such folder", false},
		{DTAP_REFUSED, 405, "takes no PUT", false},
		{DTAP_REFUSED, 413, "too large", true},
		{DTAP_REFUSED, 422, "this file", true},
		{DTAP_REFUSED, 429, "too much to do", false},
		{DTAP_REFUSED, 500, "its log", false},
		{DTAP_REFUSED, 503, "too much to do", false},
		{DTAP_REFUSED, 507, "disk is full", false},
		{DTAP_REFUSED, 999, "its log", false},
	};
	uint32_t seen = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		unsigned kind;
		const struct dtap_refusal *refusal = dtap_refusal_find(
			cases[i].carried, cases[i].status, &kind);

		if (strstr(refusal->what, cases[i].words) == NULL ||
		    refusal->of_file != cases[i].of_file)
			fail_msg("%d, %u: %s", (int)cases[i].carried,
				 cases[i].status, refusal->what);
		assert_true(kind < DTAP_REFUSALS);
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
