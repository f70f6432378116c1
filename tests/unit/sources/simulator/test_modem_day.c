/* SPDX-License-Identifier: MIT */
/* The day of one phone, played for 20 minutes of made-up time. */
#include "sources/simulator/modem/day.h"

#include <dtap/bytes.h>

#include "sources/simulator/modem/notices.h"
#include "support/modem_walk.h"

#define START_US  (INT64_C(1750000000) * 1000000)
#define STEP_US   50000 /* 20 containers a second */
#define SECOND_US INT64_C(1000000)
#define MINUTES   20
#define MOST_NAS  1024

struct heard {
	struct modem_walk walk;
	int64_t now_us;
	unsigned packets; /* of the container */
	size_t pdus, second_sim, moves, handovers, signals;
	uint16_t pci, tac; /* of the serving cell, as 0xB0C2 says; 0: none */
	size_t cells, new_cells; /* logs and events of them */
	unsigned rrc;            /* its state, as events say; 0: none did */
	bool on_gsm;
	uint16_t target;     /* that a handover named; 0: none */
	int rsrp, last_rsrp; /* sixteenths of a dBm */
	int64_t rsrp_us;
	uint8_t nas[MOST_NAS]; /* types of the EMM messages, in order */
	size_t nas_count;
};

static uint8_t out[DTAP_MODEM_CONTAINER_MAX];

static uint32_t
bits(const uint8_t *bytes, size_t at, unsigned width)
{
	uint32_t value = 0;

	for (; width > 0; width--, at++)
		value = value << 1 | (bytes[at / 8] >> (7 - at % 8) & 1);
	return value;
}

/* 0xB0C0, version 26. */
static void
hear_rrc(struct heard *heard, const uint8_t *body)
{
	const uint8_t *pdu = body + 21;
	uint16_t pci = dtap_get16(body + 6), size = dtap_get16(body + 19);

	assert_int_equal(body[0], 26);
	assert_true(heard->pci == 0 || heard->pci == pci);
	if (size == 16 && pdu[0] == 0x40 && heard->tac != 0)
		assert_int_equal(bits(pdu, 32, 16), heard->tac);
	if (size == 15 && pdu[0] == 0x22 && pdu[1] == 0x09) {
		heard->target = (uint16_t)bits(pdu, 22, 9);
		heard->handovers++;
	}
}

/* 0xB0C2: the cell of the phone; after a handover it is the one named there. */
static void
hear_cell(struct heard *heard, const uint8_t *body)
{
	uint16_t pci = dtap_get16(body + 1);

	if (heard->target != 0)
		assert_int_equal(pci, heard->target);
	heard->target = 0;
	heard->moves += pci != heard->pci;
	heard->cells++;
	heard->on_gsm = false;
	heard->pci = pci;
	heard->tac = dtap_get16(body + 17);
	heard->rsrp_us = 0;
}

/* 0xB193: it walks, and does not jump. */
static void
hear_signal(struct heard *heard, const uint8_t *body)
{
	int rsrp = (int)(dtap_get32(body + 8 + 28) >> 12 & 0xfff) - 180 * 16;

	assert_true(rsrp >= -125 * 16 && rsrp <= -75 * 16);
	if (heard->rsrp_us > heard->now_us - SECOND_US)
		assert_true(abs(rsrp - heard->rsrp) <= 12 * 16);
	heard->rsrp = rsrp;
	heard->rsrp_us = heard->now_us;
	heard->signals++;
}

static void
hear_emm(struct heard *heard, uint8_t type)
{
	assert_true(heard->nas_count < MOST_NAS);
	heard->nas[heard->nas_count++] = type;
}

static void
hear_log(struct heard *heard, const uint8_t *log)
{
	const uint8_t *body = log + DTAP_MODEM_LOG_HEADER;

	switch (dtap_get16(log + 6)) {
	case 0xB0C0:
		heard->pdus++;
		hear_rrc(heard, body);
		break;
	case 0xB0C2:
		hear_cell(heard, body);
		break;
	case 0xB193:
		hear_signal(heard, body);
		break;
	case 0x512F:
		heard->on_gsm = true;
		break;
	case 0xB0EC:
	case 0xB0ED:
		hear_emm(heard, body[5]);
		break;
	default:
		break;
	}
}

/* 1606: idle (2), connecting (3), connected (4), in this order. */
static void
hear_rrc_state(struct heard *heard, unsigned state)
{
	assert_in_range(state, 2, 4);
	if (heard->rrc != 0)
		assert_true(state == heard->rrc + 1 || state == 2);
	heard->rrc = state;
}

