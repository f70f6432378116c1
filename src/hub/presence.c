/* SPDX-License-Identifier: MIT */
#include "hub/presence.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json_value.h"
#include "base/thread.h"
#include "hub/consumer.h"

#define WAIT_MS 250
#define LOOK    (30 * DTAP_NS_PER_S) /* how often at what is stored */

struct dtap_hub_presence {
	struct dtap_hub_presence_options options;
	struct dtap_hub_consumer *consumer;
	pthread_t thread;
	atomic_bool stopping;

	/* The thread's. */
	unsigned session; /* of the connection, when it looked last */
	int64_t due;      /* monotonic ns, to look again */
};

static void
take_report(struct dtap_hub_presence *presence, natsMsg *message,
	    const struct dtap_ack_subject *ack)
{
	const char *subject = natsMsg_GetSubject(message), *operation = NULL;
	struct dtap_fleet_name name = {.tap = ""};

	if (strncmp(subject, DTAP_FLEET_KEY_PREFIX,
		    strlen(DTAP_FLEET_KEY_PREFIX)) != 0 ||
	    !dtap_fleet_key_read(&name,
				 subject + strlen(DTAP_FLEET_KEY_PREFIX)))
		return;
	/* "DEL" or "PURGE". */
	if (natsMsgHeader_Get(message, "KV-Operation", &operation) == NATS_OK)
		dtap_hub_devices_left(presence->options.table, &name);
	else
		dtap_hub_devices_report(presence->options.table, &name,
					natsMsg_GetData(message),
					(size_t)natsMsg_GetDataLength(message),
					ack->time, dtap_clock_now());
}

/* The names in "state": {"subjects": {SUBJECT: COUNT, ...}}. */
static void
take_subjects(struct dtap_hub_presence *presence, natsMsg *answer)
{
	struct dtap_json object, state, subjects, key, count;
	struct dtap_fleet_name name;
	char subject[DTAP_FLEET_SUBJECT_ROOM];

	if (!dtap_json_open(&object, natsMsg_GetData(answer),
			    (size_t)natsMsg_GetDataLength(answer)) ||
	    !dtap_json_member(&object, "state", &state) ||
	    !dtap_json_member(&state, "subjects", &subjects))
		return;
	while (dtap_json_next(&subjects, &key, &count))
		if (dtap_json_text(&key, subject, sizeof subject) &&
		    dtap_fleet_subject_read(&name, subject))
			dtap_hub_devices_stored(presence->options.table, &name);
}

static void
look(struct dtap_hub_presence *presence, const char *stream)
{
	natsMsg *answer = NULL;
	char subject[128];

	snprintf(subject, sizeof subject, "$JS.API.STREAM.INFO.%s", stream);
	if (dtap_hub_connection_ask(
		    presence->options.connection, &answer, subject,
		    "{\"subjects_filter\":\"diag.>\"}") == NATS_OK)
		take_subjects(presence, answer);
	natsMsg_Destroy(answer);
}

/* At once on a new connection, and now and then. */
static void
look_at_all(struct dtap_hub_presence *presence)
{
	struct dtap_hub_connection *connection = presence->options.connection;
	unsigned session = dtap_hub_connection_session(connection);
	int64_t now = dtap_clock_now();

	if (!dtap_hub_connection_is_open(connection) ||
	    (session == presence->session && now < presence->due))
		return;
	presence->session = session;
	presence->due = now + LOOK;
	for (size_t i = 0; i < presence->options.stream_count; i++)
		look(presence, presence->options.streams[i]);
}

static void *
presence_main(void *arg)
{
	struct dtap_hub_presence *presence = arg;
	struct dtap_ack_subject ack;

	while (!atomic_load(&presence->stopping)) {
		natsMsg *message = dtap_hub_consumer_next(presence->consumer,
							  &ack, WAIT_MS);

		if (message != NULL)
			take_report(presence, message, &ack);
		natsMsg_Destroy(message);
		look_at_all(presence);
	}
	return NULL;
}

struct dtap_hub_presence *
dtap_hub_presence_start(const struct dtap_hub_presence_options *options)
{
	static const struct dtap_consumer_stream reports = {
		"KV_" DTAP_FLEET_BUCKET, "\"" DTAP_FLEET_KEY_PREFIX ">\""};
	const struct dtap_hub_consumer_options consumer = {
		.connection = options->connection,
		.log = options->log,
		.streams = &reports,
		.stream_count = 1,
		.start = DTAP_PULL_LAST,
	};
	struct dtap_hub_presence *presence = calloc(1, sizeof *presence);

	if (presence == NULL)
		return NULL;
	presence->options = *options;
	presence->consumer = dtap_hub_consumer_new(&consumer);
	if (presence->consumer != NULL &&
	    dtap_thread_start(&presence->thread, "devices", presence_main,
			      presence) == 0)
		return presence;
	dtap_hub_consumer_free(presence->consumer);
	free(presence);
	return NULL;
}

void
dtap_hub_presence_stop(struct dtap_hub_presence *presence)
{
	if (presence == NULL)
		return;
	atomic_store(&presence->stopping, true);
	pthread_join(presence->thread, NULL);
	dtap_hub_consumer_free(presence->consumer);
	free(presence);
}
