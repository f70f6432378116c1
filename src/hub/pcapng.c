/* SPDX-License-Identifier: MIT */
#include "hub/pcapng.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#define SECTION   0x0A0D0D0A
#define INTERFACE 1
#define PACKET    6

#define ORDER        0x1A2B3C4D
#define MICROSECONDS 6 /* if_tsresol: 10^-6 s */

enum { OPTION_END = 0, OPTION_NAME = 2, OPTION_TSRESOL = 9, OPTION_APP = 4 };

#define FRAME 12 /* bytes of a block: type, and its length at both ends */

static size_t
padded(size_t size)
{
	return (size + 3) / 4 * 4;
}

/* A block around `size` bytes, which the caller writes; all zeros. */
static uint8_t *
add_block(struct dtap_bytes *out, uint32_t type, size_t size)
{
	uint32_t length = (uint32_t)(FRAME + padded(size));
	uint8_t *at = dtap_bytes_add(out, length);

	if (at == NULL)
		return NULL;
	memset(at, 0, length);
	dtap_put32(at, type);
	dtap_put32(at + 4, length);
	dtap_put32(at + length - 4, length);
	return at + 8;
}

static size_t
option_size(size_t value)
{
	return 4 + padded(value);
}

/* Returns the place behind it. */
static uint8_t *
put_option(uint8_t *at, uint16_t code, const void *value, size_t size)
{
	dtap_put16(at, code);
	dtap_put16(at + 2, (uint16_t)size);
	if (size > 0)
		memcpy(at + 4, value, size);
	return at + option_size(size);
}

bool
dtap_pcapng_section(struct dtap_bytes *out, const char *application)
{
	const size_t head = 16;
	size_t name = strlen(application);
	uint8_t *at = add_block(out, SECTION,
				head + option_size(name) + option_size(0));

	if (at == NULL)
		return false;
	dtap_put32(at, ORDER);
	dtap_put16(at + 4, 1);          /* version 1.0 */
	dtap_put64(at + 8, UINT64_MAX); /* a length that nobody knows */
	at = put_option(at + head, OPTION_APP, application, name);
	put_option(at, OPTION_END, NULL, 0);
	return true;
}

bool
dtap_pcapng_interface(struct dtap_bytes *out, const char *name)
{
	const uint8_t resolution = MICROSECONDS;
	const size_t head = 8;
	size_t size = strlen(name);
	uint8_t *at = add_block(out, INTERFACE,
				head + option_size(size) + option_size(1) +
					option_size(0));

	if (at == NULL)
		return false;
	dtap_put16(at, DTAP_LINKTYPE_USER0);
	dtap_put32(at + 4, DTAP_SNAPLEN_MAX);
	at = put_option(at + head, OPTION_NAME, name, size);
	at = put_option(at, OPTION_TSRESOL, &resolution, 1);
	put_option(at, OPTION_END, NULL, 0);
	return true;
}

bool
dtap_pcapng_packet(struct dtap_bytes *out,
		   const struct dtap_pcapng_packet *packet)
{
	const size_t head = 20;
	uint64_t time = (uint64_t)packet->time_us;
	uint8_t *at = add_block(out, PACKET, head + packet->size);

	if (at == NULL)
		return false;
	dtap_put32(at, packet->interface);
	dtap_put32(at + 4, (uint32_t)(time >> 32));
	dtap_put32(at + 8, (uint32_t)time);
	dtap_put32(at + 12, packet->size);
	dtap_put32(at + 16, packet->original);
	if (packet->size > 0)
		memcpy(at + head, packet->data, packet->size);
	return true;
}
