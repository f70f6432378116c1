/* SPDX-License-Identifier: MIT */
#include "sources/ipa/entry_parser.h"

#include <stdlib.h>
#include <string.h>

#include "sources/ipa/header_detect.h"

/* Out of step for so many bytes, a form that was found is looked for anew. */
#define PATIENCE (256 * 1024)

struct dtap_splitter {
	const struct dtap_ipa_form *given, *form;
	bool in_step, ended;
	uint64_t resyncs;
	size_t strayed; /* bytes since the entry boundaries were lost */

	/* data[begin..end) is held; up to `passed` it is no entry. */
	uint8_t *data;
	size_t begin, passed, end, room;
};

struct dtap_splitter *
dtap_splitter_new(const struct dtap_ipa_form *form)
{
	struct dtap_splitter *splitter = calloc(1, sizeof *splitter);

	if (splitter == NULL)
		return NULL;
	splitter->given = form;
	dtap_splitter_clear(splitter);
	return splitter;
}

void
dtap_splitter_free(struct dtap_splitter *splitter)
{
	if (splitter != NULL)
		free(splitter->data);
	free(splitter);
}

void
dtap_splitter_clear(struct dtap_splitter *splitter)
{
	splitter->form = splitter->given;
	splitter->in_step = splitter->form != NULL;
	splitter->ended = false;
	splitter->strayed = 0;
	splitter->begin = splitter->passed = splitter->end = 0;
}

uint8_t *
dtap_splitter_room(struct dtap_splitter *splitter, size_t size)
{
	size_t held = splitter->end - splitter->begin;
	uint8_t *data = splitter->data;

	if (held > 0 && splitter->begin > 0)
		memmove(data, data + splitter->begin, held);
	splitter->passed -= splitter->begin;
	splitter->begin = 0;
	splitter->end = held;
	if (splitter->room - held < size) {
		data = realloc(data, held + size);
		if (data == NULL)
			return NULL;
		splitter->data = data;
		splitter->room = held + size;
	}
	return data + held;
}

void
dtap_splitter_add(struct dtap_splitter *splitter, size_t size)
{
	splitter->end += size;
}

void
dtap_splitter_end(struct dtap_splitter *splitter)
{
	splitter->ended = true;
}

/*
 * The size of the entry at the beginning, whose shape is written; 0: its end is
 * still to come, or out of step, it has none.
 */
static size_t
find_entry(struct dtap_splitter *splitter, struct dtap_shape *shape)
{
	const struct dtap_ipa_form *form = splitter->form;
	const uint8_t *data = splitter->data + splitter->begin;
	size_t left = splitter->end - splitter->begin, size, packet;

	if (left < form->header)
		return 0;
	splitter->in_step = dtap_ipa_header_read(form, data, shape, &size);
	packet = size - shape->head - shape->tail;
	if (packet > 0 && left > form->header &&
	    !dtap_ipa_packet_may_be(form, data, data[form->header]))
		splitter->in_step = false;
	if (!splitter->in_step || left < size)
		return 0;
	shape->missing = dtap_ipa_packet_missing(data + form->header, packet);
	return size;
}

static void
resync(struct dtap_splitter *splitter)
{
	splitter->resyncs++;
	splitter->in_step = false;
	splitter->strayed = 0;
	splitter->passed = splitter->begin + 1;
}

/* Whether entries begin at `passed`. */
static enum dtap_ipa_verdict
look(struct dtap_splitter *splitter)
{
	const uint8_t *data = splitter->data + splitter->passed;
	size_t size = splitter->end - splitter->passed;
	const struct dtap_ipa_form *form;
	enum dtap_ipa_verdict verdict;

	/* What was found may have been wrong, or is another device's. */
	if (splitter->given == NULL && splitter->strayed > PATIENCE)
		splitter->form = NULL;
	if (splitter->form != NULL)
		return dtap_ipa_judge(splitter->form, data, size,
				      splitter->ended);
	verdict = dtap_ipa_guess(&form, data, size, splitter->ended);
	if (verdict == DTAP_IPA_YES)
		splitter->form = form;
	return verdict;
}

/* On to where entries begin, or to what cannot be judged yet. */
static void
pass_over(struct dtap_splitter *splitter)
{
	while (splitter->passed < splitter->end &&
	       splitter->passed - splitter->begin < DTAP_IPA_ENTRY_MAX) {
		enum dtap_ipa_verdict verdict = look(splitter);

		splitter->in_step = verdict == DTAP_IPA_YES;
		if (verdict != DTAP_IPA_NO)
			return;
		splitter->passed++;
	}
}

static void
give(struct dtap_splitter *splitter, size_t size, const uint8_t **data)
{
	*data = splitter->data + splitter->begin;
	splitter->begin += size;
	if (splitter->passed < splitter->begin)
		splitter->passed = splitter->begin;
}

static bool
next_entry(struct dtap_splitter *splitter, const uint8_t **data, size_t *size,
	   struct dtap_shape *shape)
{
	*shape = (struct dtap_shape){0};
	*size = find_entry(splitter, shape);
	if (*size > 0)
		give(splitter, *size, data);
	else if (!splitter->in_step)
		resync(splitter);
	return *size > 0;
}

/* In step again, there may be none. */
static bool
next_stray(struct dtap_splitter *splitter, const uint8_t **data, size_t *size,
	   struct dtap_shape *shape)
{
	pass_over(splitter);
	*shape = (struct dtap_shape){.kind = DTAP_KIND_STRAY};
	*size = splitter->passed - splitter->begin;
	splitter->strayed += *size;
	give(splitter, *size, data);
	return *size > 0;
}

bool
dtap_splitter_next(struct dtap_splitter *splitter, const uint8_t **data,
		   size_t *size, struct dtap_shape *shape)
{
	while (splitter->begin < splitter->end) {
		if (splitter->in_step &&
		    next_entry(splitter, data, size, shape))
			return true;
		/* The rest of an entry is still to come, or never will. */
		if (splitter->in_step && !splitter->ended)
			return false;
		if (next_stray(splitter, data, size, shape))
			return true;
		if (!splitter->in_step)
			return false;
	}
	return false;
}

const struct dtap_ipa_form *
dtap_splitter_form(const struct dtap_splitter *splitter)
{
	return splitter->form;
}

uint64_t
dtap_splitter_resyncs(const struct dtap_splitter *splitter)
{
	return splitter->resyncs;
}
