/* SPDX-License-Identifier: MIT */
#include "gsmtap/sender.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>

#include "base/clock.h"
#include "base/net.h"
#include "base/thread.h"
#include "gsmtap/send_trouble.h"
#include "gsmtap/udp_socket.h"
#include "rewrite/rewrite.h"
#include "streams/lag.h"

struct dtap_sender {
	const struct dtap_log *log;
	struct dtap_ring *ring;
	struct dtap_subscriber cursor;
	char address[DTAP_NET_HOST_PORT];
	struct dtap_udp_socket udp;
	struct dtap_rewrite *rewrite;
	struct dtap_rewrite_scratch *scratch;
	struct dtap_send_trouble trouble;
	struct dtap_lag lag;
	pthread_t thread;
	bool started;

	/* The thread adds, any thread reads. */
	_Atomic int error;
	_Atomic uint64_t sent, bytes, unsent, undelivered, left_out, unmade;
};

static bool
make(struct dtap_sender *sender)
{
	const struct dtap_rewrite_options rewrite = {
		.snaplen = DTAP_SNAPLEN_MAX,
		.linktype = DTAP_LINKTYPE_IPV4,
	};

	sender->rewrite = dtap_rewrite_new(&rewrite);
	sender->scratch = dtap_rewrite_scratch_new();
	if (sender->rewrite != NULL && sender->scratch != NULL)
		return true;
	dtap_rewrite_free(sender->rewrite);
	dtap_rewrite_scratch_free(sender->scratch);
	errno = ENOMEM;
	return false;
}

struct dtap_sender *
dtap_sender_new(const struct dtap_log *log,
		const struct dtap_sender_options *options)
{
	struct dtap_sender *sender = calloc(1, sizeof *sender);
	char port[8];

	if (sender == NULL || !make(sender)) {
		free(sender);
		return NULL;
	}
	sender->log = log;
	sender->ring = dtap_tap_ring(options->tap);
	snprintf(port, sizeof port, "%u", options->port % 65536);
	dtap_net_write_host_port(sender->address, options->address, port);
	dtap_ring_subscribe_for(sender->ring, &sender->cursor, 0);
	sender->udp.fd = -1;
	if (dtap_udp_socket_open(&sender->udp, options->address,
				 options->port) == 0)
		return sender;
	dtap_sender_free(sender);
	return NULL;
}

void
dtap_sender_free(struct dtap_sender *sender)
{
	int error = errno;

	if (sender == NULL)
		return;
	dtap_ring_unsubscribe(sender->ring, &sender->cursor);
	if (sender->udp.fd >= 0)
		dtap_udp_socket_close(&sender->udp);
	dtap_rewrite_free(sender->rewrite);
	dtap_rewrite_scratch_free(sender->scratch);
	free(sender);
	errno = error;
}

static void
note_failure(struct dtap_sender *sender, int error, int64_t now)
{
	atomic_store(&sender->error, error);
	if (!dtap_send_trouble_failed(&sender->trouble, now))
		return;
	dtap_log(sender->log, DTAP_WARNING, "gsmtap: %s: %s; it goes on",
		 sender->address,
		 error == ECONNREFUSED ? "no program listens there (a "
					 "capture of the interface has them "
					 "all the same)"
		 : error == EAGAIN     ? "the network is too slow"
				       : strerror(error));
}

static void
note_success(struct dtap_sender *sender, int64_t now)
{
	if (!dtap_send_trouble_sent(&sender->trouble, now))
		return;
	atomic_store(&sender->error, 0);
	dtap_log(sender->log, DTAP_NOTICE,
		 "gsmtap: %s: datagrams are sent again; so far %" PRIu64
		 " were not sent, and at least %" PRIu64 " did not arrive",
		 sender->address, sender->unsent, sender->undelivered);
}

