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

/* A signal may come just before the read that it is to end: it comes again. */
#define AGAIN_S 1

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

struct dtap_asker {
	struct dtap_source *source;
	dtap_asker_write *write;
	struct dtap_masks *masks;

	/* From begin to end. */
	timer_t timer;
	bool has_timer;
	int64_t due; /* when patience ends; 0: no answer is waited for */
};

struct dtap_asker *
dtap_asker_new(const struct dtap_masks_options *options,
	       struct dtap_source *source, dtap_asker_write *write)
{
	static const struct dtap_masks_options nothing = {.logs = ""};
	struct dtap_asker *asker = calloc(1, sizeof *asker);

	if (asker == NULL)
		return NULL;
	asker->source = source;
	asker->write = write;
	asker->masks = dtap_masks_new(options != NULL ? options : &nothing);
	if (asker->masks == NULL) {
		free(asker);
		return NULL;
	}
	return asker;
}

void
dtap_asker_free(struct dtap_asker *asker)
{
	if (asker == NULL)
		return;
	dtap_masks_free(asker->masks);
	free(asker);
}

/* Without a timer patience ends with what is read next. */
void
dtap_asker_begin(struct dtap_asker *asker, bool remote)
{
	struct sigevent event = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = SIGURG,
	};

	event.sigev_notify_thread_id = gettid();
	asker->due = 0;
	asker->has_timer =
		timer_create(CLOCK_MONOTONIC, &event, &asker->timer) == 0;
	dtap_masks_begin(asker->masks, remote);
}

void
dtap_asker_end(struct dtap_asker *asker)
{
	if (asker->has_timer)
		timer_delete(asker->timer);
	asker->has_timer = false;
}

static void
wait_for_answer(struct dtap_asker *asker, bool waits)
{
	struct itimerspec when = {.it_interval = {.tv_sec = AGAIN_S}};

	asker->due = 0;
	if (waits) {
		when.it_value.tv_sec = DTAP_PATIENCE_S;
		asker->due = dtap_clock_now() + DTAP_PATIENCE_S * DTAP_NS_PER_S;
	}
	if (asker->has_timer)
		timer_settime(asker->timer, 0, &when, NULL);
}

ssize_t
dtap_asker_next(struct dtap_asker *asker, uint8_t *buffer)
{
	size_t size;

	while ((size = dtap_masks_next(asker->masks, buffer)) > 0) {
		if (asker->write(asker->source, buffer, size)) {
			wait_for_answer(asker, true);
			asker->source->shape.kind = DTAP_KIND_REQUEST;
			break;
		}
		dtap_source_explain(asker->source, "masks: %s: write: %s",
				    dtap_masks_step(asker->masks),
				    strerror(errno));
		dtap_masks_skip(asker->masks);
	}
	return (ssize_t)size;
}

void
dtap_asker_look(struct dtap_asker *asker, const uint8_t *data, size_t size)
{
	const char *why;

	if (asker->due == 0)
		return;
	why = dtap_masks_look(asker->masks, data, size);
	if (why != NULL)
		dtap_source_explain(asker->source, "%s", why);
	if (dtap_masks_is_waiting(asker->masks))
		dtap_asker_tick(asker);
	else
		wait_for_answer(asker, false);
}

void
dtap_asker_tick(struct dtap_asker *asker)
{
	if (asker->due == 0 || dtap_clock_now() < asker->due)
		return;
	dtap_source_explain(asker->source,
			    "masks: the modem has not answered for %d s about "
			    "%s",
			    DTAP_PATIENCE_S, dtap_masks_step(asker->masks));
	dtap_masks_skip(asker->masks);
	wait_for_answer(asker, false);
}
