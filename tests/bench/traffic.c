/* SPDX-License-Identifier: MIT */
#include "bench/traffic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/hdlc.h>

#define MESSAGES_MEAN 12
#define MESSAGES_MAX  100
#define PACKET_MEDIAN 120.0
#define PACKET_SPREAD 0.9
#define PACKET_MIN    20.0
#define PACKET_MAX    2900.0
#define BODY_ROOM     (MESSAGES_MAX * (4 + DTAP_HDLC_ROOM(3000)))

static uint64_t
next(struct traffic *traffic) /* xorshift64* */
{
	traffic->state ^= traffic->state >> 12;
	traffic->state ^= traffic->state << 25;
	traffic->state ^= traffic->state >> 27;
	return traffic->state * 0x2545F4914F6CDD1DU;
}

static double
uniform(struct traffic *traffic)
{
	return ((double)(next(traffic) >> 11) + 1.0) / 9007199254740993.0;
}

static double
normal(struct traffic *traffic)
{
	double radius = sqrt(-2.0 * log(uniform(traffic)));

	return radius * cos(6.283185307179586 * uniform(traffic));
}

double
traffic_gap(struct traffic *traffic)
{
	return -log(uniform(traffic));
}

/* A log packet of random bytes, as a message at out; returns its bytes. */
static size_t
make_message(struct traffic *traffic, uint8_t *out)
{
	double length = PACKET_MEDIAN * exp(PACKET_SPREAD * normal(traffic));
	uint8_t packet[3000] = {0x10};
	size_t size, frame;

	length = fmin(fmax(length, PACKET_MIN), PACKET_MAX);
	size = (size_t)length;
	dtap_put16(packet + 2, (uint16_t)(size - 4));
	dtap_put16(packet + 4, (uint16_t)(size - 4));
	dtap_put16(packet + 6, 0xb0c0);
	for (size_t i = 16; i < size; i++)
		packet[i] = (uint8_t)(next(traffic) >> 40);
	frame = dtap_hdlc_encode(out + 4, packet, size);
	dtap_put32(out, (uint32_t)frame);
	return 4 + frame;
}

static int
make_body(struct traffic *traffic, struct body *body, uint8_t *scratch)
{
	double wanted = MESSAGES_MEAN * traffic_gap(traffic);

	body->size = 0;
	body->messages = (uint32_t)fmin(wanted, MESSAGES_MAX - 1);
	for (uint32_t i = 0; i < body->messages; i++)
		body->size += make_message(traffic, scratch + body->size);
	body->data = malloc(body->size + 1);
	if (body->data == NULL)
		return -1;
	memcpy(body->data, scratch, body->size);
	return 0;
}

int
traffic_make(struct traffic *traffic, uint64_t seed)
{
	uint8_t *scratch = malloc(BODY_ROOM);
	int made = scratch == NULL ? -1 : 0;

	memset(traffic, 0, sizeof *traffic);
	traffic->state = seed * 0x9E3779B97F4A7C15U + 1;
	for (size_t i = 0; made == 0 && i < TRAFFIC_BODIES; i++)
		made = make_body(traffic, &traffic->bodies[i], scratch);
	free(scratch);
	return made;
}

void
traffic_free(struct traffic *traffic)
{
	for (size_t i = 0; i < TRAFFIC_BODIES; i++)
		free(traffic->bodies[i].data);
}
