/* SPDX-License-Identifier: MIT */
#include "conf/changes.h"

#include <string.h>

#include "support/testing.h"

static const char *const applied[] = {"masks.", "access.hosts", NULL};

static void
init(struct dtap_conf *conf)
{
	struct dtap_conf_error error;

	assert_true(dtap_conf_init(conf, &dtap_diagtapd_keys, &error));
}

static void
set(struct dtap_conf *conf, const char *assignment)
{
	struct dtap_conf_error error;

	assert_true(dtap_conf_set(conf, assignment, &error));
}

static void
equal_configurations_have_no_changes(void **state)
{
	struct dtap_conf running, fresh;
	size_t at = 0;

	(void)state;
	init(&running);
	init(&fresh);
	assert_null(dtap_conf_next_change(&running, &fresh, applied, &at));
	assert_int_equal(at, running.keys->count);
	dtap_conf_free(&running);
	dtap_conf_free(&fresh);
}

static void
changes_are_named_but_those_that_are_applied(void **state)
{
	struct dtap_conf running, fresh;
	const struct dtap_key *key;
	size_t at = 0, count = 0;
	bool seed = false, token = false;

	(void)state;
	init(&running);
	init(&fresh);
	set(&fresh, "masks.preset=all");
	set(&fresh, "access.hosts=a.lan");
	set(&fresh, "access.token_file=token");
	set(&fresh, "diag.seed=7");
	while ((key = dtap_conf_next_change(&running, &fresh, applied, &at)) !=
	       NULL) {
		seed |= strcmp(key->path, "diag.seed") == 0;
		token |= strcmp(key->path, "access.token_file") == 0;
		count++;
	}
	assert_true(seed && token);
	assert_int_equal(count, 2);
	dtap_conf_free(&running);
	dtap_conf_free(&fresh);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_configurations_have_no_changes),
		cmocka_unit_test(changes_are_named_but_those_that_are_applied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
