/* SPDX-License-Identifier: MIT */
#include "sources/simulator/ipa_entries.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "sources/simulator/rate.h"
#include "sources/sources.h"

struct simulator {
	struct dtap_source source; /* first: what the tap knows */
	uint64_t seed;
	double per_second;
	const struct dtap_ipa_header_format *format;
	struct dtap_rate rate; /* in the monotonic clock */
	struct dtap_ipa_entries entries;
	char where[48];
};

static int
simulator_open(struct dtap_source *source)
{
	struct simulator *simulator = (struct simulator *)source;

	dtap_ipa_entries_begin(&simulator->entries, simulator->format,
			       simulator->seed);
	simulator->rate.period = 0;
	return 0;
}

static ssize_t
simulator_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct simulator *simulator = (struct simulator *)source;
	int64_t now = dtap_clock_now(), due;

	(void)size;
	/* Time begins at the first read: the tap may have waited before it. */
	if (simulator->rate.period <= 0)
		simulator->rate = dtap_rate_begin(simulator->per_second, now);
	due = dtap_rate_due(&simulator->rate, now);
	if (due > now && dtap_clock_sleep(due) != 0)
		return 0;
	dtap_rate_take(&simulator->rate);
	return (ssize_t)dtap_ipa_entries_next(&simulator->entries, buffer,
					      &source->shape);
}

static void
simulator_close(struct dtap_source *source)
{
	(void)source;
}

static void
simulator_free(struct dtap_source *source)
{
	free(source);
}

struct dtap_source *
dtap_ipa_simulator_new(const struct dtap_ipa_simulator_options *options)
{
	static const struct dtap_source_ops ops = {
		.open = simulator_open,
		.read = simulator_read,
		.close = simulator_close,
		.free = simulator_free,
	};
	struct simulator *simulator = calloc(1, sizeof *simulator);

	if (simulator == NULL)
		return NULL;
	simulator->format = dtap_ipa_header_format_find(options->header);
	if (simulator->format == NULL)
		simulator->format = dtap_ipa_header_format_find("dpl3");
	simulator->seed = options->seed;
	simulator->per_second = options->rate;
	snprintf(simulator->where, sizeof simulator->where,
		 "seed %" PRIu64 ", %s", options->seed,
		 simulator->format->name);
	simulator->source = (struct dtap_source){
		.ops = &ops,
		.type = "simulator",
		.where = simulator->where,
		.buffer_size = DTAP_IPA_ENTRIES_ENTRY,
	};
	return &simulator->source;
}
