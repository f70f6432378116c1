/* SPDX-License-Identifier: MIT */
/* A file by HTTP PUT, and what a server, or none, may answer. */
#include "archive/upload/http_put.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include "archive/upload/upload_url.h"
#include "archive/vfs.h"
#include "support/put_server.h"
#include "support/testing.h"

#define SIZE (3 << 20)
#define OK   "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"

struct test {
	struct put_server server;
	struct put_server_behaviour
		behaviour; /* the taker's, from the next carry() on */
	struct dtap_server_options options;
	struct dtap_upload_transport *transport;
	struct dtap_upload_file file;
	struct dtap_upload_error error;
	char *bytes; /* of the file */
	atomic_bool stop;
};

static void
begin(struct test *test, const char *scheme, unsigned port)
{
	snprintf(test->options.url, sizeof test->options.url,
		 "%s://127.0.0.1:%u/captures/", scheme, port);
	test->transport = dtap_upload_transport_new(&test->options);
	assert_non_null(test->transport);
}

static void
again(struct test *test, const char *scheme, unsigned port)
{
	test->transport->free(test->transport);
	begin(test, scheme, port);
}

static int
make(void **state)
{
	struct test *test = calloc(1, sizeof *test);
	char path[] = "/tmp/test_courier_XXXXXX";
	int fd = mkstemp(path);

	unlink(path);
	test->bytes = malloc(SIZE);
	for (unsigned i = 0; i < SIZE; i++)
		test->bytes[i] = (char)(i * 2654435761U >> 24);
	assert_int_equal(write(fd, test->bytes, SIZE), SIZE);
	test->file = (struct dtap_upload_file){
		.name = "diag-20260101T000000Z-000001.pcap",
		.type = "application/vnd.tcpdump.pcap",
		.vfs = &dtap_vfs,
		.fd = fd,
		.size = SIZE,
	};
	test->options.agent = "diagtapd/test";
	test->options.connect_timeout = 30;
	test->options.stall_timeout = 30;
	put_server_start(&test->server);
	test->behaviour.answer = OK;
	begin(test, "http", test->server.port);
	*state = test;
	return 0;
}

static int
clear(void **state)
{
	struct test *test = *state;

	test->transport->free(test->transport);
	put_server_stop(&test->server);
	close(test->file.fd);
	free(test->bytes);
	free(test);
	return 0;
}

static enum dtap_upload_result
put(struct test *test)
{
	enum dtap_upload_result result;

	put_server_behave(&test->server, &test->behaviour);
	result = test->transport->put(test->transport, &test->file, &test->stop,
				      &test->error);
	put_server_await_request(&test->server);
	return result;
}

static void
has(const struct test *test, const char *line)
{
	if (strstr(test->server.head, line) == NULL)
		fail_msg("no \"%s\" in:\n%s", line, test->server.head);
}

static void
a_file_arrives_as_it_is_one_after_another_on_one_connection(void **state)
{
	static const char *const answers[] = {
		OK, "HTTP/1.1 204 No Content\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes"};
	struct test *test = *state;

	for (size_t i = 0; i < COUNT(answers); i++) {
		test->behaviour.answer = answers[i];
		assert_int_equal(put(test), DTAP_UPLOAD_OK);
		assert_int_equal(test->server.size, SIZE);
		assert_memory_equal(test->server.body, test->bytes, SIZE);
		has(test, "PUT /captures/diag-20260101T000000Z-000001.pcap "
			  "HTTP/1.1\r\n");
	}
	has(test, "\r\nUser-Agent: diagtapd/test\r\n");
	has(test, "\r\nContent-Type: application/vnd.tcpdump.pcap\r\n");
	assert_null(strstr(test->server.head, "Authorization"));
	assert_int_equal(test->server.connections, 1);
	test->file.size = 0;
	assert_int_equal(put(test), DTAP_UPLOAD_OK);
	has(test, "\r\nContent-Length: 0\r\n");
}

static void
credentials_are_sent(void **state)
{
	struct test *test = *state;

	strcpy(test->options.token, "abc.DEF");
	again(test, "http", test->server.port);
	assert_int_equal(put(test), DTAP_UPLOAD_OK);
	has(test, "\r\nAuthorization: Bearer abc.DEF\r\n");
	test->options.token[0] = '\0';
	strcpy(test->options.password, "me:open:sesame");
	again(test, "http", test->server.port);
	assert_int_equal(put(test), DTAP_UPLOAD_OK);
	has(test, "\r\nAuthorization: Basic bWU6b3BlbjpzZXNhbWU=\r\n");
}

