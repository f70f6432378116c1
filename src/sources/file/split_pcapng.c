/* SPDX-License-Identifier: MIT */
/*
 * Blocks of pcapng (draft-ietf-opsawg-pcapng): u32 type, u32 length, a body,
 * and the length again.  Both lengths, and what the body says of its own size,
 * tell a block from damage.
 */
#include "sources/file/split.h"

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#define SECTION       0x0a0d0d0a /* the same in both byte orders */
#define INTERFACE     1
#define OLD_PACKET    2
#define SIMPLE_PACKET 3
#define NAMES         4
#define STATISTICS    5
#define PACKET        6
#define SECRETS       10

#define ORDER_MAGIC  0x1a2b3c4d
#define FRAME        12        /* type and both lengths */
#define BLOCK_MAX    (1 << 20) /* bytes: longer ones are damage */
#define RESYNC_PROOF 2 /* blocks in a row that prove pcapng after damage */

#define OPTION_END        0
#define OPTION_RESOLUTION 9
#define OPTION_OFFSET     14

static uint32_t
get32(const uint8_t *data, bool swapped)
{
	uint32_t value = dtap_get32(data);

	return swapped ? __builtin_bswap32(value) : value;
}

static uint16_t
get16(const uint8_t *data, bool swapped)
{
	uint16_t value = dtap_get16(data);

	return swapped ? __builtin_bswap16(value) : value;
}

bool
dtap_pcapng_is(const uint8_t first[4])
{
	return dtap_get32(first) == SECTION;
}

/* The bytes of a packet's data that the block has room for; see below. */
static bool
has_room(const uint8_t *block, size_t before, uint32_t length, bool swapped)
{
	uint32_t size = get32(block + before - 8, swapped);
	uint32_t whole = get32(block + before - 4, swapped);

	return length >= before + 4 && size <= length - before - 4 &&
	       size <= whole && size <= DTAP_SNAPLEN_MAX;
}

/* Whether a body fits its type; its bytes are there. */
static bool
check_body(const uint8_t *block, uint32_t length, bool swapped)
{
	switch (get32(block, swapped)) {
	case SECTION:
		return length >= 28 && get16(block + 12, swapped) == 1;
	case INTERFACE:
		return length >= 20;
	case OLD_PACKET:
	case PACKET:
		return has_room(block, 28, length, swapped);
	case SIMPLE_PACKET:
		return length >= 16;
	default:
		return true;
	}
}

/* Of a block's type: a search takes no others. */
static bool
is_known(uint32_t type)
{
	return type == SECTION || (type >= INTERFACE && type <= PACKET) ||
	       type == SECRETS;
}

/* The order of the section that begins at these 12 bytes.  False: none does. */
static bool
read_order(const uint8_t *block, bool *swapped)
{
	uint32_t magic = dtap_get32(block + 8);

	*swapped = magic == __builtin_bswap32(ORDER_MAGIC);
	return *swapped || magic == ORDER_MAGIC;
}

/*
 * Whether a whole block is at an offset; *length and the order of what follows
 * it are set then.
 */
static enum dtap_split_result
check_block(const struct dtap_read_buffer *buffer, size_t at, bool *swapped,
	    uint32_t *length)
{
	const uint8_t *block = buffer->data + at;
	size_t left = buffer->size - at;

	if (left < FRAME)
		return DTAP_SPLIT_MORE;
	if (dtap_get32(block) == SECTION && !read_order(block, swapped))
		return DTAP_SPLIT_BROKEN;
	*length = get32(block + 4, *swapped);
	if (*length < FRAME || *length % 4 != 0 || *length > BLOCK_MAX)
		return DTAP_SPLIT_BROKEN;
	if (left < *length)
		return DTAP_SPLIT_MORE;
	return get32(block + *length - 4, *swapped) == *length &&
			       check_body(block, *length, *swapped)
		       ? DTAP_SPLIT_WHOLE
		       : DTAP_SPLIT_BROKEN;
}

/* Whether blocks of known types follow each other at an offset. */
static enum dtap_split_result
check_blocks(const struct dtap_split_input *in, size_t at)
{
	const struct dtap_read_buffer *buffer = in->buffer;
	bool swapped = in->order.swapped;
	enum dtap_split_result result;
	uint32_t length;

	for (int found = 0; found < RESYNC_PROOF; found++) {
		if (buffer->size - at >= 4 &&
		    !is_known(get32(buffer->data + at, swapped)))
			return DTAP_SPLIT_BROKEN;
		result = check_block(buffer, at, &swapped, &length);
		if (result == DTAP_SPLIT_MORE && buffer->ended)
			return found > 0 ? DTAP_SPLIT_WHOLE : DTAP_SPLIT_BROKEN;
		if (result != DTAP_SPLIT_WHOLE)
			return result;
		at += length;
	}
	return DTAP_SPLIT_WHOLE;
}

static enum dtap_split_result
split_block(struct dtap_split *split, const struct dtap_split_input *in)
{
	bool swapped = in->order.swapped;
	uint32_t length = 0;
	enum dtap_split_result result =
		check_block(in->buffer, 0, &swapped, &length);

	if (result == DTAP_SPLIT_BROKEN)
		return dtap_split_broken(split, 1, "no pcapng block");
	if (result == DTAP_SPLIT_MORE)
		return dtap_split_cut_short(split, in->buffer, "pcapng block");
	split->bytes = length;
	return DTAP_SPLIT_WHOLE;
}

