/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "sources/simulator/modem/modem.h"
#include "sources/simulator/modem/notices.h"
#include "sources/simulator/rate.h"

struct simulator {
	struct dtap_source source; /* first: what the tap knows */
	uint64_t seed;
	double per_second;
	unsigned sims; /* 0: not the day */
	struct dtap_modem_filter filter;
	struct dtap_rate rate; /* in the monotonic clock */
	struct dtap_modem modem;
	char where[32];
};

static int64_t
realtime_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int
simulator_open(struct dtap_source *source)
{
	struct simulator *simulator = (struct simulator *)source;

	dtap_modem_begin(&simulator->modem, simulator->seed);
	if (simulator->sims > 0)
		dtap_modem_tell_day(&simulator->modem, simulator->sims);
	simulator->modem.filter = simulator->filter;
	return 0;
}

/* 0 when the next container is due, EINTR when a signal came first. */
static int
wait_until_due(struct simulator *simulator)
{
	int64_t now = dtap_clock_now();
	int64_t due = dtap_rate_due(&simulator->rate, now);

	return due <= now ? 0 : dtap_clock_sleep(due);
}

static ssize_t
simulator_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct simulator *simulator = (struct simulator *)source;

	if (size < DTAP_MODEM_CONTAINER_MAX) {
		dtap_source_explain(source, "a buffer of %zu bytes, not %d",
				    size, DTAP_MODEM_CONTAINER_MAX);
		errno = EINVAL;
		return -1;
	}
	/*
	 * The notices of an open come at once, as from the driver.  The time of
	 * the traffic begins after them: the tap may have waited between open
	 * and read.
	 */
	if (simulator->modem.notices < DTAP_MODEM_NOTICES) {
		simulator->rate = dtap_rate_begin(simulator->per_second,
						  dtap_clock_now());
	} else {
		if (wait_until_due(simulator) != 0)
			return 0;
		dtap_rate_take(&simulator->rate);
	}
	return (ssize_t)dtap_modem_next(&simulator->modem, realtime_us(),
					buffer);
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
dtap_diag_simulator_new(const struct dtap_diag_simulator_options *options)
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
	simulator->seed = options->seed;
	simulator->per_second = options->rate;
	simulator->sims = options->sims;
	simulator->filter = (struct dtap_modem_filter){options->passes,
						       options->passes_arg};
	snprintf(simulator->where, sizeof simulator->where, "%sseed %" PRIu64,
		 options->sims > 0 ? "day, " : "", options->seed);
	simulator->source = (struct dtap_source){
		.ops = &ops,
		.type = "simulator",
		.where = simulator->where,
		.buffer_size = DTAP_MODEM_CONTAINER_MAX,
	};
	return &simulator->source;
}
