/* SPDX-License-Identifier: MIT */
#include "hub/readers.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct entry {
	struct entry *next;
	struct dtap_hub_reader *reader;
};

struct dtap_hub_readers {
	struct dtap_hub_reader_place place;
	pthread_mutex_t lock;
	struct entry *entries;
	bool stopping;
};

struct dtap_hub_readers *
dtap_hub_readers_new(const struct dtap_hub_reader_place *place)
{
	struct dtap_hub_readers *readers = calloc(1, sizeof *readers);

	if (readers == NULL)
		return NULL;
	readers->place = *place;
	pthread_mutex_init(&readers->lock, NULL);
	return readers;
}

/* With the lock held: frees readers that are over, or all. */
static void
sweep(struct dtap_hub_readers *readers, bool all)
{
	struct entry **place = &readers->entries, *entry;

	while ((entry = *place) != NULL) {
		if (!all && !dtap_hub_reader_is_over(entry->reader)) {
			place = &entry->next;
			continue;
		}
		*place = entry->next;
		dtap_hub_reader_free(entry->reader);
		free(entry);
	}
}

/* With the lock held. */
static struct dtap_hub_reader *
begin(struct dtap_hub_readers *readers,
      const struct dtap_hub_reader_choice *choice)
{
	struct entry *entry;

	errno = ECANCELED;
	if (readers->stopping)
		return NULL;
	sweep(readers, false);
	entry = calloc(1, sizeof *entry);
	if (entry == NULL)
		return NULL;
	entry->reader = dtap_hub_reader_new(&readers->place, choice);
	if (entry->reader == NULL) {
		free(entry);
		errno = ENOMEM;
		return NULL;
	}
	entry->next = readers->entries;
	readers->entries = entry;
	return entry->reader;
}

const struct dtap_stream_feed *
dtap_hub_readers_begin(struct dtap_hub_readers *readers,
		       const struct dtap_hub_reader_choice *choice)
{
	struct dtap_hub_reader *reader;

	pthread_mutex_lock(&readers->lock);
	reader = begin(readers, choice);
	/* If there is no thread, the stream ends at once. */
	if (reader != NULL && dtap_hub_reader_start(reader) < 0)
		dtap_log(readers->place.log, DTAP_WARNING,
			 "cannot begin a thread for a reader");
	pthread_mutex_unlock(&readers->lock);
	if (reader == NULL)
		return NULL;
	atomic_fetch_add(&readers->place.counts->begun, 1);
	return dtap_hub_reader_feed(reader);
}

void
dtap_hub_readers_stop(struct dtap_hub_readers *readers)
{
	pthread_mutex_lock(&readers->lock);
	readers->stopping = true;
	for (struct entry *entry = readers->entries; entry != NULL;
	     entry = entry->next)
		dtap_hub_reader_stop(entry->reader);
	pthread_mutex_unlock(&readers->lock);
}

void
dtap_hub_readers_free(struct dtap_hub_readers *readers)
{
	if (readers == NULL)
		return;
	sweep(readers, true);
	pthread_mutex_destroy(&readers->lock);
	free(readers);
}
