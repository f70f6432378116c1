/* SPDX-License-Identifier: MIT */
#include "archive/upload/upload_pass.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/upload/upload_problem.h"

/* One warning for each kind of problem, until the server accepts something. */
static void
log_failure(struct dtap_upload_context *u, const char *name, unsigned kind,
	    const char *why)
{
	bool news = (u->logged & 1U << kind) == 0;

	u->logged |= 1U << kind;
	pthread_mutex_lock(&u->lock);
	u->status.failures++;
	snprintf(u->status.why, sizeof u->status.why, "%s", why);
	pthread_mutex_unlock(&u->lock);
	dtap_log(u->log, news ? DTAP_WARNING : DTAP_DEBUG,
		 "archive of %s: cannot upload %s to %s: %s The upload will "
		 "be tried again.",
		 u->tap, name, u->upload->server.url, why);
}

/* Always false. */
static bool
fail(struct dtap_upload_context *u, struct dtap_upload_pass *p,
     const char *name, enum dtap_upload_result result,
     const struct dtap_upload_error *error)
{
	char why[sizeof u->status.why], status[16] = "";
	const struct dtap_upload_problem *problem;
	unsigned kind;

	if (result == DTAP_UPLOAD_CANCELLED)
		return false;
	problem = dtap_upload_problem_find(result, error->status, &kind);
	if (error->status > 0)
		snprintf(status, sizeof status, " [%u]", error->status);
	snprintf(why, sizeof why, "%s%s%s%s%s.", problem->what, status,
		 error->text[0] != '\0' ? " (" : "", error->text,
		 error->text[0] != '\0' ? ")" : "");
	log_failure(u, name, kind, why);
	p->retry_after = error->retry_after;
	p->problems |= 1U << kind;
	p->blocked = p->blocked || !problem->of_file;
	return false;
}

static bool
fail_locally(struct dtap_upload_context *u, struct dtap_upload_pass *p,
	     const char *name, enum dtap_upload_result result)
{
	struct dtap_upload_error error = {0};

	snprintf(error.text, sizeof error.text, "%s", strerror(errno));
	return fail(u, p, name, result, &error);
}

/* -1 with errno. */
static int
open_file(struct dtap_upload_context *u, const struct dtap_upload_pass *p,
	  const char *name, uint64_t *size)
{
	int fd =
		u->vfs->open(u->vfs, p->handle.fd, name, O_RDONLY | O_NONBLOCK);
	struct stat stat;

	if (fd < 0)
		return -1;
	if (fstat(fd, &stat) == 0) {
		*size = (uint64_t)stat.st_size;
		return fd;
	}
	u->vfs->close(u->vfs, fd);
	return -1;
}

/*
 * A file that is gone was deleted meanwhile, which is no failure.  If the
 * server has the capture already, the sidecar file need not follow.
 */
static bool
send_file(struct dtap_upload_context *u, struct dtap_upload_pass *p,
	  const struct dtap_capture *capture, enum dtap_file_kind kind)
{
	char name[DTAP_CAPTURE_NAME_ROOM];
	struct dtap_upload_file file = {.name = name,
					.type = dtap_capture_name_type(kind),
					.vfs = u->vfs};
	struct dtap_upload_error error;
	enum dtap_upload_result result;

	dtap_capture_name_write_as(&capture->name, kind, false, name);
	file.fd = open_file(u, p, name, &file.size);
	if (file.fd < 0 && errno == ENOENT)
		return kind == DTAP_FILE_SIDECAR;
	if (file.fd < 0)
		return fail_locally(u, p, name, DTAP_UPLOAD_FILE);
	dtap_upload_pass_show(u, DTAP_UPLOAD_SENDING, name);
	result = u->transport->put(u->transport, &file, u->stopping, &error);
	u->vfs->close(u->vfs, file.fd);
	if (result != DTAP_UPLOAD_OK)
		return fail(u, p, name, result, &error);
	pthread_mutex_lock(&u->lock);
	u->status.bytes += file.size;
	pthread_mutex_unlock(&u->lock);
	return true;
}

/* Marks what the server has, also if it was deleted here meanwhile. */
static bool
mark(struct dtap_upload_context *u, struct dtap_upload_pass *p)
{
	char name[DTAP_CAPTURE_NAME_ROOM];

	if (!u->unmarked)
		return true;
	dtap_capture_name_write_as(&u->sent, DTAP_FILE_MARK, false, name);
	if (dtap_capture_index_mark(u->index, &p->handle, &u->sent) < 0)
		return fail_locally(u, p, name, DTAP_UPLOAD_OK);
	u->unmarked = false;
	return true;
}

