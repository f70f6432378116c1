/* SPDX-License-Identifier: MIT */
#include "uplink/answer_queue.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM 256

struct dtap_answer_queue {
	void (*wake)(void *arg);
	void *arg;
	pthread_mutex_t lock; /* guards all below */
	struct dtap_queued_answer answers[ROOM];
	size_t first, count;
	bool closed;
	char warning[DTAP_LINK_WHY]; /* the last one, or "" */
};

struct dtap_answer_queue *
dtap_answer_queue_new(void (*wake)(void *arg), void *arg)
{
	struct dtap_answer_queue *queue = calloc(1, sizeof *queue);

	if (queue == NULL)
		return NULL;
	queue->wake = wake;
	queue->arg = arg;
	pthread_mutex_init(&queue->lock, NULL);
	return queue;
}

void
dtap_answer_queue_free(struct dtap_answer_queue *queue)
{
	if (queue == NULL)
		return;
	pthread_mutex_destroy(&queue->lock);
	free(queue);
}

/* "diag.17".  False: it is none of ours. */
static bool
read_token(struct dtap_queued_answer *answer, const char *token)
{
	int end = 0;

	return sscanf(token, "%32[a-z0-9-].%20" SCNu64 "%n", answer->tap,
		      &answer->number, &end) == 2 &&
	       token[end] == '\0';
}

static void
on_answer(void *arg, const char *token, const char *data, size_t size,
	  bool no_responder)
{
	struct dtap_answer_queue *queue = arg;
	struct dtap_queued_answer answer;

	if (!read_token(&answer, token))
		return;
	dtap_uplink_answer_read(&answer.answer, data, size, no_responder);
	pthread_mutex_lock(&queue->lock);
	if (queue->count < ROOM) {
		queue->answers[(queue->first + queue->count) % ROOM] = answer;
		queue->count++;
	}
	pthread_mutex_unlock(&queue->lock);
	queue->wake(queue->arg);
}

static void
on_warning(void *arg, const char *why)
{
	struct dtap_answer_queue *queue = arg;

	pthread_mutex_lock(&queue->lock);
	snprintf(queue->warning, sizeof queue->warning, "%s", why);
	pthread_mutex_unlock(&queue->lock);
	queue->wake(queue->arg);
}

static void
on_closed(void *arg)
{
	struct dtap_answer_queue *queue = arg;

	pthread_mutex_lock(&queue->lock);
	queue->closed = true;
	pthread_mutex_unlock(&queue->lock);
	queue->wake(queue->arg);
}

struct dtap_link_events
dtap_answer_queue_events(struct dtap_answer_queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->first = queue->count = 0;
	queue->closed = false;
	queue->warning[0] = '\0';
	pthread_mutex_unlock(&queue->lock);
	return (struct dtap_link_events){on_answer, on_warning, on_closed,
					 queue};
}

bool
dtap_answer_queue_is_empty(struct dtap_answer_queue *queue)
{
	bool empty;

	pthread_mutex_lock(&queue->lock);
	empty = queue->count == 0;
	pthread_mutex_unlock(&queue->lock);
	return empty;
}

bool
dtap_answer_queue_next(struct dtap_answer_queue *queue,
		       struct dtap_queued_answer *answer)
{
	bool there;

	pthread_mutex_lock(&queue->lock);
	there = queue->count > 0;
	if (there) {
		*answer = queue->answers[queue->first];
		queue->first = (queue->first + 1) % ROOM;
		queue->count--;
	}
	pthread_mutex_unlock(&queue->lock);
	return there;
}

bool
dtap_answer_queue_warning(struct dtap_answer_queue *queue,
			  char why[DTAP_LINK_WHY])
{
	pthread_mutex_lock(&queue->lock);
	memcpy(why, queue->warning, sizeof queue->warning);
	queue->warning[0] = '\0';
	pthread_mutex_unlock(&queue->lock);
	return why[0] != '\0';
}

bool
dtap_answer_queue_is_closed(struct dtap_answer_queue *queue)
{
	bool closed;

	pthread_mutex_lock(&queue->lock);
	closed = queue->closed;
	pthread_mutex_unlock(&queue->lock);
	return closed;
}
