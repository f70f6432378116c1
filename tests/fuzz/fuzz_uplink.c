/* SPDX-License-Identifier: MIT */
/*
 * What a server says to an uplink: a line with the subject of an answer behind
 * the inbox, then the answer; or, behind "INFO ", what the server is.
 */
#include "fuzz.h"

#include "uplink/answer_queue.h"
#include "fleet/server_info.h"

static void
wake(void *arg)
{
	++*(unsigned *)arg;
}

static void
is_printable(const char *text)
{
	for (; *text != '\0'; text++)
		CLAIM(*text >= ' ' && *text <= '~');
}

static void
check_info(const char *line, size_t size)
{
	struct dtap_server_info info;

	if (!dtap_server_info_read(&info, line, size))
		return;
	CLAIM(strlen(info.version) >= 3);
	is_printable(info.version);
}

static void
check_answer(const char *token, const char *data, size_t size)
{
	unsigned woken = 0;
	struct dtap_answer_queue *queue = dtap_answer_queue_new(wake, &woken);
	struct dtap_link_events events;
	struct dtap_queued_answer answer;

	CLAIM(queue != NULL);
	events = dtap_answer_queue_events(queue);
	events.answer(events.arg, token, data, size, false);
	if (dtap_answer_queue_next(queue, &answer)) {
		CLAIM(woken == 1);
		CLAIM(dtap_fleet_is_word(answer.tap));
		is_printable(answer.answer.text);
		CLAIM(answer.answer.code >= 0);
	}
	CLAIM(!dtap_answer_queue_next(queue, &answer));
	dtap_answer_queue_free(queue);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Exactly as large as said, so that a byte too many is seen. */
	const char *end = memchr(data, '\n', size);
	size_t rest;
	char *token, *answer;

	check_info((const char *)data, size);
	if (end == NULL)
		return 0;
	rest = size - (size_t)(end + 1 - (const char *)data);
	token = strndup((const char *)data, size - rest - 1);
	answer = malloc(rest > 0 ? rest : 1);
	CLAIM(token != NULL && answer != NULL);
	memcpy(answer, end + 1, rest);
	check_answer(token, answer, rest);
	free(answer);
	free(token);
	return 0;
}
