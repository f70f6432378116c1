/* SPDX-License-Identifier: MIT */
#include "hub/merge/merge.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/new_file.h"
#include "hub/merge/merged_file.h"
#include "hub/merge/stored.h"
#include "hub/merge/uploads.h"
#include "hub/run.h"
#include "hub/setup_connection.h"
#include "hub/setup_hub.h"
#include "hub/time_text.h"

struct merge {
	const struct dtap_conf *conf;
	const struct dtap_merge_options *options;
	const struct dtap_log *log;
	char devices[DTAP_MERGE_DEVICES][DTAP_FLEET_WORD_ROOM];
	size_t device_count;
	struct dtap_new_file *file;
	struct dtap_holding holding;
	struct dtap_intake intake;
	atomic_bool has_ended; /* the connection, for good */
	uint64_t records;      /* written */
};

static bool
add_device(struct merge *merge, const char *name)
{
	if (!dtap_fleet_is_word(name))
		return DTAP_FAIL(
			merge->log,
			"--device: \"%s\" must be " DTAP_FLEET_WORD_RULE, name);
	if (merge->device_count == DTAP_MERGE_DEVICES)
		return DTAP_FAIL(merge->log, "--device: at most %d are allowed",
				 DTAP_MERGE_DEVICES);
	strcpy(merge->devices[merge->device_count++], name);
	return true;
}

static bool
add_devices(struct merge *merge, const char *text)
{
	char *copy = strdup(text), *rest, *word;
	bool good = copy != NULL;

	for (word = good ? strtok_r(copy, ",", &rest) : NULL;
	     good && word != NULL; word = strtok_r(NULL, ",", &rest))
		good = add_device(merge, word);
	free(copy);
	return good;
}

static bool
read_time(const struct merge *merge, const char *option, const char *text,
	  int64_t *time)
{
	return text == NULL || dtap_time_text_read(time, text) ||
	       DTAP_FAIL(merge->log, "%s: \"%s\" must be " DTAP_TIME_TEXT_RULE,
			 option, text);
}

static bool
read_options(struct merge *merge)
{
	const struct dtap_merge_options *options = merge->options;
	struct dtap_time_span *span = &merge->intake.span;

	*span = (struct dtap_time_span){INT64_MIN, INT64_MAX};
	for (size_t i = 0; i < options->device_count; i++)
		if (!add_devices(merge, options->devices[i]))
			return false;
	if (!read_time(merge, "--from", options->from, &span->from) ||
	    !read_time(merge, "--to", options->to, &span->to))
		return false;
	return span->from < span->to ||
	       DTAP_FAIL(merge->log, "--to must be after --from");
}

static bool
has_server(const struct merge *merge)
{
	return merge->conf->hub.servers[0] != '\0';
}

static bool
check(struct merge *merge)
{
	struct dtap_hub hub = {.group_count = 0};

	if (!read_options(merge) ||
	    !dtap_hub_setup_groups(&hub, merge->conf, merge->log))
		return false;
	if (has_server(merge))
		return dtap_hub_setup_check_connection(merge->conf, merge->log);
	return merge->conf->hub.uploads[0] != '\0' ||
	       DTAP_FAIL(merge->log, "neither hub.servers nor hub.uploads is "
				     "set: there is nothing to merge");
}

/* On a thread of libnats. */
static void
on_end(void *arg)
{
	struct merge *merge = arg;

	atomic_store(&merge->has_ended, true);
}

static bool
take_selected(struct merge *merge, struct dtap_hub_connection *connection,
	      const struct dtap_selection *selection)
{
	struct dtap_stored stored = {
		.connection = connection,
		.selection = selection,
		.log = merge->log,
		.holding = &merge->holding,
		.intake = &merge->intake,
	};

	if (!dtap_stored_take(&stored))
		return false;
	dtap_log(merge->log, DTAP_DEBUG, "%" PRIu64 " messages are stored",
		 stored.messages);
	if (stored.refused > 1)
		dtap_log(merge->log, DTAP_WARNING,
			 "%" PRIu64 " messages are left out", stored.refused);
	return true;
}

