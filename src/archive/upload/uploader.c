/* SPDX-License-Identifier: MIT */
#include "archive/upload/uploader.h"

#include <stdlib.h>
#include <time.h>

#include "archive/upload/upload_pass.h"
#include "base/clock.h"

#define FIRST_PAUSE      DTAP_NS_PER_S
#define LONGEST_PAUSE    (600 * DTAP_NS_PER_S)
#define RETRY_AFTER_MOST 3600 /* s, of Retry-After */
#define QUIET            (3600 * DTAP_NS_PER_S)

struct dtap_uploader {
	struct dtap_upload_context context;
	struct dtap_worker worker;
	int64_t pause; /* the thread's: after the next failure */
	bool blocked;  /* the same: the last pass was */
};

static struct dtap_next_run
pass(void *arg)
{
	return dtap_uploader_pass(arg, time(NULL));
}

struct dtap_uploader *
dtap_uploader_new(const struct dtap_archive_options *options, const char *tap,
		  struct dtap_capture_index *index,
		  struct dtap_upload_transport *transport,
		  const struct dtap_log *log)
{
	struct dtap_uploader *u = calloc(1, sizeof *u);

	if (u == NULL) {
		transport->free(transport);
		return NULL;
	}
	u->context = (struct dtap_upload_context){
		.options = options,
		.upload = &options->upload,
		.tap = tap,
		.index = index,
		.vfs = dtap_capture_index_vfs(index),
		.transport = transport,
		.log = log,
		.stopping = &u->worker.stopping,
		.status.state = DTAP_UPLOAD_IDLE,
	};
	u->pause = FIRST_PAUSE;
	pthread_mutex_init(&u->context.lock, NULL);
	dtap_worker_init(&u->worker, "uploader", pass, u);
	return u;
}

void
dtap_uploader_free(struct dtap_uploader *u)
{
	if (u == NULL)
		return;
	u->context.transport->free(u->context.transport);
	dtap_worker_destroy(&u->worker);
	pthread_mutex_destroy(&u->context.lock);
	free(u);
}

/* Up to a quarter longer, so that a fleet of devices spreads. */
static int64_t
spread(int64_t pause)
{
	return pause + pause / 1024 * (dtap_clock_now() / 1000 % 256);
}

static struct dtap_next_run
next_after_failure(struct dtap_uploader *u, const struct dtap_upload_pass *p)
{
	unsigned retry_after = p->retry_after < RETRY_AFTER_MOST
				       ? p->retry_after
				       : RETRY_AFTER_MOST;
	int64_t pause = spread(u->pause);

	dtap_upload_pass_show(&u->context, DTAP_UPLOAD_FAILING, "");
	u->pause = 2 * u->pause < LONGEST_PAUSE ? 2 * u->pause : LONGEST_PAUSE;
	if (pause < retry_after * DTAP_NS_PER_S)
		pause = retry_after * DTAP_NS_PER_S;
	return (struct dtap_next_run){pause, true};
}

static struct dtap_next_run
next_after_success(struct dtap_uploader *u, const struct dtap_upload_pass *p)
{
	struct dtap_next_run next = {QUIET, false};

	if (p->sent > 0)
		u->pause = FIRST_PAUSE;
	if (p->due > 0 && (p->due - p->now) * DTAP_NS_PER_S < QUIET)
		next.ns = (p->due - p->now) * DTAP_NS_PER_S;
	dtap_upload_pass_show(
		&u->context,
		p->left > 0 ? DTAP_UPLOAD_WAITING : DTAP_UPLOAD_IDLE, "");
	return next;
}

/* After the server has accepted something, warnings begin again. */
static void
note_recovery(struct dtap_uploader *u, const struct dtap_upload_pass *p)
{
	if (p->blocked || p->sent == 0) {
		u->blocked = u->blocked || p->blocked;
		return;
	}
	if (u->blocked)
		dtap_log(u->context.log, DTAP_NOTICE,
			 "archive of %s: uploading again", u->context.tap);
	u->blocked = false;
	u->context.logged = p->problems;
}

struct dtap_next_run
dtap_uploader_pass(struct dtap_uploader *u, int64_t now)
{
	struct dtap_upload_context *context = &u->context;
	struct dtap_upload_pass p = {.now = now};

	/* The recorder reports a directory that is not there. */
	if (dtap_capture_index_enter(context->index, false, &p.handle) == 0) {
		dtap_upload_pass_run(context, &p);
		dtap_capture_index_leave(context->index, &p.handle);
	}
	note_recovery(u, &p);
	return p.problems != 0 ? next_after_failure(u, &p)
			       : next_after_success(u, &p);
}

int
dtap_uploader_start(struct dtap_uploader *u)
{
	return dtap_worker_start(&u->worker);
}

void
dtap_uploader_stop(struct dtap_uploader *u)
{
	dtap_worker_cancel(&u->worker);
	u->context.transport->cancel(u->context.transport);
	dtap_worker_stop(&u->worker);
}

void
dtap_uploader_notify(struct dtap_uploader *u)
{
	dtap_worker_notify(&u->worker);
}

void
dtap_uploader_set_options(struct dtap_uploader *u,
			  const struct dtap_upload_options *options)
{
	pthread_mutex_lock(&u->context.lock);
	u->context.fresh = *options;
	u->context.has_fresh = true;
	pthread_mutex_unlock(&u->context.lock);
	dtap_worker_hurry(&u->worker);
}

void
dtap_uploader_status(struct dtap_uploader *u, struct dtap_upload_status *status)
{
	pthread_mutex_lock(&u->context.lock);
	*status = u->context.status;
	pthread_mutex_unlock(&u->context.lock);
}
