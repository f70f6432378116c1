/* SPDX-License-Identifier: MIT */
#include "sources/simulator/modem/modem.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/modem_time.h>

#include "sources/simulator/modem/events.h"
#include "sources/simulator/modem/notices.h"

#define SPAN_US 5000 /* the longest time of the packets in one container */

/* How often the serving cell is measured. */
#define CONNECTED_US 40000
#define IDLE_US      160000

void
dtap_modem_begin(struct dtap_modem *modem, uint64_t seed)
{
	*modem = (struct dtap_modem){.random.state = seed};
	dtap_modem_story_begin(&modem->story, &modem->random);
}

void
dtap_modem_tell_day(struct dtap_modem *modem, unsigned sims)
{
	modem->sims = sims;
	dtap_modem_day_begin(&modem->day);
}

/* A PDU as a log of the first radio. */
static size_t
put_pdu_log(struct dtap_modem *modem, const struct dtap_modem_pdu *pdu,
	    const struct dtap_modem_cell *cell, uint64_t stamp, uint8_t *out)
{
	uint16_t code;
	size_t size = dtap_modem_log_pdu(out + DTAP_MODEM_LOG_HEADER, &code,
					 pdu, cell, &modem->random);

	return dtap_modem_packet_log(out, code, stamp, size);
}

/* The same of the second SIM, with the header that says so. */
static size_t
put_second_pdu(struct dtap_modem *modem, const struct dtap_modem_pdu *pdu,
	       const struct dtap_modem_cell *cell, uint64_t stamp, uint8_t *out)
{
	size_t size = put_pdu_log(modem, pdu, cell, stamp,
				  out + DTAP_MODEM_RADIO_HEADER);

	return dtap_modem_packet_of_radio(out, 2, size);
}

static size_t
put_pdu_packet(struct dtap_modem *modem, uint64_t stamp, uint8_t *out)
{
	struct dtap_modem_story *story = &modem->story;
	struct dtap_random *random = &modem->random;

	if (dtap_random(random, 8) == 0)
		return put_second_pdu(modem, dtap_modem_story_second(random),
				      &story->second, stamp, out);
	return put_pdu_log(modem, dtap_modem_story_next(story, random),
			   &story->cell, stamp, out);
}

static size_t
put_serving_cell(const struct dtap_modem_cell *cell, uint64_t stamp,
		 uint8_t *out)
{
	uint16_t code;
	size_t size = dtap_modem_log_serving_cell(out + DTAP_MODEM_LOG_HEADER,
						  &code, cell);

	return dtap_modem_packet_log(out, code, stamp, size);
}

static size_t
put_signal(struct dtap_modem *modem, const struct dtap_modem_cell *cell,
	   uint64_t stamp, uint8_t *out)
{
	uint16_t code;
	size_t size = dtap_modem_log_signal(out + DTAP_MODEM_LOG_HEADER, &code,
					    cell, &modem->random);

	return dtap_modem_packet_log(out, code, stamp, size);
}

static size_t
put_opaque(struct dtap_modem *modem, bool nr, uint64_t stamp, uint8_t *out)
{
	uint16_t code;
	size_t size = dtap_modem_log_opaque(out + DTAP_MODEM_LOG_HEADER, &code,
					    nr, &modem->random);

	return dtap_modem_packet_log(out, code, stamp, size);
}

/* One in five packets is signalling; a real modem sends less of it. */
static size_t
put_packet(struct dtap_modem *modem, uint64_t stamp, uint8_t *out)
{
	uint32_t choice = dtap_random(&modem->random, 100);

	if (choice < 20)
		return put_pdu_packet(modem, stamp, out);
	if (choice < 22)
		return put_serving_cell(&modem->story.cell, stamp, out);
	if (choice < 32)
		return dtap_modem_packet_events(out, stamp, &modem->random);
	if (choice < 57)
		return dtap_modem_packet_text(out, stamp, &modem->random);
	if (choice < 62)
		return put_signal(modem, &modem->story.cell, stamp, out);
	return put_opaque(modem, true, stamp, out);
}

