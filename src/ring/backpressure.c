/* SPDX-License-Identifier: MIT */
#include "ring/backpressure.h"

#include "base/clock.h"

void
dtap_patience_init(struct dtap_patience *patience)
{
	*patience = (struct dtap_patience){.goal = 0};
	dtap_clock_cond_init(&patience->passed);
}

void
dtap_patience_destroy(struct dtap_patience *patience)
{
	pthread_cond_destroy(&patience->passed);
}

/* Somebody awake is at this block now, and was not before. */
static void
count_on(struct dtap_patience *patience, uint64_t block)
{
	if (block < patience->goal)
		patience->behind++;
	if (block < patience->passed_by_all)
		patience->passed_by_all = block;
}

/* Somebody awake is at this block no more. */
static void
count_off(struct dtap_patience *patience, uint64_t block)
{
	if (block < patience->goal && --patience->behind == 0)
		pthread_cond_signal(&patience->passed);
}

void
dtap_patience_joined(struct dtap_patience *patience,
		     const struct dtap_subscriber *subscriber)
{
	count_on(patience, subscriber->block);
}

void
dtap_patience_left(struct dtap_patience *patience,
		   const struct dtap_subscriber *subscriber)
{
	if (!subscriber->asleep)
		count_off(patience, subscriber->block);
}

void
dtap_patience_taken(struct dtap_patience *patience,
		    struct dtap_subscriber *subscriber, uint64_t next)
{
	if (subscriber->asleep)
		count_on(patience, next);
	else if (next >= patience->goal)
		count_off(patience, subscriber->block);
	subscriber->asleep = false;
	subscriber->moved = true;
}

void
dtap_patience_moved(struct dtap_patience *patience,
		    struct dtap_subscriber *subscriber)
{
	if (subscriber->asleep)
		count_on(patience, subscriber->block);
	subscriber->asleep = false;
	subscriber->moved = true;
}

void
dtap_patience_begin(struct dtap_patience *patience, uint64_t goal,
		    struct dtap_subscriber *list)
{
	patience->goal = goal;
	patience->behind = 0;
	for (struct dtap_subscriber *s = list->next; s != list; s = s->next) {
		s->moved = false;
		if (!s->asleep && s->block < goal)
			patience->behind++;
	}
}

void
dtap_patience_end(struct dtap_patience *patience, uint64_t head,
		  struct dtap_subscriber *list)
{
	patience->passed_by_all = patience->goal;
	patience->goal = 0;
	if (patience->behind == 0)
		return;
	for (struct dtap_subscriber *s = list->next; s != list; s = s->next) {
		if (!s->moved && s->block < head)
			s->asleep = true;
		if (!s->asleep && s->block < patience->passed_by_all)
			patience->passed_by_all = s->block;
	}
}
