/* SPDX-License-Identifier: MIT */
#include "fleet/sequence.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#define BOOTS 2 /* of a device's tap that are known */

/* A message that is held, or that is ready. */
struct queued {
	struct queued *next;
	struct dtap_sequence_item item;
};

/* The messages of one boot. */
struct run {
	bool used;
	uint64_t boot;
	uint64_t next;       /* the number of the next message */
	uint64_t containers; /* before that message */
	struct queued *held; /* later ones, in order */
};

/* A tap of a device. */
struct lane {
	struct dtap_fleet_name name;
	struct run runs[BOOTS]; /* the newest one first */
	uint32_t mark;
	struct lane *next; /* of all */
};

struct dtap_sequence {
	struct dtap_sequence_options options;
	void *tree;         /* of lanes, by name: tsearch(3) */
	struct lane *lanes; /* all */
	struct queued *ready, **end;
	unsigned waiting; /* messages that are held */
	int64_t due;      /* none of them has waited long enough before */
	struct dtap_sequence_counts counts;
};

static int
compare(const void *a, const void *b)
{
	const struct lane *one = a, *other = b;

	/* The rest of each word is zeros: fleet_name.h fills in whole structs.
	 */
	return memcmp(&one->name, &other->name, sizeof one->name);
}

struct dtap_sequence *
dtap_sequence_new(const struct dtap_sequence_options *options)
{
	struct dtap_sequence *sequence = calloc(1, sizeof *sequence);

	if (sequence == NULL)
		return NULL;
	sequence->options = *options;
	sequence->end = &sequence->ready;
	return sequence;
}

static void
free_entries(struct queued *entry)
{
	while (entry != NULL) {
		struct queued *next = entry->next;

		dtap_device_message_free(entry->item.message);
		free(entry);
		entry = next;
	}
}

static void
keep_lane(void *lane)
{
	(void)lane; /* the list frees it */
}

void
dtap_sequence_free(struct dtap_sequence *sequence)
{
	struct lane *lane;

	if (sequence == NULL)
		return;
	tdestroy(sequence->tree, keep_lane);
	while ((lane = sequence->lanes) != NULL) {
		sequence->lanes = lane->next;
		for (size_t i = 0; i < BOOTS; i++)
			free_entries(lane->runs[i].held);
		free(lane);
	}
	free_entries(sequence->ready);
	free(sequence);
}

/* Makes the lane if there is none.  NULL: ENOMEM. */
static struct lane *
find_lane(struct dtap_sequence *sequence, const struct dtap_fleet_name *name)
{
	struct lane key = {.name = *name}, *lane;
	struct lane **found = tfind(&key, &sequence->tree, compare);

	if (found != NULL)
		return *found;
	lane = calloc(1, sizeof *lane);
	if (lane == NULL)
		return NULL;
	lane->name = *name;
	if (tsearch(lane, &sequence->tree, compare) == NULL) {
		free(lane);
		return NULL;
	}
	lane->next = sequence->lanes;
	sequence->lanes = lane;
	sequence->counts.devices++;
	return lane;
}

/* The entry's turn has come. */
static void
deliver(struct dtap_sequence *sequence, struct run *run, struct queued *entry)
{
	const struct dtap_fleet_message *head = &entry->item.message->head;

	run->next = head->seq + 1;
	run->containers = head->first + head->count;
	entry->next = NULL;
	*sequence->end = entry;
	sequence->end = &entry->next;
}

static struct queued *
take_held(struct dtap_sequence *sequence, struct run *run)
{
	struct queued *entry = run->held;

	run->held = entry->next;
	sequence->waiting--;
	sequence->counts.held -= entry->item.message->size;
	return entry;
}

/* What is held, as far as nothing is missing. */
static void
deliver_held(struct dtap_sequence *sequence, struct run *run)
{
	while (run->held != NULL &&
	       run->held->item.message->head.seq == run->next)
		deliver(sequence, run, take_held(sequence, run));
}

/* What the first held message waits for is missing. */
static void
give_up(struct dtap_sequence *sequence, struct run *run)
{
	struct queued *entry = take_held(sequence, run);
	const struct dtap_fleet_message *head = &entry->item.message->head;
	struct dtap_sequence_gap *gap = &entry->item.gap;
	uint64_t until = head->first - head->lost.containers;

	gap->messages = head->seq - run->next;
	/* The edge's own loss has a record in the message. */
	if (head->lost.containers <= head->first && until > run->containers)
		gap->containers = until - run->containers;
	sequence->counts.gaps++;
	sequence->counts.missing += gap->messages;
	deliver(sequence, run, entry);
	deliver_held(sequence, run);
}

