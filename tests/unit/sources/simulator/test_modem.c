/* SPDX-License-Identifier: MIT */
#include "sources/simulator/modem/modem.h"

#include <dtap/bytes.h>
#include <dtap/modem_time.h>

#include "sources/simulator/modem/notices.h"
#include "support/modem_walk.h"

#define CONTAINERS 10000
#define START_US   (INT64_C(1750000000) * 1000000)
#define STEP_US    4000

struct stats {
	size_t opcodes[256];
	size_t codes[0x10000];
	size_t versions[256]; /* of 0xB0C0 */
	int64_t last_us;      /* of the packet before */
	int64_t until_us;     /* given with this container */
};

static uint8_t out[DTAP_MODEM_CONTAINER_MAX];

static void
check_log(struct stats *stats, const uint8_t *log, size_t size)
{
	uint16_t code;

	assert_true(size >= DTAP_MODEM_LOG_HEADER);
	assert_int_equal(dtap_get16(log + 2), size - 4);
	assert_int_equal(dtap_get16(log + 4), size - 4);
	code = dtap_get16(log + 6);
	stats->codes[code]++;
	if (code == 0xB0C0)
		stats->versions[log[DTAP_MODEM_LOG_HEADER]]++;
}

/* A frame that was cut may be older than the container that ends it. */
static void
check_stamp(struct stats *stats, const uint8_t *packet, size_t size)
{
	uint64_t stamp;
	int64_t us;

	if (!dtap_modem_time_of_packet(packet, size, &stamp))
		return;
	us = dtap_modem_time_to_unix_us(stamp);
	assert_true(us >= stats->last_us && us <= stats->until_us);
	assert_true(us >= stats->until_us - 5000 - STEP_US);
	stats->last_us = us;
}

static void
check_packet(void *user, const uint8_t *packet, size_t size)
{
	struct stats *stats = user;

	assert_true(size > 0);
	stats->opcodes[packet[0]]++;
	check_stamp(stats, packet, size);
	switch (packet[0]) {
	case 0x10:
		check_log(stats, packet, size);
		break;
	case 0x98:
		assert_int_equal(dtap_get32(packet + 4), 2);
		assert_int_equal(packet[8], 0x10);
		check_log(stats, packet + 8, size - 8);
		break;
	case 0x60:
		assert_int_equal(dtap_get16(packet + 1), size - 3);
		break;
	case 0x79:
		assert_true(size > 22 + 4 * (size_t)packet[2]);
		assert_int_equal(packet[size - 1], 0);
		break;
	default:
		fail_msg("opcode %02x", packet[0]);
	}
}

static void
notices_come_first_in_the_drivers_order(void **state)
{
	static const uint32_t types[] = {
		DTAP_MSG_MASKS,       DTAP_EVENT_MASKS,   DTAP_LOG_MASKS,
		DTAP_DCI_EVENT_MASKS, DTAP_DCI_LOG_MASKS, DTAP_DATA};
	struct dtap_modem modem;

	(void)state;
	dtap_modem_begin(&modem, 1);
	for (size_t i = 0; i < COUNT(types); i++) {
		size_t size = dtap_modem_next(&modem, START_US, out);

		assert_int_equal(dtap_container_type(out, size), types[i]);
		assert_true(i == DTAP_MODEM_NOTICES ||
			    size <= DTAP_MODEM_NOTICE_MAX);
		assert_true(i == DTAP_MODEM_NOTICES || size >= 4 + 512);
		/* One mask of events, but one of logs for each equipment. */
		assert_true(types[i] != DTAP_DCI_EVENT_MASKS ||
			    size == 4 + 512);
		assert_true(types[i] != DTAP_DCI_LOG_MASKS ||
			    size == 4 + 16 * (2 + 512));
	}
}

static void
check_all_kinds(const struct stats *stats)
{
	static const uint8_t opcodes[] = {0x10, 0x60, 0x79, 0x98};
	static const uint16_t codes[] = {
		0xB0C0, 0xB0EC, 0xB0ED, 0xB0EA, 0xB0EB, 0xB0E2,
		0xB0E3, 0xB821, 0x512F, 0x713A, 0xB0C2, 0xB193,
	};

	for (size_t i = 0; i < COUNT(opcodes); i++)
		assert_true(stats->opcodes[opcodes[i]] > 100);
	for (size_t i = 0; i < COUNT(codes); i++)
		assert_true(stats->codes[codes[i]] > 50);
	assert_true(stats->versions[20] > 100);
	assert_true(stats->versions[26] > 100);
}

static void
every_frame_of_ten_thousand_containers_is_whole(void **state)
{
	struct stats *stats = calloc(1, sizeof *stats);
	struct modem_walk walk = {.packet = check_packet, .user = stats};
	size_t sum = 0, large = 0;
	struct dtap_modem modem;

	(void)state;
	dtap_modem_begin(&modem, 1);
	for (int64_t i = 0; i < CONTAINERS + DTAP_MODEM_NOTICES; i++) {
		int64_t now = START_US + i * STEP_US;
		size_t size = dtap_modem_next(&modem, now, out);

		if (i < DTAP_MODEM_NOTICES)
			continue;
		stats->until_us = now;
		walk_container(&walk, out, size);
		sum += size;
		large += size >= 20000;
	}
	check_all_kinds(stats);
	assert_true(walk.cut > CONTAINERS / 10);
	assert_in_range(sum / CONTAINERS, 1800, 2400);
	assert_in_range(large, 2, 40);
	free(stats);
}

/* A digest of the first containers: FNV-1a over lengths and bytes. */
static uint64_t
digest(uint64_t seed, int64_t start_us)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	struct dtap_modem modem;

	dtap_modem_begin(&modem, seed);
	for (int i = 0; i < 300; i++) {
		size_t size =
			dtap_modem_next(&modem, start_us + i * STEP_US, out);

		for (size_t k = 0; k < size; k++)
			hash = (hash ^ out[k]) * UINT64_C(0x100000001b3);
		hash = (hash ^ size) * UINT64_C(0x100000001b3);
	}
	return hash;
}

static void
the_same_seed_and_clock_give_the_same_bytes(void **state)
{
	(void)state;
	assert_true(digest(1, START_US) == digest(1, START_US));
	assert_false(digest(1, START_US) == digest(2, START_US));
	assert_false(digest(1, START_US) == digest(1, START_US + 1));
}

static void
stamps_follow_a_clock_that_was_set(void **state)
{
	static const int64_t clock[] = {0, 5000000, 5000001, -3600000000, 0};
	struct dtap_modem modem;

	(void)state;
	dtap_modem_begin(&modem, 3);
	modem.notices = DTAP_MODEM_NOTICES;
	for (size_t i = 0; i < COUNT(clock); i++) {
		int64_t now = START_US + clock[i];

		dtap_modem_next(&modem, now, out);
		assert_true(modem.last_us <= now);
		assert_true(modem.last_us >= now - 5000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(notices_come_first_in_the_drivers_order),
		cmocka_unit_test(
			every_frame_of_ten_thousand_containers_is_whole),
		cmocka_unit_test(the_same_seed_and_clock_give_the_same_bytes),
		cmocka_unit_test(stamps_follow_a_clock_that_was_set),
	};

	return RUN(tests);
}
