/* SPDX-License-Identifier: MIT */
#include "daemon/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/net.h"
#include "daemon/addresses.h"
#include "daemon/setup_gsmtap.h"
#include "daemon/setup_port.h"
#include "daemon/setup_taps.h"
#include "version.h"

/* "http://127.0.0.1:9840/, http://192.0.2.1:9840/ and 3 more addresses". */
static const char *
show(char out[1024], const char *before, const char *address, unsigned port,
     const char *behind)
{
	struct dtap_addresses addresses;
	char server[DTAP_NET_HOST_PORT], digits[8];
	size_t used = 0;

	snprintf(digits, sizeof digits, "%u", port % 65536);
	dtap_addresses_of(&addresses, address);
	for (size_t i = 0; i < addresses.count; i++)
		used += (size_t)snprintf(
			out + used, 1024 - used, "%s%s%.64s%s",
			i > 0 ? ", " : "", before,
			dtap_net_write_host_port(server, addresses.text[i],
						 digits),
			behind);
	if (addresses.more > 0)
		snprintf(out + used, 1024 - used, " and %zu more address%s",
			 addresses.more, addresses.more == 1 ? "" : "es");
	return out;
}

static void
log_start(const struct dtap_log *log, const struct dtap_conf *conf,
	  const struct dtap_setup *parts)
{
	const char *address = parts->http_address;
	const char *unix_socket = conf->listen.unix_socket;
	const char *off = dtap_service_has_taps(&parts->service)
				  ? ""
				  : "; streams are disabled: set "
				    "diag_stream_enabled = true";
	char servers[1024];

	if (unix_socket[0] != '\0')
		dtap_log(log, DTAP_NOTICE, "version %s listens on %s%s",
			 DTAP_VERSION, unix_socket, off);
	if (address[0] != '\0')
		dtap_log(log, DTAP_NOTICE, "version %s listens on %s%s",
			 DTAP_VERSION,
			 show(servers, "http://", address,
			      dtap_server_port(parts->server), "/"),
			 off);
}

/* The ways to the DIAG port, each with what reaches it. */
static void
log_port(const struct dtap_log *log, const struct dtap_conf *conf,
	 const struct dtap_setup *parts)
{
	char servers[1024];

	if (!conf->port.enabled)
		return;
	if (parts->service.port == NULL) {
		dtap_log(log, DTAP_NOTICE,
			 "port: off, because the DIAG stream is disabled");
		return;
	}
	if (parts->port_tcp > 0)
		dtap_log(log, DTAP_NOTICE, "port: qcsuper --tcp %s",
			 show(servers, "", conf->port.address,
			      dtap_net_port(parts->port_tcp), ""));
	if (conf->port.ttys > 0)
		dtap_log(log, DTAP_NOTICE,
			 "port: %" PRId64 " tty%s: scat -t qc -s %s/0",
			 conf->port.ttys, DTAP_PLURAL(conf->port.ttys),
			 conf->port.tty_directory);
	if (parts->port_socket > 0)
		dtap_log(log, DTAP_NOTICE, "port: diagtap-run -s %s COMMAND",
			 conf->port.socket);
}

static void
log_pcap_listeners(const struct dtap_log *log, const struct dtap_conf *conf,
		   const struct dtap_setup *parts)
{
	const struct dtap_service *service = &parts->service;
	char servers[1024];

	for (size_t i = 0; i < service->tap_count; i++)
		if (parts->pcap_listeners[i] != NULL)
			dtap_log(log, DTAP_NOTICE,
				 "pcap_over_ip: %s: wireshark -k -i %s",
				 service->taps[i].name,
				 show(servers, "TCP@", parts->pcap_addresses[i],
				      dtap_pcap_listener_port(
					      parts->pcap_listeners[i]),
				      ""));
	if (conf->pcap_over_ip.enabled &&
	    !dtap_service_has_taps(&parts->service))
		dtap_log(log, DTAP_NOTICE,
			 "pcap_over_ip: no port is opened while streams are "
			 "disabled");
}

static void
log_masks(const struct dtap_log *log, const struct dtap_conf *conf,
	  const struct dtap_setup *parts)
{
	const char *advice = dtap_setup_masks_advice(&parts->own_masks, conf);

	if (advice != NULL)
		dtap_log(log, DTAP_NOTICE, "masks: %s", advice);
}

void
dtap_report_start(const struct dtap_log *log, const struct dtap_conf *conf,
		  const struct dtap_setup *parts)
{
	log_pcap_listeners(log, conf, parts);
	log_port(log, conf, parts);
	log_masks(log, conf, parts);
	dtap_setup_report_gsmtap(&parts->service, conf, log);
	log_start(log, conf, parts);
}

