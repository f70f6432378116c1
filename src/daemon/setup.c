/* SPDX-License-Identifier: MIT */
#include "daemon/setup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "daemon/setup_archive.h"
#include "daemon/setup_gsmtap.h"
#include "daemon/setup_identity.h"
#include "daemon/setup_masks.h"
#include "daemon/setup_taps.h"
#include "daemon/setup_uplink.h"
#include "http/wireshark_files.h"
#include "port/shared_masks.h"

static bool
make_access(struct dtap_access *access, const struct dtap_conf *conf,
	    const struct dtap_log *log)
{
	char why[512];

	access->hosts = conf->access.hosts;
	if (conf->access.token_file[0] != '\0' &&
	    dtap_access_read_token(access, conf->access.token_file, why,
				   sizeof why) < 0)
		return DTAP_FAIL(log, "access.token_file: %s", why);
	return true;
}

static bool
make_fanout(struct dtap_setup *setup, const struct dtap_conf *conf,
	    const struct dtap_log *log)
{
	struct dtap_service *service = &setup->service;

	service->fanout =
		dtap_fanout_new(log, (unsigned)conf->listen.max_subscribers);
	if (service->fanout == NULL)
		return DTAP_FAIL(log, "the fan-out: %s", strerror(errno));
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].tap != NULL &&
		    dtap_fanout_watch(service->fanout,
				      dtap_tap_ring(service->taps[i].tap)) < 0)
			return DTAP_FAIL(log, "the fan-out: %s",
					 strerror(errno));
	return true;
}

static bool
open_wireshark(struct dtap_service *service, const struct dtap_conf *conf,
	       const struct dtap_log *log)
{
	const char *path = conf->viewer.wireshark;
	int folder;

	if (path[0] == '\0')
		return true;
	folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return DTAP_FAIL(log, "viewer.wireshark: %s: %s", path,
				 strerror(errno));
	service->wireshark_folder = folder;
	service->has_wireshark = dtap_wireshark_files_are_there(folder);
	if (service->has_wireshark)
		return true;
	close(folder);
	return DTAP_FAIL(log,
			 "viewer.wireshark: %s has not all files of Wireshark "
			 "for browsers: fetch them with script/wireshark %s",
			 path, path);
}

static bool
make_service(struct dtap_setup *setup, const struct dtap_conf *conf,
	     const struct dtap_log *log)
{
	setup->service = (struct dtap_service){
		.log = log,
		.record_clock = dtap_record_clock_new(
			(int64_t)(conf->clock_offset * 1e9)),
		.websocket = {.ping_ms = 1000 * conf->ws.ping_seconds,
			      .stall_ms = 1000 * conf->ws.stall_timeout},
		.started = dtap_clock_now(),
	};
	if (setup->service.record_clock == NULL)
		return DTAP_FAIL(log, "the clock: %s", strerror(errno));
	if (strcmp(conf->diag.source, "simulator") == 0) {
		setup->simulated = dtap_shared_masks_new();
		if (setup->simulated == NULL)
			return DTAP_FAIL(log, "masks: %s", strerror(errno));
	}
	return dtap_setup_identity(&setup->service.identity, conf, log) &&
	       dtap_setup_taps(&setup->service, conf, setup->simulated, log) &&
	       make_fanout(setup, conf, log) &&
	       make_access(&setup->access, conf, log) &&
	       open_wireshark(&setup->service, conf, log);
}

bool
dtap_setup_make(struct dtap_setup *setup, const struct dtap_conf *conf,
		const struct dtap_log *log)
{
	*setup = (struct dtap_setup){0};
	return dtap_setup_masks(&setup->own_masks, conf, log) &&
	       make_service(setup, conf, log) &&
	       dtap_setup_archives(&setup->service, &setup->upload, conf,
				   log) &&
	       dtap_setup_gsmtap(&setup->service, conf, log) &&
	       dtap_setup_uplink(&setup->service, &setup->uplink, conf, log);
}

void
dtap_setup_free(struct dtap_setup *setup)
{
	dtap_sockets_close(&setup->sockets);
	dtap_masks_clear(&setup->own_masks);
	dtap_server_stop(setup->server);
	dtap_mask_control_free(setup->service.mask_control);
	dtap_port_free(setup->service.port);
	if (setup->port_tcp > 0)
		close(setup->port_tcp);
	if (setup->port_socket > 0)
		close(setup->port_socket);
	for (size_t i = 0; i < DTAP_MAX_TAPS; i++)
		dtap_pcap_listener_free(setup->pcap_listeners[i]);
	dtap_fanout_free(setup->service.fanout);
	dtap_sender_free(setup->service.gsmtap);
	dtap_service_free_archives(&setup->service);
	dtap_service_free_taps(&setup->service);
	dtap_shared_masks_free(setup->simulated);
	dtap_record_clock_free(setup->service.record_clock);
	if (setup->service.has_wireshark)
		close(setup->service.wireshark_folder);
}
