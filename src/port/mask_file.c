/* SPDX-License-Identifier: MIT */
#include "port/mask_file.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>
#include <dtap/hdlc.h>

#include "port/command.h"
#include "port/mask_request.h"

/* Request heads: 73 pad[3] u32 3, equipment, items; 82 pad[3] u16 ids; 7D 04.
 */
#define LOG_HEAD     16
#define EVENT_HEAD   6
#define MESSAGE_HEAD 8
#define REQUEST_MAX  (MESSAGE_HEAD + 4 * DTAP_PAGE_SSIDS)

struct reading {
	struct dtap_masks *masks;
	struct dtap_mask_file_error *error;
	unsigned frame; /* from 1 on */
	unsigned sets;  /* requests that set masks */
	uint8_t *packet;
	uint8_t reply[DTAP_MASK_REPLY_MAX];
};

static bool __attribute__((format(printf, 2, 3)))
refuse(struct reading *reading, const char *format, ...)
{
	char why[128];
	va_list list;

	va_start(list, format);
	vsnprintf(why, sizeof why, format, list);
	va_end(list);
	snprintf(reading->error->text, sizeof reading->error->text,
		 "frame %u: %s", reading->frame, why);
	return false;
}

static bool
run(struct reading *reading, size_t size)
{
	static const struct dtap_ranges unknown = {.has_ssids = false};
	size_t answer =
		dtap_mask_request_run(reading->masks, &unknown, reading->packet,
				      size, reading->reply);
	int64_t status = dtap_mask_reply_status(reading->reply, answer);

	if (status != 0)
		return refuse(reading,
			      "a request for masks (0x%02X) that is "
			      "cut short or out of range",
			      reading->packet[0]);
	reading->sets++;
	return true;
}

/* 73/1, 73/2, 7D/1 and 7D/2: what the modem has. */
static bool
asks_for_ranges(const uint8_t *packet, size_t size)
{
	if (packet[0] == DTAP_OPCODE_LOG_CONFIG && size >= 8)
		return dtap_get32(packet + 4) == DTAP_LOG_RANGES ||
		       dtap_get32(packet + 4) == DTAP_LOG_VALID;
	return packet[0] == DTAP_OPCODE_MESSAGE_CONFIG && size >= 2 &&
	       (packet[1] == DTAP_MESSAGE_RANGES ||
		packet[1] == DTAP_MESSAGE_BUILD);
}

static bool
carry_out(struct reading *reading, size_t size)
{
	char name[DTAP_COMMAND_NAME];

	switch (dtap_mask_request_kind(reading->packet, size)) {
	case DTAP_MASK_LOGS:
	case DTAP_MASK_EVENTS:
	case DTAP_MASK_MESSAGES:
		return run(reading, size);
	case DTAP_MASK_GET:
		return true;
	case DTAP_MASK_OTHER:
		break;
	}
	switch (dtap_command_class_of(reading->packet, size)) {
	case DTAP_COMMAND_SAFE:
	case DTAP_COMMAND_IDENTITY:
		return true;
	default:
		return asks_for_ranges(reading->packet, size) ||
		       refuse(reading,
			      "%s (0x%02X): only requests for masks and "
			      "harmless queries are allowed",
			      dtap_command_name(reading->packet, size, name),
			      reading->packet[0]);
	}
}

/* A frame without its flag.  Empty ones are flags in a row. */
static bool
read_frame(struct reading *reading, const uint8_t *data, size_t size)
{
	size_t length;

	if (size == 0)
		return true;
	reading->frame++;
	if (!dtap_hdlc_decode(reading->packet, &length, data, size))
		return refuse(reading, "its CRC is wrong: this is no file of "
				       "DIAG requests");
	return length == 0 ? refuse(reading, "it is empty")
			   : carry_out(reading, length);
}

static bool
read_all(struct reading *reading, const uint8_t *data, size_t size)
{
	size_t at = 0;

	while (at < size) {
		const uint8_t *flag =
			memchr(data + at, DTAP_HDLC_FLAG, size - at);
		size_t length =
			flag != NULL ? (size_t)(flag - data) - at : size - at;

		if (!read_frame(reading, data + at, length))
			return false;
		if (flag == NULL)
			return refuse(reading, "no flag (0x7E) ends it");
		at += length + 1;
	}
	if (reading->sets > 0)
		return true;
	snprintf(reading->error->text, sizeof reading->error->text,
		 "it sets no masks");
	return false;
}

