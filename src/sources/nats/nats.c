/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/rate_limit.h"
#include "nats/nats_link.h"
#include "sources/nats/attempt.h"
#include "sources/nats/place.h"
#include "sources/nats/trouble.h"
#include "sources/nats/unpacker.h"

#define WAIT_MS       250
#define MOST_WARNINGS 5
#define WARNINGS_NS   (60 * DTAP_NS_PER_S)

struct nats {
	struct dtap_source source; /* first: what the tap knows */
	struct dtap_link_options options;
	struct dtap_link *link;
	struct dtap_inbox *inbox;
	struct dtap_unpacker *unpacker;
	struct dtap_rate_limit warnings;
	char where[DTAP_FLEET_KEY_ROOM];
	char subject[DTAP_FLEET_SUBJECT_ROOM];
	char stream[DTAP_FLEET_WORD_ROOM + 8];
	char filter[DTAP_FLEET_SUBJECT_ROOM + 2]; /* the subject in quotes */
	struct dtap_nats_place place;             /* it outlives connections */
};

static struct nats *
nats_of(struct dtap_source *source)
{
	return (struct nats *)source;
}

/* -1, with `why` and errno. */
static int
fail(struct nats *nats, unsigned trouble, const char *detail)
{
	bool any = detail[0] != '\0';

	dtap_source_explain(&nats->source, "%s%s%.70s%s.",
			    dtap_nats_trouble_text(trouble), any ? " (" : "",
			    detail, any ? ")" : "");
	errno = EIO;
	return -1;
}

static int
connect_link(struct nats *nats)
{
	const struct dtap_link_events events = dtap_inbox_events(nats->inbox);
	char why[DTAP_LINK_WHY];
	enum dtap_link_result result =
		dtap_attempt_connect(nats->link, &events, why);

	if (result == DTAP_LINK_OK)
		return 0;
	if (result != DTAP_LINK_CANCELLED)
		return fail(nats, result, why);
	if (errno != EINTR)
		dtap_source_explain(&nats->source, "Cannot connect: %s.",
				    strerror(errno));
	return -1;
}

static int
nats_open(struct dtap_source *source)
{
	struct nats *nats = nats_of(source);
	unsigned trouble;

	if (connect_link(nats) < 0)
		return -1;
	trouble = dtap_nats_place_make(&nats->place);
	if (trouble == 0)
		return 0;
	nats->link->disconnect(nats->link);
	fail(nats, trouble, nats->place.detail);
	if (trouble == DTAP_LINK_CANCELLED)
		errno = EINTR;
	return -1;
}

static void
nats_close(struct dtap_source *source)
{
	struct nats *nats = nats_of(source);

	dtap_nats_place_leave(&nats->place);
	nats->link->disconnect(nats->link);
}

/* A message that is not as it must be.  Its containers are missing then, and
 * become a loss. */
static void
refuse(struct nats *nats, const struct dtap_letter *letter,
       enum dtap_message_fault fault)
{
	atomic_fetch_add(&nats->source.skipped_bytes, letter->size);
	atomic_fetch_add(&nats->source.resyncs, 1);
	if (dtap_rate_limit_pass(&nats->warnings, dtap_clock_now()))
		dtap_source_explain(&nats->source,
				    "A message was refused: its %s is not as "
				    "docs/wire.md says.",
				    dtap_message_fault_name(fault));
}

static void
take_message(struct nats *nats, const struct dtap_letter *letter,
	     const struct dtap_ack_subject *ack)
{
	struct dtap_device_delivery delivery = {
		.subject = letter->subject,
		.payload = letter->data,
		.size = letter->size,
		.arrived = ack->time,
	};
	enum dtap_message_fault fault = DTAP_MESSAGE_WRONG_SUBJECT;

	memcpy(delivery.values, letter->values, sizeof delivery.values);
	if (strcmp(letter->subject, nats->subject) == 0)
		fault = dtap_unpacker_put(nats->unpacker, &delivery,
					  dtap_clock_now());
	if (fault != DTAP_MESSAGE_GOOD)
		refuse(nats, letter, fault);
}

