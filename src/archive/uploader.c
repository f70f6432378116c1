/* SPDX-License-Identifier: MIT */
#include "archive/uploader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "archive/refusal.h"
#include "archive/shelf.h"
#include "base/clock.h"

#define FIRST_PAUSE   DTAP_NS_PER_S
#define LONGEST_PAUSE (600 * DTAP_NS_PER_S)
#define MOST_ASKED    3600 /* s, of Retry-After */
#define QUIET         (3600 * DTAP_NS_PER_S)
#define PLAIN         (1U << DTAP_FILE_PCAP | 1U << DTAP_FILE_RAW)

struct dtap_uploader {
	const struct dtap_archive_options *options;
	const char *tap;
	const struct dtap_disk *disk;
	struct dtap_courier *courier;
	const struct dtap_log *log;
	struct dtap_background background;

	/* The thread's. */
	uint32_t said;  /* bits: kinds of trouble warned of, this time */
	int64_t pause;  /* after the next failure */
	unsigned asked; /* s, by the server that has just refused */
	bool blocked;   /* the last pass was */
	bool unmarked;  /* `sent` was taken by the server, and is not */
	struct dtap_name sent;

	pthread_mutex_t lock;
	struct dtap_upload_status status; /* guarded by the lock */
};

/* What a pass goes through. */
struct pass {
	int directory;
	int64_t now;
	int64_t due;         /* when the next one is old enough; or 0 */
	uint64_t sent, left; /* captures uploaded, and not */
	uint32_t trouble;    /* bits: kinds of it */
	bool blocked;        /* there is no use in trying others */
};

static struct dtap_rest
pass(void *arg)
{
	return dtap_uploader_pass(arg, time(NULL));
}

struct dtap_uploader *
dtap_uploader_new(const struct dtap_archive_options *options, const char *tap,
		  const struct dtap_disk *disk, struct dtap_courier *courier,
		  const struct dtap_log *log)
{
	struct dtap_uploader *u = calloc(1, sizeof *u);

	if (u == NULL) {
		courier->free(courier);
		return NULL;
	}
	u->options = options;
	u->tap = tap;
	u->disk = disk;
	u->courier = courier;
	u->log = log;
	u->pause = FIRST_PAUSE;
	u->status.state = DTAP_UPLOAD_IDLE;
	pthread_mutex_init(&u->lock, NULL);
	dtap_background_init(&u->background, "uploader", pass, u);
	return u;
}

void
dtap_uploader_free(struct dtap_uploader *u)
{
	if (u == NULL)
		return;
	u->courier->free(u->courier);
	dtap_background_destroy(&u->background);
	pthread_mutex_destroy(&u->lock);
	free(u);
}

static void
show_state(struct dtap_uploader *u, enum dtap_upload_state state,
	   const char *file)
{
	pthread_mutex_lock(&u->lock);
	u->status.state = state;
	snprintf(u->status.file, sizeof u->status.file, "%s", file);
	if (state != DTAP_UPLOAD_SENDING && state != DTAP_UPLOAD_FAILING)
		u->status.why[0] = '\0';
	pthread_mutex_unlock(&u->lock);
}

/* One line for each kind of trouble, until a pass has none. */
static void
complain(struct dtap_uploader *u, const char *name, unsigned kind,
	 const char *why)
{
	bool news = (u->said & 1U << kind) == 0;

	u->said |= 1U << kind;
	pthread_mutex_lock(&u->lock);
	u->status.failures++;
	snprintf(u->status.why, sizeof u->status.why, "%s", why);
	pthread_mutex_unlock(&u->lock);
	dtap_log(u->log, news ? DTAP_WARNING : DTAP_DEBUG,
		 "archive of %s: cannot upload %s to %s: %s; it is tried again",
		 u->tap, name, u->options->upload.server.url, why);
}

/* Always false. */
static bool
fail(struct dtap_uploader *u, struct pass *p, const char *name,
     enum dtap_carried carried, const struct dtap_excuse *excuse)
{
	char why[sizeof u->status.why], status[16] = "";
	const struct dtap_refusal *refusal;
	unsigned kind;

