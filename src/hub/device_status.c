/* SPDX-License-Identifier: MIT */
#include "hub/device_status.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "version.h"

/* The hub has no device and no ring of its own: these figures are 0. */
static void
put_tap(FILE *out, const struct dtap_hub_device *device, const char *tap)
{
	fprintf(out,
		"{\"name\": \"%s\", \"enabled\": true, \"source\": {\"type\": "
		"\"uplink\", \"where\": \"%s/%s\", \"state\": \"%s\", \"why\": "
		"\"%s\", \"failures\": 0, \"wrong_frames\": 0}, \"read\": "
		"{\"containers\": 0, \"bytes\": 0}, \"dropped\": "
		"{\"containers\": 0, \"bytes\": 0}, \"ring\": {\"room\": 0, "
		"\"bytes\": 0, \"blocks\": 0, \"published\": 0, "
		"\"subscribers\": 0, \"ended\": false}}",
		tap, device->name.group, device->name.device,
		device->is_here ? "running" : "retrying",
		device->is_here ? "" : "the device is away");
}

static void
put_taps(FILE *out, const struct dtap_hub_device *device)
{
	put_tap(out, device, "diag");
	for (size_t i = 0; i < DTAP_HUB_DEVICE_TAPS; i++) {
		const char *tap = device->taps[i];

		if (*tap == '\0' || strcmp(tap, "diag") == 0)
			continue;
		fputs(", ", out);
		put_tap(out, device, tap);
	}
}

char *
dtap_hub_device_status(const struct dtap_hub *hub,
		       const struct dtap_hub_device *device, size_t *size)
{
	struct dtap_stream_table_status sum;
	int64_t uptime = dtap_clock_now() - hub->service.started;
	char *text;
	FILE *out = open_memstream(&text, size);

	if (out == NULL)
		return NULL;
	dtap_stream_table_status(dtap_fanout_table(hub->service.fanout), &sum);
	fprintf(out,
		"{\"version\": \"%s\", \"uptime_s\": %" PRId64
		", \"wireshark\": false, \"clock_offset_s\": 0, \"taps\": [",
		DTAP_VERSION, uptime / DTAP_NS_PER_S);
	put_taps(out, device);
	fprintf(out,
		"], \"streams\": {\"open\": %u, \"most\": %u, \"begun\": "
		"%" PRIu64 "}, \"subscribers\": []}\n",
		sum.streams, sum.max_streams, sum.begun);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}
