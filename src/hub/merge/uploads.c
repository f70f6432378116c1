/* SPDX-License-Identifier: MIT */
#include "hub/merge/uploads.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/capture_name.h"
#include "hub/merge/upload_capture.h"

/* One of the folders. */
struct place {
	struct dtap_uploads *uploads;
	char path[PATH_MAX];
	const char *device; /* whose folder it is; NULL: nobody's */
};

/* One line about a file that is left out. */
static bool
leave_out(const struct place *place, const char *name, const char *why)
{
	place->uploads->left_out++;
	dtap_log(place->uploads->log, DTAP_WARNING, "%s/%s is left out: %s",
		 place->path, name, why);
	return true;
}

/* A path in the folder.  False: it is too long. */
static bool
make_path(const struct place *place, const char *name, char out[PATH_MAX])
{
	return (size_t)snprintf(out, PATH_MAX, "%s/%s", place->path, name) <
	       PATH_MAX;
}

static bool
is_wanted(const struct dtap_uploads *uploads, const char *device)
{
	for (size_t i = 0; i < uploads->device_count; i++)
		if (strcmp(uploads->devices[i], device) == 0)
			return true;
	return uploads->device_count == 0;
}

/* Reads a regular file.  -1 with errno; EFBIG: it has more than `room`. */
static ssize_t
read_file(const char *path, char *out, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t got = -1;
	struct stat stat;

	if (fd < 0)
		return -1;
	if (fstat(fd, &stat) == 0) {
		errno = !S_ISREG(stat.st_mode)        ? EINVAL
			: (size_t)stat.st_size > room ? EFBIG
						      : 0;
		if (errno == 0)
			got = read(fd, out, room);
	}
	close(fd);
	return got;
}

/* NULL: what it says is in *facts. */
static const char *
read_facts(const struct place *place, const char *name,
	   struct dtap_upload_facts *facts)
{
	char *text = malloc(DTAP_UPLOAD_FACTS_MOST), path[PATH_MAX];
	const char *why = "its path is too long";
	ssize_t size;

	if (text != NULL && make_path(place, name, path)) {
		size = read_file(path, text, DTAP_UPLOAD_FACTS_MOST);
		why = size < 0 ? strerror(errno)
			       : dtap_upload_facts_read(facts, text,
							(size_t)size);
	}
	free(text);
	return why;
}

/* The capture's file: plain, or compressed.  NULL, or why there is none. */
static const char *
find_capture(const struct place *place, const struct dtap_capture_name *name,
	     char file[DTAP_CAPTURE_NAME_ROOM], char path[PATH_MAX])
{
	static const enum dtap_file_kind kinds[] = {
		DTAP_FILE_PCAP, DTAP_FILE_PCAP_ZST, DTAP_FILE_PCAP_GZ,
		DTAP_FILE_RAW,  DTAP_FILE_RAW_ZST,  DTAP_FILE_RAW_GZ};
	struct stat stat;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		dtap_capture_name_write_as(name, kinds[i], false, file);
		if (!make_path(place, file, path) || lstat(path, &stat) < 0)
			continue;
		if (!S_ISREG(stat.st_mode))
			return "its capture is no regular file";
		return kinds[i] < DTAP_FILE_RAW
			       ? NULL
			       : "its capture is raw: its containers have no "
				 "times";
	}
	return "its capture is not there";
}

static bool
take_capture(const struct place *place, const char *file, const char *path,
	     const struct dtap_upload_facts *facts)
{
	struct dtap_uploads *uploads = place->uploads;
	char why[DTAP_UPLOAD_WHY];

	switch (dtap_upload_capture_take(path, facts, uploads->intake, why)) {
	case DTAP_INTAKE_GOOD:
		uploads->captures++;
		return true;
	case DTAP_INTAKE_WRONG:
		return leave_out(place, file, why);
	default:
		return DTAP_FAIL(uploads->log,
				 "%s: %s (records wait in "
				 "$TMPDIR, or /var/tmp)",
				 path, strerror(errno));
	}
}

/* A capture that is wanted: of these devices, of this time, and not there. */
static bool
take_facts(const struct place *place, const char *side,
	   const struct dtap_capture_name *name,
	   const struct dtap_upload_facts *facts)
{
	struct dtap_uploads *uploads = place->uploads;
	struct dtap_intake *intake = uploads->intake;
	char file[DTAP_CAPTURE_NAME_ROOM], path[PATH_MAX];
	const char *why;

	if (!is_wanted(uploads, facts->name.device) ||
	    facts->begun >= intake->span.to || facts->ended < intake->span.from)
		return true;
	intake->boot =
		dtap_holding_boot(uploads->holding, &facts->name, facts->boot);
	if (intake->boot == NULL)
		return DTAP_FAIL(uploads->log, "%s", strerror(ENOMEM));
	if (dtap_held_boot_has(intake->boot, facts->first, facts->next))
		return true;
	why = find_capture(place, name, file, path);
	return why != NULL ? leave_out(place, side, why)
			   : take_capture(place, file, path, facts);
}

/* A sidecar file.  False: it is over. */
static bool
take_sidecar(const struct place *place, const char *side,
	     const struct dtap_capture_name *name)
{
	struct dtap_upload_facts facts = {.first = 0};
	const char *why;

	if (place->device != NULL && !is_wanted(place->uploads, place->device))
		return true;
	why = read_facts(place, side, &facts);
	if (why == NULL && strcmp(facts.name.tap, name->tap) != 0)
		why = "it is of another tap than its name says";
	if (why == NULL && place->device != NULL &&
	    strcmp(facts.name.device, place->device) != 0)
		why = "it names another device than its folder";
	return why != NULL ? leave_out(place, side, why)
			   : take_facts(place, side, name, &facts);
}

static bool
take_entries(const struct place *place, struct dirent **entries, int count)
{
	struct dtap_capture_name name;

	for (int i = 0; i < count; i++)
		if (dtap_capture_name_read(&name, entries[i]->d_name) &&
		    name.kind == DTAP_FILE_SIDECAR && !name.part &&
		    !take_sidecar(place, entries[i]->d_name, &name))
			return false;
	return true;
}

static void
free_entries(struct dirent **entries, int count)
{
	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
}

static bool take_folder(struct place *place);

/* The folders of devices. */
static bool
take_devices(const struct place *place, struct dirent **entries, int count)
{
	for (int i = 0; i < count; i++) {
		struct place inner = {.uploads = place->uploads,
				      .device = entries[i]->d_name};
		struct stat stat;

		if (!dtap_fleet_is_word(entries[i]->d_name) ||
		    !make_path(place, entries[i]->d_name, inner.path) ||
		    lstat(inner.path, &stat) < 0 || !S_ISDIR(stat.st_mode))
			continue;
		if (!take_folder(&inner))
			return false;
	}
	return true;
}

static bool
take_folder(struct place *place)
{
	struct dirent **entries;
	int count = scandir(place->path, &entries, NULL, alphasort);
	bool good;

	if (count < 0)
		return DTAP_FAIL(place->uploads->log, "%s: %s", place->path,
				 strerror(errno));
	good = take_entries(place, entries, count) &&
	       (place->device != NULL || take_devices(place, entries, count));
	free_entries(entries, count);
	return good;
}

bool
dtap_uploads_take(struct dtap_uploads *uploads)
{
	struct place place = {.uploads = uploads};

	uploads->intake->origin = DTAP_FROM_FILES;
	if ((size_t)snprintf(place.path, sizeof place.path, "%s",
			     uploads->folder) >= sizeof place.path)
		return DTAP_FAIL(uploads->log, "hub.uploads: too long");
	return take_folder(&place);
}
