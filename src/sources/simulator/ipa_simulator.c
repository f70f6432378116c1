/* SPDX-License-Identifier: MIT */
#include "sources/simulator/ipa_entries.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "sources/simulator/rate.h"
#include "sources/sources.h"

struct mirror {
	struct dtap_source source; /* first: what the tap knows */
	uint64_t seed;
	double per_second;
	const struct dtap_ipa_header_format *form;
	struct dtap_rate rate; /* in the monotonic clock */
	struct dtap_ipa_entries entries;
	char where[48];
};

static int
mirror_open(struct dtap_source *source)
{
	struct mirror *mirror = (struct mirror *)source;

	dtap_ipa_entries_begin(&mirror->entries, mirror->form, mirror->seed);
	mirror->rate.period = 0;
	return 0;
}

static ssize_t
mirror_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct mirror *mirror = (struct mirror *)source;
	int64_t now = dtap_clock_now(), due;

	(void)size;
	/* From the first read on: somebody may have been waited for. */
	if (mirror->rate.period <= 0)
		mirror->rate = dtap_rate_begin(mirror->per_second, now);
	due = dtap_rate_due(&mirror->rate, now);
	if (due > now && dtap_clock_sleep(due) != 0)
		return 0;
	dtap_rate_take(&mirror->rate);
	return (ssize_t)dtap_ipa_entries_next(&mirror->entries, buffer,
					      &source->shape);
}

static void
mirror_close(struct dtap_source *source)
{
	(void)source;
}

static void
mirror_free(struct dtap_source *source)
{
	free(source);
}

struct dtap_source *
dtap_ipa_simulator_new(const struct dtap_ipa_simulator_options *options)
{
	static const struct dtap_source_ops ops = {
		.open = mirror_open,
		.read = mirror_read,
		.close = mirror_close,
		.free = mirror_free,
	};
	struct mirror *mirror = calloc(1, sizeof *mirror);

	if (mirror == NULL)
		return NULL;
	mirror->form = dtap_ipa_header_format_find(options->header);
	if (mirror->form == NULL)
		mirror->form = dtap_ipa_header_format_find("dpl3");
	mirror->seed = options->seed;
	mirror->per_second = options->rate;
	snprintf(mirror->where, sizeof mirror->where, "seed %" PRIu64 ", %s",
		 options->seed, mirror->form->name);
	mirror->source = (struct dtap_source){
		.ops = &ops,
		.type = "simulator",
		.where = mirror->where,
		.buffer_size = DTAP_IPA_ENTRIES_ENTRY,
	};
	return &mirror->source;
}
