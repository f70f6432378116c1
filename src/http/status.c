/* SPDX-License-Identifier: MIT */
#include "http/status.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/json.h"
#include "http/clock_api.h"
#include "http/status_gsmtap.h"
#include "http/status_port.h"
#include "http/status_uplink.h"
#include "version.h"

static void
put_amount(FILE *out, const char *name, const struct dtap_amount *amount)
{
	dtap_json_amount(out, name, amount->containers, amount->bytes);
}

static void
put_name(FILE *out, const char *member, const char *name)
{
	fprintf(out, ", \"%s\": ", member);
	dtap_json_string(out, name);
}

static void
put_source(FILE *out, const struct dtap_tap *tap,
	   const struct dtap_tap_status *status)
{
	const struct dtap_source *source = dtap_tap_source(tap);

	fprintf(out, "\"source\": {\"type\": ");
	dtap_json_string(out, source->type);
	fprintf(out, ", \"where\": ");
	dtap_json_string(out, source->where);
	fprintf(out, ", \"state\": ");
	dtap_json_string(out, dtap_tap_state_name(status->state));
	fprintf(out, ", \"why\": ");
	dtap_json_string(out, status->why);
	fprintf(out,
		", \"failures\": %" PRIu64 ", \"wrong_frames\": %" PRIu64
		", \"stray_bytes\": %" PRIu64 ", \"skipped_bytes\": %" PRIu64
		", \"resyncs\": %" PRIu64 ", \"missed\": %" PRIu64
		", \"skipped_records\": %" PRIu64 "}",
		status->failures, source->wrong_frames, source->stray_bytes,
		source->skipped_bytes, source->resyncs, source->missed,
		source->skipped_records);
}

static void
put_ring(FILE *out, struct dtap_tap *tap)
{
	struct dtap_ring_status ring;

	dtap_ring_status(dtap_tap_ring(tap), &ring);
	fprintf(out,
		"\"ring\": {\"room\": %zu, \"bytes\": %zu, \"blocks\": %zu, "
		"\"published\": %" PRIu64 ", \"subscribers\": %u, "
		"\"ended\": %s}",
		ring.room, ring.bytes, ring.blocks, ring.published,
		ring.subscribers, ring.ended ? "true" : "false");
}

static void
put_upload(FILE *out, const struct dtap_archive_status *archive)
{
	const struct dtap_upload_status *upload = &archive->upload;

	fprintf(out, ",\n      \"upload\": {\"state\": \"%s\", \"why\": ",
		dtap_upload_state_name(upload->state));
	dtap_json_string(out, upload->why);
	put_name(out, "file", upload->file);
	put_name(out, "last", upload->last);
	fprintf(out,
		", \"pending\": %" PRIu64 ", \"uploaded\": %" PRIu64
		", \"bytes\": %" PRIu64 ", \"failures\": %" PRIu64
		", \"unsent\": %" PRIu64 "}",
		upload->pending, upload->uploaded, upload->bytes,
		upload->failures, archive->unsent);
}

static void
put_archive(FILE *out, struct dtap_archive *archive)
{
	struct dtap_archive_status status;

	dtap_archive_status(archive, &status);
	fprintf(out, ",\n     \"archive\": {\"state\": \"%s\", \"why\": ",
		dtap_archive_state_name(status.state));
	dtap_json_string(out, status.why);
	put_name(out, "file", status.file);
	fprintf(out, ", \"file_bytes\": %" PRIu64, status.file_bytes);
	put_name(out, "last", status.last);
	fprintf(out,
		",\n      \"finished\": %" PRIu64 ", \"recovered\": %" PRIu64
		", \"deleted\": %" PRIu64 ", \"bytes\": %" PRIu64
		", \"writes\": %" PRIu64 ", \"syncs\": %" PRIu64 ",\n      ",
		status.finished, status.recovered, status.deleted, status.bytes,
		status.writes, status.syncs);
	put_amount(out, "recorded", &status.recorded);
	fprintf(out, ", \"lags\": %" PRIu64 ", ", status.lags);
	put_amount(out, "lost", &status.lost);
	fprintf(out,
		", \"failures\": %" PRIu64 ", \"pauses\": %" PRIu64
		", \"compressed\": %" PRIu64
		", \"compress_failures\": %" PRIu64,
		status.failures, status.pauses, status.compressed,
		status.compress_failures);
	if (status.upload.state != DTAP_UPLOAD_OFF)
		put_upload(out, &status);
	fputc('}', out);
}

