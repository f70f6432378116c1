/* SPDX-License-Identifier: MIT */
#include "support/testing.h"

#include "base/clock.h"
#include "hub/merge/upload_facts.h"

static const char good[] =
	"{\n  \"written_by\": \"diagtapd\",\n"
	"  \"tap\": \"diag\",\n"
	"  \"uplink_device\": \"rig-7\",\n"
	"  \"boot\": \"00c0ffee00c0ffee\",\n"
	"  \"first_container\": 10,\n"
	"  \"next_container\": 25,\n"
	"  \"first\": \"2026-11-29T20:00:00.250000Z\",\n"
	"  \"last\": null,\n"
	"  \"bytes\": 4096,\n"
	"  \"containers\": {\"containers\": 14, \"bytes\": 300}\n}\n";

static void
reads_what_an_archive_writes(void **state)
{
	struct dtap_upload_facts facts;

	(void)state;
	assert_null(dtap_upload_facts_read(&facts, good, sizeof good - 1));
	assert_string_equal(facts.name.device, "rig-7");
	assert_string_equal(facts.name.tap, "diag");
	assert_string_equal(facts.name.group, "");
	assert_true(facts.boot == 0xc0ffee00c0ffee);
	assert_int_equal(facts.first, 10);
	assert_int_equal(facts.next, 25);
	assert_int_equal(facts.containers, 14);
	assert_int_equal(facts.bytes, 4096);
	assert_true(facts.begun ==
		    1795982400 * DTAP_NS_PER_S + DTAP_NS_PER_S / 4);
	assert_true(facts.ended == INT64_MAX);
}

/* The text with `from` in place of `to`. */
static void
refuses(const char *from, const char *to, const char *why)
{
	struct dtap_upload_facts facts;
	char text[1024];
	const char *at = strstr(good, from), *said;

	assert_non_null(at);
	snprintf(text, sizeof text, "%.*s%s%s", (int)(at - good), good, to,
		 at + strlen(from));
	said = dtap_upload_facts_read(&facts, text, strlen(text));
	assert_non_null(said);
	if (strstr(said, why) == NULL)
		fail_msg("%s: %s", to, said);
}

static void
refuses_what_is_wrong(void **state)
{
	(void)state;
	refuses("diagtapd", "somebody", "damaged");
	refuses("}\n}\n", "}\n", "damaged");
	refuses("\"tap\": \"diag\"", "\"tap\": \"../x\"", "damaged");
	refuses("4096", "-1", "damaged");
	refuses("4096", "9223372036854775808", "damaged");
	refuses("14", "\"14\"", "damaged");
	refuses("\"rig-7\"", "null", "names no device");
	refuses("\"rig-7\"", "\"rig 7\"", "names no device");
	refuses("\"00c0ffee00c0ffee\"", "null", "no numbers");
	refuses("00c0ffee00c0ffee", "00C0FFEE00C0FFEE", "no numbers");
	refuses("00c0ffee00c0ffee", "c0ffee", "no numbers");
	refuses("25", "9", "no numbers");
	refuses("25", "9223372036854775807", "no numbers");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_an_archive_writes),
		cmocka_unit_test(refuses_what_is_wrong),
	};

	return RUN(tests);
}
