/* SPDX-License-Identifier: MIT */
#include "daemon/setup_masks.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "port/mask_file.h"

#define WRONG 2 /* exit status */

void
dtap_setup_mask_settings(struct dtap_mask_settings *settings,
			 const struct dtap_conf *conf)
{
	dtap_mask_settings_init(settings);
	snprintf(settings->preset, sizeof settings->preset, "%s",
		 conf->masks.preset);
	snprintf(settings->messages, sizeof settings->messages, "%s",
		 conf->masks.messages);
	snprintf(settings->logs, sizeof settings->logs, "%s", conf->masks.logs);
	settings->events = conf->masks.events;
}

static void
of_keys(struct dtap_masks *masks, const struct dtap_conf *conf)
{
	struct dtap_mask_settings settings;

	dtap_setup_mask_settings(&settings, conf);
	dtap_mask_settings_make(masks, &settings);
}

/* The other key that is set beside masks.file; NULL: none. */
static const char *
other_key(const struct dtap_conf *conf)
{
	if (strcmp(conf->masks.preset, "none") != 0)
		return "masks.preset";
	if (conf->masks.logs[0] != '\0')
		return "masks.logs";
	if (conf->masks.events)
		return "masks.events";
	if (strcmp(conf->masks.messages, "none") != 0)
		return "masks.messages";
	return NULL;
}

/* One byte more than allowed is enough to see that it is too large. */
static ssize_t
read_file(const char *path, uint8_t *out, size_t room)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : 0;
	size_t size = 0;
	int error;

	while (fd >= 0 && size < room &&
	       (got = read(fd, out + size, room - size)) > 0)
		size += (size_t)got;
	error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
	return got < 0 ? -1 : (ssize_t)size;
}

static bool
of_file(struct dtap_masks *masks, const char *path, const struct dtap_log *log)
{
	uint8_t *data = malloc(DTAP_MASK_FILE_MAX + 1);
	struct dtap_mask_file_error error;
	bool is_good = false;
	ssize_t size = data == NULL
			       ? -1
			       : read_file(path, data, DTAP_MASK_FILE_MAX + 1);

	if (size < 0)
		dtap_log(log, DTAP_ERROR, "masks.file = \"%s\": %s", path,
			 strerror(errno));
	else if (!dtap_mask_file_read(masks, data, (size_t)size, &error))
		dtap_log(log, DTAP_ERROR, "masks.file = \"%s\": %s", path,
			 error.text);
	else
		is_good = true;
	free(data);
	return is_good;
}

bool
dtap_setup_masks(struct dtap_masks *masks, const struct dtap_conf *conf,
		 const struct dtap_log *log)
{
	dtap_masks_init(masks);
	if (conf->masks.file[0] == '\0') {
		of_keys(masks, conf);
		return true;
	}
	if (other_key(conf) != NULL)
		return DTAP_FAIL(log,
				 "masks.file is set beside %s: keep one of "
				 "them; --masks-out writes a file of the "
				 "other keys",
				 other_key(conf));
	return of_file(masks, conf->masks.file, log);
}

static bool
write_file(const struct dtap_masks *masks, const char *path)
{
	FILE *out = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
	bool written;

	if (out == NULL)
		return false;
	written = dtap_mask_file_write(masks, out);
	if (out != stdout && fclose(out) != 0)
		written = false;
	return written;
}

int
dtap_setup_masks_write(const struct dtap_conf *conf, const char *path,
		       const struct dtap_log *log)
{
	struct dtap_masks masks;
	int status = WRONG;

	if (!dtap_setup_masks(&masks, conf, log)) {
		/* the log says why */
	} else if (!dtap_masks_has_any_log(&masks) &&
		   !dtap_masks_has_any_event(&masks) &&
		   !dtap_masks_has_any_message(&masks)) {
		dtap_log(log, DTAP_ERROR,
			 "the configuration names no masks: set "
			 "masks.preset or masks.logs");
	} else if (!write_file(&masks, path)) {
		dtap_log(log, DTAP_ERROR, "%s: %s", path, strerror(errno));
		status = 1;
	} else {
		status = 0;
	}
	dtap_masks_clear(&masks);
	return status;
}
