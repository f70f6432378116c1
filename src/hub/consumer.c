/* SPDX-License-Identifier: MIT */
#include "hub/consumer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/json_value.h"

#define SUBJECT_ROOM 256
#define WHY_ROOM     256

struct dtap_hub_consumer {
	struct dtap_hub_connection *connection;
	const struct dtap_log *log;
	natsInbox *inbox;
	natsSubscription *subscription;
	unsigned session;
	bool has_warned; /* that a consumer cannot be made */
	size_t count;
	struct dtap_pull pulls[DTAP_CONSUMER_STREAMS];
};

/* A name that no other reader has. */
static void
name_pull(struct dtap_pull *pull)
{
	uint64_t random[2] = {0};

	if (getrandom(random, sizeof random, 0) < 0)
		random[0] = (uint64_t)dtap_clock_now();
	snprintf(pull->name, sizeof pull->name, "hub-%016" PRIx64 "%016" PRIx64,
		 random[0], random[1]);
}

static bool
add_pulls(struct dtap_hub_consumer *consumer,
	  const struct dtap_hub_consumer_options *options)
{
	for (size_t i = 0; i < options->stream_count; i++) {
		struct dtap_pull *pull = &consumer->pulls[consumer->count++];

		pull->stream = options->streams[i].name;
		pull->filters = strdup(options->streams[i].filters);
		pull->start = options->start;
		pull->since = options->since;
		if (pull->filters == NULL)
			return false;
	}
	return true;
}

struct dtap_hub_consumer *
dtap_hub_consumer_new(const struct dtap_hub_consumer_options *options)
{
	struct dtap_hub_consumer *consumer = calloc(1, sizeof *consumer);

	if (consumer == NULL)
		return NULL;
	consumer->connection = options->connection;
	consumer->log = options->log;
	if (add_pulls(consumer, options) &&
	    natsInbox_Create(&consumer->inbox) == NATS_OK)
		return consumer;
	dtap_hub_consumer_free(consumer);
	errno = ENOMEM;
	return NULL;
}

/* The server is not waited for: it forgets consumers that nobody asks. */
static void
forget(struct dtap_hub_consumer *consumer, struct dtap_pull *pull)
{
	char subject[SUBJECT_ROOM];

	if (!pull->is_made ||
	    !dtap_hub_connection_is_open(consumer->connection))
		return;
	snprintf(subject, sizeof subject, "$JS.API.CONSUMER.DELETE.%s.%s",
		 pull->stream, pull->name);
	natsConnection_PublishString(
		dtap_hub_connection_of(consumer->connection), subject, "");
}

void
dtap_hub_consumer_free(struct dtap_hub_consumer *consumer)
{
	if (consumer == NULL)
		return;
	for (size_t i = 0; i < consumer->count; i++) {
		forget(consumer, &consumer->pulls[i]);
		free(consumer->pulls[i].filters);
	}
	natsSubscription_Destroy(consumer->subscription);
	natsInbox_Destroy(consumer->inbox);
	free(consumer);
}

static bool
subscribe(struct dtap_hub_consumer *consumer)
{
	char subject[SUBJECT_ROOM];

	if (consumer->subscription != NULL)
		return true;
	snprintf(subject, sizeof subject, "%s.>", consumer->inbox);
	return natsConnection_SubscribeSync(
		       &consumer->subscription,
		       dtap_hub_connection_of(consumer->connection),
		       subject) == NATS_OK;
}

/* What the answer of the server says; "": it is good. */
static void
read_answer(struct dtap_pull *pull, natsMsg *answer, char why[WHY_ROOM])
{
	struct dtap_json object, error, text, pending;
	int64_t count;

	*why = '\0';
	if (!dtap_json_open(&object, natsMsg_GetData(answer),
			    (size_t)natsMsg_GetDataLength(answer))) {
		snprintf(why, WHY_ROOM, "an answer that is no JSON");
		return;
	}
	pull->has_rest = !dtap_json_member(&object, "num_pending", &pending) ||
			 !dtap_json_integer(&pending, &count) || count != 0;
	if (!dtap_json_member(&object, "error", &error))
		return;
	if (!dtap_json_member(&error, "description", &text) ||
	    !dtap_json_text(&text, why, WHY_ROOM))
		snprintf(why, WHY_ROOM, "an error");
}

/* Asks for the consumer.  False: `why`. */
static bool
make_consumer(struct dtap_hub_consumer *consumer, struct dtap_pull *pull,
	      char why[WHY_ROOM])
{
	char subject[SUBJECT_ROOM], *text;
	natsMsg *answer = NULL;
	natsStatus status = NATS_NO_MEMORY;

	name_pull(pull);
	snprintf(subject, sizeof subject, "$JS.API.CONSUMER.CREATE.%s.%s",
		 pull->stream, pull->name);
	text = dtap_pull_make_text(pull);
	if (text != NULL)
		status = dtap_hub_connection_ask(consumer->connection, &answer,
						 subject, text);
	free(text);
	if (status == NATS_OK)
		read_answer(pull, answer, why);
	else
		snprintf(why, WHY_ROOM, "%s", natsStatus_GetText(status));
	natsMsg_Destroy(answer);
	return *why == '\0';
}