/* A container to the tap; 0: none is ready. */
static ssize_t
give(struct nats *nats, uint8_t *buffer, size_t size)
{
	struct dtap_source *source = &nats->source;
	struct dtap_container container;
	bool there = dtap_unpacker_next(nats->unpacker, dtap_clock_now(),
					&container);

	atomic_store(&source->skipped_records,
		     dtap_unpacker_skipped(nats->unpacker));
	if (!there || container.size > size)
		return 0;
	if (container.shape.kind == DTAP_KIND_LOSS)
		atomic_fetch_add(&source->missed, dtap_get64(container.data));
	memcpy(buffer, container.data, container.size);
	source->shape = container.shape;
	source->time = container.time;
	return (ssize_t)container.size;
}

/* One step, if no container is ready. */
static ssize_t
go_on(struct nats *nats)
{
	struct dtap_letter *letter = dtap_inbox_next(nats->inbox);
	char why[DTAP_LINK_WHY];

	struct dtap_ack_subject ack;
	unsigned trouble;

	if (letter != NULL) {
		if (dtap_nats_place_take(&nats->place, letter, &ack))
			take_message(nats, letter, &ack);
		free(letter);
		return 0;
	}
	if (dtap_inbox_is_closed(nats->inbox, why))
		return fail(nats, DTAP_LINK_CLOSED, why);
	trouble = dtap_nats_place_ask(&nats->place);
	if (trouble != 0)
		return fail(nats, trouble, why);
	dtap_inbox_await(nats->inbox, WAIT_MS);
	return 0;
}

/* The rest of the messages that have come. */
static ssize_t
nats_drain(struct dtap_source *source, uint8_t *buffer)
{
	return give(nats_of(source), buffer, source->buffer_size);
}

static ssize_t
nats_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct nats *nats = nats_of(source);
	ssize_t given = give(nats, buffer, size);

	source->why[0] = '\0';
	return given > 0 ? given : go_on(nats);
}

static void
nats_free(struct dtap_source *source)
{
	struct nats *nats = nats_of(source);

	if (nats->link != NULL)
		nats->link->free(nats->link);
	dtap_inbox_free(nats->inbox);
	dtap_unpacker_free(nats->unpacker);
	explicit_bzero(&nats->options, sizeof nats->options);
	free(nats);
}

/* Who we are at the server, and what we want of it. */
static void
set_names(struct nats *nats, const struct dtap_nats_options *options)
{
	struct dtap_fleet_name name = {.tap = "diag"};
	uint64_t random = 0;

	snprintf(name.group, sizeof name.group, "%s", options->group);
	snprintf(name.device, sizeof name.device, "%s", options->device);
	dtap_fleet_key_write(&name, nats->where);
	dtap_fleet_subject_write(&name, nats->subject);
	snprintf(nats->filter, sizeof nats->filter, "\"%s\"", nats->subject);
	snprintf(nats->stream, sizeof nats->stream, "DIAG-%s", name.group);
	nats->options = *options->link;
	nats->options.name = "diagtapd";
	dtap_random_bytes(&random, sizeof random);
	snprintf(nats->options.inbox, sizeof nats->options.inbox,
		 "_INBOX.diagtapd.%016" PRIx64, random);
}

static bool
make_parts(struct nats *nats)
{
	nats->inbox = dtap_inbox_new();
	nats->unpacker = dtap_unpacker_new();
	nats->link = dtap_nats_link_new(&nats->options);
	nats->place = (struct dtap_nats_place){
		.link = nats->link,
		.inbox = nats->inbox,
		.prefix = nats->options.inbox,
		.pull = {.stream = nats->stream,
			 .filters = nats->filter,
			 .start = DTAP_PULL_NEW},
	};
	return nats->inbox != NULL && nats->unpacker != NULL &&
	       nats->link != NULL;
}

struct dtap_source *
dtap_nats_new(const struct dtap_nats_options *options)
{
	static const struct dtap_source_ops ops = {
		.open = nats_open,
		.read = nats_read,
		.drain = nats_drain,
		.close = nats_close,
		.free = nats_free,
	};
	struct nats *nats = calloc(1, sizeof *nats);
	int error;

	if (nats == NULL)
		return NULL;
	set_names(nats, options);
	nats->warnings = (struct dtap_rate_limit){.most = MOST_WARNINGS,
						  .period = WARNINGS_NS};
	nats->source = (struct dtap_source){
		.ops = &ops,
		.type = "nats",
		.where = nats->where,
		.buffer_size = DTAP_PAYLOAD_MOST,
	};
	if (make_parts(nats))
		return &nats->source;
	error = errno;
	nats_free(&nats->source);
	errno = error;
	return NULL;
}
