/* SPDX-License-Identifier: MIT */
/*
 * Whose a packet is that is no reply.  The cost for each client does not grow
 * with its masks: logs, events and messages are looked up in bitmaps.
 */
#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "port/arbiter_private.h"

#define RADIO_HEADER      8  /* bytes of a multi-radio packet before another */
#define CODE_AT           6  /* offset of a log's code */
#define ENCRYPTED_CODE_AT 22 /* the same, of an encrypted log */
#define SSID_AT           14 /* of a message */
#define LEVEL_AT          16
#define DELAYED_ID_AT     8 /* in a reply of 0x80 */
#define EVENTS_AT         3 /* offset of the first event */

/* Bytes of an event's payload by bits 13 and 14; 3: a byte says it. */
static size_t
payload_of(const uint8_t *event, size_t head, size_t left)
{
	unsigned kind = dtap_get16(event) >> 13 & 3;

	if (kind < 3)
		return kind;
	return left > head ? 1U + event[head] : 1;
}

/* One event that is wanted is enough: the report is not taken apart. */
static bool
wants_events(const struct client *client, const uint8_t *packet, size_t size)
{
	size_t at = EVENTS_AT;

	if (!client->any_event)
		return false;
	while (size >= at + 2) {
		const uint8_t *event = packet + at;
		uint16_t word = dtap_get16(event);
		size_t head = (word & 0x8000) != 0 ? 4 : 10;

		if (dtap_masks_has_event(&client->masks, word & 0xfff))
			return true;
		at += head + payload_of(event, head, size - at);
	}
	return false;
}

static bool
wants_message(const struct client *client, const uint8_t *packet, size_t size)
{
	return client->any_message && size >= LEVEL_AT + 4 &&
	       (dtap_masks_messages(&client->masks,
				    dtap_get16(packet + SSID_AT)) &
		dtap_get32(packet + LEVEL_AT)) != 0;
}

static bool
takes_once(struct client *client, uint16_t code, int64_t now)
{
	for (unsigned i = 0; now < client->once_until && i < ONCES; i++)
		if (client->once[i].until > now &&
		    client->once[i].code == code) {
			client->once[i].until = 0;
			return true;
		}
	return false;
}

static bool
wants_log(struct client *client, const uint8_t *packet, size_t size, size_t at,
	  int64_t now)
{
	uint16_t code;

	if (size < at + 2)
		return false;
	code = dtap_get16(packet + at);
	return dtap_masks_has_log(&client->masks, code) ||
	       takes_once(client, code, now);
}

static uint16_t
delayed_id_of(const uint8_t *packet, size_t size)
{
	return packet[0] == DTAP_OPCODE_SUBSYSTEM_2 && size >= DELAYED_ID_AT + 2
		       ? dtap_get16(packet + DELAYED_ID_AT)
		       : 0;
}

static struct asker *
find_asker(struct dtap_arbiter *arbiter, uint32_t key, uint16_t delayed_id)
{
	for (unsigned i = 0; i < ASKERS; i++) {
		struct asker *asker = &arbiter->askers[i];

		if (asker->slot > OWN && asker->key == key &&
		    asker->delayed_id == delayed_id)
			return asker;
	}
	return NULL;
}

bool
dtap_asker_is_delayed(struct dtap_arbiter *arbiter, const uint8_t *packet,
		      size_t size)
{
	uint16_t id = delayed_id_of(packet, size);

	return id != 0 && find_asker(arbiter, dtap_get32(packet), id) != NULL;
}

static void
note(struct dtap_arbiter *arbiter, int slot, uint32_t key, uint16_t delayed_id)
{
	struct asker *asker = find_asker(arbiter, key, delayed_id);

	if (asker == NULL)
		asker = &arbiter->askers[arbiter->next_asker++ % ASKERS];
	*asker = (struct asker){slot, key, delayed_id};
}

void
dtap_asker_note(struct dtap_arbiter *arbiter, unsigned slot,
		const uint8_t *packet, size_t size, int64_t now)
{
	struct client *client = arbiter->clients[slot];

	if (packet[0] == DTAP_OPCODE_LOG_ON_DEMAND) {
		unsigned i = client->next_once++ % ONCES;

		client->once[i].code = dtap_get16(packet + 1);
		client->once[i].until = client->once_until = now + ONCE_TIME;
	}
	if (size >= 4 &&
	    dtap_command_class_of(packet, size) != DTAP_COMMAND_MASK)
		note(arbiter, (int)slot, dtap_get32(packet), 0);
}

void
dtap_asker_note_reply(struct dtap_arbiter *arbiter, int slot,
		      const uint8_t *packet, size_t size)
{
	uint16_t id = delayed_id_of(packet, size);

	if (slot > OWN && id != 0)
		note(arbiter, slot, dtap_get32(packet), id);
}

void
dtap_asker_forget(struct dtap_arbiter *arbiter, int slot)
{
	for (unsigned i = 0; i < ASKERS; i++)
		if (arbiter->askers[i].slot == slot)
			arbiter->askers[i].slot = NOBODY;
}

/* Streams of a command: to its last asker. */
static bool
is_last_asker(struct dtap_arbiter *arbiter, unsigned slot,
	      const uint8_t *packet, size_t size)
{
	const struct asker *asker;

	if (size < 4)
		return false;
	asker = find_asker(arbiter, dtap_get32(packet),
			   delayed_id_of(packet, size));
	if (asker == NULL)
		asker = find_asker(arbiter, dtap_get32(packet), 0);
	return asker != NULL && asker->slot == (int)slot;
}

bool
dtap_arbiter_wants(struct dtap_arbiter *arbiter, unsigned slot,
		   const uint8_t *packet, size_t size, int64_t now)
{
	struct client *client = arbiter->clients[slot];

	if (size > RADIO_HEADER && packet[0] == DTAP_OPCODE_MULTI_RADIO) {
		packet += RADIO_HEADER;
		size -= RADIO_HEADER;
	}
	if (size == 0)
		return false;
	switch (packet[0]) {
	case DTAP_OPCODE_LOG:
		return wants_log(client, packet, size, CODE_AT, now);
	case DTAP_OPCODE_ENCRYPTED_LOG:
		return wants_log(client, packet, size, ENCRYPTED_CODE_AT, now);
	case DTAP_OPCODE_EVENTS:
		return wants_events(client, packet, size);
	case DTAP_OPCODE_EXT_MESSAGE:
	case DTAP_OPCODE_QSR_MESSAGE:
		return wants_message(client, packet, size);
	case DTAP_OPCODE_MESSAGE:
	case DTAP_OPCODE_TERSE_CONFIG:
	case DTAP_OPCODE_TERSE_TRANSLATION:
	case DTAP_OPCODE_QSR4_MESSAGE:
	case DTAP_OPCODE_SMALL_MESSAGE:
	case DTAP_OPCODE_QSH_TRACE:
		return client->any_message;
	default:
		return is_last_asker(arbiter, slot, packet, size);
	}
}