static void
give_up_all(struct dtap_sequence *sequence, struct run *run)
{
	while (run->held != NULL)
		give_up(sequence, run);
}

/* The run of a boot; a new one takes the place of the oldest. */
static struct run *
find_run(struct dtap_sequence *sequence, struct lane *lane,
	 const struct dtap_fleet_message *head)
{
	bool is_first = !lane->runs[0].used;

	for (size_t i = 0; i < BOOTS; i++)
		if (lane->runs[i].used && lane->runs[i].boot == head->boot)
			return &lane->runs[i];
	give_up_all(sequence, &lane->runs[BOOTS - 1]);
	memmove(&lane->runs[1], &lane->runs[0],
		(BOOTS - 1) * sizeof *lane->runs);
	lane->runs[0] = (struct run){
		.used = true,
		.boot = head->boot,
		.next = is_first ? head->seq : 0,
		.containers = is_first ? head->first : 0,
	};
	return &lane->runs[0];
}

/* Where it belongs among those that are held; NULL: it is there already. */
static struct queued **
find_place(struct run *run, uint64_t seq)
{
	struct queued **place = &run->held;

	while (*place != NULL && (*place)->item.message->head.seq < seq)
		place = &(*place)->next;
	return *place != NULL && (*place)->item.message->head.seq == seq
		       ? NULL
		       : place;
}

/* The run whose first message has been held for longest. */
static struct run *
oldest(struct dtap_sequence *sequence)
{
	struct run *found = NULL;

	for (struct lane *lane = sequence->lanes; lane != NULL;
	     lane = lane->next)
		for (size_t i = 0; i < BOOTS; i++) {
			struct run *run = &lane->runs[i];

			if (run->held != NULL &&
			    (found == NULL ||
			     run->held->item.message->arrived <
				     found->held->item.message->arrived))
				found = run;
		}
	return found;
}

static void
hold(struct dtap_sequence *sequence, struct queued **place,
     struct queued *entry)
{
	entry->next = *place;
	*place = entry;
	if (sequence->waiting++ == 0)
		sequence->due = INT64_MIN;
	sequence->counts.held += entry->item.message->size;
	while (sequence->counts.held > sequence->options.held_most)
		give_up(sequence, oldest(sequence));
}

static void
drop(struct dtap_sequence *sequence, struct queued *entry)
{
	sequence->counts.duplicates++;
	dtap_device_message_free(entry->item.message);
	free(entry);
}

static void
put(struct dtap_sequence *sequence, struct lane *lane, struct queued *entry)
{
	const struct dtap_fleet_message *head = &entry->item.message->head;
	struct run *run = find_run(sequence, lane, head);
	struct queued **place = find_place(run, head->seq);

	if (head->seq < run->next || place == NULL) {
		drop(sequence, entry);
	} else if (head->seq > run->next) {
		hold(sequence, place, entry);
	} else {
		deliver(sequence, run, entry);
		deliver_held(sequence, run);
	}
}

bool
dtap_sequence_put(struct dtap_sequence *sequence,
		  struct dtap_device_message *message)
{
	struct lane *lane = find_lane(sequence, &message->name);
	struct queued *entry = lane != NULL ? calloc(1, sizeof *entry) : NULL;

	if (entry == NULL) {
		dtap_device_message_free(message);
		return false;
	}
	entry->item.message = message;
	entry->item.mark = &lane->mark;
	put(sequence, lane, entry);
	return true;
}

void
dtap_sequence_expire(struct dtap_sequence *sequence, int64_t now)
{
	while (sequence->waiting > 0 && now >= sequence->due) {
		struct run *run = oldest(sequence);
		int64_t due = run->held->item.message->arrived +
			      sequence->options.window;

		if (now < due)
			sequence->due = due;
		else
			give_up(sequence, run);
	}
}

bool
dtap_sequence_next(struct dtap_sequence *sequence,
		   struct dtap_sequence_item *item)
{
	struct queued *entry = sequence->ready;

	if (entry == NULL)
		return false;
	sequence->ready = entry->next;
	if (sequence->ready == NULL)
		sequence->end = &sequence->ready;
	*item = entry->item;
	free(entry);
	sequence->counts.delivered++;
	return true;
}

struct dtap_sequence_counts
dtap_sequence_counts(const struct dtap_sequence *sequence)
{
	return sequence->counts;
}
