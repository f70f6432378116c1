/* SPDX-License-Identifier: MIT */
#include "daemon/reload.h"

#include <errno.h>
#include <string.h>

#include "base/net.h"
#include "conf/keys.h"
#include "daemon/setup_archive.h"
#include "daemon/setup_port.h"

/* Keys that need no restart, by their beginnings. */
static bool
is_applied(const char *path)
{
	static const char *const applied[] = {"access.token_file",
					      "access.hosts",
					      "archive.rotate_",
					      "archive.keep_",
					      "archive.min_free_",
					      "archive.flush_ms",
					      "archive.sync_seconds",
					      "masks.",
					      "upload."};

	for (size_t i = 0; i < sizeof applied / sizeof *applied; i++)
		if (strncmp(path, applied[i], strlen(applied[i])) == 0)
			return true;
	return false;
}

static void
name_the_rest(const struct dtap_conf *running, const struct dtap_conf *fresh,
	      const struct dtap_log *log)
{
	for (size_t i = 0; i < running->keys->count; i++) {
		const struct dtap_key *key = &running->keys->keys[i];

		if (!is_applied(key->path) &&
		    !dtap_key_is_equal(running, fresh, key))
			dtap_log(log, DTAP_WARNING,
				 "reload: %s has changed: restart diagtapd to "
				 "apply it",
				 key->path);
	}
}

/* Without a token the rule for addresses that others reach holds again. */
static bool
check_exposure(const struct dtap_setup *setup, const struct dtap_conf *running,
	       const struct dtap_access *access, const struct dtap_log *log)
{
	const char *address = setup->http_address;

	return access->token[0] != '\0' || address[0] == '\0' ||
	       dtap_net_is_loopback(address) ||
	       running->access.allow_anonymous ||
	       DTAP_FAIL(log,
			 "reload: access.token_file is empty, but %s is "
			 "reachable from other machines: the old token stays",
			 address);
}

/* Of the file; false: the token in force stays, and the log says why. */
static bool
read_token(struct dtap_access *access, const struct dtap_conf *fresh,
	   const struct dtap_log *log)
{
	const char *file = fresh->access.token_file;
	char why[512];

	return file[0] == '\0' ||
	       dtap_access_read_token(access, file, why, sizeof why) == 0 ||
	       DTAP_FAIL(log,
			 "reload: access.token_file: %s; the old token stays",
			 why);
}

static bool
apply_access(struct dtap_setup *setup, const struct dtap_conf *running,
	     const struct dtap_conf *fresh, const struct dtap_log *log)
{
	struct dtap_access access = {.hosts = fresh->access.hosts};
	bool good = read_token(&access, fresh, log) &&
		    check_exposure(setup, running, &access, log);

	if (good)
		memcpy(setup->token, access.token, sizeof setup->token);
	else
		memcpy(access.token, setup->token, sizeof access.token);
	if (dtap_server_set_access(setup->server, &access) == 0)
		return good;
	return DTAP_FAIL(log, "reload: %s", strerror(errno));
}

static bool
apply_limits(struct dtap_setup *setup, const struct dtap_conf *fresh,
	     const struct dtap_log *log)
{
	struct dtap_archive_options limits;

	if (!fresh->archive.enabled)
		return true;
	if (!dtap_setup_limits(&limits, fresh, log))
		return false;
	for (size_t i = 0; i < setup->service.tap_count; i++)
		if (setup->service.taps[i].archive != NULL)
			dtap_archive_set_limits(setup->service.taps[i].archive,
						&limits);
	return true;
}

/* libcurl is loaded before the sandbox, or not at all. */
static bool
check_upload(const struct dtap_conf *running, const struct dtap_conf *fresh,
	     const struct dtap_log *log)
{
	bool before = running->upload.url[0] != '\0';

	return before == (fresh->upload.url[0] != '\0') ||
	       DTAP_FAIL(log,
			 "reload: upload.url = \"%s\": restart diagtapd "
			 "to %s uploading",
			 fresh->upload.url, before ? "stop" : "begin");
}

static bool
apply_upload(struct dtap_setup *setup, const struct dtap_conf *running,
	     const struct dtap_conf *fresh, const struct dtap_log *log)
{
	struct dtap_upload_options upload;

	if (!running->archive.enabled)
		return true;
	if (!check_upload(running, fresh, log))
		return false;
	if (!dtap_setup_upload(&upload, &setup->upload, fresh, log))
		return DTAP_FAIL(log, "reload: the old upload settings stay");
	setup->upload = upload;
	for (size_t i = 0; i < setup->service.tap_count; i++)
		if (setup->service.taps[i].archive != NULL)
			dtap_archive_set_upload(setup->service.taps[i].archive,
						&upload);
	return true;
}

void
dtap_reload(struct dtap_setup *setup, const struct dtap_conf *running,
	    const struct dtap_conf *fresh, const struct dtap_log *log)
{
	bool access = apply_access(setup, running, fresh, log);
	bool limits = apply_limits(setup, fresh, log);
	bool upload = apply_upload(setup, running, fresh, log);
	bool masks = dtap_setup_own_masks(setup, fresh, log);

	name_the_rest(running, fresh, log);
	if (access && limits && upload && masks)
		dtap_log(log, DTAP_NOTICE,
			 "reload: the token, access.hosts, masks, the limits "
			 "of the archive and the upload settings are applied");
}
