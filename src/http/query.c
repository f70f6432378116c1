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

static const struct name {
	const char *name;
	bool raw, pcap; /* the forms that know it */
	bool (*read)(struct dtap_query *query, const struct term *term);
	const char *allowed;
} names[] = {
	{"only", true, false, read_only, "data"},
	{"since", true, true, read_since, "live or oldest"},
	{"snaplen", false, true, read_snaplen,
	 "a number from 1024 to the stream's own snaplen"},
	{"codes", false, true, read_codes,
	 "log codes in hexadecimal, as B0C0,B821"},
	{"ops", false, true, read_ops, "opcodes in hexadecimal, as 10,79"},
};

static bool
read_term(struct dtap_query *query, const char *text, size_t size, bool is_raw,
	  char *why, size_t room)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct name *name = &names[i];
		size_t length = strlen(name->name);
		struct term term = {text + length + 1, size - length - 1};

		if (size <= length || text[length] != '=' ||
		    memcmp(text, name->name, length) != 0)
			continue;
		if (is_raw ? !name->raw : !name->pcap) {
			snprintf(why, room, "%s= is for %s streams only.",
				 name->name, is_raw ? "pcap" : "raw");
			return false;
		}
		if (!name->read(query, &term)) {
			snprintf(why, room, "%s= takes %s.", name->name,
				 name->allowed);
			return false;
		}
		return true;
	}
	snprintf(why, room,
		 "Unknown query. A raw stream takes only=data and since=, a "
		 "pcap stream since=, snaplen=, codes= and ops=.");
	return false;
}

bool
dtap_query_read(struct dtap_query *query, const char *text, enum dtap_form form,
		uint32_t snaplen, char *why, size_t room)
{
	memset(query, 0, sizeof *query);
	query->form = form;
	query->snaplen = snaplen;
	while (*text != '\0') {
		size_t size = strcspn(text, "&");

		if (!read_term(query, text, size, form == DTAP_FORM_RAW, why,
			       room))
			return false;
		text += size;
		text += *text == '&';
	}
	return true;
}