static enum dtap_split_result
resync(struct dtap_split *split, const struct dtap_split_input *in)
{
	enum dtap_split_result found = DTAP_SPLIT_BROKEN;

	while (split->searched < in->buffer->size &&
	       (found = check_blocks(in, split->searched)) == DTAP_SPLIT_BROKEN)
		split->searched++;
	split->bytes = split->searched;
	if (found == DTAP_SPLIT_BROKEN && !in->buffer->ended)
		return DTAP_SPLIT_MORE;
	return found;
}

/* An option of an interface. */
static void
note_option(struct dtap_pcapng_interface *interface, unsigned code,
	    const uint8_t *value, size_t size, bool swapped)
{
	uint64_t offset;

	if (code == OPTION_RESOLUTION && size == 1)
		interface->resolution = *value;
	if (code != OPTION_OFFSET || size != 8)
		return;
	offset = get32(value + (swapped ? 0 : 4), swapped);
	offset = offset << 32 | get32(value + (swapped ? 4 : 0), swapped);
	interface->offset = (int64_t)offset;
}

static void
note_interface(struct dtap_split_input *in, uint32_t length)
{
	const uint8_t *block = in->buffer->data;
	bool swapped = in->order.swapped;
	struct dtap_pcapng_interface interface = {
		.linktype = get16(block + 8, swapped),
		.snaplen = get32(block + 12, swapped),
		.resolution = 6,
	};
	size_t at = 16, end = length - 4;

	while (end - at >= 4) {
		unsigned code = get16(block + at, swapped);
		size_t size = get16(block + at + 2, swapped);

		at += 4;
		if (code == OPTION_END || size > end - at)
			break;
		note_option(&interface, code, block + at, size, swapped);
		size = (size + 3) & ~(size_t)3;
		at += size < end - at ? size : end - at;
	}
	if (in->interfaces.count < DTAP_PCAPNG_INTERFACES)
		in->interfaces.table[in->interfaces.count++] = interface;
}

/* One whose description was damaged is taken for the last that is known. */
static struct dtap_pcapng_interface
interface_of(const struct dtap_split_input *in, uint32_t number)
{
	const struct dtap_pcapng_interfaces *all = &in->interfaces;

	if (all->count == 0)
		return (struct dtap_pcapng_interface){
			.linktype = DTAP_LINKTYPE_USER0,
			.snaplen = DTAP_SNAPLEN_MAX,
			.resolution = 6};
	return all->table[number < all->count ? number : all->count - 1U];
}

/* `resolution` is as in if_tsresol: a power of 10, or with 0x80 of 2. */
static struct timespec
time_of(uint64_t ticks, const struct dtap_pcapng_interface *interface)
{
	unsigned power = interface->resolution & 0x7fU;
	bool binary = (interface->resolution & 0x80) != 0;
	uint64_t second = 1, rest;
	struct timespec time;

	if (power > (binary ? 63U : 19U))
		return (struct timespec){0};
	for (unsigned i = 0; i < power; i++)
		second *= binary ? 2 : 10;
	time.tv_sec = (time_t)(ticks / second + (uint64_t)interface->offset);
	rest = ticks % second;
	while (second > 1000000000) { /* so that the product fits */
		second /= binary ? 2 : 10;
		rest /= binary ? 2 : 10;
	}
	time.tv_nsec = (long)(rest * 1000000000 / second);
	return time;
}

/* A packet of diagtap's link type; of another it is empty, which is foreign. */
static struct dtap_packet
packet_at(const struct dtap_split_input *in, size_t before, uint32_t number)
{
	const uint8_t *block = in->buffer->data;
	bool swapped = in->order.swapped;
	const struct dtap_pcapng_interface interface = interface_of(in, number);
	uint64_t ticks = (uint64_t)get32(block + 12, swapped) << 32 |
			 get32(block + 16, swapped);
	struct dtap_packet packet = {.data = block + before};

	packet.time = time_of(ticks, &interface);
	if (interface.linktype != DTAP_LINKTYPE_USER0)
		return packet;
	packet.size = get32(block + before - 8, swapped);
	packet.missing = get32(block + before - 4, swapped) - packet.size;
	return packet;
}

/* It has no time, and its interface is the first. */
static struct dtap_packet
simple_packet(const struct dtap_split_input *in, uint32_t length)
{
	const uint8_t *block = in->buffer->data;
	const struct dtap_pcapng_interface interface = interface_of(in, 0);
	uint32_t whole = get32(block + 8, in->order.swapped);
	uint32_t size = whole < length - 16 ? whole : length - 16;
	struct dtap_packet packet = {.data = block + 12};

	if (interface.snaplen > 0 && size > interface.snaplen)
		size = interface.snaplen;
	if (interface.linktype != DTAP_LINKTYPE_USER0)
		return packet;
	packet.size = size;
	packet.missing = whole - size;
	return packet;
}

static bool
open_block(struct dtap_split_input *in, struct dtap_packet *packet)
{
	const uint8_t *block = in->buffer->data;
	bool swapped = in->order.swapped;
	uint32_t type = get32(block, swapped);

	switch (type) {
	case SECTION:
		read_order(block, &in->order.swapped);
		in->interfaces.count = 0;
		return false;
	case INTERFACE:
		note_interface(in, get32(block + 4, swapped));
		return false;
	case OLD_PACKET:
		*packet = packet_at(in, 28, get16(block + 8, swapped));
		return true;
	case PACKET:
		*packet = packet_at(in, 28, get32(block + 8, swapped));
		return true;
	case SIMPLE_PACKET:
		*packet = simple_packet(in, get32(block + 4, swapped));
		return true;
	default:
		return false;
	}
}

const struct dtap_split_format dtap_split_pcapng = {
	.split = split_block,
	.resync = resync,
	.open = open_block,
};
