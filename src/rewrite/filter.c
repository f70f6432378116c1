/* SPDX-License-Identifier: MIT */
#include "rewrite/filter.h"

#include <dtap/bytes.h>
#include <dtap/codes.h>

#define CODE_AT      6 /* offset of a log's code */
#define RADIO_HEADER 8

static void
set_bit(uint8_t *bits, unsigned number)
{
	bits[number / 8] |= (uint8_t)(1 << number % 8);
}

static bool
has_bit(const uint8_t *bits, unsigned number)
{
	return bits[number / 8] >> number % 8 & 1;
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Reads a number up to `most` and moves *at behind it.  -1: there is none. */
static long
take_number(const char *list, size_t size, size_t *at, long most)
{
	long number = 0;
	size_t begin;

	if (size - *at > 2 && list[*at] == '0' && (list[*at + 1] | 0x20) == 'x')
		*at += 2;
	for (begin = *at; *at < size && digit(list[*at]) >= 0; ++*at) {
		number = number * 16 + digit(list[*at]);
		if (number > most)
			return -1;
	}
	return *at > begin ? number : -1;
}

static bool
add_list(uint8_t *bits, long most, const char *list, size_t size)
{
	size_t at = 0;

	for (;;) {
		long number = take_number(list, size, &at, most);

		if (number < 0)
			return false;
		set_bit(bits, (unsigned)number);
		if (at == size)
			return true;
		if (list[at++] != ',')
			return false;
	}
}

bool
dtap_filter_add_codes(struct dtap_filter *filter, const char *list, size_t size)
{
	filter->by_code = true;
	return add_list(filter->codes, 0xffff, list, size);
}

bool
dtap_filter_add_ops(struct dtap_filter *filter, const char *list, size_t size)
{
	filter->by_op = true;
	return add_list(filter->ops, 0xff, list, size);
}

bool
dtap_filter_passes(const struct dtap_filter *filter, const uint8_t *packet,
		   size_t size)
{
	if (size > RADIO_HEADER && packet[0] == DTAP_OPCODE_MULTI_RADIO) {
		if (filter->by_op &&
		    has_bit(filter->ops, DTAP_OPCODE_MULTI_RADIO))
			return true;
		packet += RADIO_HEADER;
		size -= RADIO_HEADER;
	}
	if (size == 0)
		return false;
	if (filter->by_code && packet[0] == DTAP_OPCODE_LOG)
		return size >= CODE_AT + 2 &&
		       has_bit(filter->codes, dtap_get16(packet + CODE_AT));
	return filter->by_op && has_bit(filter->ops, packet[0]);
}
