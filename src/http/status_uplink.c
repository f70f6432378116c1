/* SPDX-License-Identifier: MIT */
#include "http/status_uplink.h"

#include <inttypes.h>

#include "base/json.h"

static void
put_amount(FILE *out, const char *name, const struct dtap_amount *amount)
{
	fputs(", ", out);
	dtap_json_amount(out, name, amount->containers, amount->bytes);
}

static void
put_tap(FILE *out, const struct dtap_uplink_tap_status *tap)
{
	fprintf(out,
		"      {\"name\": \"%s\", \"messages\": %" PRIu64
		", \"bytes\": %" PRIu64 ", \"resent\": %" PRIu64
		", \"duplicates\": %" PRIu64 ", \"dropped\": %" PRIu64,
		tap->name, tap->messages, tap->bytes, tap->resent,
		tap->duplicates, tap->dropped);
	put_amount(out, "stored", &tap->stored);
	put_amount(out, "lost", &tap->lost);
	put_amount(out, "waiting", &tap->waiting);
	fputc('}', out);
}

static void
put_status(FILE *out, const struct dtap_uplink_status *status)
{
	fprintf(out, ",\n    \"state\": \"%s\", \"server\": ",
		dtap_uplink_state_name(status->state));
	dtap_json_string(out, status->server);
	fputs(", \"why\": ", out);
	dtap_json_string(out, status->why);
	fprintf(out,
		",\n    \"connections\": %" PRIu64 ", \"failures\": %" PRIu64
		", \"timeouts\": %" PRIu64 ", \"refusals\": %" PRIu64
		",\n    \"taps\": [\n",
		status->connections, status->failures, status->timeouts,
		status->refusals);
	for (size_t i = 0; i < status->tap_count; i++) {
		put_tap(out, &status->taps[i]);
		fputs(i + 1 < status->tap_count ? ",\n" : "\n", out);
	}
	fputs("    ]", out);
}

void
dtap_status_uplink_put(FILE *out, const struct dtap_fleet_identity *identity,
		       struct dtap_uplink *uplink)
{
	struct dtap_uplink_status status;

	fprintf(out, ",\n  \"uplink\": {\"device\": \"%s\", \"boot\": \"%s\"",
		identity->device, identity->boot_text);
	if (uplink != NULL) {
		dtap_uplink_status(uplink, &status);
		fprintf(out, ", \"group\": \"%s\"", identity->group);
		put_status(out, &status);
	}
	fputc('}', out);
}
