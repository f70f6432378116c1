/* SPDX-License-Identifier: MIT */
#include "http/metrics.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "http/clock_api.h"
#include "version.h"

/* All figures of a tap. */
struct figures {
	const char *tap;
	struct dtap_tap_status status;
	struct dtap_ring_status ring;
	uint64_t wrong_frames, stray_bytes, skipped_bytes, resyncs, missed,
		skipped_records;
	bool is_archived;
	struct dtap_archive_status archive;
};

/* A family with one sample for each tap. */
struct family {
	const char *name, *type, *help;
	uint64_t (*value)(const struct figures *figures);
	bool of_archive; /* only of taps that have one */
};

#define VALUE(name, expression)                       \
	static uint64_t name(const struct figures *f) \
	{                                             \
		return expression;                    \
	}

VALUE(is_up, f->status.state == DTAP_TAP_RUNNING)
VALUE(failures, f->status.failures)
VALUE(wrong_frames, f->wrong_frames)
VALUE(stray_bytes, f->stray_bytes)
VALUE(skipped_bytes, f->skipped_bytes)
VALUE(resyncs, f->resyncs)
VALUE(missed, f->missed)
VALUE(skipped_records, f->skipped_records)
VALUE(read_containers, f->status.read.containers)
VALUE(read_bytes, f->status.read.bytes)
VALUE(dropped_containers, f->status.dropped.containers)
VALUE(dropped_bytes, f->status.dropped.bytes)
VALUE(ring_room, f->ring.room)
VALUE(ring_bytes, f->ring.bytes)
VALUE(ring_blocks, f->ring.blocks)
VALUE(blocks, f->ring.published)
VALUE(clock_steps, f->status.steps.count)
VALUE(is_recording, f->archive.state == DTAP_ARCHIVE_WAITING ||
			    f->archive.state == DTAP_ARCHIVE_RECORDING)
VALUE(is_paused, f->archive.state == DTAP_ARCHIVE_PAUSED)
VALUE(file_bytes, f->archive.file_bytes)
VALUE(archived_containers, f->archive.recorded.containers)
VALUE(archived_bytes, f->archive.bytes)
VALUE(archive_lost, f->archive.lost.containers)
VALUE(archive_lost_bytes, f->archive.lost.bytes)
VALUE(archive_lags, f->archive.lags)
VALUE(archive_failures, f->archive.failures)
VALUE(archive_pauses, f->archive.pauses)
VALUE(captures_finished, f->archive.finished)
VALUE(captures_recovered, f->archive.recovered)
VALUE(captures_deleted, f->archive.deleted)
VALUE(captures_compressed, f->archive.compressed)
VALUE(compress_failures, f->archive.compress_failures)
VALUE(upload_pending, f->archive.upload.pending)
VALUE(upload_failing, f->archive.upload.why[0] != '\0')
VALUE(captures_uploaded, f->archive.upload.uploaded)
VALUE(uploaded_bytes, f->archive.upload.bytes)
VALUE(upload_failures, f->archive.upload.failures)
VALUE(captures_unsent, f->archive.unsent)
VALUE(archive_writes, f->archive.writes)
VALUE(archive_syncs, f->archive.syncs)

