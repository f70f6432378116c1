/* SPDX-License-Identifier: MIT */
/*
 * server_fixture.h - the real server on loopback, with a scripted source.
 */
#ifndef DTAP_SERVER_FIXTURE_H
#define DTAP_SERVER_FIXTURE_H

#include <pthread.h>

#include "http/diagtapd_site.h"
#include "http/server.h"
#include "support/scripted_source.h"

struct server_fixture {
	struct dtap_log log;
	struct dtap_service service;
	struct dtap_site site;
	struct dtap_access access;
	struct dtap_record_clock *record_clock;
	struct dtap_tap *tap;
	struct dtap_server *server;
	unsigned port;
	bool stopped;
	char directory[40]; /* of the archive; removed with the fixture */

	pthread_mutex_t lock;
	pthread_cond_t changed;
	enum dtap_tap_state state;
};

/* Options of a test; zeros are the defaults. */
struct server_fixture_options {
	unsigned wait_subscribers, max_streams;
	size_t ring_bytes;
	enum dtap_at_end at_end;
	const char *refusal;    /* no tap; streams answer 503 with this text */
	const char *token;      /* that clients must send */
	bool archive;           /* records the tap in fixture.directory */
	enum dtap_priority log; /* default: errors only */
	struct dtap_websocket_options websocket;
	bool modem;    /* a virtual one, which obeys masks */
	int wireshark; /* a folder, open and still the test's; 0: none */
};

void server_fixture_start(struct server_fixture *fixture,
			  const struct server_fixture_options *options,
			  const struct scripted_step *steps, size_t count);

/* Ends the tap and its streams, as the daemon does at SIGTERM. */
void server_fixture_stop_tap(struct server_fixture *fixture);

/* May be called without server_fixture_stop_tap() before. */
void server_fixture_stop(struct server_fixture *fixture);

void server_fixture_await(struct server_fixture *fixture,
			  enum dtap_tap_state state);

#endif
