/* SPDX-License-Identifier: MIT */
#include "support/testing.h"

#include "base/clock.h"
#include "base/json.h"
#include "hub/device_table.h"

static struct dtap_fleet_name
name_of(const char *group, const char *device)
{
	struct dtap_fleet_name name = {.tap = "diag"};

	strcpy(name.group, group);
	strcpy(name.device, device);
	return name;
}

static bool
report(struct dtap_hub_devices *devices, const char *device, const char *text,
       int64_t now)
{
	struct dtap_fleet_name name = name_of("lab", device);

	return dtap_hub_devices_report(devices, &name, text, strlen(text),
				       1000 * DTAP_NS_PER_S,
				       now * DTAP_NS_PER_S);
}

static void
expect(struct dtap_hub_devices *devices, int64_t now, const char *words)
{
	size_t size;
	char *text = dtap_hub_devices_json(devices, now * DTAP_NS_PER_S, &size);

	assert_non_null(text);
	assert_non_null(strstr(text, words));
	free(text);
}

static void
knows_who_is_here(void **state)
{
	struct dtap_hub_devices *devices = dtap_hub_devices_new();
	struct dtap_fleet_name name = name_of("lab", "b"),
			       stored = name_of("lab", "c");
	struct dtap_device_counts counts;

	(void)state;
	assert_true(report(devices, "b", "{\"sent_ns\": 400000000000}", 10));
	assert_true(report(devices, "a", "{}", 50));
	dtap_hub_devices_stored(devices, &stored);
	counts = dtap_hub_devices_counts(devices, 109 * DTAP_NS_PER_S);
	assert_int_equal(counts.here, 2);
	assert_int_equal(counts.away, 1);
	expect(devices, 60,
	       "\"device\": \"b\", \"state\": \"here\", \"stored\": [], "
	       "\"last_seen\": 1000.000, \"lag_s\": 50.000, \"skew_s\": "
	       "600.000");
	expect(devices, 110, "\"device\": \"b\", \"state\": \"away\"");
	expect(devices, 110, "\"device\": \"a\", \"state\": \"here\"");
	expect(devices, 110,
	       "\"device\": \"c\", \"state\": \"away\", \"stored\": "
	       "[\"diag\"]");
	dtap_hub_devices_left(devices, &name);
	expect(devices, 60, "\"device\": \"b\", \"state\": \"away\"");
	assert_true(report(devices, "b", "{}", 111));
	expect(devices, 111, "\"device\": \"b\", \"state\": \"here\"");
	dtap_hub_devices_free(devices);
}

static void
refuses_wrong_reports(void **state)
{
	struct dtap_hub_devices *devices = dtap_hub_devices_new();
	char large[DTAP_DEVICE_REPORT + 2];

	(void)state;
	snprintf(large, sizeof large, "{%*s}", DTAP_DEVICE_REPORT - 1, "");
	assert_false(report(devices, "a", large, 0));
	assert_false(report(devices, "a", "", 0));
	assert_false(report(devices, "a", "[]", 0));
	assert_false(report(devices, "a", "{}, \"state\": {}", 0));
	assert_int_equal(dtap_hub_devices_counts(devices, 0).refused, 4);
	assert_int_equal(dtap_hub_devices_counts(devices, 0).away, 0);
	dtap_hub_devices_free(devices);
}

static void
finds_names_in_groups(void **state)
{
	struct dtap_hub_devices *devices = dtap_hub_devices_new();
	struct dtap_fleet_name one = name_of("lab", "a"),
			       other = name_of("van", "a");
	struct dtap_hub_device found;

	(void)state;
	assert_int_equal(dtap_hub_devices_find(devices, "a", "", 0, &found), 0);
	dtap_hub_devices_stored(devices, &one);
	dtap_hub_devices_stored(devices, &other);
	dtap_hub_devices_stored(devices, &other);
	assert_int_equal(dtap_hub_devices_find(devices, "a", "", 0, &found), 2);
	assert_int_equal(dtap_hub_devices_find(devices, "a", "van", 0, &found),
			 1);
	assert_string_equal(found.name.group, "van");
	assert_string_equal(found.taps[0], "diag");
	assert_false(found.is_here);
	assert_int_equal(dtap_hub_devices_find(devices, "a", "x", 0, &found),
			 0);
	dtap_hub_devices_free(devices);
}

static void
keeps_many_in_order(void **state)
{
	struct dtap_hub_devices *devices = dtap_hub_devices_new();
	char device[16], *text;
	size_t size;

	(void)state;
	for (unsigned i = 0; i < 1000; i++) {
		snprintf(device, sizeof device, "d%03u", i * 7 % 1000);
		assert_true(report(devices, device, "{\"n\": [1]}", 0));
	}
	text = dtap_hub_devices_json(devices, 0, &size);
	for (unsigned i = 1; i < 1000; i++) {
		char before[16];

		snprintf(before, sizeof before, "\"d%03u\"", i - 1);
		snprintf(device, sizeof device, "\"d%03u\"", i);
		assert_true(strstr(text, before) < strstr(text, device));
	}
	text[0] = ' ';
	free(text);
	dtap_hub_devices_free(devices);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_who_is_here),
		cmocka_unit_test(refuses_wrong_reports),
		cmocka_unit_test(finds_names_in_groups),
		cmocka_unit_test(keeps_many_in_order),
	};

	return RUN(tests);
}