static void
put_tap(FILE *out, const struct dtap_service_tap *service)
{
	struct dtap_tap_status status;

	fprintf(out, "    {\"name\": ");
	dtap_json_string(out, service->name);
	fprintf(out, ", \"enabled\": %s",
		service->tap != NULL ? "true" : "false");
	if (service->tap == NULL) {
		fprintf(out, ", \"why\": ");
		dtap_json_string(out, service->refusal);
	} else {
		dtap_tap_status(service->tap, &status);
		fprintf(out, ",\n     ");
		put_source(out, service->tap, &status);
		fprintf(out, ",\n     ");
		put_amount(out, "read", &status.read);
		fprintf(out, ", ");
		put_amount(out, "dropped", &status.dropped);
		fprintf(out, ",\n     \"clock\": {");
		dtap_clock_api_put_steps(out, &status.steps);
		fprintf(out, "},\n     ");
		put_ring(out, service->tap);
		if (service->archive != NULL)
			put_archive(out, service->archive);
	}
	fputc('}', out);
}

static void
put_rewritten(FILE *out, const struct dtap_scrub_counts *scrubbed,
	      uint64_t left_out)
{
	fprintf(out,
		", \"scrubbed\": {\"changed\": %" PRIu64
		", \"dropped\": %" PRIu64 "}, \"left_out\": %" PRIu64,
		scrubbed->changed, scrubbed->dropped, left_out);
}

struct list {
	FILE *out;
	const char *separator;
};

static void
put_subscriber(void *arg, const struct dtap_stream_status *status)
{
	struct list *list = arg;

	fprintf(list->out, "%s    {\"peer\": ", list->separator);
	list->separator = ",\n";
	dtap_json_string(list->out, status->peer);
	fprintf(list->out, ", \"stream\": ");
	dtap_json_string(list->out, status->path);
	fprintf(list->out, ", \"bytes\": %" PRIu64 ", \"lags\": %" PRIu64 ", ",
		status->bytes, status->lags);
	put_amount(list->out, "lost", &status->lost);
	put_rewritten(list->out, &status->scrubbed, status->left_out);
	fputc('}', list->out);
}

static void
put_fanout(FILE *out, struct dtap_fanout *fanout)
{
	struct list list = {out, ""};
	struct dtap_stream_table_status sum;

	dtap_stream_table_status(dtap_fanout_table(fanout), &sum);
	fprintf(out,
		"  \"streams\": {\"open\": %u, \"most\": %u, \"begun\": "
		"%" PRIu64 ", \"bytes\": %" PRIu64 ", \"lags\": %" PRIu64 ", ",
		sum.streams, sum.max_streams, sum.begun, sum.bytes, sum.lags);
	put_amount(out, "lost", &sum.lost);
	put_rewritten(out, &sum.scrubbed, sum.left_out);
	fprintf(out, "},\n  \"subscribers\": [\n");
	dtap_stream_table_visit(dtap_fanout_table(fanout), put_subscriber,
				&list);
	fprintf(out, "\n  ]\n}\n");
}

char *
dtap_status_json(const struct dtap_service *service, size_t *size)
{
	char *json;
	FILE *out = open_memstream(&json, size);
	int64_t uptime = dtap_clock_now() - service->started;

	if (out == NULL)
		return NULL;
	fprintf(out,
		"{\n  \"version\": \"%s\",\n  \"uptime_s\": %" PRId64
		",\n  \"wireshark\": %s,\n  \"clock_offset_s\": ",
		DTAP_VERSION, uptime / DTAP_NS_PER_S,
		service->has_wireshark ? "true" : "false");
	dtap_clock_api_put(out,
			   dtap_record_clock_offset(service->record_clock));
	dtap_status_uplink_put(out, &service->identity, service->uplink);
	fprintf(out, ",\n  \"taps\": [\n");
	for (size_t i = 0; i < service->tap_count; i++) {
		put_tap(out, &service->taps[i]);
		fprintf(out, "%s\n", i + 1 < service->tap_count ? "," : "");
	}
	fprintf(out, "  ],\n");
	dtap_status_port_put(out, service->port);
	dtap_status_gsmtap_put(out, service->gsmtap);
	put_fanout(out, service->fanout);
	return fclose(out) == 0 ? json : NULL;
}
