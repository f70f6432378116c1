/* SPDX-License-Identifier: MIT */
#include "uplink/uplink_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include <dtap/tap.h>

#include "base/clock.h"
#include "base/json.h"

static void
put_amount(FILE *out, const char *name, const struct dtap_amount *amount)
{
	fputs(", ", out);
	dtap_json_amount(out, name, amount->containers, amount->bytes);
}

static void
put_tap(FILE *out, struct dtap_tap *tap,
	const struct dtap_uplink_tap_status *status)
{
	struct dtap_tap_status source;

	dtap_tap_status(tap, &source);
	fprintf(out, "{\"name\": \"%s\", \"state\": \"%s\", \"source\": ",
		status->name, dtap_tap_state_name(source.state));
	dtap_json_string(out, dtap_tap_source(tap)->type);
	put_amount(out, "read", &source.read);
	put_amount(out, "stored", &status->stored);
	put_amount(out, "lost", &status->lost);
	put_amount(out, "waiting", &status->waiting);
	fputc('}', out);
}

size_t
dtap_uplink_report(char out[DTAP_UPLINK_REPORT],
		   const struct dtap_uplink_options *options,
		   const struct dtap_uplink_status *status,
		   struct dtap_tap *const taps[DTAP_UPLINK_TAPS],
		   int64_t uptime)
{
	FILE *text = fmemopen(out, DTAP_UPLINK_REPORT, "w");
	struct timespec now;
	long size;

	if (text == NULL)
		return 0;
	clock_gettime(CLOCK_REALTIME, &now);
	fprintf(text,
		"{\"version\": \"%s\", \"boot\": \"%s\", \"sent_ns\": %" PRId64
		", \"uptime_s\": %" PRId64 ", \"clock_offset_ns\": %" PRId64
		", \"taps\": [",
		options->version, options->identity->boot_text,
		now.tv_sec * DTAP_NS_PER_S + now.tv_nsec, uptime,
		dtap_record_clock_offset(options->record_clock));
	for (size_t i = 0; i < status->tap_count; i++) {
		if (i > 0)
			fputs(", ", text);
		put_tap(text, taps[i], &status->taps[i]);
	}
	fputs("]}", text);
	size = ftell(text);
	return fclose(text) == 0 && size > 0 ? (size_t)size : 0;
}
