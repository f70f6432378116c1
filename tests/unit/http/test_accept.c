/* SPDX-License-Identifier: MIT */
/* What a client accepts is what it gets. */
#include "http/accept.h"
#include "support/testing.h"

#define OM "application/openmetrics-text"

static void
openmetrics_is_for_clients_that_ask_for_it(void **state)
{
	static const char *const asks[] = {
		OM,
		OM ";version=1.0.0",
		OM "; version=1.0.0; charset=utf-8",
		"Application/OpenMetrics-Text;Q=0.001",
		OM ", text/plain",
		"text/plain;q=0.5," OM ";q=0.5",
		OM ", */*;q=0.1",
		/* Prometheus 2.42. */
		OM ";version=1.0.0," OM ";version=0.0.1;q=0.75,"
		   "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
		OM ";q=0.8, */*;q=0.9, text/plain;q=0.7",
	};
	static const char *const others[] = {
		"",
		"*/*",
		"text/plain",
		"text/html,application/xhtml+xml,*/*;q=0.8",
		"application/*",
		OM ";q=0",
		OM ";q=0.000",
		OM ";q=x",
		OM ";q=2",
		OM ";q=",
		OM ";version=0.0.1",
		OM ";q=0.5, text/plain",
		OM ";q=0.5, */*",
		OM ";q=0.5, text/*;q=0.6, */*;q=0.1",
		"x" OM,
		OM "x",
		/* Prometheus 2.0. */
		"text/plain;version=0.0.4;q=1,*/*;q=0.1",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(asks); i++)
		if (!dtap_accept_openmetrics(asks[i]))
			fail_msg("%s", asks[i]);
	for (size_t i = 0; i < COUNT(others); i++)
		if (dtap_accept_openmetrics(others[i]))
			fail_msg("%s", others[i]);
}

static void
weights_are_thousandths(void **state)
{
	static const struct {
		const char *list;
		unsigned weight;
	} rows[] = {
		{"a", 1000},
		{"a;q=1", 1000},
		{"a;q=1.000", 1000},
		{"a ; q=0.5 ", 500},
		{"a;q=0.125", 125},
		{"a;q=0", 0},
		{"a;q=1.001", 0},
		{"a;q=.5", 0},
		{"a;q=0,5", 0},
		{"a;q=0.1234", 0},
		{"a;b=c;q=0.2", 200},
		{"a;q=0.2;b", 200},
		{"a;quality=0.2", 1000},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dtap_accept_term term;
		const char *at = rows[i].list;

		assert_true(dtap_accept_next(&at, &term));
		assert_true(dtap_accept_is(&term, "A"));
		if (term.weight != rows[i].weight)
			fail_msg("%s: %u", rows[i].list, term.weight);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(openmetrics_is_for_clients_that_ask_for_it),
		cmocka_unit_test(weights_are_thousandths),
	};

	return RUN(tests);
}