static size_t
put_neighbour(struct dtap_modem *modem, uint64_t stamp, uint8_t *out)
{
	uint16_t code;
	size_t size = dtap_modem_log_neighbour(
		out + DTAP_MODEM_LOG_HEADER, &code, &modem->day.cell,
		dtap_modem_day_connected(&modem->day));

	return dtap_modem_packet_log(out, code, stamp, size);
}

/* Is it time?  If so, the next time is later by this. */
static bool
falls_due(int64_t *due_us, int64_t unix_us, int64_t later_us)
{
	if (unix_us < *due_us && *due_us - unix_us <= later_us)
		return false;
	*due_us = unix_us + later_us;
	return true;
}

/*
 * Between the steps of the day: the phone measures, less often while it is
 * idle; a few lines of text, and logs of the lower layers.  0: nothing.
 */
static size_t
put_measurement(struct dtap_modem *modem, uint64_t stamp, uint8_t *out)
{
	const struct dtap_modem_day *day = &modem->day;
	bool connected = dtap_modem_day_connected(day);
	int64_t pace = connected ? CONNECTED_US : IDLE_US;
	uint32_t choice = dtap_random(&modem->random, 100);

	if (!dtap_modem_day_on_lte(day))
		return choice < 5 ? dtap_modem_packet_gain(out, stamp,
							   &modem->random)
				  : 0;
	if (falls_due(&modem->serving_us, modem->last_us, pace))
		return put_signal(modem, &day->cell, stamp, out);
	if (falls_due(&modem->neighbour_us, modem->last_us, 4 * pace))
		return put_neighbour(modem, stamp, out);
	if (choice < 5)
		return dtap_modem_packet_measured(out, stamp, &day->cell,
						  &modem->random);
	return connected && choice < 20 ? put_opaque(modem, false, stamp, out)
					: 0;
}

/* What the phone reports about its last step; 0: nothing. */
static size_t
put_report(struct dtap_modem *modem, uint64_t stamp, uint8_t *out)
{
	const struct dtap_modem_pdu *pdu = modem->told;
	bool camped = modem->camped;

	modem->told = NULL;
	modem->camped = false;
	if (camped)
		return dtap_modem_events_of_cell(out, stamp, &modem->day.cell);
	return pdu != NULL ? dtap_modem_events_of_pdu(out, stamp, pdu) : 0;
}

/* The next packet of the day; 0: none now. */
static size_t
put_day_packet(struct dtap_modem *modem, uint64_t stamp, uint8_t *out)
{
	struct dtap_modem_day *day = &modem->day;
	const struct dtap_modem_pdu *pdu =
		modem->sims > 1 ? dtap_modem_day_second(day, modem->last_us)
				: NULL;
	size_t report;

	if (pdu != NULL)
		return put_second_pdu(modem, pdu, &day->second, stamp, out);
	report = put_report(modem, stamp, out);
	if (report > 0)
		return report;
	switch (dtap_modem_day_next(day, modem->last_us, &modem->random,
				    &pdu)) {
	case DTAP_MODEM_SPEAKS:
		modem->told = pdu;
		return put_pdu_log(modem, pdu, &day->cell, stamp, out);
	case DTAP_MODEM_CAMPS:
		modem->camped = true;
		return put_serving_cell(&day->cell, stamp, out);
	case DTAP_MODEM_MEASURES:
		break;
	}
	return put_measurement(modem, stamp, out);
}

/* The time of the next packet, at most unix_us. */
static uint64_t
next_stamp(struct dtap_modem *modem, int64_t unix_us)
{
	uint32_t ahead = (uint32_t)(unix_us - modem->last_us);

	modem->last_us += dtap_random(&modem->random, ahead / 8 + 1);
	dtap_modem_story_tick(&modem->story, modem->last_us);
	dtap_modem_cell_set_time(&modem->day.cell, modem->last_us);
	dtap_modem_cell_set_time(&modem->day.second, modem->last_us);
	return dtap_modem_time_of_unix_us(modem->last_us);
}

