/* SPDX-License-Identifier: MIT */
#include "http/metrics.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "http/offset.h"
#include "version.h"

/* All figures of a tap, gathered once. */
struct figures {
	const char *tap;
	struct dtap_tap_status status;
	struct dtap_ring_status ring;
	uint64_t wrong_frames, stray_bytes, slips, missed, skipped_records;
	bool is_archived;
	struct dtap_archive_status archive;
};

/* A family of one sample a tap: the table says all of it. */
struct family {
	const char *name, *type, *help;
	uint64_t (*value)(const struct figures *figures);
	bool of_archive; /* of taps alone that have one */
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
VALUE(slips, f->slips)
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
VALUE(captures_squeezed, f->archive.squeezed)
VALUE(squeeze_failures, f->archive.squeeze_failures)
VALUE(upload_pending, f->archive.upload.pending)
VALUE(upload_failing, f->archive.upload.why[0] != '\0')
VALUE(captures_uploaded, f->archive.upload.uploaded)
VALUE(uploaded_bytes, f->archive.upload.bytes)
VALUE(upload_failures, f->archive.upload.failures)
VALUE(captures_unsent, f->archive.unsent)
VALUE(archive_writes, f->archive.writes)
VALUE(archive_syncs, f->archive.syncs)

static const struct family families[] = {
	{"source_up", "gauge", "1 while the source is read", is_up, false},
	{"source_failures", "counter", "Failed opens and reads", failures,
	 false},
	{"source_wrong_frames", "counter", "Bare frames of a wrong CRC",
	 wrong_frames, false},
	{"source_stray_bytes", "counter", "Octets that are no entry of IPA",
	 stray_bytes, false},
	{"source_slips", "counter", "Times that these began", slips, false},
	{"source_missed_containers", "counter",
	 "Lost before us, by kernel or device", missed, false},
	{"source_skipped_records", "counter",
	 "Records that could not be played", skipped_records, false},
	{"read_containers", "counter", "Containers read", read_containers,
	 false},
	{"read_bytes", "counter", "Octets in them", read_bytes, false},
	{"dropped_containers", "counter", "Read, but no memory to keep them",
	 dropped_containers, false},
	{"dropped_bytes", "counter", "Octets in them", dropped_bytes, false},
	{"ring_room_bytes", "gauge", "What the ring may hold", ring_room,
	 false},
	{"ring_bytes", "gauge", "What the ring holds", ring_bytes, false},
	{"ring_blocks", "gauge", "Blocks in the ring", ring_blocks, false},
	{"published_blocks", "counter", "Blocks published", blocks, false},
	{"clock_steps", "counter", "Times that records' time went back",
	 clock_steps, false},
	{"archive_recording", "gauge", "1 while it records, or waits to",
	 is_recording, true},
	{"archive_paused", "gauge", "1 while the disk is too full", is_paused,
	 true},
	{"archive_file_bytes", "gauge", "Of the capture that grows", file_bytes,
	 true},
	{"archive_containers", "counter", "Containers recorded",
	 archived_containers, true},
	{"archive_bytes", "counter", "Octets of captures written",
	 archived_bytes, true},
	{"archive_lost_containers", "counter", "Containers not recorded",
	 archive_lost, true},
	{"archive_lost_bytes", "counter", "Octets in them", archive_lost_bytes,
	 true},
	{"archive_lags", "counter", "Times that it lost to the ring",
	 archive_lags, true},
	{"archive_failures", "counter", "Times that the disk refused",
	 archive_failures, true},
	{"archive_pauses", "counter", "Times that the disk was too full",
	 archive_pauses, true},
	{"archive_finished_captures", "counter", "Captures finished",
	 captures_finished, true},
	{"archive_recovered_captures", "counter",
	 "Captures that a crash left, finished", captures_recovered, true},
	{"archive_deleted_captures", "counter", "Captures deleted by the caps",
	 captures_deleted, true},
	{"archive_squeezed_captures", "counter", "Captures compressed",
	 captures_squeezed, true},
	{"archive_squeeze_failures", "counter", "Times that that failed",
	 squeeze_failures, true},
	{"archive_upload_failing", "gauge",
	 "1 from a try that failed to one that did not", upload_failing, true},
	{"archive_upload_pending", "gauge", "Captures not uploaded yet",
	 upload_pending, true},
	{"archive_uploaded_captures", "counter", "Captures uploaded",
	 captures_uploaded, true},
	{"archive_uploaded_bytes", "counter", "Octets of files uploaded",
	 uploaded_bytes, true},
	{"archive_upload_failures", "counter", "Tries to upload that failed",
	 upload_failures, true},
	{"archive_unsent_captures", "counter",
	 "Captures deleted by the caps before they were uploaded",
	 captures_unsent, true},
	{"archive_writes", "counter", "System calls that wrote to captures",
	 archive_writes, true},
	{"archive_syncs", "counter", "Times that they were put on the disk",
	 archive_syncs, true},
};

/* A counter's sample has "_total" behind the family's name. */
static void
put_head(FILE *out, const char *name, const char *type, const char *help)
{
	fprintf(out, "# TYPE diagtap_%s %s\n# HELP diagtap_%s %s.\n", name,
		type, name, help);
}

static const char *
suffix(const char *type)
{
	return type[0] == 'c' ? "_total" : "";
}

static size_t
gather(const struct dtap_service *service, struct figures *figures)
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
		f->slips = dtap_tap_source(tap)->slips;
		f->missed = dtap_tap_source(tap)->missed;
		f->skipped_records = dtap_tap_source(tap)->skipped_records;
		count++;
	}
	return count;
}

