/* SPDX-License-Identifier: MIT */
#include "sources/nats/place.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "sources/nats/consumer_answer.h"
#include "sources/nats/trouble.h"

#define ANSWER_S     5
#define WAIT_MS      250
#define SUBJECT_ROOM 256

static unsigned
fail(struct dtap_nats_place *place, unsigned trouble, const char *detail)
{
	snprintf(place->detail, sizeof place->detail, "%s", detail);
	return trouble;
}

/* Sends a request.  The answers have the token KIND.NUMBER; NULL: none. */
static unsigned
request(struct dtap_nats_place *place, const char *what, const char *kind,
	unsigned number, const char *text)
{
	char subject[SUBJECT_ROOM], reply[SUBJECT_ROOM];
	const struct dtap_link_message message = {
		.subject = subject,
		.reply = kind != NULL ? reply : NULL,
		.data = (const uint8_t *)text,
		.size = strlen(text),
	};

	snprintf(subject, sizeof subject, "$JS.API.CONSUMER.%s.%s.%s", what,
		 place->pull.stream, place->pull.name);
	snprintf(reply, sizeof reply, "%s.%s.%u", place->prefix,
		 kind != NULL ? kind : "", number);
	return fail(place, place->link->publish(place->link, &message), "");
}

/* A new name, so that nothing of an older consumer is taken for its. */
static unsigned
ask_for_consumer(struct dtap_nats_place *place)
{
	struct dtap_pull *pull = &place->pull;
	uint64_t random = 0;
	unsigned trouble;
	char *text;

	dtap_random_bytes(&random, sizeof random);
	snprintf(pull->name, sizeof pull->name, "tap-%016" PRIx64 "-%u", random,
		 ++place->made);
	text = dtap_pull_make_text(pull);
	if (text == NULL)
		return fail(place, DTAP_TROUBLE_REFUSED, strerror(ENOMEM));
	trouble = request(place, "CREATE", "make", place->made, text);
	free(text);
	return trouble;
}

static bool
is_answer(const struct dtap_nats_place *place, const struct dtap_letter *letter)
{
	unsigned number;
	int end = 0;

	return letter->token != NULL &&
	       sscanf(letter->token, "make.%u%n", &number, &end) == 1 &&
	       letter->token[end] == '\0' && number == place->made;
}

/* The answer if it is there. */
static struct dtap_letter *
find_answer(struct dtap_nats_place *place)
{
	struct dtap_letter *letter;

	while ((letter = dtap_inbox_next(place->inbox)) != NULL) {
		if (is_answer(place, letter))
			return letter;
		free(letter);
	}
	return NULL;
}

static unsigned
await_answer(struct dtap_nats_place *place, struct dtap_letter **letter)
{
	const int64_t until = dtap_clock_now() + ANSWER_S * DTAP_NS_PER_S;

	while ((*letter = find_answer(place)) == NULL) {
		if (dtap_inbox_is_closed(place->inbox, place->detail))
			return DTAP_LINK_CLOSED;
		/* What it complains about may be the reason. */
		if (dtap_clock_now() >= until)
			return DTAP_LINK_SILENT;
		if (!dtap_inbox_await(place->inbox, WAIT_MS))
			return fail(place, DTAP_LINK_CANCELLED, "");
	}
	return 0;
}

/* Where the consumer begins.  False: the stream was made again. */
static bool
follow(struct dtap_pull *pull, uint64_t before)
{
	bool is_younger = before + 1 < pull->next;

	/* What comes while there is no connection is not lost, even if nothing
	 * has come before. */
	if (pull->next == 0)
		pull->next = before + 1;
	if (is_younger) {
		pull->next = 0;
		pull->start = DTAP_PULL_ALL;
	}
	return !is_younger;
}

static unsigned
judge(struct dtap_nats_place *place, const struct dtap_letter *letter)
{
	struct dtap_consumer_answer answer;

	if (letter->no_responder)
		return fail(place, DTAP_TROUBLE_REFUSED, "no JetStream");
	dtap_consumer_answer_read(&answer, (const char *)letter->data,
				  letter->size);
	if (!answer.is_good)
		return fail(place,
			    answer.no_stream ? DTAP_TROUBLE_NO_STREAM
					     : DTAP_TROUBLE_REFUSED,
			    answer.text);
	if (!follow(&place->pull, answer.before))
		return fail(place, DTAP_TROUBLE_NEW_STREAM, "");
	place->pull.is_made = true;
	return 0;
}

unsigned
dtap_nats_place_make(struct dtap_nats_place *place)
{
	struct dtap_letter *letter;
	unsigned trouble;

	place->pull.is_made = place->pull.is_asked = false;
	trouble = ask_for_consumer(place);
	if (trouble == 0)
		trouble = await_answer(place, &letter);
	if (trouble != 0)
		return trouble;
	trouble = judge(place, letter);
	free(letter);
	return trouble;
}

unsigned
dtap_nats_place_ask(struct dtap_nats_place *place)
{
	struct dtap_pull *pull = &place->pull;
	int64_t now = dtap_clock_now();
	char text[DTAP_PULL_ASK_ROOM];

	dtap_pull_check(pull, now);
	if (!pull->is_made)
		return fail(place, DTAP_TROUBLE_FORGOTTEN, "");
	if (pull->is_asked)
		return 0;
	dtap_pull_ask_text(pull, text, now);
	return request(place, "MSG.NEXT", "ask", pull->asked, text);
}

static void
take_status(struct dtap_pull *pull, const struct dtap_letter *letter)
{
	unsigned number;

	if (letter->status != NULL &&
	    sscanf(letter->token, "ask.%u", &number) == 1)
		dtap_pull_status(pull, number, letter->status,
				 letter->description, dtap_clock_now());
}

bool
dtap_nats_place_take(struct dtap_nats_place *place,
		     const struct dtap_letter *letter,
		     struct dtap_ack_subject *ack)
{
	struct dtap_pull *pull = &place->pull;

	if (letter->token != NULL) {
		take_status(pull, letter);
		return false;
	}
	return dtap_ack_subject_read(ack, letter->reply) &&
	       strcmp(ack->consumer, pull->name) == 0 &&
	       dtap_pull_take(pull, ack->sequence, dtap_clock_now());
}

void
dtap_nats_place_leave(struct dtap_nats_place *place)
{
	if (place->pull.is_made)
		request(place, "DELETE", NULL, 0, "");
	place->pull.is_made = place->pull.is_asked = false;
}
