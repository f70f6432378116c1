/* SPDX-License-Identifier: MIT */
#include "hub/merge/stored.h"

#include <errno.h>
#include <string.h>

#include <dtap/pcap.h>

#include "base/clock.h"
#include "hub/delivery.h"
#include "fleet/device_message.h"

#define WAIT_MS 250
#define SILENCE (15 * DTAP_NS_PER_S) /* of a server that is asked */

/* What the edge lost is right before the first container of the message. */
static enum dtap_intake_result
take_records(struct dtap_intake *intake,
	     const struct dtap_device_message *message)
{
	const struct dtap_fleet_message *head = &message->head;
	struct dtap_device_record record;
	enum dtap_intake_result result = DTAP_INTAKE_GOOD;
	size_t at = 0;

	dtap_intake_begin(intake, head->first, false);
	intake->numbers.has_begun = head->lost.containers == 0;
	while (result == DTAP_INTAKE_GOOD &&
	       dtap_device_message_next(message, &at, &record)) {
		const struct dtap_whole_record whole = {
			record.header, DTAP_PCAP_RECORD_HEADER + record.size};

		result = dtap_intake_add(intake, &whole);
	}
	if (result == DTAP_INTAKE_GOOD)
		result = dtap_intake_end(intake, head->first + head->count);
	if (result != DTAP_INTAKE_GOOD && !dtap_intake_drop(intake))
		return DTAP_INTAKE_FAILED;
	return result;
}

static enum dtap_intake_result
take_message(struct dtap_stored *stored,
	     const struct dtap_device_message *message)
{
	struct dtap_intake *intake = stored->intake;

	intake->boot = dtap_holding_boot(stored->holding, &message->name,
					 message->head.boot);
	return intake->boot != NULL ? take_records(intake, message)
				    : DTAP_INTAKE_FAILED;
}

/* False: it is over. */
static bool
take(struct dtap_stored *stored, const struct dtap_device_delivery *delivery)
{
	enum dtap_message_fault fault;
	struct dtap_device_message *message =
		dtap_device_message_read(delivery, &fault);
	enum dtap_intake_result result = DTAP_INTAKE_WRONG;

	stored->messages++;
	if (message != NULL)
		result = take_message(stored, message);
	dtap_device_message_free(message);
	if (result == DTAP_INTAKE_FAILED)
		return DTAP_FAIL(stored->log,
				 "the records of messages: %s (they wait in "
				 "$TMPDIR, or /var/tmp)",
				 strerror(errno));
	if (result == DTAP_INTAKE_WRONG && stored->refused++ == 0)
		dtap_log(stored->log, DTAP_WARNING,
			 "a message of %s is left out: it is not as "
			 "docs/wire.md says",
			 delivery->subject);
	return true;
}

/* The server has not said anything for too long. */
static bool
give_up(const struct dtap_stored *stored)
{
	return DTAP_FAIL(stored->log,
			 "nats: no messages come, and there should be more; "
			 "is the server well?");
}

static bool
take_all(struct dtap_stored *stored, struct dtap_hub_consumer *consumer)
{
	int64_t heard = dtap_clock_now();
	struct dtap_ack_subject ack;
	struct dtap_device_delivery delivery;
	bool good = true;

	do {
		natsMsg *message =
			dtap_hub_consumer_next(consumer, &ack, WAIT_MS);

		if (message != NULL) {
			dtap_hub_delivery_of(&delivery, message, &ack);
			good = take(stored, &delivery);
			heard = dtap_clock_now();
		} else if (dtap_clock_now() - heard > SILENCE) {
			good = give_up(stored);
		}
		natsMsg_Destroy(message);
	} while (good && !dtap_hub_consumer_is_at_end(consumer));
	return good;
}

bool
dtap_stored_take(struct dtap_stored *stored)
{
	const struct dtap_hub_consumer_options options = {
		.connection = stored->connection,
		.log = stored->log,
		.streams = stored->selection->streams,
		.stream_count = stored->selection->count,
		.start = DTAP_PULL_ALL,
	};
	struct dtap_hub_consumer *consumer = dtap_hub_consumer_new(&options);
	bool good;

	if (consumer == NULL)
		return DTAP_FAIL(stored->log, "%s", strerror(ENOMEM));
	stored->intake->origin = DTAP_FROM_STORE;
	good = take_all(stored, consumer);
	dtap_hub_consumer_free(consumer);
	return good;
}
