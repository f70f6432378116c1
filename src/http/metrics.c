/* SPDX-License-Identifier: MIT */
#include "http/metrics.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "http/clock_api.h"
#include "http/metric_families.h"
#include "version.h"

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

/* A tap that is sent is in the status of the uplink, by its name. */
static void
find_uplink(struct dtap_metric_figures *f,
	    const struct dtap_uplink_status *uplink)
{
	f->is_sent = false;
	for (size_t i = 0; i < uplink->tap_count; i++)
		if (strcmp(uplink->taps[i].name, f->tap) == 0) {
			f->uplink = uplink->taps[i];
			f->is_sent = true;
		}
}

static size_t
collect(const struct dtap_service *service,
	const struct dtap_uplink_status *uplink,
	struct dtap_metric_figures *figures)
{
	size_t count = 0;

	for (size_t i = 0; i < service->tap_count; i++) {
		struct dtap_tap *tap = service->taps[i].tap;
		struct dtap_metric_figures *f = &figures[count];

		if (tap == NULL)
			continue;
		f->tap = service->taps[i].name;
		f->is_archived = service->taps[i].archive != NULL;
		if (f->is_archived)
			dtap_archive_status(service->taps[i].archive,
					    &f->archive);
		find_uplink(f, uplink);
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
put_sample(const struct text *text, const struct dtap_metric_family *family,
	   const struct dtap_metric_figures *figures)
{
	if (family->owner == DTAP_OF_TAP ||
	    (family->owner == DTAP_OF_ARCHIVE && figures->is_archived) ||
	    (family->owner == DTAP_OF_UPLINK && figures->is_sent))
		fprintf(text->out, "diagtap_%s%s{tap=\"%s\"} %" PRIu64 "\n",
			family->name, suffix(family->type), figures->tap,
			family->value(figures));
}

static void
put_taps(const struct text *text, const struct dtap_service *service,
	 const struct dtap_uplink_status *uplink)
{
	struct dtap_metric_figures figures[DTAP_MAX_TAPS];
	size_t count = collect(service, uplink, figures);

	for (size_t i = 0; i < dtap_metric_family_count; i++) {
		const struct dtap_metric_family *family =
			&dtap_metric_families[i];

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
	put_one(text, "scrub_changed_logs", "counter",
		"Logs of which bytes were set to zero for streams with scrub, "
		"since the daemon started",
		sum.scrubbed.changed);
	put_one(text, "scrub_dropped_packets", "counter",
		"Packets not sent to streams with scrub because they may not "
		"be shared, since the daemon started",
		sum.scrubbed.dropped);
	put_one(text, "left_out_packets", "counter",
		"Packets not sent to streams with linktype because they hold "
		"no message of it, since the daemon started",
		sum.left_out);
}

/* Of the DIAG port; all zeros without one. */
static void
put_port(const struct text *text, struct dtap_port *port)
{
	struct dtap_port_status sums = {0};

	if (port != NULL)
		dtap_port_status(port, &sums);
	put_one(text, "port_clients", "gauge",
		"DIAG programs that are attached to the port now",
		sums.clients);
	put_one(text, "port_clients_begun", "counter",
		"DIAG programs that attached since the daemon started",
		sums.attached);
	put_one(text, "port_refused_connections", "counter",
		"Connections to the port that were refused: HTTP, TLS, a user "
		"who may not, or too many",
		sums.refused_connections);
	put_one(text, "port_slow_detached", "counter",
		"Programs detached because they did not read their replies",
		sums.detached_slow);
	put_one(text, "port_requests", "counter",
		"Requests of all programs since the daemon started",
		sums.requests);
	put_one(text, "port_refused_requests", "counter",
		"Requests that were refused (port.commands)", sums.refused);
	put_one(text, "port_replies", "counter", "Replies to programs",
		sums.replies);
	put_one(text, "port_timeouts", "counter",
		"Requests that the modem did not answer in time",
		sums.timeouts);
	put_one(text, "port_frames", "counter",
		"Frames sent to all programs, without replies", sums.frames);
	put_one(text, "port_bytes", "counter",
		"Bytes of the frames sent to all programs, without replies",
		sums.bytes);
	put_one(text, "port_lost_frames", "counter",
		"Frames not sent to programs that were too slow",
		sums.lost_frames);
	put_one(text, "port_lost_bytes", "counter",
		"Bytes of the frames not sent to programs that were too slow",
		sums.lost_bytes);
	put_one(text, "port_lags", "counter",
		"Times that the port itself fell behind, and all programs "
		"lost data",
		sums.lags);
}

/* All zeros without one. */
static void
put_uplink(const struct text *text, const struct dtap_uplink_status *uplink)
{
	put_one(text, "uplink_connected", "gauge",
		"1 while the uplink is connected to a server",
		uplink->state == DTAP_UPLINK_CONNECTED);
	put_one(text, "uplink_connections", "counter",
		"Connections to a server that the uplink has made",
		uplink->connections);
	put_one(text, "uplink_connect_failures", "counter",
		"Attempts of the uplink to connect that failed",
		uplink->failures);
	put_one(text, "uplink_timeouts", "counter",
		"Messages that the server did not answer in time",
		uplink->timeouts);
	put_one(text, "uplink_refusals", "counter",
		"Messages that the server did not store when they came",
		uplink->refusals);
}

/* All zeros without a sender. */
static void
put_gsmtap(const struct text *text, struct dtap_sender *sender)
{
	struct dtap_sender_status sums = {.sent = 0};

	if (sender != NULL)
		dtap_sender_status(sender, &sums);
	put_one(text, "gsmtap_sent_messages", "counter",
		"Messages sent as GSMTAP datagrams since the daemon started",
		sums.sent);
	put_one(text, "gsmtap_sent_bytes", "counter",
		"Bytes of these datagrams, IP and UDP headers not included",
		sums.bytes);
	put_one(text, "gsmtap_unsent_messages", "counter",
		"GSMTAP messages that the kernel refused to send", sums.unsent);
	put_one(text, "gsmtap_undelivered_reports", "counter",
		"Reports of the network that a GSMTAP datagram did not arrive",
		sums.undelivered);
	put_one(text, "gsmtap_left_out_packets", "counter",
		"Packets that hold no message that GSMTAP has a form for",
		sums.left_out);
	put_one(text, "gsmtap_lags", "counter",
		"Times that the GSMTAP sender fell behind and data left the "
		"ring buffer before it was sent",
		sums.lags);
	put_one(text, "gsmtap_lost_containers", "counter",
		"Containers that the GSMTAP sender did not read because it "
		"fell behind",
		sums.lost.containers);
	put_one(text, "gsmtap_lost_bytes", "counter",
		"Bytes of the containers that the GSMTAP sender did not read "
		"because it fell behind",
		sums.lost.bytes);
}

static void
put_masks(const struct text *text, struct dtap_mask_control *control)
{
	struct dtap_mask_control_status status;

	dtap_mask_control_status(control, &status);
	put_one(text, "mask_changes", "counter",
		"Times the masks were changed over HTTP (POST /api/masks) "
		"since the daemon started",
		status.changes);
}

/* OpenMetrics has a type for this, Prometheus' text has not. */
static void
put_info_head(const struct text *text, const char *name, const char *help)
{
	char family[32];

	snprintf(family, sizeof family, "%s_info", name);
	if (text->form == DTAP_METRICS_OPENMETRICS)
		put_head(text, name, "info", help);
	else
		put_head(text, family, "gauge", help);
}

static void
put_build(const struct text *text)
{
	put_info_head(text, "build",
		      "Version of the running daemon, in the label version; "
		      "the value is always 1");
	fprintf(text->out, "diagtap_build_info{version=\"%s\"} 1\n",
		DTAP_VERSION);
}

static void
put_identity(const struct text *text,
	     const struct dtap_fleet_identity *identity)
{
	put_info_head(text, "uplink",
		      "Name of the device in its fleet (uplink.device), and "
		      "the number of this start of the daemon; the value is "
		      "always 1");
	fprintf(text->out, "diagtap_uplink_info{device=\"%s\",boot=\"%s\"} 1\n",
		identity->device, identity->boot_text);
}

static void
put_daemon(const struct text *text, const struct dtap_service *service)
{
	int64_t uptime = dtap_clock_now() - service->started;

	put_build(text);
	put_identity(text, &service->identity);
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
	struct dtap_uplink_status uplink = {0};
	char *result = NULL;
	struct text text = {open_memstream(&result, size), form};

	if (text.out == NULL)
		return NULL;
	if (service->uplink != NULL)
		dtap_uplink_status(service->uplink, &uplink);
	put_daemon(&text, service);
	put_taps(&text, service, &uplink);
	put_streams(&text, service->fanout);
	put_port(&text, service->port);
	put_uplink(&text, &uplink);
	put_gsmtap(&text, service->gsmtap);
	put_masks(&text, service->mask_control);
	if (form == DTAP_METRICS_OPENMETRICS)
		fprintf(text.out, "# EOF\n");
	if (fclose(text.out) == 0)
		return result;
	free(result);
	return NULL;
}
