/* SPDX-License-Identifier: MIT */
#include "http/query.h"

#include <stdio.h>
#include <string.h>

#include <dtap/pcap.h>

/* A "name=value" of the query; not terminated. */
struct term {
	const char *value;
	size_t size;
};

static bool
is_word(const struct term *term, const char *word)
{
	return term->size == strlen(word) &&
	       memcmp(term->value, word, term->size) == 0;
}

static bool
read_only(struct dtap_query *query, const struct term *term)
{
	query->form = DTAP_FORM_DATA;
	return is_word(term, "data");
}

static bool
read_since(struct dtap_query *query, const struct term *term)
{
	query->oldest = is_word(term, "oldest");
	return query->oldest || is_word(term, "live");
}

static bool
read_snaplen(struct dtap_query *query, const struct term *term)
{
	uint32_t value = 0, most = query->snaplen;

	for (size_t i = 0; i < term->size; i++) {
		if (term->value[i] < '0' || term->value[i] > '9')
			return false;
		value = value * 10 + (uint32_t)(term->value[i] - '0');
		if (value > most)
			return false;
	}
	query->snaplen = value;
	return value >= DTAP_SNAPLEN_MIN;
}

static bool
read_codes(struct dtap_query *query, const struct term *term)
{
	query->filters = true;
	return dtap_filter_add_codes(&query->filter, term->value, term->size);
}

static bool
read_ops(struct dtap_query *query, const struct term *term)
{
	query->filters = true;
	return dtap_filter_add_ops(&query->filter, term->value, term->size);
}

static bool
read_split(struct dtap_query *query, const struct term *term)
{
	query->split = is_word(term, "message");
	return query->split || is_word(term, "container");
}

static bool
read_linktype(struct dtap_query *query, const struct term *term)
{
	query->bare = is_word(term, "raw");
	return query->bare;
}

static const struct name {
	const char *name;
	bool raw, pcap;     /* the forms that know it */
	bool diag, packets; /* the taps that do */
	bool (*read)(struct dtap_query *query, const struct term *term);
	const char *allowed;
} names[] = {
	{"only", true, false, true, false, read_only, "data"},
	{"since", true, true, true, true, read_since, "live or oldest"},
	{"snaplen", false, true, true, true, read_snaplen,
	 "a number from 1024 to the stream's own snaplen"},
	{"codes", false, true, true, false, read_codes,
	 "log codes in hexadecimal, for example B0C0,B821"},
	{"ops", false, true, true, false, read_ops,
	 "opcodes in hexadecimal, for example 10,79"},
	{"split", false, true, true, false, read_split, "message or container"},
	{"linktype", false, true, false, true, read_linktype, "raw"},
};

/* The streams that know the name, if this one does not; else NULL. */
static const char *
others_that_know(const struct name *name, const struct dtap_query_of *of)
{
	bool is_raw = of->form == DTAP_FORM_RAW;

	if (of->packets ? !name->packets : !name->diag)
		return of->packets ? "streams of DIAG" : "streams of IPA";
	if (is_raw ? !name->raw : !name->pcap)
		return is_raw ? "pcap streams" : "raw streams";
	return NULL;
}

static const struct name *
find_name(const char *text, size_t size)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t length = strlen(names[i].name);

		if (size > length && text[length] == '=' &&
		    memcmp(text, names[i].name, length) == 0)
			return &names[i];
	}
	return NULL;
}

static bool
read_term(struct dtap_query *query, const char *text, size_t size,
	  const struct dtap_query_of *of, char *why, size_t room)
{
	const struct name *name = find_name(text, size);
	const char *others;
	struct term term;

	if (name == NULL) {
		snprintf(why, room,
			 "Unknown query. A raw stream allows only=data and "
			 "since=; a pcap stream allows since=, snaplen=, "
			 "codes=, ops=, split= and linktype=.");
		return false;
	}
	others = others_that_know(name, of);
	if (others != NULL) {
		snprintf(why, room, "%s= is for %s only.", name->name, others);
		return false;
	}
	term.value = text + strlen(name->name) + 1;
	term.size = size - strlen(name->name) - 1;
	if (name->read(query, &term))
		return true;
	snprintf(why, room, "%s= must be %s.", name->name, name->allowed);
	return false;
}

bool
dtap_query_read(struct dtap_query *query, const char *text,
		const struct dtap_query_of *of, char *why, size_t room)
{
	memset(query, 0, sizeof *query);
	query->form = of->form;
	query->snaplen = of->snaplen;
	while (*text != '\0') {
		size_t size = strcspn(text, "&");

		if (!read_term(query, text, size, of, why, room))
			return false;
		text += size;
		text += *text == '&';
	}
	return true;
}