/* Nothing of the old server is left: not its URL, not its secrets. */
static void
another_server_may_be_set_between_two_files(void **state)
{
	struct test *test = *state;
	struct dtap_server_options other = test->options;

	strcpy(test->options.token, "abc.DEF");
	again(test, "http", test->server.port);
	assert_int_equal(put(test), DTAP_UPLOAD_OK);
	has(test, "\r\nAuthorization: Bearer abc.DEF\r\n");
	snprintf(other.url, sizeof other.url, "http://127.0.0.1:%u/other/",
		 test->server.port);
	strcpy(other.password, "me:secret");
	assert_int_equal(test->transport->set_server(test->transport, &other),
			 0);
	assert_int_equal(put(test), DTAP_UPLOAD_OK);
	has(test, "PUT /other/diag-20260101T000000Z-000001.pcap HTTP/1.1\r\n");
	has(test, "\r\nAuthorization: Basic bWU6c2VjcmV0\r\n");
	other.password[0] = '\0';
	assert_int_equal(test->transport->set_server(test->transport, &other),
			 0);
	assert_int_equal(put(test), DTAP_UPLOAD_OK);
	assert_null(strstr(test->server.head, "Authorization"));
}

static void
a_server_that_refuses_is_not_sent_the_body(void **state)
{
	static const unsigned statuses[] = {400, 401, 403, 404, 405, 409,
					    413, 429, 500, 501, 507};
	struct test *test = *state;
	char answer[100];

	for (size_t i = 0; i < COUNT(statuses); i++) {
		snprintf(answer, sizeof answer,
			 "HTTP/1.1 %u No\r\nContent-Length: 0\r\n"
			 "Connection: close\r\n\r\n",
			 statuses[i]);
		test->behaviour.answer = answer;
		test->behaviour.early = true;
		assert_int_equal(put(test), DTAP_UPLOAD_REFUSED);
		assert_int_equal(test->error.status, statuses[i]);
		assert_int_equal(test->error.retry_after, 0);
		assert_int_equal(test->server.size, 0);
	}
	test->behaviour.early = false; /* it takes all, and refuses then */
	assert_int_equal(put(test), DTAP_UPLOAD_REFUSED);
	assert_int_equal(test->error.status, 507);
	assert_int_equal(test->server.size, SIZE);
}

static void
an_early_success_without_the_body_is_a_failure(void **state)
{
	struct test *test = *state;

	test->behaviour.early = true;
	assert_int_equal(put(test), DTAP_UPLOAD_PROTOCOL);
	assert_int_equal(test->server.size, 0);
}

static void
a_redirection_is_reported_and_not_followed(void **state)
{
	struct test *test = *state;

	test->behaviour.answer =
		"HTTP/1.1 307 Moved\r\nContent-Length: 0\r\n"
		"Location: http://127.0.0.1:1/n\x1b[31mew/\r\n\r\n";
	assert_int_equal(put(test), DTAP_UPLOAD_REFUSED);
	assert_int_equal(test->error.status, 307);
	/* It could as well have been a terminal's order. */
	assert_string_equal(test->error.text, "http://127.0.0.1:1/n?[31mew/");
}

static void
retry_after_is_reported(void **state)
{
	struct test *test = *state;

	test->behaviour.answer = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n"
				 "Retry-After: 17\r\n\r\n";
	assert_int_equal(put(test), DTAP_UPLOAD_REFUSED);
	assert_int_equal(test->error.retry_after, 17);
}

static void
a_server_that_does_not_answer_has_stalled(void **state)
{
	struct test *test = *state;

	test->options.stall_timeout = 1;
	test->behaviour.answer = NULL; /* takes all, and says nothing */
	assert_int_equal(put(test), DTAP_UPLOAD_STALLED);
	assert_int_equal(test->server.size, SIZE);
	test->behaviour.body_limit = 100000; /* stops eating */
	assert_int_equal(put(test), DTAP_UPLOAD_STALLED);
}

static void
a_connection_that_ends_is_reported(void **state)
{
	struct test *test = *state;

	test->behaviour.hangs_up = true;
	assert_int_equal(put(test), DTAP_UPLOAD_PROTOCOL);
	assert_true(test->error.text[0] != '\0');
	test->behaviour.body_limit = 100000;
	assert_int_equal(put(test), DTAP_UPLOAD_PROTOCOL);
}

