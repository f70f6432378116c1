/* SPDX-License-Identifier: MIT */
#include "http/words.h"

#include <string.h>

bool
dtap_words_next(const char **at, struct dtap_word *word)
{
	*at += strspn(*at, ", \t");
	word->text = *at;
	word->size = strcspn(*at, ", \t");
	*at += word->size;
	return word->size > 0;
}
