/* SPDX-License-Identifier: MIT */
#include "uplink/uplink_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "uplink/uplink_problem.h"
#include "uplink/uplink_report.h"
#include "uplink/uplink_send.h"

/*
 * Before the next attempt to connect; up to as much again is added, so that the
 * devices of a fleet do not come back in one moment.
 */
#define FIRST_PAUSE   DTAP_NS_PER_S
#define LONGEST_PAUSE (60 * DTAP_NS_PER_S)

#define REPORT_PERIOD (30 * DTAP_NS_PER_S)
#define EPISODE_END   (60 * DTAP_NS_PER_S)

static void
publish_status(struct dtap_uplink *uplink, enum dtap_uplink_state state)
{
	struct dtap_uplink_status status = {
		.state = state,
		.connections = uplink->connections,
		.failures = uplink->failures,
		.timeouts = uplink->timeouts,
		.refusals = uplink->refusals,
		.tap_count = uplink->sender_count,
	};

	memcpy(status.server, uplink->server, sizeof status.server);
	memcpy(status.why, uplink->why, sizeof status.why);
	for (size_t i = 0; i < uplink->sender_count; i++)
		dtap_uplink_sender_status(&uplink->senders[i], &status.taps[i]);
	pthread_mutex_lock(&uplink->lock);
	uplink->status = status;
	pthread_mutex_unlock(&uplink->lock);
}

/* One warning for each kind in an episode. */
static void
note_problem(struct dtap_uplink *uplink, unsigned problem, const char *detail)
{
	bool news = (uplink->logged & 1U << problem) == 0;

	uplink->logged |= 1U << problem;
	uplink->problem = problem;
	uplink->problem_at = dtap_clock_now();
	snprintf(uplink->why, sizeof uplink->why, "%s%s%s%s",
		 dtap_uplink_problem_text(problem),
		 detail[0] != '\0' ? " (" : "", detail,
		 detail[0] != '\0' ? ")" : "");
	dtap_log(uplink->log, news ? DTAP_WARNING : DTAP_DEBUG, "uplink: %s",
		 uplink->why);
}

/* A message is stored, or a report.  The episode ends when all is well for some
 * time: with two taps, or now and then, a server may do both in turn. */
static void
note_success(struct dtap_uplink *uplink, bool is_report, int64_t now)
{
	if ((uplink->problem == DTAP_PROBLEM_NO_BUCKET) == is_report)
		uplink->why[0] = '\0';
	if (uplink->why[0] == '\0' && now - uplink->problem_at > EPISODE_END)
		uplink->logged = 0;
	if (!is_report)
		uplink->pause = FIRST_PAUSE;
}

/* From 0 to `most`. */
static int64_t
random_part(int64_t most)
{
	uint32_t bits = 0;

	dtap_random_bytes(&bits, sizeof bits);
	return most / 65536 * (bits % 65536);
}

static void
retry_later(struct dtap_uplink *uplink, int64_t now)
{
	if (uplink->pause == 0)
		uplink->pause = FIRST_PAUSE;
	uplink->retry = now + uplink->pause + random_part(uplink->pause);
	uplink->pause = 2 * uplink->pause < LONGEST_PAUSE ? 2 * uplink->pause
							  : LONGEST_PAUSE;
}

static void
lose_connection(struct dtap_uplink *uplink, int64_t now)
{
	uplink->link->disconnect(uplink->link);
	uplink->connected = false;
	for (size_t i = 0; i < uplink->sender_count; i++)
		dtap_window_reset(uplink->senders[i].window);
	retry_later(uplink, now);
}

/* A connection that ends again and again does not fill the log. */
static void
note_connection(struct dtap_uplink *uplink)
{
	bool few = dtap_rate_limit_pass(&uplink->notices, dtap_clock_now());

	dtap_log(uplink->log, few ? DTAP_NOTICE : DTAP_DEBUG,
		 "uplink: connected to %s", uplink->server);
}