static const struct family families[] = {
	{"source_up", "gauge",
	 "1 while the tap reads its source, 0 while it does not", is_up, false},
	{"source_failures", "counter",
	 "Failed attempts to open or read the source of the tap since the "
	 "daemon started",
	 failures, false},
	{"source_wrong_frames", "counter",
	 "HDLC frames with a wrong CRC read from the source since the daemon "
	 "started; they are passed on",
	 wrong_frames, false},
	{"source_stray_bytes", "counter",
	 "Bytes read from the source that belong to no IPA entry, since the "
	 "daemon started",
	 stray_bytes, false},
	{"source_skipped_bytes", "counter",
	 "Bytes of the replayed capture that were skipped because they are "
	 "damaged, since the daemon started",
	 skipped_bytes, false},
	{"source_resyncs", "counter",
	 "Times that damaged or stray bytes began in the data of the source "
	 "and the reader searched for the next good place, since the daemon "
	 "started",
	 resyncs, false},
	{"source_missed_containers", "counter",
	 "Containers that the kernel or the device lost before the daemon "
	 "could read them, as they report it, since the daemon started",
	 missed, false},
	{"source_skipped_records", "counter",
	 "Records of the replayed pcap file that were skipped because they "
	 "could not be replayed, since the daemon started",
	 skipped_records, false},
	{"read_containers", "counter",
	 "Containers read from the source since the daemon started",
	 read_containers, false},
	{"read_bytes", "counter",
	 "Bytes of all containers read from the source since the daemon "
	 "started",
	 read_bytes, false},
	{"dropped_containers", "counter",
	 "Containers read from the source and dropped because memory ran out, "
	 "since the daemon started",
	 dropped_containers, false},
	{"dropped_bytes", "counter",
	 "Bytes of the containers dropped because memory ran out, since the "
	 "daemon started",
	 dropped_bytes, false},
	{"ring_room_bytes", "gauge",
	 "Bytes that the ring buffer of the tap can hold", ring_room, false},
	{"ring_bytes", "gauge",
	 "Bytes that the ring buffer of the tap holds now", ring_bytes, false},
	{"ring_blocks", "gauge",
	 "Blocks that the ring buffer of the tap holds now", ring_blocks,
	 false},
	{"published_blocks", "counter",
	 "Blocks published to the ring buffer of the tap since the daemon "
	 "started",
	 blocks, false},
	{"clock_steps", "counter",
	 "Times the time stamps of records went back, as after a correction of "
	 "the clock, since the daemon started",
	 clock_steps, false},
	{"archive_recording", "gauge",
	 "1 while the archive of the tap is recording or waits for data to "
	 "record, otherwise 0",
	 is_recording, true},
	{"archive_paused", "gauge",
	 "1 while recording is paused because the disk is too full, otherwise "
	 "0",
	 is_paused, true},
	{"archive_file_bytes", "gauge",
	 "Bytes written so far to the capture file that is being recorded; 0 "
	 "when none is open",
	 file_bytes, true},
	{"archive_containers", "counter",
	 "Containers recorded to capture files since the daemon started",
	 archived_containers, true},
	{"archive_bytes", "counter",
	 "Bytes written to capture files since the daemon started",
	 archived_bytes, true},
	{"archive_lost_containers", "counter",
	 "Containers missing in the capture files because the archive was too "
	 "slow or the disk was full or failed, since the daemon started",
	 archive_lost, true},
	{"archive_lost_bytes", "counter",
	 "Bytes of the containers missing in the capture files because the "
	 "archive was too slow or the disk was full or failed, since the "
	 "daemon started",
	 archive_lost_bytes, true},
	{"archive_lags", "counter",
	 "Times the archive fell behind and data left the ring buffer before "
	 "it was recorded, since the daemon started",
	 archive_lags, true},
	{"archive_failures", "counter",
	 "Times recording began to fail because the disk returned an error, "
	 "since the daemon started; retries are not counted",
	 archive_failures, true},
	{"archive_pauses", "counter",
	 "Times recording was paused because the disk was too full, since the "
	 "daemon started",
	 archive_pauses, true},
	{"archive_finished_captures", "counter",
	 "Capture files finished since the daemon started", captures_finished,
	 true},
	{"archive_recovered_captures", "counter",
	 "Unfinished capture files of an earlier run that were finished since "
	 "the daemon started",
	 captures_recovered, true},
	{"archive_deleted_captures", "counter",
	 "Capture files deleted because of the archive's limits on bytes, "
	 "files or age, since the daemon started",
	 captures_deleted, true},
	{"archive_compressed_captures", "counter",
	 "Capture files compressed since the daemon started",
	 captures_compressed, true},
	{"archive_compress_failures", "counter",
	 "Failed attempts to compress a capture file since the daemon started",
	 compress_failures, true},
	{"archive_upload_failing", "gauge",
	 "1 while the last upload attempt has failed, 0 after a success or "
	 "before the first attempt",
	 upload_failing, true},
	{"archive_upload_pending", "gauge",
	 "Finished capture files that are not uploaded yet", upload_pending,
	 true},
	{"archive_uploaded_captures", "counter",
	 "Capture files uploaded since the daemon started", captures_uploaded,
	 true},
	{"archive_uploaded_bytes", "counter",
	 "Bytes of all uploaded files, captures and their sidecar files, since "
	 "the daemon started",
	 uploaded_bytes, true},
	{"archive_upload_failures", "counter",
	 "Failed attempts to upload a capture file since the daemon started",
	 upload_failures, true},
	{"archive_unsent_captures", "counter",
	 "Capture files deleted because of the archive's limits before they "
	 "were uploaded, since the daemon started",
	 captures_unsent, true},
	{"archive_writes", "counter",
	 "System calls that wrote to capture files since the daemon started",
	 archive_writes, true},
	{"archive_syncs", "counter",
	 "Times written capture data was flushed to the disk (fsync) since the "
	 "daemon started",
	 archive_syncs, true},
};

/* The text that is written. */
struct text {
	FILE *out;
	enum dtap_metrics_form form;
};

static const char *
suffix(const char *type)
{
	return type[0] == 'c' ? "_total" : "";
}

/*
 * In OpenMetrics "_total" belongs to the sample, in Prometheus' text to the
 * family too.
 */
static void
put_head(const struct text *text, const char *name, const char *type,
	 const char *help)
{
	const char *more =
		text->form == DTAP_METRICS_OPENMETRICS ? "" : suffix(type);

	fprintf(text->out, "# HELP diagtap_%s%s %s.\n# TYPE diagtap_%s%s %s\n",
		name, more, help, name, more, type);
}