bool
dtap_mask_file_read(struct dtap_masks *masks, const uint8_t *data, size_t size,
		    struct dtap_mask_file_error *error)
{
	struct reading *reading;
	bool is_good;

	error->text[0] = '\0';
	if (size > DTAP_MASK_FILE_MAX) {
		snprintf(error->text, sizeof error->text,
			 "it has more than %d bytes", DTAP_MASK_FILE_MAX);
		return false;
	}
	reading = calloc(1, sizeof *reading + size);
	if (reading == NULL) {
		snprintf(error->text, sizeof error->text, "no memory");
		return false;
	}
	reading->masks = masks;
	reading->error = error;
	reading->packet = (uint8_t *)(reading + 1);
	is_good = read_all(reading, data, size);
	free(reading);
	return is_good;
}

static bool
write_request(const uint8_t *packet, size_t size, FILE *out)
{
	uint8_t frame[DTAP_HDLC_ROOM(REQUEST_MAX)];
	size_t length = dtap_hdlc_encode(frame, packet, size);

	return fwrite(frame, 1, length, out) == length;
}

/* Up to the last code that is on. */
static bool
write_logs(const struct dtap_log_mask *mask, uint32_t equipment, FILE *out)
{
	uint8_t packet[REQUEST_MAX] = {DTAP_OPCODE_LOG_CONFIG};
	size_t bytes = sizeof mask->bits;

	while (bytes > 0 && mask->bits[bytes - 1] == 0)
		bytes--;
	if (bytes == 0)
		return true;
	dtap_put32(packet + 4, DTAP_LOG_SET);
	dtap_put32(packet + 8, equipment);
	dtap_put32(packet + 12, (uint32_t)bytes * 8);
	memcpy(packet + LOG_HEAD, mask->bits, bytes);
	return write_request(packet, LOG_HEAD + bytes, out);
}

/* All events by a switch, or some by their bits. */
static bool
write_events(const struct dtap_masks *masks, FILE *out)
{
	uint8_t packet[REQUEST_MAX] = {DTAP_OPCODE_EVENTS, 1};
	size_t bytes = sizeof masks->events, on = 0;

	for (size_t i = 0; i < bytes; i++)
		on += masks->events[i] == 0xff;
	if (on == bytes)
		return write_request(packet, 2, out);
	if (!dtap_masks_has_any_event(masks))
		return true;
	packet[0] = DTAP_OPCODE_SET_EVENT_MASK;
	packet[1] = 0;
	dtap_put16(packet + 4, (uint16_t)(bytes * 8));
	memcpy(packet + EVENT_HEAD, masks->events, bytes);
	return write_request(packet, EVENT_HEAD + bytes, out);
}

/* A page of SSIDs that have masks of their own. */
static bool
write_page(const uint32_t *levels, unsigned first, FILE *out)
{
	uint8_t packet[REQUEST_MAX] = {DTAP_OPCODE_MESSAGE_CONFIG,
				       DTAP_MESSAGE_SET};

	dtap_put16(packet + 2, (uint16_t)first);
	dtap_put16(packet + 4, (uint16_t)(first + DTAP_PAGE_SSIDS - 1));
	for (unsigned i = 0; i < DTAP_PAGE_SSIDS; i++)
		dtap_put32(packet + MESSAGE_HEAD + 4 * i, levels[i]);
	return write_request(packet, sizeof packet, out);
}

static bool
write_messages(const struct dtap_masks *masks, FILE *out)
{
	uint8_t packet[8] = {DTAP_OPCODE_MESSAGE_CONFIG, DTAP_MESSAGE_SET_ALL};
	bool written = true;

	dtap_put32(packet + 4, masks->every_message);
	if (masks->every_message != 0)
		written = write_request(packet, sizeof packet, out);
	for (unsigned i = 0; written && i < DTAP_SSID_PAGES; i++)
		if (masks->messages[i] != NULL)
			written = write_page(masks->messages[i],
					     i * DTAP_PAGE_SSIDS, out);
	return written;
}

bool
dtap_mask_file_write(const struct dtap_masks *masks, FILE *out)
{
	static const uint8_t clear[8] = {DTAP_OPCODE_LOG_CONFIG};
	bool written = write_request(clear, sizeof clear, out);

	for (uint32_t i = 0; written && i < DTAP_EQUIPMENTS; i++)
		written = write_logs(&masks->logs[i], i, out);
	return written && write_events(masks, out) &&
	       write_messages(masks, out) && fflush(out) == 0;
}