static void
put_sample(FILE *out, const struct family *family,
	   const struct figures *figures)
{
	if (!family->of_archive || figures->is_archived)
		fprintf(out, "diagtap_%s%s{tap=\"%s\"} %" PRIu64 "\n",
			family->name, suffix(family->type), figures->tap,
			family->value(figures));
}

static void
put_taps(FILE *out, const struct dtap_service *service)
{
	struct figures figures[DTAP_MAX_TAPS];
	size_t count = gather(service, figures);

	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		const struct family *family = &families[i];

		put_head(out, family->name, family->type, family->help);
		for (size_t tap = 0; tap < count; tap++)
			put_sample(out, family, &figures[tap]);
	}
}

static void
put_one(FILE *out, const char *name, const char *type, const char *help,
	uint64_t value)
{
	put_head(out, name, type, help);
	fprintf(out, "diagtap_%s%s %" PRIu64 "\n", name, suffix(type), value);
}

static void
put_streams(FILE *out, struct dtap_fanout *fanout)
{
	struct dtap_roster_status sum;

	dtap_roster_status(dtap_fanout_roster(fanout), &sum);
	put_one(out, "streams", "gauge", "Streams now", sum.streams);
	put_one(out, "streams_max", "gauge", "Streams that there may be",
		sum.max_streams);
	put_one(out, "streams_begun", "counter", "Streams begun", sum.begun);
	put_one(out, "sent_bytes", "counter", "Octets sent to streams",
		sum.bytes);
	put_one(out, "lags", "counter", "Times that a stream lagged", sum.lags);
	put_one(out, "lost_containers", "counter",
		"Containers that lagging streams lost", sum.lost.containers);
	put_one(out, "lost_bytes", "counter", "Octets in them", sum.lost.bytes);
}

char *
dtap_metrics_text(const struct dtap_service *service, size_t *size)
{
	char *text;
	FILE *out = open_memstream(&text, size);
	int64_t uptime = dtap_clock_now() - service->started;

	if (out == NULL)
		return NULL;
	put_head(out, "build", "info", "The daemon's version");
	fprintf(out, "diagtap_build_info{version=\"%s\"} 1\n", DTAP_VERSION);
	put_one(out, "uptime_seconds", "gauge", "Since the daemon began",
		(uint64_t)(uptime / DTAP_NS_PER_S));
	put_head(out, "clock_offset_seconds", "gauge",
		 "What records' time has beside the host's");
	fprintf(out, "diagtap_clock_offset_seconds ");
	dtap_offset_put(out, dtap_wall_offset(service->wall));
	fputc('\n', out);
	put_taps(out, service);
	put_streams(out, service->fanout);
	fprintf(out, "# EOF\n");
	return fclose(out) == 0 ? text : NULL;
}