/* One line until it works again. */
static void
note(struct dtap_hub_consumer *consumer, const struct dtap_pull *pull,
     const char *why)
{
	if (*why != '\0' && !consumer->has_warned)
		dtap_log(consumer->log, DTAP_WARNING,
			 "nats: stream %s: %s; trying again (diagtap-hub "
			 "--provision makes the streams)",
			 pull->stream, why);
	consumer->has_warned = *why != '\0';
}

static void
make(struct dtap_hub_consumer *consumer, struct dtap_pull *pull, int64_t now)
{
	char why[WHY_ROOM] = "";

	if (now < pull->retry)
		return;
	pull->is_made = make_consumer(consumer, pull, why);
	if (!pull->is_made)
		dtap_pull_lose(pull, dtap_clock_now());
	if (dtap_hub_connection_is_open(consumer->connection))
		note(consumer, pull, why);
}

/* Asks for messages; the answers come to INBOX.PULL.REQUEST. */
static void
ask(struct dtap_hub_consumer *consumer, size_t index, int64_t now)
{
	struct dtap_pull *pull = &consumer->pulls[index];
	char subject[SUBJECT_ROOM], reply[SUBJECT_ROOM];
	char text[DTAP_PULL_ASK_ROOM];

	dtap_pull_ask_text(pull, text, now);
	snprintf(subject, sizeof subject, "$JS.API.CONSUMER.MSG.NEXT.%s.%s",
		 pull->stream, pull->name);
	snprintf(reply, sizeof reply, "%s.%zu.%u", consumer->inbox, index,
		 pull->asked);
	if (natsConnection_PublishRequestString(
		    dtap_hub_connection_of(consumer->connection), subject,
		    reply, text) != NATS_OK)
		dtap_pull_lose(pull, now);
}

/* What was asked on an older connection is forgotten. */
static void
follow_session(struct dtap_hub_consumer *consumer, int64_t now)
{
	unsigned session = dtap_hub_connection_session(consumer->connection);

	if (session == consumer->session)
		return;
	consumer->session = session;
	for (size_t i = 0; i < consumer->count; i++)
		if (consumer->pulls[i].is_made) {
			dtap_pull_lose(&consumer->pulls[i], now);
			consumer->pulls[i].retry = now;
		}
}

static void
ask_all(struct dtap_hub_consumer *consumer)
{
	int64_t now = dtap_clock_now();

	follow_session(consumer, now);
	for (size_t i = 0; i < consumer->count; i++) {
		struct dtap_pull *pull = &consumer->pulls[i];

		dtap_pull_check(pull, now);
		if (!pull->is_made)
			make(consumer, pull, now);
		if (pull->is_made && !pull->is_asked)
			ask(consumer, i, now);
	}
}

static struct dtap_pull *
find_pull(struct dtap_hub_consumer *consumer, const char *name)
{
	for (size_t i = 0; i < consumer->count; i++)
		if (strcmp(consumer->pulls[i].name, name) == 0)
			return &consumer->pulls[i];
	return NULL;
}

/* A message without data that has a status. */
static void
take_status(struct dtap_hub_consumer *consumer, natsMsg *message)
{
	const char *subject = natsMsg_GetSubject(message);
	const char *status = NULL, *text = NULL;
	size_t skip = strlen(consumer->inbox), index = 0;
	unsigned number = 0;

	natsMsgHeader_Get(message, "Status", &status);
	natsMsgHeader_Get(message, "Description", &text);
	if (status == NULL || strlen(subject) <= skip ||
	    sscanf(subject + skip, ".%zu.%u", &index, &number) != 2 ||
	    index >= consumer->count)
		return;
	dtap_pull_status(&consumer->pulls[index], number, status, text,
			 dtap_clock_now());
}

/* True: it is a message of a stream, which has not come before. */
static bool
take(struct dtap_hub_consumer *consumer, natsMsg *message,
     struct dtap_ack_subject *ack)
{
	struct dtap_pull *pull;

	if (!dtap_ack_subject_read(ack, natsMsg_GetReply(message))) {
		take_status(consumer, message);
		return false;
	}
	pull = find_pull(consumer, ack->consumer);
	if (pull != NULL)
		pull->has_rest = ack->pending > 0;
	return pull != NULL &&
	       dtap_pull_take(pull, ack->sequence, dtap_clock_now());
}

static void
rest(int ms)
{
	dtap_clock_sleep(dtap_clock_now() + ms * DTAP_NS_PER_MS);
}

natsMsg *
dtap_hub_consumer_next(struct dtap_hub_consumer *consumer,
		       struct dtap_ack_subject *ack, int timeout_ms)
{
	natsMsg *message = NULL;
	natsStatus status;

	if (!dtap_hub_connection_is_open(consumer->connection) ||
	    !subscribe(consumer)) {
		rest(timeout_ms);
		return NULL;
	}
	ask_all(consumer);
	status = natsSubscription_NextMsg(&message, consumer->subscription,
					  timeout_ms);
	if (status != NATS_OK) {
		if (status != NATS_TIMEOUT)
			rest(timeout_ms);
		return NULL;
	}
	if (take(consumer, message, ack))
		return message;
	natsMsg_Destroy(message);
	return NULL;
}

bool
dtap_hub_consumer_is_at_end(const struct dtap_hub_consumer *consumer)
{
	for (size_t i = 0; i < consumer->count; i++)
		if (!consumer->pulls[i].is_made || consumer->pulls[i].has_rest)
			return false;
	return true;
}
