/* SPDX-License-Identifier: MIT */
#include "support/uploader_fixture.h"

#include <errno.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include "support/testing.h"

static enum dtap_upload_result
put(struct dtap_upload_transport *transport,
    const struct dtap_upload_file *file, const atomic_bool *stop,
    struct dtap_upload_error *error)
{
	struct upload_server *server = (struct upload_server *)transport;
	unsigned i = server->asked++;

	assert_true(i < UPLOADS_MOST);
	assert_true(lseek(file->fd, 0, SEEK_END) == (off_t)file->size);
	strcpy(server->names[i], file->name);
	if (server->deletes)
		recorder_fixture_empty(server->fixture);
	*error = server->error;
	if (server->hangs) {
		atomic_store(&server->hanging, true);
		while (!atomic_load(&server->cancelled))
			sched_yield();
		assert_true(atomic_load(stop));
		return DTAP_UPLOAD_CANCELLED;
	}
	return server->answers[i];
}

static int
set_server(struct dtap_upload_transport *transport,
	   const struct dtap_server_options *options)
{
	struct upload_server *server = (struct upload_server *)transport;

	if (server->refuses_change) {
		errno = ENOMEM;
		return -1;
	}
	strcpy(server->url, options->url);
	return 0;
}

static void
cancel(struct dtap_upload_transport *transport)
{
	atomic_store(&((struct upload_server *)transport)->cancelled, true);
}

static void
free_server(struct dtap_upload_transport *transport)
{
	free(transport);
}

void
uploader_fixture_begin(struct uploader_fixture *fixture)
{
	dtap_uploader_free(fixture->uploader);
	fixture->server = calloc(1, sizeof *fixture->server);
	fixture->server->transport = (struct dtap_upload_transport){
		put, set_server, cancel, free_server};
	fixture->server->fixture = &fixture->recording;
	fixture->uploader = dtap_uploader_new(
		&fixture->recording.options, "diag",
		recorder_fixture_index(&fixture->recording),
		&fixture->server->transport, &fixture->recording.log);
	assert_non_null(fixture->uploader);
}

int
uploader_fixture_make(void **state)
{
	struct uploader_fixture *fixture = calloc(1, sizeof *fixture);

	recorder_fixture_make(&fixture->recording);
	strcpy(fixture->recording.options.upload.server.url,
	       "http://localhost/");
	faulty_vfs_init(&fixture->faulty);
	fixture->recording.vfs = &fixture->faulty.vfs;
	fixture->now = time(NULL) + 100;
	uploader_fixture_begin(fixture);
	*state = fixture;
	return 0;
}

int
uploader_fixture_clear(void **state)
{
	struct uploader_fixture *fixture = *state;

	dtap_uploader_free(fixture->uploader);
	recorder_fixture_clear(&fixture->recording);
	free(fixture);
	return 0;
}

void
uploader_fixture_record(struct uploader_fixture *fixture, unsigned captures)
{
	struct recorder_fixture *recording = &fixture->recording;

	recording->options.rotate_seconds = 1;
	if (recording->recorder == NULL)
		recorder_fixture_begin(recording);
	while (captures-- > 0) {
		recorder_fixture_publish(recording, 4, 10000);
		recorder_fixture_pass(recording, 2000);
	}
}

struct dtap_next_run
uploader_fixture_pass(struct uploader_fixture *fixture)
{
	return dtap_uploader_pass(fixture->uploader, fixture->now);
}

struct dtap_upload_status
uploader_fixture_status(struct uploader_fixture *fixture)
{
	struct dtap_upload_status status;

	dtap_uploader_status(fixture->uploader, &status);
	return status;
}

void
uploader_fixture_sent(const struct uploader_fixture *fixture, unsigned count,
		      const char *kind)
{
	const struct upload_server *server = fixture->server;

	assert_int_equal(server->asked, 2 * count);
	for (unsigned i = 0; i < 2 * count; i++) {
		const char *end = strrchr(server->names[i], '-');
		unsigned number = (unsigned)atoi(end + 1);

		assert_int_equal(number, i / 2 + 1);
		assert_string_equal(strchr(end, '.'),
				    i % 2 == 0 ? kind : ".json");
	}
}
