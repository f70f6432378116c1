/* SPDX-License-Identifier: MIT */
#include "fleet/fleet_message.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define VERSION "1"

#define DIGITS "0123456789"

static const char *const encodings[] = {
	[DTAP_FLEET_PLAIN] = "",
	[DTAP_FLEET_ZSTD] = "zstd",
};

enum type { VERSION_WORD, BOOT, COUNT, TIME, OFFSET, AMOUNT, ENCODING };

/* The form of a header's value, and where the struct has it. */
static const struct form {
	const char *name;
	enum type type;
	size_t at;
} forms[DTAP_FLEET_HEADERS] = {
#define FORM(type, field) type, offsetof(struct dtap_fleet_message, field)
	[DTAP_FLEET_VERSION] = {"Dtap-Version", VERSION_WORD, 0},
	[DTAP_FLEET_BOOT] = {"Dtap-Boot", FORM(BOOT, boot)},
	[DTAP_FLEET_SEQ] = {"Dtap-Seq", FORM(COUNT, seq)},
	[DTAP_FLEET_FIRST] = {"Dtap-First", FORM(COUNT, first)},
	[DTAP_FLEET_COUNT] = {"Dtap-Count", FORM(COUNT, count)},
	[DTAP_FLEET_LOST] = {"Dtap-Lost", FORM(AMOUNT, lost)},
	[DTAP_FLEET_BEGUN] = {"Dtap-Begun", FORM(TIME, begun)},
	[DTAP_FLEET_ENDED] = {"Dtap-Ended", FORM(TIME, ended)},
	[DTAP_FLEET_OFFSET] = {"Dtap-Offset", FORM(OFFSET, offset)},
	[DTAP_FLEET_SENT] = {"Dtap-Sent", FORM(TIME, sent)},
	[DTAP_FLEET_ENCODING] = {"Content-Encoding", FORM(ENCODING, encoding)},
#undef FORM
};

const char *
dtap_fleet_header_name(enum dtap_fleet_header header)
{
	return forms[header].name;
}

void
dtap_fleet_boot_write(uint64_t boot, char out[DTAP_FLEET_BOOT_ROOM])
{
	snprintf(out, DTAP_FLEET_BOOT_ROOM, "%016" PRIx64, boot);
}

bool
dtap_fleet_header_write(const struct dtap_fleet_message *message,
			enum dtap_fleet_header header,
			char out[DTAP_FLEET_VALUE_ROOM])
{
	const void *field = (const char *)message + forms[header].at;
	const struct dtap_amount *amount = field;

	switch (forms[header].type) {
	case VERSION_WORD:
		strcpy(out, VERSION);
		break;
	case BOOT:
		dtap_fleet_boot_write(*(const uint64_t *)field, out);
		break;
	case COUNT:
		snprintf(out, DTAP_FLEET_VALUE_ROOM, "%" PRIu64,
			 *(const uint64_t *)field);
		break;
	case TIME:
	case OFFSET:
		snprintf(out, DTAP_FLEET_VALUE_ROOM, "%" PRId64,
			 *(const int64_t *)field);
		break;
	case AMOUNT:
		snprintf(out, DTAP_FLEET_VALUE_ROOM, "%" PRIu64 " %" PRIu64,
			 amount->containers, amount->bytes);
		break;
	case ENCODING:
		strcpy(out, encodings[message->encoding]);
		return message->encoding != DTAP_FLEET_PLAIN;
	}
	return true;
}

/*
 * Reads a decimal number of at most `most`.  Returns what stands behind it, or
 * NULL.
 */
static const char *
take_number(uint64_t *number, const char *text, uint64_t most)
{
	size_t size = strspn(text, DIGITS);

	if (size == 0 || (text[0] == '0' && size > 1))
		return NULL;
	*number = 0;
	for (size_t i = 0; i < size; i++) {
		uint64_t digit = (uint64_t)(text[i] - '0');

		if (*number > (most - digit) / 10)
			return NULL;
		*number = *number * 10 + digit;
	}
	return text + size;
}

static bool
read_number(uint64_t *number, const char *text, uint64_t most)
{
	const char *end = take_number(number, text, most);

	return end != NULL && *end == '\0';
}

static bool
read_time(int64_t *time, const char *text)
{
	uint64_t number;

	if (!read_number(&number, text, INT64_MAX))
		return false;
	*time = (int64_t)number;
	return true;
}

static bool
read_offset(int64_t *offset, const char *text)
{
	bool behind = text[0] == '-';

	if (!read_time(offset, text + behind))
		return false;
	*offset = behind ? -*offset : *offset;
	return !behind || *offset != 0;
}

static bool
read_amount(struct dtap_amount *amount, const char *text)
{
	const char *end = take_number(&amount->containers, text, UINT64_MAX);

	return end != NULL && *end == ' ' &&
	       read_number(&amount->bytes, end + 1, UINT64_MAX);
}

static bool
read_boot(uint64_t *boot, const char *text)
{
	char again[DTAP_FLEET_BOOT_ROOM];

	if (strspn(text, DIGITS "abcdef") != DTAP_FLEET_BOOT_ROOM - 1 ||
	    sscanf(text, "%16" SCNx64, boot) != 1)
		return false;
	dtap_fleet_boot_write(*boot, again);
	return strcmp(again, text) == 0;
}

/* Absent: plain. */
static bool
read_encoding(enum dtap_fleet_encoding *encoding, const char *text)
{
	*encoding = text == NULL ? DTAP_FLEET_PLAIN : DTAP_FLEET_ZSTD;
	return text == NULL || strcmp(text, encodings[DTAP_FLEET_ZSTD]) == 0;
}

static bool
read_value(void *field, enum type type, const char *text)
{
	if (type == ENCODING)
		return read_encoding(field, text);
	if (text == NULL)
		return false;
	switch (type) {
	case VERSION_WORD:
		return strcmp(text, VERSION) == 0;
	case BOOT:
		return read_boot(field, text);
	case COUNT:
		return read_number(field, text, UINT64_MAX);
	case TIME:
		return read_time(field, text);
	case OFFSET:
		return read_offset(field, text);
	default:
		return read_amount(field, text);
	}
}

bool
dtap_fleet_message_read(struct dtap_fleet_message *message,
			const char *const values[DTAP_FLEET_HEADERS],
			enum dtap_fleet_header *wrong)
{
	struct dtap_fleet_message found = {0};

	for (int i = 0; i < DTAP_FLEET_HEADERS; i++) {
		*wrong = (enum dtap_fleet_header)i;
		if (!read_value((char *)&found + forms[i].at, forms[i].type,
				values[i]))
			return false;
	}
	*wrong = DTAP_FLEET_COUNT;
	if (found.count > UINT64_MAX - found.first)
		return false;
	*message = found;
	return true;
}

void
dtap_fleet_id_write(const struct dtap_fleet_name *name,
		    const struct dtap_fleet_message *message,
		    char out[DTAP_FLEET_ID_ROOM])
{
	char boot[DTAP_FLEET_BOOT_ROOM];

	dtap_fleet_boot_write(message->boot, boot);
	snprintf(out, DTAP_FLEET_ID_ROOM, "%s.%s.%s.%" PRIu64, name->device,
		 boot, name->tap, message->seq);
}