/* The id has 12 bits; above them: the size of the payload, and a short time. */
static void
hear_events(struct heard *heard, const uint8_t *packet, size_t size)
{
	const uint8_t *at = packet + 3;

	assert_int_equal(dtap_get16(packet + 1), size - 3);
	while (at < packet + size) {
		unsigned head = dtap_get16(at), id = head & 0xfff;

		at += 2 + (head & 0x8000 ? 2 : 8);
		/* A phone on GSM says nothing of LTE. */
		assert_true(!heard->on_gsm || id < 1024);
		heard->new_cells += id == 1611;
		if (id == 1611)
			assert_int_equal(dtap_get16(at), heard->pci);
		if (id == 1606)
			hear_rrc_state(heard, at[0]);
		at += head >> 13 & 3;
	}
	assert_ptr_equal(at, packet + size);
}

static void
hear_packet(void *user, const uint8_t *packet, size_t size)
{
	struct heard *heard = user;

	heard->packets++;
	heard->second_sim += packet[0] == 0x98;
	if (packet[0] == 0x10)
		hear_log(heard, packet);
	if (packet[0] == 0x60)
		hear_events(heard, packet, size);
}

static void
play(struct dtap_modem *modem, struct heard *heard, int64_t seconds)
{
	for (int64_t end = heard->now_us + seconds * SECOND_US;
	     heard->now_us < end; heard->now_us += STEP_US) {
		size_t size = dtap_modem_next(modem, heard->now_us, out);

		heard->packets = 0;
		if (size == 0)
			continue; /* the phone has nothing to say */
		assert_int_equal(dtap_get32(out + 4), 1);
		walk_container(&heard->walk, out, size);
		assert_int_equal(heard->walk.size, 0);
		assert_true(heard->packets >= 1 && heard->packets <= 3);
	}
}

static void
begin(struct dtap_modem *modem, struct heard *heard, unsigned sims)
{
	*heard = (struct heard){.now_us = START_US};
	heard->walk.packet = hear_packet;
	heard->walk.user = heard;
	dtap_modem_begin(modem, 1);
	dtap_modem_tell_day(modem, sims);
	modem->notices = DTAP_MODEM_NOTICES;
}

static void
the_phone_does_the_same_every_day_in_this_order(void **state)
{
	/* Types of TS 24.301, 9.8: attach, update, rejected update, attach,
	 * detach. */
	static const uint8_t day[] = {0x41, 0x52, 0x53, 0x5d, 0x5e, 0x42,
				      0x43, 0x61, 0x48, 0x49, 0x48, 0x4b,
				      0x41, 0x52, 0x53, 0x5d, 0x5e, 0x42,
				      0x43, 0x61, 0x45, 0x46};
	struct dtap_modem modem;
	struct heard heard;

	(void)state;
	begin(&modem, &heard, 1);
	play(&modem, &heard, MINUTES * 60);
	assert_true(heard.nas_count >= 4 * COUNT(day));
	for (size_t i = 0; i < heard.nas_count; i++)
		assert_int_equal(heard.nas[i], day[i % COUNT(day)]);
	assert_true(heard.handovers >= 4);
	assert_true(heard.moves >= 3 * heard.handovers - 2);
	assert_true(heard.signals > MINUTES * 60 * 5);
	assert_int_equal(heard.second_sim, 0);
	assert_in_range(heard.new_cells, heard.cells - 1, heard.cells);
	assert_int_not_equal(heard.rrc, 0);
}

static void
a_second_sim_is_paged(void **state)
{
	struct dtap_modem modem;
	struct heard heard;

	(void)state;
	begin(&modem, &heard, 2);
	play(&modem, &heard, 60);
	assert_in_range(heard.second_sim, 20, 24);
}

static void
the_day_goes_on_after_the_clock_was_set(void **state)
{
	static const int64_t steps[] = {-3600, 3600, -86400 * 365, 86400 * 365};
	struct dtap_modem modem;
	struct heard heard;

	(void)state;
	begin(&modem, &heard, 1);
	play(&modem, &heard, 5);
	for (size_t i = 0; i < COUNT(steps); i++) {
		size_t before = heard.pdus;

		heard.now_us += steps[i] * SECOND_US;
		heard.rsrp_us = 0;
		play(&modem, &heard, 60);
		assert_true(heard.pdus > before + 15);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_phone_does_the_same_every_day_in_this_order),
		cmocka_unit_test(a_second_sim_is_paged),
		cmocka_unit_test(the_day_goes_on_after_the_clock_was_set),
	};

	return RUN(tests);
}
