/* SPDX-License-Identifier: MIT */
#include "sources/nats/unpacker.h"

#include <stdlib.h>

#include <dtap/pcap.h>

#include "base/clock.h"
#include "fleet/sequence.h"
#include "sources/file/pcap_records.h"

#define WINDOW    (DTAP_SEQUENCE_WINDOW_S * DTAP_NS_PER_S)
#define HELD_MOST ((size_t)16 << 20)

struct dtap_unpacker {
	struct dtap_sequence *sequence;
	int64_t arrived, at; /* the last message: the server's time; ours */

	struct dtap_sequence_item item; /* of which containers are made */
	bool gap_is_due;                /* its loss */
	size_t offset;                  /* in its records */
	struct dtap_pcap_records records;
	uint8_t loss[DTAP_LOSS_LABEL];
};

struct dtap_unpacker *
dtap_unpacker_new(void)
{
	const struct dtap_sequence_options options = {.window = WINDOW,
						      .held_most = HELD_MOST};
	struct dtap_unpacker *unpacker = calloc(1, sizeof *unpacker);

	if (unpacker == NULL)
		return NULL;
	unpacker->sequence = dtap_sequence_new(&options);
	if (unpacker->sequence != NULL)
		return unpacker;
	free(unpacker);
	return NULL;
}

void
dtap_unpacker_free(struct dtap_unpacker *unpacker)
{
	if (unpacker == NULL)
		return;
	dtap_device_message_free(unpacker->item.message);
	dtap_pcap_records_clear(&unpacker->records);
	dtap_sequence_free(unpacker->sequence);
	free(unpacker);
}

enum dtap_message_fault
dtap_unpacker_put(struct dtap_unpacker *unpacker,
		  const struct dtap_device_delivery *delivery, int64_t now)
{
	enum dtap_message_fault fault;
	struct dtap_device_message *message =
		dtap_device_message_read(delivery, &fault);

	unpacker->arrived = delivery->arrived;
	unpacker->at = now;
	if (message != NULL && !dtap_sequence_put(unpacker->sequence, message))
		fault = DTAP_MESSAGE_NO_MEMORY;
	return fault;
}

/* The next message in order.  False: none is ready. */
static bool
begin_item(struct dtap_unpacker *unpacker, int64_t now)
{
	/* The server's clock goes on as ours does. */
	dtap_sequence_expire(unpacker->sequence,
			     unpacker->arrived + now - unpacker->at);
	if (!dtap_sequence_next(unpacker->sequence, &unpacker->item))
		return false;
	unpacker->offset = 0;
	unpacker->gap_is_due = unpacker->item.gap.messages > 0;
	return true;
}

static void
end_item(struct dtap_unpacker *unpacker)
{
	dtap_pcap_records_end(&unpacker->records);
	dtap_device_message_free(unpacker->item.message);
	unpacker->item.message = NULL;
}

static struct timespec
timespec_of(int64_t ns)
{
	return (struct timespec){.tv_sec = ns / DTAP_NS_PER_S,
				 .tv_nsec = ns % DTAP_NS_PER_S};
}

/* It has the time of the first record behind it. */
static void
give_loss(struct dtap_unpacker *unpacker, struct dtap_container *container)
{
	const struct dtap_amount lost = {.containers =
						 unpacker->item.gap.containers};
	struct dtap_device_record record = {.time = 0};
	size_t offset = 0;

	unpacker->gap_is_due = false;
	dtap_device_message_next(unpacker->item.message, &offset, &record);
	dtap_pcap_loss_label(unpacker->loss, &lost);
	*container = (struct dtap_container){
		.data = unpacker->loss,
		.size = sizeof unpacker->loss,
		.time = timespec_of(record.time),
		.shape.kind = DTAP_KIND_LOSS,
	};
}

/* The next container of the message.  False: there are no more. */
static bool
next_of_item(struct dtap_unpacker *unpacker, struct dtap_container *container)
{
	struct dtap_device_record record;

	if (unpacker->gap_is_due) {
		give_loss(unpacker, container);
		return true;
	}
	while (dtap_device_message_next(unpacker->item.message,
					&unpacker->offset, &record)) {
		const struct dtap_pcap_record from = {
			.data = record.data,
			.size = record.size,
			.missing = record.original - record.size,
		};

		if (dtap_pcap_records_take(&unpacker->records, &from,
					   container)) {
			container->time = timespec_of(record.time);
			return true;
		}
	}
	return false;
}

bool
dtap_unpacker_next(struct dtap_unpacker *unpacker, int64_t now,
		   struct dtap_container *container)
{
	*container = (struct dtap_container){.size = 0};
	while (unpacker->item.message != NULL || begin_item(unpacker, now)) {
		if (next_of_item(unpacker, container))
			return true;
		end_item(unpacker);
	}
	return false;
}

uint64_t
dtap_unpacker_skipped(const struct dtap_unpacker *unpacker)
{
	const struct dtap_skipped_records *skipped = &unpacker->records.skipped;

	return skipped->foreign + skipped->cut + skipped->incomplete;
}
