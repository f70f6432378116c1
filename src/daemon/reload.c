/* SPDX-License-Identifier: MIT */
#include "daemon/reload.h"

#include "conf/changes.h"
#include "daemon/setup_archive.h"
#include "daemon/setup_port.h"
#include "http/access_reload.h"

static void
name_the_rest(const struct dtap_conf *running, const struct dtap_conf *fresh,
	      const struct dtap_log *log)
{
	static const char *const applied[] = {"access.token_file",
					      "access.hosts",
					      "archive.rotate_",
					      "archive.keep_",
					      "archive.min_free_",
					      "archive.flush_ms",
					      "archive.sync_seconds",
					      "masks.",
					      "upload.",
					      NULL};
	const struct dtap_key *key;
	size_t at = 0;

	while ((key = dtap_conf_next_change(running, fresh, applied, &at)) !=
	       NULL)
		dtap_log(log, DTAP_WARNING,
			 "reload: %s has changed: restart diagtapd to apply it",
			 key->path);
}

static bool
apply_access(struct dtap_setup *setup, const struct dtap_conf *running,
	     const struct dtap_conf *fresh, const struct dtap_log *log)
{
	const struct dtap_access_wish wish = {
		.token_file = fresh->access.token_file,
		.hosts = fresh->access.hosts,
		.address = setup->http_address,
		.allow_anonymous = running->access.allow_anonymous,
	};

	return dtap_access_reload(setup->server, &setup->access, &wish, log);
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
