/* SPDX-License-Identifier: MIT */
#include "base/base64.h"

#include <string.h>

static const char alphabet[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
dtap_base64_encode(char *out, const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i += 3) {
		size_t left = size - i;
		uint32_t bits = (uint32_t)bytes[i] << 16;

		bits |= left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
		bits |= left > 2 ? bytes[i + 2] : 0;
		*out++ = alphabet[bits >> 18];
		*out++ = alphabet[bits >> 12 & 63];
		*out++ = left > 1 ? alphabet[bits >> 6 & 63] : '=';
		*out++ = left > 2 ? alphabet[bits & 63] : '=';
	}
	*out = '\0';
}

/* The value of a digit; -1: it is none. */
static int
value_of(char digit)
{
	const char *at;

	if (digit == '-')
		return 62;
	if (digit == '_')
		return 63;
	at = digit == '\0' ? NULL : strchr(alphabet, digit);
	return at == NULL ? -1 : (int)(at - alphabet);
}

/* How many bytes of the text are digits; padding may be left out. */
static size_t
without_padding(const char *text, size_t size)
{
	if (size % 4 != 0 || size == 0)
		return size;
	if (text[size - 1] == '=')
		size--;
	return size % 4 == 3 && text[size - 1] == '=' ? size - 1 : size;
}

ssize_t
dtap_base64_decode(char *out, size_t room, const char *text, size_t size)
{
	size_t digits = without_padding(text, size), used = 0;
	uint32_t bits = 0;
	unsigned count = 0;

	if (digits % 4 == 1 || digits * 3 / 4 >= room)
		return -1;
	for (size_t i = 0; i < digits; i++) {
		int value = value_of(text[i]);

		if (value < 0)
			return -1;
		bits = bits << 6 | (uint32_t)value;
		count += 6;
		if (count >= 8) {
			count -= 8;
			out[used++] = (char)(bits >> count & 0xff);
		}
	}
	out[used] = '\0';
	return (ssize_t)used;
}
