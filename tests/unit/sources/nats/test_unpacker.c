/* SPDX-License-Identifier: MIT */
#include "sources/nats/unpacker.h"

#include <dtap/bytes.h>

#include "base/clock.h"
#include "fleet/sequence.h"
#include "support/device_messages.h"
#include "support/testing.h"

#define S DTAP_NS_PER_S

static enum dtap_message_fault
put(struct dtap_unpacker *unpacker, uint64_t boot, uint64_t seq)
{
	const struct made_message message = {
		.device = "rig-7",
		.boot = boot,
		.seq = seq,
		.first = seq * 2,
		.count = 2,
		.arrived = 1000000,
	};
	struct made_delivery made;

	made_delivery_fill(&made, &message);
	return dtap_unpacker_put(unpacker, &made.delivery, 0);
}

/* The numbers of the containers that are ready at a time; -N: N are lost. */
static void
gives(struct dtap_unpacker *unpacker, int64_t now, const char *expected)
{
	struct dtap_container container;
	char found[256] = "";
	size_t used = 0;

	while (dtap_unpacker_next(unpacker, now, &container)) {
		bool is_loss = container.shape.kind == DTAP_KIND_LOSS;

		assert_int_equal(container.time.tv_sec, 1000000);
		assert_int_equal(container.time.tv_nsec, 500000);
		used += (size_t)snprintf(
			found + used, sizeof found - used, "%s%d ",
			is_loss ? "-" : "",
			(int)dtap_get64(container.data + (is_loss ? 0 : 4)));
	}
	assert_string_equal(found, expected);
}

static void
containers_come_in_order_and_once(void **state)
{
	struct dtap_unpacker *unpacker = dtap_unpacker_new();

	(void)state;
	gives(unpacker, 0, "");
	assert_int_equal(put(unpacker, 7, 3), DTAP_MESSAGE_GOOD);
	gives(unpacker, 0, "6 7 ");
	assert_int_equal(put(unpacker, 7, 5), DTAP_MESSAGE_GOOD);
	assert_int_equal(put(unpacker, 7, 3), DTAP_MESSAGE_GOOD);
	gives(unpacker, 1 * S, "");
	assert_int_equal(put(unpacker, 7, 4), DTAP_MESSAGE_GOOD);
	gives(unpacker, 1 * S, "8 9 10 11 ");
	assert_int_equal(put(unpacker, 7, 4), DTAP_MESSAGE_GOOD);
	gives(unpacker, 9 * S, "");
	dtap_unpacker_free(unpacker);
}

static void
what_is_missing_is_a_loss_before_what_follows(void **state)
{
	struct dtap_unpacker *unpacker = dtap_unpacker_new();

	(void)state;
	put(unpacker, 7, 0);
	put(unpacker, 7, 4);
	gives(unpacker, 0, "0 1 ");
	gives(unpacker, DTAP_SEQUENCE_WINDOW_S * S - 1, "");
	gives(unpacker, DTAP_SEQUENCE_WINDOW_S * S, "-6 8 9 ");
	/* It comes too late. */
	put(unpacker, 7, 2);
	gives(unpacker, 9 * S, "");
	/* A new boot begins with its message 0. */
	put(unpacker, 8, 1);
	gives(unpacker, DTAP_SEQUENCE_WINDOW_S * S, "-2 2 3 ");
	dtap_unpacker_free(unpacker);
}

static void
what_is_not_as_it_must_be_is_refused(void **state)
{
	const struct made_message message = {
		.device = "rig-7", .boot = 7, .count = 2, .arrived = 1000000};
	struct dtap_unpacker *unpacker = dtap_unpacker_new();
	struct made_delivery made;

	(void)state;
	made_delivery_fill(&made, &message);
	made.delivery.size--;
	assert_int_equal(dtap_unpacker_put(unpacker, &made.delivery, 0),
			 DTAP_MESSAGE_NO_PCAP);
	made.delivery.size++;
	made.delivery.values[DTAP_FLEET_BOOT] = "7";
	assert_int_equal(dtap_unpacker_put(unpacker, &made.delivery, 0),
			 DTAP_MESSAGE_WRONG_HEADER);
	gives(unpacker, 9 * S, "");
	put(unpacker, 7, 0);
	gives(unpacker, 0, "0 1 ");
	assert_int_equal(dtap_unpacker_skipped(unpacker), 0);
	dtap_unpacker_free(unpacker);
}

/* A path that nobody knows. */
static void
a_record_that_gives_no_container_is_counted(void **state)
{
	const struct made_message message = {
		.device = "rig-7", .boot = 7, .count = 2, .arrived = 1000000};
	struct dtap_unpacker *unpacker = dtap_unpacker_new();
	struct made_delivery made;

	(void)state;
	made_delivery_fill(&made, &message);
	dtap_put16(made.payload + 24 + 16, 0x7777);
	assert_int_equal(dtap_unpacker_put(unpacker, &made.delivery, 0),
			 DTAP_MESSAGE_GOOD);
	gives(unpacker, 0, "1 ");
	assert_int_equal(dtap_unpacker_skipped(unpacker), 1);
	dtap_unpacker_free(unpacker);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(containers_come_in_order_and_once),
		cmocka_unit_test(what_is_missing_is_a_loss_before_what_follows),
		cmocka_unit_test(what_is_not_as_it_must_be_is_refused),
		cmocka_unit_test(a_record_that_gives_no_container_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
