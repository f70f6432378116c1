/* SPDX-License-Identifier: MIT */
#include "support/uploader_fixture.h"

#include <sched.h>
#include <time.h>
#include <unistd.h>

#include "support/testing.h"

static enum dtap_upload_result
put(struct dtap_upload_transport *transport,
    const struct dtap_upload_file *file, const atomic_bool *stop,
    struct dtap_upload_error *error)
{
	struct depot_server *server = (struct depot_server *)transport;
	unsigned i = server->asked++;

	assert_true(i < DEPOT_MOST);
	assert_true(lseek(file->fd, 0, SEEK_END) == (off_t)file->size);
	strcpy(server->names[i], file->name);
	if (server->deletes)
		desk_empty(server->desk);
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

static void
cancel(struct dtap_upload_transport *transport)
{
	atomic_store(&((struct depot_server *)transport)->cancelled, true);
}

static void
free_server(struct dtap_upload_transport *transport)
{
	free(transport);
}

void
depot_begin(struct depot *depot)
{
	dtap_uploader_free(depot->uploader);
	depot->server = calloc(1, sizeof *depot->server);
	depot->server->transport =
		(struct dtap_upload_transport){put, cancel, free_server};
	depot->server->desk = &depot->desk;
	depot->uploader = dtap_uploader_new(
		&depot->desk.options, "diag", &depot->faulty.vfs,
		&depot->server->transport, &depot->desk.log);
	assert_non_null(depot->uploader);
}

int
depot_make(void **state)
{
	struct depot *depot = calloc(1, sizeof *depot);

	desk_make(&depot->desk);
	strcpy(depot->desk.options.upload.server.url, "http://localhost/");
	faulty_disk_init(&depot->faulty);
	depot->now = time(NULL) + 100;
	depot_begin(depot);
	*state = depot;
	return 0;
}

int
depot_clear(void **state)
{
	struct depot *depot = *state;

	dtap_uploader_free(depot->uploader);
	desk_clear(&depot->desk);
	free(depot);
	return 0;
}

void
depot_record(struct depot *depot, unsigned captures)
{
	struct desk *desk = &depot->desk;

	desk->options.rotate_seconds = 1;
	if (desk->recorder == NULL)
		desk_begin(desk);
	while (captures-- > 0) {
		desk_publish(desk, 4, 10000);
		desk_pass(desk, 2000);
	}
}

struct dtap_next_run
depot_pass(struct depot *depot)
{
	return dtap_uploader_pass(depot->uploader, depot->now);
}

struct dtap_upload_status
depot_status(struct depot *depot)
{
	struct dtap_upload_status status;

	dtap_uploader_status(depot->uploader, &status);
	return status;
}

void
depot_sent(const struct depot *depot, unsigned count, const char *kind)
{
	const struct depot_server *server = depot->server;

	assert_int_equal(server->asked, 2 * count);
	for (unsigned i = 0; i < 2 * count; i++) {
		const char *end = strrchr(server->names[i], '-');
		unsigned number = (unsigned)atoi(end + 1);

		assert_int_equal(number, i / 2 + 1);
		assert_string_equal(strchr(end, '.'),
				    i % 2 == 0 ? kind : ".json");
	}
}