/* *passes: it is to be sent; else its bytes are left out. */
static size_t
put_frame(struct dtap_modem *modem, int64_t unix_us, uint8_t *out, bool *passes)
{
	const struct dtap_modem_filter *filter = &modem->filter;
	uint8_t packet[DTAP_MODEM_PACKET_MAX];
	uint64_t stamp = next_stamp(modem, unix_us);
	size_t size = modem->sims > 0 ? put_day_packet(modem, stamp, packet)
				      : put_packet(modem, stamp, packet);

	*passes = size > 0 && (filter->passes == NULL ||
			       filter->passes(filter->arg, packet, size));
	return dtap_hdlc_encode(out, packet, size);
}

/* The rest of the frame that the last message divided. */
static size_t
put_rest(struct dtap_modem *modem, uint8_t *out)
{
	size_t size = modem->rest_size;

	memcpy(out, modem->rest, size);
	modem->rest_size = 0;
	return size;
}

/* Keeps the end of the last frame of a message; returns the size of the rest.
 */
static size_t
divide_frame(struct dtap_modem *modem, const uint8_t *frame, size_t size)
{
	size_t kept = 1 + dtap_random(&modem->random, (uint32_t)size - 1);

	memcpy(modem->rest, frame + size - kept, kept);
	modem->rest_size = kept;
	return size - kept;
}

/*
 * Writes a message with its length before it, of about quota bytes if all of
 * them pass.  0: nothing passes.
 */
static size_t
put_message(struct dtap_modem *modem, int64_t unix_us, size_t quota,
	    uint8_t *out)
{
	size_t at = 4 + put_rest(modem, out + 4), made = at, frame;
	bool passes;

	do {
		frame = put_frame(modem, unix_us, out + at, &passes);
		made += frame;
		at += passes ? frame : 0;
	} while (made < quota);
	if (dtap_random(&modem->random, 12) == 0 && passes)
		at = at - frame + divide_frame(modem, out + at - frame, frame);
	dtap_put32(out, (uint32_t)at - 4);
	return at > 4 ? at : 0;
}

/* About how many bytes the next container is to have. */
static size_t
draw_size(struct dtap_random *random)
{
	if (dtap_random(random, 1000) == 0)
		return dtap_random_in(random, 20480, 60000);
	return 120 + dtap_random(random, 850) + dtap_random(random, 850) +
	       dtap_random(random, 850);
}

static size_t
put_data(struct dtap_modem *modem, int64_t unix_us, uint8_t *out)
{
	size_t size = draw_size(&modem->random);
	uint32_t messages = dtap_random_in(&modem->random, 1, 6), put = 0;
	size_t at = DTAP_CONTAINER_HEADER;

	for (uint32_t i = 0; i < messages; i++) {
		size_t message =
			put_message(modem, unix_us, size / messages, out + at);

		at += message;
		put += message > 0;
	}
	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, put);
	return put > 0 ? at : 0;
}

/* One message with one to three packets, or fewer: some do not pass, and at
 * times the phone has nothing to say. */
static size_t
put_day(struct dtap_modem *modem, int64_t unix_us, uint8_t *out)
{
	uint32_t packets = dtap_random_in(&modem->random, 1, 3);
	size_t begin = DTAP_CONTAINER_HEADER + 4, at = begin;
	bool passes;

	for (uint32_t i = 0; i < packets; i++) {
		size_t frame = put_frame(modem, unix_us, out + at, &passes);

		at += passes ? frame : 0;
	}
	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, 1);
	dtap_put32(out + 8, (uint32_t)(at - begin));
	return at > begin ? at : 0;
}

/* After a step of the clock the time starts again. */
static void
set_clock(struct dtap_modem *modem, int64_t unix_us)
{
	if (modem->last_us < unix_us - SPAN_US)
		modem->last_us = unix_us - SPAN_US;
	if (modem->last_us > unix_us)
		modem->last_us = unix_us;
}

size_t
dtap_modem_next(struct dtap_modem *modem, int64_t unix_us, uint8_t *out)
{
	if (modem->notices < DTAP_MODEM_NOTICES)
		return dtap_modem_notice(out, modem->notices++);
	set_clock(modem, unix_us);
	return modem->sims > 0 ? put_day(modem, unix_us, out)
			       : put_data(modem, unix_us, out);
}
