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
	struct server_fixture *fixture = arg;

	(void)tap;
	(void)why;
	pthread_mutex_lock(&fixture->lock);
	fixture->state = state;
	pthread_cond_broadcast(&fixture->changed);
	pthread_mutex_unlock(&fixture->lock);
}

void
server_fixture_await(struct server_fixture *fixture, enum dtap_tap_state state)
{
	pthread_mutex_lock(&fixture->lock);
	while (fixture->state != state)
		pthread_cond_wait(&fixture->changed, &fixture->lock);
	pthread_mutex_unlock(&fixture->lock);
}

/* Captures have no limit: only an order finishes them. */
static void
start_archive(struct server_fixture *fixture)
{
	const struct dtap_archive_options options = {
		.directory = fixture->directory,
		.name = "",
		.form = DTAP_FORM_PCAP,
		.rotate_bytes = UINT32_MAX,
		.flush_ms = 1,
		.sync_seconds = 3600,
	};

	strcpy(fixture->directory, "/tmp/dtap-rig-XXXXXX");
	assert_non_null(mkdtemp(fixture->directory));
	fixture->service.taps[0].archive =
		dtap_archive_new(&options, fixture->tap, NULL, &fixture->log);
	assert_non_null(fixture->service.taps[0].archive);
	assert_int_equal(dtap_archive_start(fixture->service.taps[0].archive),
			 0);
}

static void
free_archive(struct server_fixture *fixture)
{
	DIR *directory = opendir(fixture->directory);
	struct dirent *entry;

	dtap_archive_free(fixture->service.taps[0].archive);
	while (directory != NULL && (entry = readdir(directory)) != NULL)
		if (unlinkat(dirfd(directory), entry->d_name, 0) < 0)
			unlinkat(dirfd(directory), entry->d_name, AT_REMOVEDIR);
	if (directory != NULL)
		closedir(directory);
	rmdir(fixture->directory);
}

static void
start_tap(struct server_fixture *fixture,
	  const struct server_fixture_options *options,
	  const struct scripted_step *steps, size_t count)
{
	const struct dtap_tap_options tap = {
		.name = "diag",
		.record_clock = fixture->record_clock,
		.ring_bytes =
			options->ring_bytes > 0 ? options->ring_bytes : 1 << 20,
		.flush_ms = 10,
		.snaplen = DTAP_SNAPLEN_MAX,
		.wait_subscribers = options->wait_subscribers,
		.at_end = options->at_end,
	};

	fixture->tap = dtap_tap_new(&tap, scripted_new(steps, count));
	assert_non_null(fixture->tap);
	fixture->service.taps[0].tap = fixture->tap;
	assert_int_equal(dtap_fanout_watch(fixture->service.fanout,
					   dtap_tap_ring(fixture->tap)),
			 0);
	if (options->archive)
		start_archive(fixture);
	assert_int_equal(dtap_tap_start(fixture->tap, on_state, fixture), 0);
}

static void
make_masks(struct server_fixture *fixture,
	   const struct server_fixture_options *options)
{
	const struct dtap_port_options port = {
		.log = &fixture->log,
		.tap = fixture->tap,
		.virtual_modem = true,
		.max_clients = 1,
		.tcp_fd = -1,
		.socket_fd = -1,
		.tty_group = -1,
	};
	struct dtap_mask_settings settings;
	struct dtap_masks masks;
	const struct dtap_configured_masks none = {&settings, &masks};

	dtap_mask_settings_init(&settings);
	dtap_masks_init(&masks);
	if (options->modem) {
		fixture->service.port = dtap_port_new(&port);
		assert_non_null(fixture->service.port);
		assert_int_equal(dtap_port_start(fixture->service.port), 0);
	}
	fixture->service.mask_control = dtap_mask_control_new(
		fixture->service.port, options->modem ? NULL : "No modem.",
		&none);
	assert_non_null(fixture->service.mask_control);
}

void
server_fixture_start(struct server_fixture *fixture,
		     const struct server_fixture_options *options,
		     const struct scripted_step *steps, size_t count)
{
	unsigned most = options->max_streams > 0 ? options->max_streams : 200;
	const char *which;

	*fixture = (struct server_fixture){
		.log.most = options->log > 0 ? options->log : DTAP_ERROR};
	pthread_mutex_init(&fixture->lock, NULL);
	pthread_cond_init(&fixture->changed, NULL);
	fixture->record_clock = dtap_record_clock_new(0);
	fixture->service = (struct dtap_service){
		.record_clock = fixture->record_clock,
		.log = &fixture->log,
		.fanout = dtap_fanout_new(&fixture->log, most),
		.taps = {{.name = "diag", .refusal = options->refusal}},
		.tap_count = 1,
		.websocket = options->websocket,
		.has_wireshark = options->wireshark > 0,
		.wireshark_folder = options->wireshark,
	};
	fixture->access.hosts = "x hotspot.lan";
	assert_non_null(fixture->service.fanout);
	if (options->token != NULL)
		strcpy(fixture->access.token, options->token);
	if (options->refusal == NULL)
		start_tap(fixture, options, steps, count);
	make_masks(fixture, options);
	assert_int_equal(dtap_fanout_start(fixture->service.fanout), 0);
	fixture->site = dtap_diagtapd_site(&fixture->service);
	fixture->server = dtap_server_new(
		&fixture->site,
		&(struct dtap_listen){"127.0.0.1", .unix_socket = "",
				      .access = &fixture->access},
		&which);
	assert_non_null(fixture->server);
	assert_int_equal(dtap_server_start(fixture->server), 0);
	fixture->port = dtap_server_port(fixture->server);
}

void
server_fixture_stop_tap(struct server_fixture *fixture)
{
	fixture->stopped = true;
	dtap_port_stop(fixture->service.port);
	if (fixture->tap != NULL)
		dtap_tap_stop(fixture->tap);
	dtap_archive_stop(fixture->service.taps[0].archive);
	dtap_fanout_stop(fixture->service.fanout, 10000);
}

void
server_fixture_stop(struct server_fixture *fixture)
{
	if (!fixture->stopped)
		server_fixture_stop_tap(fixture);
	dtap_server_stop(fixture->server);
	dtap_mask_control_free(fixture->service.mask_control);
	dtap_port_free(fixture->service.port);
	dtap_fanout_free(fixture->service.fanout);
	if (fixture->directory[0] != '\0')
		free_archive(fixture);
	dtap_tap_free(fixture->tap);
	dtap_record_clock_free(fixture->record_clock);
	pthread_cond_destroy(&fixture->changed);
	pthread_mutex_destroy(&fixture->lock);
}