static size_t
collect(const struct dtap_service *service, struct figures *figures)
{
	size_t count = 0;

	for (size_t i = 0; i < service->tap_count; i++) {
		struct dtap_tap *tap = service->taps[i].tap;
		struct figures *f = &figures[count];

		if (tap == NULL)
			continue;
		f->tap = service->taps[i].name;
		f->is_archived = service->taps[i].archive != NULL;
		if (f->is_archived)
			dtap_archive_status(service->taps[i].archive,
					    &f->archive);
		dtap_tap_status(tap, &f->status);
		dtap_ring_status(dtap_tap_ring(tap), &f->ring);
		f->wrong_frames = dtap_tap_source(tap)->wrong_frames;
		f->stray_bytes = dtap_tap_source(tap)->stray_bytes;
		f->skipped_bytes = dtap_tap_source(tap)->skipped_bytes;
		f->resyncs = dtap_tap_source(tap)->resyncs;
		f->missed = dtap_tap_source(tap)->missed;
		f->skipped_records = dtap_tap_source(tap)->skipped_records;
		count++;
	}
	return count;
}

static void
put_sample(const struct text *text, const struct family *family,
	   const struct figures *figures)
{
	if (!family->of_archive || figures->is_archived)
		fprintf(text->out, "diagtap_%s%s{tap=\"%s\"} %" PRIu64 "\n",
			family->name, suffix(family->type), figures->tap,
			family->value(figures));
}

static void
put_taps(const struct text *text, const struct dtap_service *service)
{
	struct figures figures[DTAP_MAX_TAPS];
	size_t count = collect(service, figures);

	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		const struct family *family = &families[i];

		put_head(text, family->name, family->type, family->help);
		for (size_t tap = 0; tap < count; tap++)
			put_sample(text, family, &figures[tap]);
	}
}

static void
put_one(const struct text *text, const char *name, const char *type,
	const char *help, uint64_t value)
{
	put_head(text, name, type, help);
	fprintf(text->out, "diagtap_%s%s %" PRIu64 "\n", name, suffix(type),
		value);
}

static void
put_streams(const struct text *text, struct dtap_fanout *fanout)
{
	struct dtap_stream_table_status sum;

	dtap_stream_table_status(dtap_fanout_table(fanout), &sum);
	put_one(text, "streams", "gauge",
		"Streams that are open now, over HTTP, WebSocket and "
		"PCAP-over-IP",
		sum.streams);
	put_one(text, "streams_max", "gauge",
		"Streams that may be open at the same time "
		"(listen.max_subscribers)",
		sum.max_streams);
	put_one(text, "streams_begun", "counter",
		"Streams opened since the daemon started", sum.begun);
	put_one(text, "sent_bytes", "counter",
		"Bytes sent to all streams since the daemon started, chunk "
		"framing included, HTTP headers not",
		sum.bytes);
	put_one(text, "lags", "counter",
		"Times a stream fell behind and data left the ring buffer "
		"before it was sent, since the daemon started",
		sum.lags);
	put_one(text, "lost_containers", "counter",
		"Containers not sent to streams that fell behind, summed over "
		"all streams, since the daemon started",
		sum.lost.containers);
	put_one(text, "lost_bytes", "counter",
		"Bytes of the containers not sent to streams that fell behind, "
		"summed over all streams, since the daemon started",
		sum.lost.bytes);
}

/* OpenMetrics has a type for this, Prometheus' text has not. */
static void
put_build(const struct text *text)
{
	static const char help[] =
		"Version of the running daemon, in the label version; the "
		"value is always 1";

	if (text->form == DTAP_METRICS_OPENMETRICS)
		put_head(text, "build", "info", help);
	else
		put_head(text, "build_info", "gauge", help);
	fprintf(text->out, "diagtap_build_info{version=\"%s\"} 1\n",
		DTAP_VERSION);
}

static void
put_daemon(const struct text *text, const struct dtap_service *service)
{
	int64_t uptime = dtap_clock_now() - service->started;

	put_build(text);
	put_one(text, "uptime_seconds", "gauge",
		"Seconds since the daemon started",
		(uint64_t)(uptime / DTAP_NS_PER_S));
	put_head(text, "clock_offset_seconds", "gauge",
		 "Seconds added to the clock of the host to get the time "
		 "stamps of records");
	fprintf(text->out, "diagtap_clock_offset_seconds ");
	dtap_clock_api_put(text->out,
			   dtap_record_clock_offset(service->record_clock));
	fputc('\n', text->out);
}

const char *
dtap_metrics_type(enum dtap_metrics_form form)
{
	static const char *const types[] = {
		[DTAP_METRICS_PROMETHEUS] =
			"text/plain; version=0.0.4; charset=utf-8",
		[DTAP_METRICS_OPENMETRICS] =
			"application/openmetrics-text; version=1.0.0; "
			"charset=utf-8",
	};

	return types[form];
}

char *
dtap_metrics_text(const struct dtap_service *service,
		  enum dtap_metrics_form form, size_t *size)
{
	char *result = NULL;
	struct text text = {open_memstream(&result, size), form};

	if (text.out == NULL)
		return NULL;
	put_daemon(&text, service);
	put_taps(&text, service);
	put_streams(&text, service->fanout);
	if (form == DTAP_METRICS_OPENMETRICS)
		fprintf(text.out, "# EOF\n");
	if (fclose(text.out) == 0)
		return result;
	free(result);
	return NULL;
}
