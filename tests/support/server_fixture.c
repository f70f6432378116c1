/* SPDX-License-Identifier: MIT */
#include "support/server_fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "support/testing.h"

static void
on_state(void *arg, const struct dtap_tap *tap, enum dtap_tap_state state,
	 const char *why)
{
	struct rig *rig = arg;

	(void)tap;
	(void)why;
	pthread_mutex_lock(&rig->lock);
	rig->state = state;
	pthread_cond_broadcast(&rig->changed);
	pthread_mutex_unlock(&rig->lock);
}

void
rig_await(struct rig *rig, enum dtap_tap_state state)
{
	pthread_mutex_lock(&rig->lock);
	while (rig->state != state)
		pthread_cond_wait(&rig->changed, &rig->lock);
	pthread_mutex_unlock(&rig->lock);
}

/* Captures of any length, that are finished only by order. */
static void
start_archive(struct rig *rig)
{
	const struct dtap_archive_options options = {
		.directory = rig->directory,
		.name = "",
		.form = DTAP_FORM_PCAP,
		.rotate_bytes = UINT32_MAX,
		.flush_ms = 1,
		.sync_seconds = 3600,
	};

	strcpy(rig->directory, "/tmp/dtap-rig-XXXXXX");
	assert_non_null(mkdtemp(rig->directory));
	rig->service.taps[0].archive =
		dtap_archive_new(&options, rig->tap, NULL, &rig->log);
	assert_non_null(rig->service.taps[0].archive);
	assert_int_equal(dtap_archive_start(rig->service.taps[0].archive), 0);
}

static void
free_archive(struct rig *rig)
{
	DIR *directory = opendir(rig->directory);
	struct dirent *entry;

	dtap_archive_free(rig->service.taps[0].archive);
	while (directory != NULL && (entry = readdir(directory)) != NULL)
		if (unlinkat(dirfd(directory), entry->d_name, 0) < 0)
			unlinkat(dirfd(directory), entry->d_name, AT_REMOVEDIR);
	if (directory != NULL)
		closedir(directory);
	rmdir(rig->directory);
}

static void
start_tap(struct rig *rig, const struct rig_options *options,
	  const struct scripted_step *steps, size_t count)
{
	const struct dtap_tap_options tap = {
		.name = "diag",
		.record_clock = rig->record_clock,
		.ring_bytes =
			options->ring_bytes > 0 ? options->ring_bytes : 1 << 20,
		.flush_ms = 10,
		.snaplen = DTAP_SNAPLEN_MAX,
		.wait_subscribers = options->wait_subscribers,
		.at_end = options->at_end,
	};

	rig->tap = dtap_tap_new(&tap, scripted_new(steps, count));
	assert_non_null(rig->tap);
	rig->service.taps[0].tap = rig->tap;
	assert_int_equal(dtap_fanout_watch(rig->service.fanout, rig->tap), 0);
	if (options->archive)
		start_archive(rig);
	assert_int_equal(dtap_tap_start(rig->tap, on_state, rig), 0);
}

void
rig_start(struct rig *rig, const struct rig_options *options,
	  const struct scripted_step *steps, size_t count)
{
	unsigned most = options->max_streams > 0 ? options->max_streams : 200;
	const char *which;

	*rig = (struct rig){
		.log = {options->log > 0 ? options->log : DTAP_ERROR}};
	pthread_mutex_init(&rig->lock, NULL);
	pthread_cond_init(&rig->changed, NULL);
	rig->record_clock = dtap_record_clock_new(0);
	rig->service = (struct dtap_service){
		.record_clock = rig->record_clock,
		.log = &rig->log,
		.fanout = dtap_fanout_new(&rig->log, most),
		.taps = {{.name = "diag", .refusal = options->refusal}},
		.tap_count = 1,
		.websocket = options->websocket,
	};
	rig->access.hosts = "x hotspot.lan";
	assert_non_null(rig->service.fanout);
	if (options->token != NULL)
		strcpy(rig->access.token, options->token);
	if (options->refusal == NULL)
		start_tap(rig, options, steps, count);
	assert_int_equal(dtap_fanout_start(rig->service.fanout), 0);
	rig->server = dtap_server_new(
		&rig->service,
		&(struct dtap_listen){"127.0.0.1", .unix_socket = "",
				      .access = &rig->access},
		&which);
	assert_non_null(rig->server);
	assert_int_equal(dtap_server_start(rig->server), 0);
	rig->port = dtap_server_port(rig->server);
}

void
rig_stop_tap(struct rig *rig)
{
	rig->stopped = true;
	if (rig->tap != NULL)
		dtap_tap_stop(rig->tap);
	dtap_archive_stop(rig->service.taps[0].archive);
	dtap_fanout_stop(rig->service.fanout, 10000);
}

void
rig_stop(struct rig *rig)
{
	if (!rig->stopped)
		rig_stop_tap(rig);
	dtap_server_stop(rig->server);
	dtap_fanout_free(rig->service.fanout);
	if (rig->directory[0] != '\0')
		free_archive(rig);
	dtap_tap_free(rig->tap);
	dtap_record_clock_free(rig->record_clock);
	pthread_cond_destroy(&rig->changed);
	pthread_mutex_destroy(&rig->lock);
}
