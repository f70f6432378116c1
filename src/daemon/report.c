/* SPDX-License-Identifier: MIT */
#include "daemon/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/net.h"
#include "daemon/setup_taps.h"
#include "version.h"

static const char *
show(char out[DTAP_NET_HOST_PORT], const char *address, unsigned port)
{
	char digits[8];

	snprintf(digits, sizeof digits, "%u", port % 65536);
	return dtap_net_write_host_port(out, address, digits);
}

static void
log_start(const struct dtap_log *log, const struct dtap_conf *conf,
	  const struct dtap_setup *parts)
{
	const char *address = conf->listen.address;
	const char *unix_socket = conf->listen.unix_socket;
	const char *off = dtap_service_has_taps(&parts->service)
				  ? ""
				  : " (streams are disabled)";
	char server[DTAP_NET_HOST_PORT];

	if (unix_socket[0] != '\0')
		dtap_log(log, DTAP_NOTICE, "version %s listens on %s%s",
			 DTAP_VERSION, unix_socket, off);
	if (address[0] != '\0')
		dtap_log(log, DTAP_NOTICE, "version %s listens on http://%s/%s",
			 DTAP_VERSION,
			 show(server, address, dtap_server_port(parts->server)),
			 off);
}

static void
log_pcap_listeners(const struct dtap_log *log, const struct dtap_conf *conf,
		   const struct dtap_setup *parts)
{
	const struct dtap_service *service = &parts->service;
	const char *address = conf->pcap_over_ip.address;
	char server[DTAP_NET_HOST_PORT];

	for (size_t i = 0; i < service->tap_count; i++)
		if (parts->pcap_listeners[i] != NULL)
			dtap_log(log, DTAP_NOTICE,
				 "pcap_over_ip: %s: wireshark -k -i TCP@%s",
				 service->taps[i].name,
				 show(server, address,
				      dtap_pcap_listener_port(
					      parts->pcap_listeners[i])));
	if (conf->pcap_over_ip.enabled &&
	    !dtap_service_has_taps(&parts->service))
		dtap_log(log, DTAP_NOTICE,
			 "pcap_over_ip: no port, while streams are disabled");
}

void
dtap_report_start(const struct dtap_log *log, const struct dtap_conf *conf,
		  const struct dtap_setup *parts)
{
	log_pcap_listeners(log, conf, parts);
	log_start(log, conf, parts);
}

static void
log_tap(const struct dtap_log *log, struct dtap_tap *tap)
{
	struct dtap_tap_status status;

	dtap_tap_status(tap, &status);
	dtap_log(log, DTAP_NOTICE,
		 "%s: %" PRIu64 " containers (%" PRIu64 " bytes) read, %" PRIu64
		 " dropped",
		 dtap_tap_name(tap), status.read.containers, status.read.bytes,
		 status.dropped.containers);
}

static void
log_archive(const struct dtap_log *log, struct dtap_archive *archive)
{
	struct dtap_archive_status status;

	dtap_archive_status(archive, &status);
	if (status.upload.state != DTAP_UPLOAD_OFF)
		dtap_log(log, DTAP_NOTICE,
			 "archive of %s: %" PRIu64 " captures uploaded, at "
			 "least %" PRIu64 " to come",
			 dtap_archive_tap(archive), status.upload.uploaded,
			 status.upload.pending);
	dtap_log(log, DTAP_NOTICE,
		 "archive of %s: %" PRIu64 " containers in %" PRIu64
		 " captures, %" PRIu64 " containers (%" PRIu64 " bytes) lost",
		 dtap_archive_tap(archive), status.recorded.containers,
		 status.finished, status.lost.containers, status.lost.bytes);
}

void
dtap_report_end(const struct dtap_log *log, const struct dtap_service *service)
{
	struct dtap_stream_table_status streams;

	if (!dtap_service_has_taps(service))
		return;
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].tap != NULL)
			log_tap(log, service->taps[i].tap);
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].archive != NULL)
			log_archive(log, service->taps[i].archive);
	dtap_stream_table_status(dtap_fanout_table(service->fanout), &streams);
	dtap_log(log, DTAP_NOTICE,
		 "%" PRIu64 " streams took %" PRIu64 " bytes, lagged %" PRIu64
		 " times and lost %" PRIu64 " containers (%" PRIu64 " bytes)",
		 streams.begun, streams.bytes, streams.lags,
		 streams.lost.containers, streams.lost.bytes);
}
