/* SPDX-License-Identifier: MIT */
#include "ring/backpressure.h"

#include "base/clock.h"

void
dtap_backpressure_init(struct dtap_backpressure *backpressure)
{
	*backpressure = (struct dtap_backpressure){.goal = 0};
	dtap_clock_cond_init(&backpressure->passed);
}

void
dtap_backpressure_destroy(struct dtap_backpressure *backpressure)
{
	pthread_cond_destroy(&backpressure->passed);
}

/* A subscriber that is not stalled is at this block now. */
static void
count_on(struct dtap_backpressure *backpressure, uint64_t block)
{
	if (block < backpressure->goal)
		backpressure->behind++;
	if (block < backpressure->passed_by_all)
		backpressure->passed_by_all = block;
}

/* A subscriber that is not stalled has left this block. */
static void
count_off(struct dtap_backpressure *backpressure, uint64_t block)
{
	if (block < backpressure->goal && --backpressure->behind == 0)
		pthread_cond_signal(&backpressure->passed);
}

void
dtap_backpressure_joined(struct dtap_backpressure *backpressure,
			 const struct dtap_subscriber *subscriber)
{
	count_on(backpressure, subscriber->block);
}

void
dtap_backpressure_left(struct dtap_backpressure *backpressure,
		       const struct dtap_subscriber *subscriber)
{
	if (!subscriber->stalled)
		count_off(backpressure, subscriber->block);
}

void
dtap_backpressure_taken(struct dtap_backpressure *backpressure,
			struct dtap_subscriber *subscriber, uint64_t next)
{
	if (subscriber->stalled)
		count_on(backpressure, next);
	else if (next >= backpressure->goal)
		count_off(backpressure, subscriber->block);
	subscriber->stalled = false;
	subscriber->moved = true;
}

void
dtap_backpressure_moved(struct dtap_backpressure *backpressure,
			struct dtap_subscriber *subscriber)
{
	if (subscriber->stalled)
		count_on(backpressure, subscriber->block);
	subscriber->stalled = false;
	subscriber->moved = true;
}

void
dtap_backpressure_begin(struct dtap_backpressure *backpressure, uint64_t goal,
			struct dtap_subscriber *list)
{
	backpressure->goal = goal;
	backpressure->behind = 0;
	for (struct dtap_subscriber *s = list->next; s != list; s = s->next) {
		s->moved = false;
		if (!s->stalled && s->block < goal)
			backpressure->behind++;
	}
}

void
dtap_backpressure_end(struct dtap_backpressure *backpressure, uint64_t head,
		      struct dtap_subscriber *list)
{
	backpressure->passed_by_all = backpressure->goal;
	backpressure->goal = 0;
	if (backpressure->behind == 0)
		return;
	for (struct dtap_subscriber *s = list->next; s != list; s = s->next) {
		if (!s->moved && s->block < head)
			s->stalled = true;
		if (!s->stalled && s->block < backpressure->passed_by_all)
			backpressure->passed_by_all = s->block;
	}
}
