/* SPDX-License-Identifier: MIT */
#include "hub/hub_metrics.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

struct text {
	FILE *out;
	enum dtap_metrics_form form;
};

static void
put_head(const struct text *text, const char *name, const char *type,
	 const char *help)
{
	const char *more =
		type[0] == 'c' && text->form == DTAP_METRICS_PROMETHEUS
			? "_total"
			: "";

	fprintf(text->out,
		"# HELP diagtap_hub_%s%s %s.\n# TYPE diagtap_hub_%s%s %s\n",
		name, more, help, name, more, type);
}

static void
put_one(const struct text *text, const char *name, const char *type,
	const char *help, uint64_t value)
{
	put_head(text, name, type, help);
	fprintf(text->out, "diagtap_hub_%s%s %" PRIu64 "\n", name,
		type[0] == 'c' ? "_total" : "", value);
}

static void
put_devices(const struct text *text, const struct dtap_hub *hub)
{
	struct dtap_device_counts counts =
		dtap_hub_devices_counts(hub->devices, dtap_clock_now());

	put_head(text, "devices", "gauge",
		 "Devices that are known, by whether they report");
	fprintf(text->out,
		"diagtap_hub_devices{state=\"here\"} %u\n"
		"diagtap_hub_devices{state=\"away\"} %u\n",
		counts.here, counts.away);
	put_one(text, "refused_reports", "counter",
		"Reports of devices that were not taken", counts.refused);
}

static void
put_readers(const struct text *text, const struct dtap_hub *hub)
{
	const struct dtap_hub_reader_counts *counts = &hub->counts;

	put_one(text, "readers_begun", "counter",
		"Readers begun since the hub started",
		atomic_load(&counts->begun));
	put_one(text, "messages", "counter",
		"Messages that readers got from the server",
		atomic_load(&counts->messages));
	put_one(text, "block_bytes", "counter",
		"Bytes of records made for readers",
		atomic_load(&counts->bytes));
	put_one(text, "duplicates", "counter",
		"Second copies of messages, and those that came too late",
		atomic_load(&counts->duplicates));
	put_one(text, "gaps", "counter", "Gaps between messages of a device",
		atomic_load(&counts->gaps));
	put_one(text, "missing_messages", "counter", "Messages in these gaps",
		atomic_load(&counts->missing));
	put_one(text, "skipped_records", "counter",
		"Records that were not as docs/wire.md says",
		atomic_load(&counts->skipped));
}

static void
put_faults(const struct text *text, const struct dtap_hub *hub)
{
	put_head(text, "refused_messages", "counter",
		 "Messages that were refused, by what was wrong");
	for (int i = DTAP_MESSAGE_GOOD + 1; i < DTAP_MESSAGE_FAULTS; i++)
		fprintf(text->out,
			"diagtap_hub_refused_messages_total{fault=\"%s\"} "
			"%llu\n",
			dtap_message_fault_name((enum dtap_message_fault)i),
			atomic_load(&hub->counts.faults[i]));
}

static void
put_streams(const struct text *text, const struct dtap_hub *hub)
{
	struct dtap_stream_table_status sum;

	dtap_stream_table_status(dtap_fanout_table(hub->service.fanout), &sum);
	put_one(text, "streams", "gauge", "Streams that are open now",
		sum.streams);
	put_one(text, "streams_max", "gauge",
		"Streams that may be open at the same time "
		"(listen.max_subscribers)",
		sum.max_streams);
	put_one(text, "sent_bytes", "counter",
		"Bytes sent to all streams, chunk framing included, HTTP "
		"headers not",
		sum.bytes);
}

char *
dtap_hub_metrics_text(const struct dtap_hub *hub, enum dtap_metrics_form form,
		      size_t *size)
{
	char *result = NULL;
	struct text text = {open_memstream(&result, size), form};

	if (text.out == NULL)
		return NULL;
	put_one(&text, "uptime_seconds", "gauge",
		"Seconds since the hub started",
		(uint64_t)((dtap_clock_now() - hub->service.started) /
			   DTAP_NS_PER_S));
	put_one(&text, "connected", "gauge",
		"1 while there is a connection to the server",
		dtap_hub_connection_is_open(hub->connection));
	put_devices(&text, hub);
	put_readers(&text, hub);
	put_faults(&text, hub);
	put_streams(&text, hub);
	if (form == DTAP_METRICS_OPENMETRICS)
		fprintf(text.out, "# EOF\n");
	if (fclose(text.out) == 0)
		return result;
	free(result);
	return NULL;
}