static void
connect_to_server(struct dtap_uplink *uplink)
{
	struct dtap_link_events events =
		dtap_answer_queue_events(uplink->answers);
	enum dtap_link_result result;
	char why[DTAP_LINK_WHY];

	publish_status(uplink, DTAP_UPLINK_CONNECTING);
	result = uplink->link->connect(uplink->link, &events, &uplink->stopping,
				       why);
	if (result == DTAP_LINK_OK) {
		uplink->connected = true;
		uplink->connections++;
		uplink->report_due = 0;
		memcpy(uplink->server, why, sizeof why);
		note_connection(uplink);
	} else if (result != DTAP_LINK_CANCELLED) {
		uplink->failures++;
		note_problem(uplink, result, why);
		retry_later(uplink, dtap_clock_now());
	}
}

/* A problem, with its number and text if the server has said them. */
static void
note_answer(struct dtap_uplink *uplink, unsigned problem,
	    const struct dtap_uplink_answer *answer)
{
	char detail[DTAP_UPLINK_ANSWER_TEXT + 32] = "";

	if (answer->code > 0)
		snprintf(detail, sizeof detail, "%d: %s", answer->code,
			 answer->text);
	note_problem(uplink, problem, detail);
}

static bool
is_stored(const struct dtap_uplink_answer *answer)
{
	return answer->kind == DTAP_ANSWER_STORED ||
	       answer->kind == DTAP_ANSWER_DUPLICATE;
}

static void
take_report_answer(struct dtap_uplink *uplink,
		   const struct dtap_uplink_answer *answer, int64_t now)
{
	if (is_stored(answer))
		note_success(uplink, true, now);
	else if (answer->kind == DTAP_ANSWER_NOBODY)
		note_problem(uplink, DTAP_PROBLEM_NO_BUCKET, "");
	else
		note_answer(uplink, DTAP_PROBLEM_NO_BUCKET, answer);
}

static void
judge_answer(struct dtap_uplink *uplink,
	     const struct dtap_uplink_answer *answer, int64_t now)
{
	static const unsigned problems[] = {
		[DTAP_ANSWER_NOBODY] = DTAP_PROBLEM_NO_STREAM,
		[DTAP_ANSWER_AGAIN] = DTAP_PROBLEM_REFUSED,
		[DTAP_ANSWER_NEVER] = DTAP_PROBLEM_TOO_LARGE,
		[DTAP_ANSWER_STRANGE] = DTAP_PROBLEM_STRANGE,
	};

	if (is_stored(answer)) {
		note_success(uplink, false, now);
		return;
	}
	uplink->refusals++;
	note_answer(uplink, problems[answer->kind], answer);
}

static void
take_answer(struct dtap_uplink *uplink, const struct dtap_queued_answer *queued,
	    int64_t now)
{
	if (strcmp(queued->tap, DTAP_UPLINK_REPORT_TOKEN) == 0)
		take_report_answer(uplink, &queued->answer, now);
	for (size_t i = 0; i < uplink->sender_count; i++)
		if (strcmp(queued->tap, uplink->senders[i].name.tap) == 0 &&
		    dtap_uplink_sender_answer(&uplink->senders[i],
					      queued->number, &queued->answer,
					      now))
			judge_answer(uplink, &queued->answer, now);
}

static void
take_events(struct dtap_uplink *uplink, int64_t now)
{
	struct dtap_queued_answer queued;
	char why[DTAP_LINK_WHY];

	while (dtap_answer_queue_next(uplink->answers, &queued))
		take_answer(uplink, &queued, now);
	if (dtap_answer_queue_warning(uplink->answers, why))
		note_problem(uplink, DTAP_PROBLEM_WARNING, why);
	for (size_t i = 0; i < uplink->sender_count; i++) {
		unsigned late =
			dtap_window_expire(uplink->senders[i].window, now);

		uplink->timeouts += late;
		if (late > 0)
			note_problem(uplink, DTAP_PROBLEM_NO_ANSWER, "");
	}
	if (uplink->connected && dtap_answer_queue_is_closed(uplink->answers)) {
		note_problem(uplink, DTAP_LINK_CLOSED, "");
		lose_connection(uplink, now);
	}
}

