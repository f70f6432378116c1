/* SPDX-License-Identifier: MIT */
#include "fleet/ack_subject.h"

#include <string.h>

#define WORDS_OLD  9
#define WORDS_NEW  11 /* at least */
#define WORDS_MOST 12

struct word {
	const char *text;
	size_t size;
};

/* The number of words; 0: there are too many. */
static size_t
split(const char *subject, struct word words[WORDS_MOST])
{
	size_t count = 0;

	for (;;) {
		if (count == WORDS_MOST)
			return 0;
		words[count].text = subject;
		words[count].size = strcspn(subject, ".");
		subject += words[count++].size;
		if (*subject == '\0')
			return count;
		subject++;
	}
}

static bool
read_number(uint64_t *out, const struct word *word)
{
	uint64_t value = 0;

	if (word->size == 0 || word->size > 19)
		return false;
	for (size_t i = 0; i < word->size; i++) {
		if (word->text[i] < '0' || word->text[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(word->text[i] - '0');
	}
	*out = value;
	return value <= INT64_MAX;
}

static bool
is_word(const struct word *word, const char *text)
{
	return word->size == strlen(text) &&
	       memcmp(word->text, text, word->size) == 0;
}

bool
dtap_ack_subject_read(struct dtap_ack_subject *ack, const char *subject)
{
	struct word words[WORDS_MOST];
	size_t count = subject != NULL ? split(subject, words) : 0;
	const struct word *stream = &words[count >= WORDS_NEW ? 4 : 2];
	uint64_t time;

	if ((count != WORDS_OLD && count < WORDS_NEW) ||
	    !is_word(&words[0], "$JS") || !is_word(&words[1], "ACK") ||
	    stream[1].size >= sizeof ack->consumer ||
	    !read_number(&ack->sequence, &stream[3]) ||
	    !read_number(&time, &stream[5]) ||
	    !read_number(&ack->pending, &stream[6]))
		return false;
	memcpy(ack->consumer, stream[1].text, stream[1].size);
	ack->consumer[stream[1].size] = '\0';
	ack->time = (int64_t)time;
	return true;
}