static bool
take_connected(struct merge *merge, struct dtap_hub_connection *connection)
{
	const struct dtap_selection_of of = {
		.group = "",
		.tap = "",
		.devices = merge->devices,
		.device_count = merge->device_count,
	};
	struct dtap_selection selection;
	struct dtap_hub hub = {.group_count = 0};
	bool good;

	if (!dtap_hub_setup_await(connection, &merge->has_ended, merge->log)) {
		if (merge->conf->hub.uploads[0] != '\0')
			dtap_log(merge->log, DTAP_NOTICE,
				 "-o hub.servers= merges without a server");
		return false;
	}
	good = dtap_hub_setup_groups(&hub, merge->conf, merge->log) &&
	       (dtap_selection_make(&selection, &hub, &of) ||
		DTAP_FAIL(merge->log, "%s", strerror(ENOMEM)));
	good = good && take_selected(merge, connection, &selection);
	dtap_selection_clear(&selection);
	return good;
}

static bool
take_stored(struct merge *merge)
{
	struct dtap_hub_connection *connection;
	bool good;

	if (!has_server(merge))
		return true;
	connection =
		dtap_hub_setup_connect(merge->conf, merge->log, on_end, merge);
	if (connection == NULL)
		return false;
	good = take_connected(merge, connection);
	dtap_hub_connection_close(connection);
	return good;
}

static bool
take_uploads(struct merge *merge)
{
	struct dtap_uploads uploads = {
		.folder = merge->conf->hub.uploads,
		.devices = merge->devices,
		.device_count = merge->device_count,
		.log = merge->log,
		.holding = &merge->holding,
		.intake = &merge->intake,
	};

	if (*uploads.folder == '\0')
		return true;
	if (!dtap_uploads_take(&uploads))
		return false;
	dtap_log(merge->log, DTAP_DEBUG,
		 "%" PRIu64 " captures are used, %" PRIu64 " are left out",
		 uploads.captures, uploads.left_out);
	return true;
}

static void
tell(void *arg, const struct dtap_merged_tap *tap)
{
	struct merge *merge = arg;

	merge->records +=
		tap->records[DTAP_FROM_STORE] + tap->records[DTAP_FROM_FILES];
	dtap_log(merge->log, DTAP_NOTICE,
		 "%s/%s: %" PRIu64 " records from the store, %" PRIu64
		 " from files, %" PRIu64 " container%s still missing",
		 tap->name->device, tap->name->tap,
		 tap->records[DTAP_FROM_STORE], tap->records[DTAP_FROM_FILES],
		 tap->missing, DTAP_PLURAL(tap->missing));
}

static bool
cannot_write(const struct merge *merge)
{
	const char *out = merge->options->out;

	if (errno == EEXIST)
		return DTAP_FAIL(merge->log,
				 "%s is there already: choose another name, or "
				 "remove it",
				 out);
	return DTAP_FAIL(merge->log, "%s: %s", out, strerror(errno));
}

static bool
write_file(struct merge *merge)
{
	struct dtap_new_file *file = merge->file;

	if (!dtap_merged_file_write(dtap_new_file_stream(file), &merge->holding,
				    merge->intake.spool, tell, merge))
		return cannot_write(merge);
	if (merge->records == 0)
		return DTAP_FAIL(merge->log,
				 "nothing to merge: there is no record of "
				 "these devices and this time");
	merge->file = NULL;
	return dtap_new_file_finish(file) || cannot_write(merge);
}

static bool
run(struct merge *merge)
{
	merge->file = dtap_new_file_create(merge->options->out);
	if (merge->file == NULL)
		return cannot_write(merge);
	merge->intake.spool = dtap_spool_new();
	if (merge->intake.spool == NULL)
		return DTAP_FAIL(merge->log,
				 "a file in $TMPDIR, or /var/tmp: "
				 "%s",
				 strerror(errno));
	return take_stored(merge) && take_uploads(merge) && write_file(merge);
}

int
dtap_hub_merge(const struct dtap_conf *conf,
	       const struct dtap_merge_options *options,
	       const struct dtap_log *log)
{
	struct merge merge = {.conf = conf, .options = options, .log = log};
	bool good;

	if (!check(&merge))
		return DTAP_HUB_WRONG;
	good = run(&merge);
	dtap_new_file_discard(merge.file);
	dtap_holding_clear(&merge.holding);
	dtap_spool_free(merge.intake.spool);
	return good ? 0 : DTAP_HUB_FAILED;
}