/* False: the connection has ended. */
static bool
send_one(struct dtap_uplink *uplink, struct dtap_uplink_sender *sender,
	 int64_t now)
{
	const struct dtap_uplink_message *message =
		dtap_window_next(sender->window, now);
	enum dtap_link_result result;

	if (message == NULL)
		return true;
	result = dtap_uplink_send(uplink->link, &uplink->options, &sender->name,
				  sender->subject, message);
	if (result == DTAP_LINK_OK) {
		dtap_window_sent(sender->window, message->head.seq, now);
		return true;
	}
	note_problem(uplink, result, "");
	if (result == DTAP_LINK_TOO_LARGE) {
		dtap_uplink_sender_drop(sender, message->head.seq);
		return true;
	}
	lose_connection(uplink, now);
	return false;
}

static void
send_report(struct dtap_uplink *uplink, int64_t now)
{
	struct dtap_tap *taps[DTAP_UPLINK_TAPS] = {NULL};
	struct dtap_uplink_status status;
	char report[DTAP_UPLINK_REPORT];
	size_t size;

	if (now < uplink->report_due)
		return;
	dtap_uplink_status(uplink, &status);
	for (size_t i = 0; i < uplink->sender_count; i++)
		taps[i] = uplink->senders[i].tap;
	size = dtap_uplink_report(report, &uplink->options, &status, taps,
				  (now - uplink->began) / DTAP_NS_PER_S);
	uplink->report_due = now + REPORT_PERIOD;
	if (size > 0 &&
	    dtap_uplink_send_report(uplink->link, &uplink->options, report,
				    size, uplink->reports++) != DTAP_LINK_OK) {
		note_problem(uplink, DTAP_LINK_CLOSED, "");
		lose_connection(uplink, now);
	}
}

/* A message of each tap in turn, so that none waits for another. */
static void
send_some(struct dtap_uplink *uplink, int64_t now)
{
	for (size_t i = 0; i < uplink->sender_count && uplink->connected; i++)
		send_one(uplink, &uplink->senders[i], now);
	if (uplink->connected)
		send_report(uplink, now);
}

static int64_t
due_of(const struct dtap_uplink *uplink, int64_t now)
{
	int64_t due = uplink->connected ? uplink->report_due : uplink->retry;

	for (size_t i = 0; i < uplink->sender_count; i++) {
		int64_t of_sender =
			dtap_uplink_sender_due(&uplink->senders[i], now);

		/* What cannot be sent is not due. */
		if (!uplink->connected && of_sender <= now)
			continue;
		due = of_sender < due ? of_sender : due;
	}
	return due;
}

/* Then each answer wakes us at once. */
static bool
is_held_up(const struct dtap_uplink *uplink)
{
	bool held_up = atomic_load(&uplink->stopping);

	for (size_t i = 0; i < uplink->sender_count; i++)
		held_up = held_up ||
			  dtap_window_is_held_up(uplink->senders[i].window);
	return held_up && uplink->connected;
}

int64_t
dtap_uplink_turn(struct dtap_uplink *uplink, int64_t now)
{
	take_events(uplink, now);
	for (size_t i = 0; i < uplink->sender_count; i++)
		dtap_uplink_sender_take(&uplink->senders[i], now);
	if (!uplink->connected && now >= uplink->retry &&
	    !atomic_load(&uplink->stopping))
		connect_to_server(uplink);
	if (uplink->connected)
		send_some(uplink, dtap_clock_now());
	/* From here on an answer wakes us; some may have come before. */
	atomic_store(&uplink->held_up, is_held_up(uplink));
	publish_status(uplink, uplink->connected ? DTAP_UPLINK_CONNECTED
						 : DTAP_UPLINK_WAITING);
	if (atomic_load(&uplink->held_up) &&
	    !dtap_answer_queue_is_empty(uplink->answers))
		return now;
	return due_of(uplink, dtap_clock_now());
}

bool
dtap_uplink_is_over(const struct dtap_uplink *uplink, int64_t now)
{
	bool done = true;

	for (size_t i = 0; i < uplink->sender_count; i++)
		done = done && dtap_uplink_sender_is_done(&uplink->senders[i]);
	return done || !uplink->connected ||
	       now >= atomic_load(&uplink->finish_by);
}

void
dtap_uplink_leave(struct dtap_uplink *uplink)
{
	if (uplink->connected)
		dtap_uplink_send_farewell(uplink->link, &uplink->options);
	uplink->link->disconnect(uplink->link);
	uplink->connected = false;
	publish_status(uplink, DTAP_UPLINK_STOPPED);
}