/* If it cannot be deleted now, a later pass does it: it is marked. */
static void
remove_capture(struct dtap_upload_context *u, const struct dtap_upload_pass *p,
	       const struct dtap_capture *capture)
{
	if (u->upload->remove)
		dtap_capture_index_remove(u->index, &p->handle, &capture->name);
}

static bool
send_capture(struct dtap_upload_context *u, struct dtap_upload_pass *p,
	     const struct dtap_capture *capture)
{
	enum dtap_file_kind kind = dtap_capture_kind(capture);

	if (!send_file(u, p, capture, kind) ||
	    !send_file(u, p, capture, DTAP_FILE_SIDECAR))
		return false;
	u->sent = capture->name;
	u->unmarked = true;
	p->sent++;
	pthread_mutex_lock(&u->lock);
	u->status.uploaded++;
	dtap_capture_name_write_as(&capture->name, kind, false, u->status.last);
	pthread_mutex_unlock(&u->lock);
	dtap_log(u->log, DTAP_DEBUG, "archive of %s: uploaded %s", u->tap,
		 u->status.last);
	if (!mark(u, p))
		return false;
	remove_capture(u, p, capture);
	return true;
}

/* It is in its final form, and old enough. */
static bool
is_ready(const struct dtap_upload_context *u, struct dtap_upload_pass *p,
	 const struct dtap_capture *capture)
{
	int64_t modified = capture->modified;
	int64_t due = modified + u->upload->min_age_seconds;

	if (u->options->compression != DTAP_COMPRESSION_NONE &&
	    (capture->there & DTAP_PLAIN_FILES) != 0)
		return false;
	/* A time in the future: the clock was set back, the age is not known.
	 */
	if (modified > p->now || due <= p->now)
		return true;
	if (p->due == 0 || due < p->due)
		p->due = due;
	return false;
}

/*
 * Between two files.  What the old server refused says nothing about the new
 * one; if there is no memory for it, the old one stays until the next file.
 */
static void
apply_fresh(struct dtap_upload_context *u)
{
	struct dtap_upload_options *unused =
		&u->applied[u->upload == u->applied];

	pthread_mutex_lock(&u->lock);
	if (u->has_fresh) {
		*unused = u->fresh;
		u->has_fresh = u->transport->set_server(u->transport,
							&unused->server) < 0;
		if (!u->has_fresh) {
			u->upload = unused;
			u->logged = 0;
		}
	}
	pthread_mutex_unlock(&u->lock);
}

static void
handle(struct dtap_upload_context *u, struct dtap_upload_pass *p,
       struct dtap_capture *capture)
{
	apply_fresh(u);
	if (dtap_capture_is_uploaded(capture)) {
		remove_capture(u, p, capture);
		return;
	}
	p->left++;
	if (p->blocked || atomic_load(u->stopping) || !is_ready(u, p, capture))
		return;
	if (!dtap_capture_index_confirm(u->index, &p->handle, &capture->name,
					capture)) {
		p->left -= errno == ENOENT; /* deleted, or not ours */
		return;
	}
	if (is_ready(u, p, capture) && send_capture(u, p, capture))
		p->left--;
}

void
dtap_upload_pass_run(struct dtap_upload_context *u, struct dtap_upload_pass *p)
{
	struct dtap_capture_filter filter = dtap_finished_captures;
	const struct dtap_capture_name *after = NULL;
	struct dtap_capture capture;

	apply_fresh(u);
	if (!mark(u, p))
		return;
	if (!u->upload->remove)
		filter.none = DTAP_FILE_BIT(DTAP_FILE_MARK);
	for (; dtap_capture_index_next(u->index, &p->handle, &filter, after,
				       &capture);
	     after = &capture.name)
		handle(u, p, &capture);
	pthread_mutex_lock(&u->lock);
	u->status.pending = p->left;
	pthread_mutex_unlock(&u->lock);
}

void
dtap_upload_pass_show(struct dtap_upload_context *u,
		      enum dtap_upload_state state, const char *file)
{
	pthread_mutex_lock(&u->lock);
	u->status.state = state;
	snprintf(u->status.file, sizeof u->status.file, "%s", file);
	if (state != DTAP_UPLOAD_SENDING && state != DTAP_UPLOAD_FAILING)
		u->status.why[0] = '\0';
	pthread_mutex_unlock(&u->lock);
}
