/* SPDX-License-Identifier: MIT */
/*
 * service.h - the taps as the daemon serves them, with their archives and the
 * uplink.
 *
 * Set up by the composition root (src/daemon) before any thread starts, then
 * read only: HTTP handlers read it from the server's thread and the file
 * worker's.  Its owner starts, stops and frees what is in it, on one thread.
 */
#ifndef DTAP_SERVICE_H
#define DTAP_SERVICE_H

#include "archive/archive.h"
#include "base/log.h"
#include "fleet/fleet_identity.h"
#include "gsmtap/sender.h"
#include "port/port.h"
#include "service/mask_control.h"
#include "streams/fanout.h"
#include "uplink/uplink.h"

#define DTAP_MAX_TAPS 2

/* A tap as the server knows it. */
struct dtap_service_tap {
	const char *name;     /* "diag", the word in /api/diag/... */
	struct dtap_tap *tap; /* NULL: there is none */
	const char *refusal;  /* without a tap: the sentence that says why */

	struct dtap_archive *archive; /* NULL: not recorded */
	char device[256]; /* the name of the source in sidecar files */
};

struct dtap_service {
	const struct dtap_log *log;
	struct dtap_fanout *fanout;
	struct dtap_record_clock *record_clock; /* of all taps */
	struct dtap_fleet_identity identity;
	struct dtap_websocket_options websocket;
	struct dtap_port *port;     /* NULL: there is none */
	struct dtap_sender *gsmtap; /* of the tap "diag"; NULL: none */
	struct dtap_uplink *uplink; /* NULL: there is none */
	struct dtap_mask_control *mask_control;
	struct dtap_service_tap taps[DTAP_MAX_TAPS];
	size_t tap_count;
	int64_t started; /* monotonic ns */

	bool has_wireshark;   /* one for browsers can be served */
	int wireshark_folder; /* then: its folder, open */
};

/* The configuration enables at least one tap. */
bool dtap_service_has_taps(const struct dtap_service *service);

/* Starts every tap.  -1 with errno: the caller stops those that started. */
int dtap_service_start_taps(struct dtap_service *service,
			    dtap_tap_observer *observer, void *arg);

/* Stops the taps that were started. */
void dtap_service_stop_taps(struct dtap_service *service);

/* No tap is started, or all are stopped. */
void dtap_service_free_taps(struct dtap_service *service);

/* Every device was tried: it is open, or cannot be opened now. */
bool dtap_service_is_tried(const struct dtap_service *service);

/* There are taps with at_end = "exit", and all of them have ended. */
bool dtap_service_has_ended(const struct dtap_service *service);

/* Starts every archive and the uplink, with the rights that the daemon keeps.
 * -1: errno. */
int dtap_service_start_archives(struct dtap_service *service);

/* After the taps have stopped. */
void dtap_service_stop_archives(struct dtap_service *service);

/* Before the taps are freed. */
void dtap_service_free_archives(struct dtap_service *service);

#endif
