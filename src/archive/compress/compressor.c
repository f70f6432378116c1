/* SPDX-License-Identifier: MIT */
#include "archive/compress/compressor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "archive/worker.h"
#include "archive/scan.h"
#include "archive/compress/compress.h"
#include "base/clock.h"

#define TRY_AGAIN (60 * DTAP_NS_PER_S)
#define QUIET     (3600 * DTAP_NS_PER_S)

struct dtap_squeezer {
	const struct dtap_archive_options *options;
	const char *tap;
	const struct dtap_disk *disk;
	const struct dtap_log *log;
	void (*squeezed_one)(void *arg); /* or NULL */
	void *arg;
	struct dtap_background background;
	_Atomic uint64_t squeezed, failures;
	bool failing; /* the thread's: said so */
};

static struct dtap_rest
pass(void *arg)
{
	return (struct dtap_rest){.ns = dtap_squeezer_pass(arg) < 0 ? TRY_AGAIN
								    : QUIET};
}

struct dtap_squeezer *
dtap_squeezer_new(const struct dtap_archive_options *options, const char *tap,
		  const struct dtap_disk *disk, const struct dtap_log *log)
{
	struct dtap_squeezer *squeezer = calloc(1, sizeof *squeezer);

	if (squeezer == NULL)
		return NULL;
	squeezer->options = options;
	squeezer->tap = tap;
	squeezer->disk = disk;
	squeezer->log = log;
	dtap_background_init(&squeezer->background, "squeezer", pass, squeezer);
	return squeezer;
}

void
dtap_squeezer_free(struct dtap_squeezer *squeezer)
{
	if (squeezer == NULL)
		return;
	dtap_background_destroy(&squeezer->background);
	free(squeezer);
}

static void
note_failure(struct dtap_squeezer *squeezer, const char *name)
{
	int error = errno;

	if (error == ECANCELED || error == ENOENT)
		return; /* we stop; or it was deleted meanwhile */
	atomic_fetch_add(&squeezer->failures, 1);
	if (!squeezer->failing)
		dtap_log(squeezer->log, DTAP_WARNING,
			 "archive of %s: cannot compress %s: %s; it stays as "
			 "it is, and is tried again",
			 squeezer->tap, name, strerror(error));
	squeezer->failing = true;
}

/* -1: it could not be compressed. */
static int
squeeze(struct dtap_squeezer *squeezer, int directory,
	const struct dtap_capture *capture)
{
	struct dtap_name name = capture->name;
	char text[DTAP_NAME_ROOM];

	name.kind = capture->there & 1U << DTAP_FILE_PCAP ? DTAP_FILE_PCAP
							  : DTAP_FILE_RAW;
	dtap_name_write_as(&name, name.kind, false, text);
	if (dtap_squeeze_capture(&name, squeezer->options->squeeze,
				 squeezer->disk, directory,
				 &squeezer->background.stopping) == 0) {
		atomic_fetch_add(&squeezer->squeezed, 1);
		if (squeezer->squeezed_one != NULL)
			squeezer->squeezed_one(squeezer->arg);
		return 0;
	}
	note_failure(squeezer, text);
	return -1;
}

static bool
is_plain(const struct dtap_capture *capture)
{
	return dtap_capture_is_finished(capture) &&
	       capture->there & (1U << DTAP_FILE_PCAP | 1U << DTAP_FILE_RAW);
}

static int
squeeze_all(struct dtap_squeezer *squeezer, int directory)
{
	struct dtap_shelf shelf;
	int status = 0;

	if (dtap_shelf_read(&shelf, squeezer->disk, directory, squeezer->tap) <
	    0)
		return -1;
	for (size_t i = 0; i < shelf.count; i++)
		if (!atomic_load(&squeezer->background.stopping) &&
		    is_plain(&shelf.captures[i]) &&
		    squeeze(squeezer, directory, &shelf.captures[i]) < 0)
			status = -1;
	dtap_shelf_free(&shelf);
	return status;
}

int
dtap_squeezer_pass(struct dtap_squeezer *squeezer)
{
	int status, directory = dtap_disk_directory(
			    squeezer->disk, squeezer->options->directory);

	/* A directory that is not there is the recorder's to complain of. */
	if (directory < 0)
		return -1;
	status = squeeze_all(squeezer, directory);
	squeezer->failing = squeezer->failing && status < 0;
	squeezer->disk->close(squeezer->disk, directory);
	return status;
}

void
dtap_squeezer_watch(struct dtap_squeezer *squeezer,
		    void (*squeezed_one)(void *arg), void *arg)
{
	squeezer->squeezed_one = squeezed_one;
	squeezer->arg = arg;
}

int
dtap_squeezer_start(struct dtap_squeezer *squeezer)
{
	return dtap_background_start(&squeezer->background);
}

void
dtap_squeezer_stop(struct dtap_squeezer *squeezer)
{
	dtap_background_stop(&squeezer->background);
}

void
dtap_squeezer_tell(struct dtap_squeezer *squeezer)
{
	dtap_background_tell(&squeezer->background);
}

void
dtap_squeezer_counts(struct dtap_squeezer *squeezer, uint64_t *squeezed,
		     uint64_t *failures)
{
	*squeezed = atomic_load(&squeezer->squeezed);
	*failures = atomic_load(&squeezer->failures);
}
