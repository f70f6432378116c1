/* SPDX-License-Identifier: MIT */
#include "http/status_gsmtap.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"

void
dtap_status_gsmtap_put(FILE *out, struct dtap_sender *sender)
{
	struct dtap_sender_status status;

	fprintf(out, "  \"gsmtap\": {\"enabled\": ");
	if (sender == NULL) {
		fprintf(out, "false},\n");
		return;
	}
	dtap_sender_status(sender, &status);
	fprintf(out, "true, \"address\": ");
	dtap_json_string(out, status.address);
	fprintf(out, ", \"why\": ");
	dtap_json_string(out, status.error != 0 ? strerror(status.error) : "");
	fprintf(out,
		",\n    \"sent\": %" PRIu64 ", \"bytes\": %" PRIu64
		", \"unsent\": %" PRIu64 ", \"undelivered\": %" PRIu64
		", \"left_out\": %" PRIu64 ", \"lags\": %" PRIu64 ", ",
		status.sent, status.bytes, status.unsent, status.undelivered,
		status.left_out, status.lags);
	dtap_json_amount(out, "lost", status.lost.containers,
			 status.lost.bytes);
	fputs("},\n", out);
}