	if (carried == DTAP_HURRIED)
		return false;
	refusal = dtap_refusal_find(carried, excuse->status, &kind);
	if (excuse->status > 0)
		snprintf(status, sizeof status, " [%u]", excuse->status);
	snprintf(why, sizeof why, "%s%s%s%s%s", refusal->what, status,
		 excuse->text[0] != '\0' ? " (" : "", excuse->text,
		 excuse->text[0] != '\0' ? ")" : "");
	complain(u, name, kind, why);
	u->asked = excuse->retry_after;
	p->trouble |= 1U << kind;
	p->blocked = p->blocked || !refusal->of_file;
	return false;
}

static bool
fail_here(struct dtap_uploader *u, struct pass *p, const char *name,
	  enum dtap_carried carried)
{
	struct dtap_excuse excuse = {0};

	snprintf(excuse.text, sizeof excuse.text, "%s", strerror(errno));
	return fail(u, p, name, carried, &excuse);
}

/* -1 with errno. */
static int
open_file(struct dtap_uploader *u, const struct pass *p, const char *name,
	  uint64_t *size)
{
	int fd = u->disk->open(u->disk, p->directory, name,
			       O_RDONLY | O_NONBLOCK);
	struct stat stat;

	if (fd < 0)
		return -1;
	if (fstat(fd, &stat) == 0) {
		*size = (uint64_t)stat.st_size;
		return fd;
	}
	u->disk->close(u->disk, fd);
	return -1;
}

/*
 * One that is gone was deleted meanwhile, and is none of our troubles: of a
 * capture that the server has, the side file need not follow.
 */
static bool
send_file(struct dtap_uploader *u, struct pass *p,
	  const struct dtap_capture *capture, enum dtap_file_kind kind)
{
	char name[DTAP_NAME_ROOM];
	struct dtap_parcel parcel = {
		.name = name, .type = dtap_name_type(kind), .disk = u->disk};
	struct dtap_excuse excuse;
	enum dtap_carried carried;

	dtap_name_write_as(&capture->name, kind, false, name);
	parcel.fd = open_file(u, p, name, &parcel.size);
	if (parcel.fd < 0 && errno == ENOENT)
		return kind == DTAP_FILE_SIDE;
	if (parcel.fd < 0)
		return fail_here(u, p, name, DTAP_NO_FILE);
	show_state(u, DTAP_UPLOAD_SENDING, name);
	carried = u->courier->carry(u->courier, &parcel,
				    &u->background.stopping, &excuse);
	u->disk->close(u->disk, parcel.fd);
	if (carried != DTAP_CARRIED)
		return fail(u, p, name, carried, &excuse);
	pthread_mutex_lock(&u->lock);
	u->status.bytes += parcel.size;
	pthread_mutex_unlock(&u->lock);
	return true;
}

/* What the server has is marked, also where it was deleted here meanwhile. */
static bool
mark(struct dtap_uploader *u, struct pass *p)
{
	char name[DTAP_NAME_ROOM];

	if (!u->unmarked)
		return true;
	dtap_name_write_as(&u->sent, DTAP_FILE_MARK, false, name);
	if (dtap_capture_mark(&u->sent, u->disk, p->directory) < 0)
		return fail_here(u, p, name, DTAP_CARRIED);
	u->unmarked = false;
	return true;
}

/* One that cannot be deleted now is another time: it is marked. */
static void
remove_capture(struct dtap_uploader *u, const struct pass *p,
	       const struct dtap_capture *capture)
{
	if (u->options->upload.remove)
		dtap_capture_remove(capture, u->disk, p->directory);
}

static bool
send_capture(struct dtap_uploader *u, struct pass *p,
	     const struct dtap_capture *capture)
{
	enum dtap_file_kind kind = dtap_capture_kind(capture);

	if (!send_file(u, p, capture, kind) ||
	    !send_file(u, p, capture, DTAP_FILE_SIDE))
		return false;
	u->sent = capture->name;
	u->unmarked = true;
	p->sent++;
	pthread_mutex_lock(&u->lock);
	u->status.uploaded++;
	dtap_name_write_as(&capture->name, kind, false, u->status.last);
	pthread_mutex_unlock(&u->lock);
	dtap_log(u->log, DTAP_DEBUG, "archive of %s: uploaded %s", u->tap,
		 u->status.last);
	if (!mark(u, p))
		return false;
	remove_capture(u, p, capture);
	return true;
}

