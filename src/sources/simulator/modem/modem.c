/* SPDX-License-Identifier: MIT */
#include "sources/simulator/modem/modem.h"

#include <stdbool.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/modem_time.h>

#include "sources/simulator/modem/notices.h"

#define SPAN_US 5000 /* the time that one container looks back */

void
modem_begin(struct modem *modem, uint64_t seed)
{
	*modem = (struct modem){.random.state = seed};
	modem_story_begin(&modem->story, &modem->random);
}

/* A PDU as a log, of the second SIM in its wrapper. */
static size_t
put_pdu_packet(struct modem *modem, uint64_t stamp, uint8_t *out)
{
	struct modem_story *story = &modem->story;
	bool second = modem_random(&modem->random, 8) == 0;
	uint8_t *log = second ? out + MODEM_RADIO_HEADER : out;
	uint16_t code;
	size_t size = modem_log_pdu(
		log + MODEM_LOG_HEADER, &code,
		second ? modem_story_second(&modem->random)
		       : modem_story_next(story, &modem->random),
		second ? &story->second : &story->cell, &modem->random);

	size = modem_packet_log(log, code, stamp, size);
	return second ? modem_packet_of_radio(out, 2, size) : size;
}

static size_t
put_serving_cell(struct modem *modem, uint64_t stamp, uint8_t *out)
{
	uint16_t code;
	size_t size = modem_log_serving_cell(out + MODEM_LOG_HEADER, &code,
					     &modem->story.cell);

	return modem_packet_log(out, code, stamp, size);
}

static size_t
put_opaque(struct modem *modem, uint64_t stamp, uint8_t *out)
{
	uint16_t code;
	size_t size =
		modem_log_opaque(out + MODEM_LOG_HEADER, &code, &modem->random);

	return modem_packet_log(out, code, stamp, size);
}

/* One in five packets is signalling: more than in life, there is more to see.
 */
static size_t
put_packet(struct modem *modem, uint64_t stamp, uint8_t *out)
{
	uint32_t dice = modem_random(&modem->random, 100);

	if (dice < 20)
		return put_pdu_packet(modem, stamp, out);
	if (dice < 22)
		return put_serving_cell(modem, stamp, out);
	if (dice < 32)
		return modem_packet_events(out, stamp, &modem->random);
	if (dice < 57)
		return modem_packet_text(out, stamp, &modem->random);
	return put_opaque(modem, stamp, out);
}

/* The time of the next packet, at most unix_us. */
static uint64_t
next_stamp(struct modem *modem, int64_t unix_us)
{
	uint32_t ahead = (uint32_t)(unix_us - modem->last_us);

	modem->last_us += modem_random(&modem->random, ahead / 8 + 1);
	modem_story_tick(&modem->story, modem->last_us);
	return dtap_modem_time_of_unix_us(modem->last_us);
}

static size_t
put_frame(struct modem *modem, int64_t unix_us, uint8_t *out)
{
	uint8_t packet[MODEM_PACKET_MAX];
	size_t size = put_packet(modem, next_stamp(modem, unix_us), packet);

	return dtap_hdlc_encode(out, packet, size);
}

/* What was left of the frame that the last message cut. */
static size_t
put_rest(struct modem *modem, uint8_t *out)
{
	size_t size = modem->rest_size;

	memcpy(out, modem->rest, size);
	modem->rest_size = 0;
	return size;
}

/* Keeps back the end of a message's last frame; the value is what goes. */
static size_t
cut(struct modem *modem, const uint8_t *frame, size_t size)
{
	size_t kept = 1 + modem_random(&modem->random, (uint32_t)size - 1);

	memcpy(modem->rest, frame + size - kept, kept);
	modem->rest_size = kept;
	return size - kept;
}

/* Writes a message of about quota bytes with its length before it. */
static size_t
put_message(struct modem *modem, int64_t unix_us, size_t quota, uint8_t *out)
{
	size_t at = 4 + put_rest(modem, out + 4), frame;

	do {
		frame = put_frame(modem, unix_us, out + at);
		at += frame;
	} while (at < quota);
	if (modem_random(&modem->random, 12) == 0)
		at = at - frame + cut(modem, out + at - frame, frame);
	dtap_put32(out, (uint32_t)at - 4);
	return at;
}

/* About how many bytes the next container is to have. */
static size_t
draw_size(struct modem_random *random)
{
	if (modem_random(random, 1000) == 0)
		return modem_random_in(random, 20480, 60000);
	return 120 + modem_random(random, 850) + modem_random(random, 850) +
	       modem_random(random, 850);
}

static size_t
put_data(struct modem *modem, int64_t unix_us, uint8_t *out)
{
	size_t size = draw_size(&modem->random);
	uint32_t messages = modem_random_in(&modem->random, 1, 6);
	size_t at = DTAP_CONTAINER_HEADER;

	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, messages);
	for (uint32_t i = 0; i < messages; i++)
		at += put_message(modem, unix_us, size / messages, out + at);
	return at;
}

/* Where a clock was set, time starts anew. */
static void
set_clock(struct modem *modem, int64_t unix_us)
{
	if (modem->last_us < unix_us - SPAN_US)
		modem->last_us = unix_us - SPAN_US;
	if (modem->last_us > unix_us)
		modem->last_us = unix_us;
}

size_t
modem_next(struct modem *modem, int64_t unix_us, uint8_t *out)
{
	if (modem->notices < MODEM_NOTICES)
		return modem_notice(out, modem->notices++);
	set_clock(modem, unix_us);
	return put_data(modem, unix_us, out);
}
