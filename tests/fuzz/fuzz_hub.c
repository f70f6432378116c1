/* SPDX-License-Identifier: MIT */
/*
 * What a server of NATS delivers to the hub: a byte that says how much of it is
 * made up; lines with the reply subject, the subject and each header; and the
 * payload.  What is accepted becomes blocks in each form, and containers of the
 * source "nats".
 */
#include "fuzz.h"

#include <dtap/pcap.h>

#include "base/json_value.h"
#include "fleet/ack_subject.h"
#include "hub/blocks.h"
#include "hub/hub_query.h"
#ifdef DTAP_NATS
#include "sources/nats/consumer_answer.h"
#include "sources/nats/unpacker.h"
#endif

/* Headers that are good, for inputs that begin with an odd byte. */
static const char *const good[DTAP_FLEET_HEADERS] = {"1",  "0123456789abcdef",
						     "7",  "100",
						     "12", "0 0",
						     "10", "20",
						     "-5", "30",
						     NULL};

/* The text before the next newline; *text moves behind it. */
static char *
take_line(char **text, char *end)
{
	char *line = *text, *newline = memchr(line, '\n', (size_t)(end - line));

	if (newline == NULL) {
		*text = end;
		return line; /* the text ends with a NUL */
	}
	*newline = '\0';
	*text = newline + 1;
	return line;
}

static void
check_texts(const char *line, const uint8_t *payload, size_t size)
{
	struct dtap_json walk, name, value;
	struct dtap_ack_subject ack;
	struct dtap_hub_query query;
	char why[256], text[32];
	int64_t number;

	if (dtap_ack_subject_read(&ack, line))
		CLAIM(strlen(ack.consumer) < sizeof ack.consumer &&
		      ack.time >= 0);
	if (dtap_hub_query_read(&query, line, why, sizeof why))
		CLAIM(query.device_count <= DTAP_HUB_QUERY_DEVICES);
	if (!dtap_json_open(&walk, (const char *)payload, size))
		return;
	while (dtap_json_next(&walk, &name, &value)) {
		CLAIM(value.at >= (const char *)payload &&
		      value.end <= (const char *)payload + size &&
		      value.at < value.end);
		dtap_json_text(&value, text, sizeof text);
		dtap_json_integer(&value, &number);
	}
}

static void
make_blocks(enum dtap_blocks_form form, const struct dtap_sequence_item *item)
{
	struct dtap_blocks *blocks = dtap_blocks_new(form, INT64_MIN);
	struct dtap_block *block;

	if (blocks == NULL)
		return;
	dtap_block_unref(dtap_blocks_begin(blocks));
	dtap_blocks_put(blocks, item);
	while ((block = dtap_blocks_next(blocks)) != NULL) {
		for (int i = 0; i < DTAP_FORMS; i++)
			dtap_block_view(block, (enum dtap_form)i, true);
		dtap_block_unref(block);
	}
	dtap_blocks_free(blocks);
}

/* Takes over the message. */
static void
check_message(struct dtap_device_message *message)
{
	const struct dtap_sequence_options options = {.held_most = 1 << 20};
	struct dtap_sequence *sequence = dtap_sequence_new(&options);
	struct dtap_sequence_item item;
	struct dtap_device_record record;
	size_t at = 0, records = 0;

	while (dtap_device_message_next(message, &at, &record))
		records++;
	CLAIM(records > 0 && at == message->size);
	if (!dtap_sequence_put(sequence, message))
		abort();
	while (dtap_sequence_next(sequence, &item)) {
		make_blocks(DTAP_BLOCKS_CONTAINERS, &item);
		make_blocks(DTAP_BLOCKS_PCAPNG, &item);
		dtap_device_message_free(item.message);
	}
	dtap_sequence_free(sequence);
}

static void
check_delivery(const struct dtap_device_delivery *delivery)
{
	enum dtap_message_fault fault;
	struct dtap_device_message *message =
		dtap_device_message_read(delivery, &fault);

	CLAIM((message == NULL) == (fault != DTAP_MESSAGE_GOOD) &&
	      fault < DTAP_MESSAGE_FAULTS);
	if (message != NULL)
		check_message(message);
}

#ifdef DTAP_NATS

/* The message, and once more, later ones being missing. */
static void
check_containers(const struct dtap_device_delivery *delivery)
{
	struct dtap_unpacker *unpacker = dtap_unpacker_new();
	struct dtap_container container;
	struct dtap_device_delivery later = *delivery;
	uint8_t sum = 0;

	CLAIM(unpacker != NULL);
	later.values[DTAP_FLEET_SEQ] = "9000";
	dtap_unpacker_put(unpacker, delivery, 0);
	dtap_unpacker_put(unpacker, delivery, 0);
	dtap_unpacker_put(unpacker, &later, 0);
	while (dtap_unpacker_next(unpacker, INT64_C(3000000000), &container)) {
		CLAIM(container.size > 0 &&
		      container.size <= DTAP_PAYLOAD_MOST);
		for (size_t i = 0; i < container.size; i++)
			sum = (uint8_t)(sum + container.data[i]);
	}
	(void)sum;
	dtap_unpacker_free(unpacker);
}

static void
check_answer(const uint8_t *payload, size_t size)
{
	struct dtap_consumer_answer answer;

	dtap_consumer_answer_read(&answer, (const char *)payload, size);
	for (const char *at = answer.text; *at != '\0'; at++)
		CLAIM(*at >= ' ' && *at <= '~');
}

#endif

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dtap_device_delivery delivery = {.subject =
							"diag.lab.a.diag.pcap"};
	char *text, *rest, *end, *first;

	if (size == 0)
		return 0;
	text = malloc(size);
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	rest = text;
	end = text + size - 1;
	first = take_line(&rest, end);
	memcpy(delivery.values, good, sizeof good);
	if (data[0] % 2 == 0) {
		delivery.subject = take_line(&rest, end);
		for (int i = 0; i < DTAP_FLEET_HEADERS; i++)
			delivery.values[i] = take_line(&rest, end);
		/* No other header may be absent. */
		if (*delivery.values[DTAP_FLEET_ENCODING] == '\0')
			delivery.values[DTAP_FLEET_ENCODING] = NULL;
	}
	if (data[0] % 4 == 3)
		delivery.values[DTAP_FLEET_ENCODING] = "zstd";
	delivery.payload = (const uint8_t *)rest;
	delivery.size = (size_t)(end - rest);
	check_texts(first, delivery.payload, delivery.size);
	check_delivery(&delivery);
#ifdef DTAP_NATS
	check_containers(&delivery);
	check_answer(delivery.payload, delivery.size);
#endif
	free(text);
	return 0;
}