static void
send_message(struct dtap_sender *sender, const uint8_t *data, size_t size)
{
	struct dtap_udp_result result =
		dtap_udp_socket_send(&sender->udp, data, size);
	int64_t now = dtap_clock_now();

	if (result.refused == 0) {
		atomic_fetch_add(&sender->sent, 1);
		atomic_fetch_add(&sender->bytes, size);
	} else {
		atomic_fetch_add(&sender->unsent, 1);
	}
	if (result.undelivered != 0)
		atomic_fetch_add(&sender->undelivered, 1);
	if (result.refused != 0 || result.undelivered != 0)
		note_failure(sender,
			     result.refused != 0 ? result.refused
						 : result.undelivered,
			     now);
	else
		note_success(sender, now);
}

/* Records of linktype 228: their messages stand behind two headers. */
static void
send_piece(struct dtap_sender *sender, const struct dtap_rewrite_piece *piece)
{
	const uint8_t *at = piece->data, *end = at + piece->size;

	while (at < end) {
		size_t size = dtap_get32(at + 8);

		at += DTAP_PCAP_RECORD_HEADER;
		send_message(sender, at + DTAP_GSMTAP_IP_HEAD,
			     size - DTAP_GSMTAP_IP_HEAD);
		at += size;
	}
}

static void
send_block(struct dtap_sender *sender, const struct dtap_block *block)
{
	struct dtap_rewrite_piece piece;
	struct dtap_amount refused;

	dtap_rewrite_begin(sender->rewrite, block);
	while (!dtap_rewrite_is_done(sender->rewrite)) {
		piece = dtap_rewrite_next(sender->rewrite, sender->scratch,
					  &refused);
		atomic_fetch_add(&sender->unmade, refused.containers);
		send_piece(sender, &piece);
	}
	atomic_store(&sender->left_out, dtap_rewrite_left_out(sender->rewrite));
}

/* Containers left the ring before they were read. */
static void
note_loss(struct dtap_sender *sender)
{
	struct dtap_amount lost = dtap_ring_lost(sender->ring, &sender->cursor);

	dtap_rewrite_lost(sender->rewrite);
	dtap_lag_note(&sender->lag);
	if (dtap_lag_began(&sender->lag))
		dtap_log(sender->log, DTAP_WARNING,
			 "gsmtap lags: %" PRIu64 " containers (%" PRIu64
			 " bytes) lost so far; it continues at the oldest "
			 "block",
			 lost.containers, lost.bytes);
}

static void *
sender_main(void *arg)
{
	struct dtap_sender *sender = arg;
	struct dtap_block *block;
	struct dtap_amount loss;

	while (dtap_ring_await_next(sender->ring, &sender->cursor, &block,
				    &loss)) {
		if (loss.containers > 0)
			note_loss(sender);
		send_block(sender, block);
		dtap_block_unref(block);
		if (!dtap_ring_has_next(sender->ring, &sender->cursor))
			dtap_lag_caught_up(&sender->lag);
	}
	return NULL;
}

int
dtap_sender_start(struct dtap_sender *sender)
{
	sender->started = dtap_thread_start(&sender->thread, "gsmtap",
					    sender_main, sender) == 0;
	return sender->started ? 0 : -1;
}

void
dtap_sender_stop(struct dtap_sender *sender)
{
	if (sender == NULL || !sender->started)
		return;
	pthread_join(sender->thread, NULL);
	sender->started = false;
}

void
dtap_sender_status(struct dtap_sender *sender,
		   struct dtap_sender_status *status)
{
	*status = (struct dtap_sender_status){
		.error = sender->error,
		.sent = sender->sent,
		.bytes = sender->bytes,
		.unsent = sender->unsent,
		.undelivered = sender->undelivered,
		.left_out = sender->left_out,
		.lags = sender->lag.lags,
		.lost = dtap_ring_lost(sender->ring, &sender->cursor),
	};
	status->lost.containers += sender->unmade;
	snprintf(status->address, sizeof status->address, "%.63s",
		 sender->address);
}