void
dtap_report_state(char out[512], const struct dtap_service *service)
{
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < service->tap_count; i++) {
		struct dtap_tap_status status = {.state = DTAP_TAP_OFF};
		const struct dtap_service_tap *tap = &service->taps[i];

		if (tap->tap != NULL)
			dtap_tap_status(tap->tap, &status);
		used += (size_t)snprintf(
			out + used, 512 - used, "%s%s: %s%s%.160s",
			i > 0 ? "; " : "", tap->name,
			tap->tap == NULL ? "disabled"
					 : dtap_tap_state_name(status.state),
			status.why[0] != '\0' ? ", " : "", status.why);
	}
}

/* "1 container (60 bytes)": what was counted. */
static const char *
show_count(char out[96], uint64_t containers, uint64_t bytes)
{
	snprintf(out, 96, "%" PRIu64 " container%s (%" PRIu64 " byte%s)",
		 containers, DTAP_PLURAL(containers), bytes,
		 DTAP_PLURAL(bytes));
	return out;
}

static void
log_tap(const struct dtap_log *log, struct dtap_tap *tap)
{
	struct dtap_tap_status status;
	char read[96];

	dtap_tap_status(tap, &status);
	dtap_log(log, DTAP_NOTICE, "%s: %s read, %" PRIu64 " dropped",
		 dtap_tap_name(tap),
		 show_count(read, status.read.containers, status.read.bytes),
		 status.dropped.containers);
}

static void
log_archive(const struct dtap_log *log, struct dtap_archive *archive)
{
	struct dtap_archive_status status;
	const char *tap = dtap_archive_tap(archive);
	char lost[96];

	dtap_archive_status(archive, &status);
	if (status.upload.state != DTAP_UPLOAD_OFF)
		dtap_log(log, DTAP_NOTICE,
			 "archive of %s: %" PRIu64 " capture%s uploaded, at "
			 "least %" PRIu64 " not yet uploaded",
			 tap, status.upload.uploaded,
			 DTAP_PLURAL(status.upload.uploaded),
			 status.upload.pending);
	dtap_log(log, DTAP_NOTICE,
		 "archive of %s: %" PRIu64 " container%s in %" PRIu64
		 " capture%s, %s lost",
		 tap, status.recorded.containers,
		 DTAP_PLURAL(status.recorded.containers), status.finished,
		 DTAP_PLURAL(status.finished),
		 show_count(lost, status.lost.containers, status.lost.bytes));
}

static void
log_gsmtap(const struct dtap_log *log, struct dtap_sender *sender)
{
	struct dtap_sender_status status;
	char lost[96];

	dtap_sender_status(sender, &status);
	dtap_log(log, DTAP_NOTICE,
		 "gsmtap: %" PRIu64 " message%s sent to %s, %" PRIu64
		 " not sent, at least %" PRIu64 " did not arrive, %s lost",
		 status.sent, DTAP_PLURAL(status.sent), status.address,
		 status.unsent, status.undelivered,
		 show_count(lost, status.lost.containers, status.lost.bytes));
}

static void
log_streams(const struct dtap_log *log, struct dtap_fanout *fanout)
{
	struct dtap_stream_table_status streams;
	char lost[96];

	dtap_stream_table_status(dtap_fanout_table(fanout), &streams);
	dtap_log(log, DTAP_NOTICE,
		 "%" PRIu64 " stream%s: %" PRIu64 " byte%s sent, %" PRIu64
		 " lag%s, %s lost",
		 streams.begun, DTAP_PLURAL(streams.begun), streams.bytes,
		 DTAP_PLURAL(streams.bytes), streams.lags,
		 DTAP_PLURAL(streams.lags),
		 show_count(lost, streams.lost.containers, streams.lost.bytes));
}

static void
log_uplink(const struct dtap_log *log, struct dtap_uplink *uplink)
{
	struct dtap_uplink_status status;
	char stored[96], lost[96];

	dtap_uplink_status(uplink, &status);
	for (size_t i = 0; i < status.tap_count; i++)
		dtap_log(log, DTAP_NOTICE,
			 "uplink of %s: %s stored in %" PRIu64
			 " message%s, %s lost, %" PRIu64 " not sent",
			 status.taps[i].name,
			 show_count(stored, status.taps[i].stored.containers,
				    status.taps[i].stored.bytes),
			 status.taps[i].messages,
			 DTAP_PLURAL(status.taps[i].messages),
			 show_count(lost, status.taps[i].lost.containers,
				    status.taps[i].lost.bytes),
			 status.taps[i].waiting.containers);
}

void
dtap_report_end(const struct dtap_log *log, const struct dtap_service *service)
{
	if (!dtap_service_has_taps(service))
		return;
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].tap != NULL)
			log_tap(log, service->taps[i].tap);
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].archive != NULL)
			log_archive(log, service->taps[i].archive);
	if (service->uplink != NULL)
		log_uplink(log, service->uplink);
	if (service->gsmtap != NULL)
		log_gsmtap(log, service->gsmtap);
	log_streams(log, service->fanout);
}
