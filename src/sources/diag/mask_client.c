/* SPDX-License-Identifier: MIT */
#include "sources/diag/mask_client.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "sources/diag/log_masks.h"

/* The signal may come just before the read that it must end, so it repeats. */
#define AGAIN_S 1

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

struct dtap_mask_client {
	struct dtap_source *source;
	dtap_mask_client_write *write;
	struct dtap_log_masks *masks;

	/* From begin to end. */
	timer_t timer;
	bool has_timer;
	int64_t due; /* when it times out; 0: no request is open */
};

struct dtap_mask_client *
dtap_mask_client_new(const struct dtap_mask_options *options,
		     struct dtap_source *source, dtap_mask_client_write *write)
{
	static const struct dtap_mask_options nothing = {.logs = ""};
	struct dtap_mask_client *client = calloc(1, sizeof *client);

	if (client == NULL)
		return NULL;
	client->source = source;
	client->write = write;
	client->masks =
		dtap_log_masks_new(options != NULL ? options : &nothing);
	if (client->masks == NULL) {
		free(client);
		return NULL;
	}
	return client;
}

void
dtap_mask_client_free(struct dtap_mask_client *client)
{
	if (client == NULL)
		return;
	dtap_log_masks_free(client->masks);
	free(client);
}

/* Without a timer it times out at the next read. */
void
dtap_mask_client_begin(struct dtap_mask_client *client, bool remote)
{
	struct sigevent event = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = SIGURG,
	};

	event.sigev_notify_thread_id = gettid();
	client->due = 0;
	client->has_timer =
		timer_create(CLOCK_MONOTONIC, &event, &client->timer) == 0;
	dtap_log_masks_begin(client->masks, remote);
}

void
dtap_mask_client_end(struct dtap_mask_client *client)
{
	if (client->has_timer)
		timer_delete(client->timer);
	client->has_timer = false;
}

static void
wait_for_answer(struct dtap_mask_client *client, bool waits)
{
	struct itimerspec when = {.it_interval = {.tv_sec = AGAIN_S}};

	client->due = 0;
	if (waits) {
		when.it_value.tv_sec = DTAP_MASK_TIMEOUT_S;
		client->due =
			dtap_clock_now() + DTAP_MASK_TIMEOUT_S * DTAP_NS_PER_S;
	}
	if (client->has_timer)
		timer_settime(client->timer, 0, &when, NULL);
}

ssize_t
dtap_mask_client_next(struct dtap_mask_client *client, uint8_t *buffer)
{
	size_t size;

	while ((size = dtap_log_masks_next(client->masks, buffer)) > 0) {
		if (client->write(client->source, buffer, size)) {
			wait_for_answer(client, true);
			client->source->shape.kind = DTAP_KIND_REQUEST;
			break;
		}
		dtap_source_explain(client->source, "masks: %s: write: %s",
				    dtap_log_masks_step(client->masks),
				    strerror(errno));
		dtap_log_masks_skip(client->masks);
	}
	return (ssize_t)size;
}

void
dtap_mask_client_read(struct dtap_mask_client *client, const uint8_t *data,
		      size_t size)
{
	const char *why;

	if (client->due == 0)
		return;
	why = dtap_log_masks_read(client->masks, data, size);
	if (why != NULL)
		dtap_source_explain(client->source, "%s", why);
	if (dtap_log_masks_is_waiting(client->masks))
		dtap_mask_client_tick(client);
	else
		wait_for_answer(client, false);
}

void
dtap_mask_client_tick(struct dtap_mask_client *client)
{
	if (client->due == 0 || dtap_clock_now() < client->due)
		return;
	dtap_source_explain(client->source,
			    "masks: the modem did not answer within %d s: %s",
			    DTAP_MASK_TIMEOUT_S,
			    dtap_log_masks_step(client->masks));
	dtap_log_masks_skip(client->masks);
	wait_for_answer(client, false);
}