static void
an_answer_that_is_not_http_is_reported(void **state)
{
	struct test *test = *state;

	test->behaviour.answer = "SSH-2.0-OpenSSH_9.2p1\r\n";
	test->behaviour.early = true;
	assert_int_equal(put(test), DTAP_UPLOAD_PROTOCOL);
	assert_true(test->error.text[0] != '\0');
}

static void
no_server_and_no_such_name_are_reported(void **state)
{
	struct test *test = *state;
	struct put_server gone;

	put_server_start(&gone);
	put_server_stop(&gone);
	again(test, "http", gone.port);
	assert_int_equal(put(test), DTAP_UPLOAD_CONNECT);
	/* 64 letters are more than a label may have: nobody is asked. */
	strcpy(test->options.url,
	       "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	       "aaaaaaaa.invalid/");
	assert_int_equal(put(test), DTAP_UPLOAD_RESOLVE);
}

static void
a_server_without_tls_is_not_trusted(void **state)
{
	struct test *test = *state;

	test->behaviour.speaks_first = true;
	test->behaviour.answer = "HTTP/1.1 400 Bad Request\r\n\r\n";
	again(test, "https", test->server.port);
	assert_int_equal(put(test), DTAP_UPLOAD_TLS);
}

/* A disk that ends too early. */
static ssize_t
read_nothing(const struct dtap_vfs *vfs, int fd, void *data, size_t size,
	     off_t at)
{
	(void)vfs;
	(void)fd;
	(void)data;
	(void)size;
	(void)at;
	return 0;
}

static void
an_unreadable_file_is_not_the_servers_fault(void **state)
{
	struct test *test = *state;
	struct dtap_vfs vfs = dtap_vfs;

	vfs.read = read_nothing;
	test->file.vfs = &vfs;
	assert_int_equal(put(test), DTAP_UPLOAD_FILE);
	assert_non_null(strstr(test->error.text, "shorter"));
}

static void *
stop_it(void *arg)
{
	struct test *test = arg;

	while (!atomic_load(&test->server.waiting))
		sched_yield();
	atomic_store(&test->stop, true);
	test->transport->cancel(test->transport);
	return NULL;
}

static void
a_cancelled_put_returns(void **state)
{
	struct test *test = *state;
	pthread_t thread;

	test->behaviour.answer = NULL;
	pthread_create(&thread, NULL, stop_it, test);
	assert_int_equal(put(test), DTAP_UPLOAD_CANCELLED);
	pthread_join(thread, NULL);
}

static void
a_url_is_of_a_folder_and_has_no_secret_in_it(void **state)
{
	static const struct {
		const char *url;
		bool taken;
	} cases[] = {
		{"http://a/", true},
		{"https://a.example:8443/b/c/", true},
		{"HTTPS://[::1]:9/x/", true},
		{"http://a", false},
		{"http:///", false},
		{"http://:80/", false},
		{"https://", false},
		{"ftp://a/", false},
		{"file:///etc/", false},
		{"a/", false},
		{"http://me:secret@a/", false},
		{"http://a/b?c/", false},
		{"http://a/#/", false},
		{"http://a/b c/", false},
		{"http://a/\r\nX: y/", false},
		{"", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (dtap_upload_url_is_valid(cases[i].url) != cases[i].taken)
			fail_msg("\"%s\"", cases[i].url);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clear)
	const struct CMUnitTest tests[] = {
		TEST(a_file_arrives_as_it_is_one_after_another_on_one_connection),
		TEST(credentials_are_sent),
		TEST(another_server_may_be_set_between_two_files),
		TEST(a_server_that_refuses_is_not_sent_the_body),
		TEST(an_early_success_without_the_body_is_a_failure),
		TEST(a_redirection_is_reported_and_not_followed),
		TEST(retry_after_is_reported),
		TEST(a_server_that_does_not_answer_has_stalled),
		TEST(a_connection_that_ends_is_reported),
		TEST(an_answer_that_is_not_http_is_reported),
		TEST(no_server_and_no_such_name_are_reported),
		TEST(a_server_without_tls_is_not_trusted),
		TEST(an_unreadable_file_is_not_the_servers_fault),
		TEST(a_cancelled_put_returns),
		cmocka_unit_test(a_url_is_of_a_folder_and_has_no_secret_in_it),
	};

	signal(SIGPIPE, SIG_IGN);
	if (!dtap_upload_transport_is_known()) {
		print_message("skipped: built without libcurl\n");
		return 77;
	}
	return RUN(tests);
}
