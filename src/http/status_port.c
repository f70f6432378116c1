/* SPDX-License-Identifier: MIT */
#include "http/status_port.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/json.h"

#define CLIENTS 64 /* that are listed */

static const char *
truth(bool value)
{
	return value ? "true" : "false";
}

static void
put_client(FILE *out, const struct dtap_port_client_status *client)
{
	int64_t age = dtap_clock_now() - client->since;

	fprintf(out,
		"      {\"number\": %" PRIu32 ", \"way\": \"%s\", \"name\": ",
		client->number, client->way);
	dtap_json_string(out, client->name);
	fprintf(out,
		", \"age_s\": %" PRId64 ", \"quiet\": %s, \"logs\": %u, "
		"\"events\": %s, \"messages\": %s,\n       \"requests\": "
		"%" PRIu64 ", \"refused\": %" PRIu64 ", \"replies\": %" PRIu64
		", \"timeouts\": %" PRIu64,
		age / DTAP_NS_PER_S, truth(client->quiet), client->logs,
		truth(client->events), truth(client->messages),
		client->requests, client->refused, client->replies,
		client->timeouts);
	fprintf(out,
		", \"frames\": %" PRIu64 ", \"bytes\": %" PRIu64
		", \"lost_frames\": %" PRIu64 ", \"lost_bytes\": %" PRIu64 "}",
		client->frames, client->bytes, client->lost_frames,
		client->lost_bytes);
}

static void
put_sums(FILE *out, const struct dtap_port_status *sums)
{
	fprintf(out,
		"\"attached\": %u, \"most\": %u, \"begun\": %" PRIu64
		", \"refused_connections\": %" PRIu64
		", \"detached_slow\": %" PRIu64 ",\n    \"requests\": %" PRIu64
		", \"refused\": %" PRIu64 ", \"replies\": %" PRIu64
		", \"timeouts\": %" PRIu64,
		sums->clients, sums->max_clients, sums->attached,
		sums->refused_connections, sums->detached_slow, sums->requests,
		sums->refused, sums->replies, sums->timeouts);
	fprintf(out,
		", \"frames\": %" PRIu64 ", \"bytes\": %" PRIu64
		", \"lost_frames\": %" PRIu64 ", \"lost_bytes\": %" PRIu64
		",\n    \"lags\": %" PRIu64 ", ",
		sums->frames, sums->bytes, sums->lost_frames, sums->lost_bytes,
		sums->lags);
	dtap_json_amount(out, "lost", sums->lost.containers, sums->lost.bytes);
	fprintf(out,
		",\n    \"modem\": {\"logs\": %u, \"events\": %s, "
		"\"messages\": %s}",
		sums->logs, truth(sums->events), truth(sums->messages));
}

void
dtap_status_port_put(FILE *out, struct dtap_port *port)
{
	struct dtap_port_client_status clients[CLIENTS];
	struct dtap_port_status sums;
	unsigned count;

	fprintf(out, "  \"port\": {\"enabled\": ");
	if (port == NULL) {
		fprintf(out, "false},\n");
		return;
	}
	dtap_port_status(port, &sums);
	fprintf(out, "%s, ", truth(sums.is_open));
	put_sums(out, &sums);
	count = dtap_port_clients(port, clients, CLIENTS);
	fprintf(out, ",\n    \"clients\": [");
	for (unsigned i = 0; i < count && i < CLIENTS; i++) {
		fprintf(out, "%s\n", i > 0 ? "," : "");
		put_client(out, &clients[i]);
	}
	fprintf(out, "]},\n");
}
