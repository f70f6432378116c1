/* SPDX-License-Identifier: MIT */
#include "sources/simulator/modem/packets.h"

#include <stdbool.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

size_t
dtap_modem_packet_log(uint8_t *out, uint16_t code, uint64_t stamp, size_t body)
{
	uint16_t length = (uint16_t)(DTAP_MODEM_LOG_HEADER - 4 + body);

	out[0] = DTAP_OPCODE_LOG;
	out[1] = 0;
	dtap_put16(out + 2, length);
	dtap_put16(out + 4, length);
	dtap_put16(out + 6, code);
	dtap_put64(out + 8, stamp);
	return DTAP_MODEM_LOG_HEADER + body;
}

size_t
dtap_modem_packet_of_radio(uint8_t *out, uint32_t radio, size_t size)
{
	out[0] = DTAP_OPCODE_MULTI_RADIO;
	out[1] = 1;
	dtap_put16(out + 2, 0);
	dtap_put32(out + 4, radio);
	return DTAP_MODEM_RADIO_HEADER + size;
}

struct line {
	const char *format, *file;
	uint16_t number, subsystem;
	uint8_t args;
};

#define MOST_ARGS 3
#define MEASURED  2 /* of the lines below */
#define GAIN      6

static const struct line lines[] = {
	{"camped on earfcn %d pci %d", "cell_select.c", 412, 9505, 2},
	{"paging occasion, subframe %d", "idle.c", 188, 9505, 1},
	{"measurement %d: rsrp -%d, rsrq -%d", "meas.c", 1290, 9505, 3},
	{"timer T3412 started", "mobility.c", 77, 9507, 0},
	{"rlc: pdu sn %d acked, %d left", "rlc_am.c", 903, 9503, 2},
	{"harq process %d, retransmission %d", "harq.c", 340, 9501, 2},
	{"rf: agc state %d", "agc.c", 51, 19, 1},
};

static uint8_t *
put_string(uint8_t *out, const char *string)
{
	size_t size = strlen(string) + 1;

	memcpy(out, string, size);
	return out + size;
}

/* The line with its arguments, `count` of them. */
static size_t
put_line(uint8_t *out, uint64_t stamp, const struct line *line,
	 const uint32_t *args, uint8_t count)
{
	uint8_t *end = out + 20;

	out[0] = DTAP_OPCODE_EXT_MESSAGE;
	out[1] = 0; /* kind of time stamp */
	out[2] = count;
	out[3] = 0; /* lines dropped before this one */
	dtap_put64(out + 4, stamp);
	dtap_put16(out + 12, line->number);
	dtap_put16(out + 14, line->subsystem);
	dtap_put32(out + 16, 2); /* severity mask: medium */
	for (unsigned i = 0; i < count; i++, end += 4)
		dtap_put32(end, args[i]);
	end = put_string(end, line->format);
	end = put_string(end, line->file);
	return (size_t)(end - out);
}

size_t
dtap_modem_packet_text(uint8_t *out, uint64_t stamp, struct dtap_random *random)
{
	const struct line *line =
		&lines[dtap_random(random, sizeof lines / sizeof *lines)];
	uint32_t args[MOST_ARGS] = {0};

	for (unsigned i = 0; i < line->args; i++)
		args[i] = dtap_random(random, 200);
	return put_line(out, stamp, line, args, line->args);
}

size_t
dtap_modem_packet_measured(uint8_t *out, uint64_t stamp,
			   const struct dtap_modem_cell *cell,
			   struct dtap_random *random)
{
	const uint32_t args[MOST_ARGS] = {1 + dtap_random(random, 4),
					  (uint32_t)-cell->signal.rsrp / 16,
					  (uint32_t)-cell->signal.rsrq / 16};

	return put_line(out, stamp, &lines[MEASURED], args, MOST_ARGS);
}

size_t
dtap_modem_packet_gain(uint8_t *out, uint64_t stamp, struct dtap_random *random)
{
	const uint32_t state = dtap_random_in(random, 3, 6);

	return put_line(out, stamp, &lines[GAIN], &state, 1);
}

/* An event id has 12 bits; two bits above it tell the form of the payload. */
static const struct {
	uint16_t id;
	uint8_t payload; /* bytes */
} events[] = {
	{1605, 0}, {1606, 1}, {1608, 1}, {1609, 1}, {1611, 2}, {1966, 5},
};

static uint8_t *
put_event(uint8_t *out, uint64_t stamp, bool short_time,
	  struct dtap_random *random)
{
	size_t kind = dtap_random(random, sizeof events / sizeof *events);
	unsigned payload = events[kind].payload;
	unsigned shape = payload > 2 ? 3 : payload;

	dtap_put16(out, (uint16_t)(events[kind].id | shape << 13 |
				   (unsigned)short_time << 15));
	out += 2;
	if (short_time)
		dtap_put16(out, (uint16_t)(stamp >> 16));
	else
		dtap_put64(out, stamp);
	out += short_time ? 2 : 8;
	if (shape == 3)
		*out++ = (uint8_t)payload;
	for (; payload > 0; payload--)
		*out++ = (uint8_t)dtap_random(random, 16);
	return out;
}

size_t
dtap_modem_packet_events(uint8_t *out, uint64_t stamp,
			 struct dtap_random *random)
{
	uint32_t count = 1 + dtap_random(random, 4);
	uint8_t *end = out + 3;

	for (uint32_t i = 0; i < count; i++)
		end = put_event(end, stamp, i > 0, random);
	out[0] = DTAP_OPCODE_EVENTS;
	dtap_put16(out + 1, (uint16_t)(end - out - 3));
	return (size_t)(end - out);
}