/* In the form that it stays in, and of the age that it has to have. */
static bool
is_ready(const struct dtap_uploader *u, struct pass *p,
	 const struct dtap_capture *capture)
{
	int64_t modified = capture->modified[dtap_capture_kind(capture)];
	int64_t due = modified + u->options->upload.min_age_seconds;

	if (u->options->squeeze != DTAP_SQUEEZE_NONE &&
	    (capture->there & PLAIN) != 0)
		return false;
	/* One from the future: the clock was set back, its age is not known. */
	if (modified > p->now || due <= p->now)
		return true;
	if (p->due == 0 || due < p->due)
		p->due = due;
	return false;
}

static void
handle(struct dtap_uploader *u, struct pass *p,
       const struct dtap_capture *capture)
{
	if (!dtap_capture_is_finished(capture))
		return;
	if (dtap_capture_is_uploaded(capture)) {
		remove_capture(u, p, capture);
		return;
	}
	p->left++;
	if (!p->blocked && !atomic_load(&u->background.stopping) &&
	    is_ready(u, p, capture) && send_capture(u, p, capture))
		p->left--;
}

static void
go_through(struct dtap_uploader *u, struct pass *p)
{
	struct dtap_shelf shelf;

	if (!mark(u, p) ||
	    dtap_shelf_read(&shelf, u->disk, p->directory, u->tap) < 0)
		return;
	for (size_t i = 0; i < shelf.count; i++)
		handle(u, p, &shelf.captures[i]);
	dtap_shelf_free(&shelf);
	pthread_mutex_lock(&u->lock);
	u->status.pending = p->left;
	pthread_mutex_unlock(&u->lock);
}

/* Not all of a fleet at the same time: up to a quarter longer. */
static int64_t
spread(int64_t pause)
{
	return pause + pause / 1024 * (dtap_clock_now() / 1000 % 256);
}

static struct dtap_rest
rest_after_failure(struct dtap_uploader *u)
{
	unsigned asked = u->asked < MOST_ASKED ? u->asked : MOST_ASKED;
	int64_t pause = spread(u->pause);

	show_state(u, DTAP_UPLOAD_FAILING, "");
	u->pause = 2 * u->pause < LONGEST_PAUSE ? 2 * u->pause : LONGEST_PAUSE;
	if (pause < asked * DTAP_NS_PER_S)
		pause = asked * DTAP_NS_PER_S;
	return (struct dtap_rest){pause, true};
}

static struct dtap_rest
rest_after_success(struct dtap_uploader *u, const struct pass *p)
{
	struct dtap_rest rest = {QUIET, false};

	if (p->sent > 0)
		u->pause = FIRST_PAUSE;
	if (p->due > 0 && (p->due - p->now) * DTAP_NS_PER_S < QUIET)
		rest.ns = (p->due - p->now) * DTAP_NS_PER_S;
	show_state(u, p->left > 0 ? DTAP_UPLOAD_WAITING : DTAP_UPLOAD_IDLE, "");
	return rest;
}

/* A server that has taken something is to be warned of anew. */
static void
note_recovery(struct dtap_uploader *u, const struct pass *p)
{
	if (p->blocked || p->sent == 0) {
		u->blocked = u->blocked || p->blocked;
		return;
	}
	if (u->blocked)
		dtap_log(u->log, DTAP_NOTICE, "archive of %s: uploads again",
			 u->tap);
	u->blocked = false;
	u->said = p->trouble;
}

struct dtap_rest
dtap_uploader_pass(struct dtap_uploader *u, int64_t now)
{
	struct pass p = {.now = now};

	u->asked = 0;
	p.directory = dtap_disk_directory(u->disk, u->options->directory);
	/* A directory that is not there is the recorder's to complain of. */
	if (p.directory >= 0) {
		go_through(u, &p);
		u->disk->close(u->disk, p.directory);
	}
	note_recovery(u, &p);
	return p.trouble != 0 ? rest_after_failure(u)
			      : rest_after_success(u, &p);
}

int
dtap_uploader_start(struct dtap_uploader *u)
{
	return dtap_background_start(&u->background);
}

void
dtap_uploader_stop(struct dtap_uploader *u)
{
	dtap_background_hurry(&u->background);
	u->courier->hurry(u->courier);
	dtap_background_stop(&u->background);
}

void
dtap_uploader_tell(struct dtap_uploader *u)
{
	dtap_background_tell(&u->background);
}

void
dtap_uploader_status(struct dtap_uploader *u, struct dtap_upload_status *status)
{
	pthread_mutex_lock(&u->lock);
	*status = u->status;
	pthread_mutex_unlock(&u->lock);
}
