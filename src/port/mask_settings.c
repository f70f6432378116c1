/* SPDX-License-Identifier: MIT */
#include "port/mask_settings.h"

#include <string.h>

#include "port/own_masks.h"

/* A word, and what own_masks.h calls it. */
struct word {
	const char *word;
	unsigned value;
};

static const struct word presets[] = {
	{"none", DTAP_LOGS_NONE},   {"signalling", DTAP_LOGS_SIGNALLING},
	{"radio", DTAP_LOGS_RADIO}, {"all", DTAP_LOGS_ALL},
	{NULL, DTAP_LOGS_NONE},
};

/* The bits of all levels from this one up. */
static const struct word levels[] = {
	{"none", 0},      {"fatal", 0x10}, {"error", 0x18}, {"high", 0x1c},
	{"medium", 0x1e}, {"low", 0x1f},   {NULL, 0},
};

static const struct word *
find(const struct word *words, const char *wanted)
{
	while (words->word != NULL && strcmp(words->word, wanted) != 0)
		words++;
	return words;
}

void
dtap_mask_settings_init(struct dtap_mask_settings *settings)
{
	*settings = (struct dtap_mask_settings){.preset = "none",
						.messages = "none"};
}

bool
dtap_mask_settings_is_preset(const char *word)
{
	return find(presets, word)->word != NULL;
}

bool
dtap_mask_settings_is_level(const char *word)
{
	return find(levels, word)->word != NULL;
}

void
dtap_mask_settings_make(struct dtap_masks *masks,
			const struct dtap_mask_settings *settings)
{
	const struct dtap_mask_options options = {
		.preset = find(presets, settings->preset)->value,
		.logs = settings->logs,
		.events = settings->events,
		.messages = find(levels, settings->messages)->value,
	};

	dtap_own_masks(masks, &options);
}
