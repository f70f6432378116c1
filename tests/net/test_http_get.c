/* SPDX-License-Identifier: MIT */
/* The HTTP client: URLs, framing byte by byte, and what it is told of. */
#include <dtap/pcap.h>

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/net.h"
#include "client/connect.h"
#include "client/http_get.h"
#include "client/pcap_copy.h"
#include "support/testing.h"

static void
urls_are_taken_apart(void **state)
{
	static const struct {
		const char *text, *host, *port, *path, *token;
	} good[] = {
		{"http://h", "h", "80", "/api/diag/pcap", ""},
		{"http://h:1/", "h", "1", "/api/diag/pcap", ""},
		{"HTTP://h.x:65535/a?b=c#d", "h.x", "65535", "/a?b=c", ""},
		{"http://[::1]:9840/p", "::1", "9840", "/p", ""},
		{"http://u:t%40k%2f@h:1/@x", "h", "1", "/@x", "t@k/"},
		{"http://u@h:1", "h", "1", "/api/diag/pcap", ""},
		{"http://[fe80::1%lo]:9840/p", "fe80::1%lo", "9840", "/p", ""},
		{"http://[fe80::1%25lo]/", "fe80::1%lo", "80", "/api/diag/pcap",
		 ""},
	};
	static const char *const bad[] = {
		"",
		"h:80",
		"http://",
		"http://:80",
		"http://h:",
		"http://h:0",
		"http://h:65536",
		"http://h:8x",
		"http://[::1",
		"http://[::1]x",
		"http://h/a b",
		"http://h/\r\nX: y",
		"http://h\n/",
		"http://u:a%0d%0aX:y@h/",
		"http://u:%00@h/",
		"http://h?x",
		"https://h/",
	};
	struct dtap_url url;
	char why[512];

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(dtap_url_parse(&url, good[i].text, why));
		assert_string_equal(url.host, good[i].host);
		assert_string_equal(url.port, good[i].port);
		assert_string_equal(url.path, good[i].path);
		assert_string_equal(url.token, good[i].token);
		assert_null(strstr(url.shown, "t@k"));
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		why[0] = '\0';
		assert_false(dtap_url_parse(&url, bad[i], why));
		assert_true(why[0] != '\0');
		assert_null(strchr(why, '\n'));
	}
}

/* Answers one connection with bytes, `step` at a time, then closes it. */
struct server {
	const char *answer;
	size_t size, step;
	int listener;
	pthread_t thread;
	struct dtap_url url;
};

static void *
server_main(void *arg)
{
	struct server *server = arg;
	int fd = accept(server->listener, NULL, NULL);
	char request[4096];
	size_t at = 0;

	assert_true(recv(fd, request, sizeof request, 0) > 0);
	while (at < server->size) {
		size_t size = server->size - at;

		if (size > server->step)
			size = server->step;
		if (send(fd, server->answer + at, size, MSG_NOSIGNAL) < 0)
			break;
		at += size;
	}
	shutdown(fd, SHUT_WR);
	while (recv(fd, request, sizeof request, 0) > 0)
		;
	close(fd);
	return NULL;
}

static void
server_start(struct server *server, const char *answer, size_t size,
	     size_t step)
{
	char text[64], why[512];

	*server = (struct server){answer, size, step, .listener = -1};
	server->listener = dtap_net_bind("127.0.0.1", 0);
	assert_int_equal(listen(server->listener, 1), 0);
	snprintf(text, sizeof text, "http://127.0.0.1:%u/x",
		 dtap_net_port(server->listener));
	assert_true(dtap_url_parse(&server->url, text, why));
	assert_int_equal(
		pthread_create(&server->thread, NULL, server_main, server), 0);
}

static void
server_stop(struct server *server)
{
	pthread_join(server->thread, NULL);
	close(server->listener);
}

/* The body of an answer; *error is 0, or what ended it early. */
static size_t
fetch(const char *answer, size_t step, char *body, size_t room, int *error)
{
	struct server server;
	struct dtap_http_get_options options = {&server.url, -1, -1};
	struct dtap_http_get *get;
	char why[512];
	size_t size = 0;
	ssize_t n = -1;

	server_start(&server, answer, strlen(answer), step);
	get = dtap_http_get_open(&options, why);
	while (get != NULL &&
	       (n = dtap_http_get_read(get, (uint8_t *)body + size,
				       room - size)) > 0)
		size += (size_t)n;
	*error = n == 0 ? 0 : errno;
	body[size] = '\0';
	dtap_http_get_close(get);
	server_stop(&server);
	return size;
}

#define OK      "HTTP/1.1 200 OK\r\nX-DTAP-Version: 1\r\n"
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"

static void
bodies_are_read_in_any_framing(void **state)
{
	static const struct {
		const char *answer, *body;
		int error;
	} answers[] = {
		{CHUNKED "3\r\nabc\r\n00A;x=y\r\n0123456789\r\n0\r\n\r\n",
		 "abc0123456789", 0},
		{CHUNKED "1\r\na\r\n0\r\nTrailer: x\r\n\r\n", "a", 0},
		{CHUNKED "0\r\n\r\n", "", 0},
		{OK "content-length: 4\r\n\r\nabcdEF", "abcd", 0},
		{OK "\r\nabcd", "abcd", 0},
		{CHUNKED "3\r\nabc\r\n", "abc", ECONNRESET},
		{CHUNKED "3\r\nab", "ab", ECONNRESET},
		{CHUNKED "3\r\nabcX\r\n", "abc", EBADMSG},
		{CHUNKED "-3\r\nabc\r\n", "", EBADMSG},
		{CHUNKED "g\r\nabc\r\n", "", EBADMSG},
		{CHUNKED "fffffffffffffffff\r\nabc", "", EBADMSG},
		{OK "Content-Length: 4\r\n\r\nab", "ab", ECONNRESET},
		{OK, "", ECONNRESET},
		{"SSH-2.0\r\n\r\n", "", EBADMSG},
		{"HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n", "", EBUSY},
		{"HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n", "", EACCES},
	};
	char body[256];
	int error;

	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++)
		for (size_t step = 1; step < 200; step *= 7) {
			fetch(answers[i].answer, step, body, sizeof body - 1,
			      &error);
			assert_string_equal(body, answers[i].body);
			assert_int_equal(error, answers[i].error);
		}
}

static void
a_head_without_an_end_is_refused(void **state)
{
	static char endless[100000] = "HTTP/1.1 200 OK\r\nX: ";
	char body[16];
	int error;

	(void)state;
	memset(endless + strlen(endless), 'x',
	       sizeof endless - 1 - strlen(endless));
	assert_int_equal(fetch(endless, 5000, body, sizeof body - 1, &error),
			 0);
	assert_int_equal(error, EBADMSG);
}

/* Lays records of 100, 262140 and 50 bytes of payload; returns their size. */
static size_t
lay_pcap(uint8_t *out)
{
	static const uint32_t payloads[] = {100, 262140, 50};
	size_t at = DTAP_PCAP_FILE_HEADER;

	dtap_pcap_file_header(out, DTAP_SNAPLEN_MAX);
	for (size_t i = 0; i < COUNT(payloads); i++) {
		const struct dtap_pcap_head head = {.path = 0x0100,
						    .payload = payloads[i]};

		at += dtap_pcap_head_write(out + at, &head);
		memset(out + at, 'p', payloads[i]);
		at += payloads[i];
	}
	return at;
}

#define PCAP OK "Content-Type: application/vnd.tcpdump.pcap\r\n\r\n"

/* Copies an answer of so many bytes of pcap. */
static enum dtap_pcap_copy_end
copy_answer(struct dtap_pcap_copy *copy, const uint8_t *pcap, size_t size,
	    char why[512])
{
	static uint8_t answer[300000];
	struct server server;
	struct dtap_http_get_options options = {&server.url, -1, -1};
	struct dtap_http_get *get;
	enum dtap_pcap_copy_end end;

	memcpy(answer, PCAP, strlen(PCAP));
	memcpy(answer + strlen(PCAP), pcap, size);
	server_start(&server, (char *)answer, strlen(PCAP) + size, 999);
	get = dtap_http_get_open(&options, why);
	assert_non_null(get);
	assert_true(dtap_http_get_is_pcap(get) && dtap_http_get_is_live(get));
	end = dtap_pcap_copy_run(copy, get, why);
	dtap_http_get_close(get);
	server_stop(&server);
	return end;
}

static int
open_unnamed(void)
{
	char path[] = "/tmp/test_client.XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	unlink(path);
	return fd;
}

static void
only_whole_records_are_copied(void **state)
{
	static uint8_t pcap[300000];
	size_t size = lay_pcap(pcap);
	int fd = open_unnamed();
	struct dtap_pcap_copy *copy = dtap_pcap_copy_new(fd, -1);
	struct dtap_pcap_copied copied;
	char why[512];

	(void)state;
	assert_int_equal(copy_answer(copy, pcap, size - 1, why),
			 DTAP_PCAP_COPY_BROKEN);
	assert_non_null(strstr(why, "inside a record"));
	copied = dtap_pcap_copy_copied(copy);
	assert_int_equal(copied.records, 2);
	assert_int_equal(copied.bytes, size - 50 - 20);
	assert_int_equal(lseek(fd, 0, SEEK_END), copied.bytes);
	dtap_pcap_copy_free(copy);
	close(fd);
}

static void
a_second_stream_continues_the_pcap_behind_a_loss_record(void **state)
{
	static uint8_t pcap[300000], out[700000];
	static const struct dtap_amount unknown = {0, 0};
	const size_t head = DTAP_PCAP_FILE_HEADER, gap = DTAP_LOSS_RECORD;
	size_t size = lay_pcap(pcap), at = size - 50 - 20;
	int fd = open_unnamed();
	struct dtap_pcap_copy *copy = dtap_pcap_copy_new(fd, -1);
	uint8_t loss[DTAP_LOSS_RECORD];
	char why[512];

	(void)state;
	assert_int_equal(copy_answer(copy, pcap, size - 1, why),
			 DTAP_PCAP_COPY_BROKEN);
	assert_int_equal(copy_answer(copy, pcap, size, why),
			 DTAP_PCAP_COPY_ENDED);
	assert_int_equal(dtap_pcap_copy_copied(copy).records, 2 + 1 + 3);
	assert_int_equal(pread(fd, out, sizeof out, 0), at + gap + size - head);
	assert_memory_equal(out, pcap, at);
	dtap_pcap_write_loss(loss, &unknown, pcap + head);
	assert_memory_equal(out + at, loss, gap);
	assert_memory_equal(out + at + gap, pcap + head, size - head);
	/* Its header cannot say that: a longer snaplen, another link type. */
	pcap[16]++;
	assert_int_equal(copy_answer(copy, pcap, size, why),
			 DTAP_PCAP_COPY_FAILED);
	pcap[16]--;
	pcap[20]++;
	assert_int_equal(copy_answer(copy, pcap, size, why),
			 DTAP_PCAP_COPY_FAILED);
	assert_int_equal(lseek(fd, 0, SEEK_END), at + gap + size - head);
	dtap_pcap_copy_free(copy);
	close(fd);
}

/* In a process of its own, whose files have a limit. */
static int
copy_to_a_full_disk(size_t limit)
{
	static uint8_t pcap[300000];
	const struct rlimit most = {limit, limit};
	size_t size = lay_pcap(pcap);
	int fd = open_unnamed();
	struct dtap_pcap_copy *copy = dtap_pcap_copy_new(fd, -1);
	struct dtap_pcap_copied copied;
	off_t end;
	char why[512];

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &most) < 0)
		return 2;
	if (copy_answer(copy, pcap, size, why) != DTAP_PCAP_COPY_FAILED ||
	    strstr(why, "cannot write") == NULL)
		return 3;
	copied = dtap_pcap_copy_copied(copy);
	end = lseek(fd, 0, SEEK_END);
	dtap_pcap_copy_free(copy);
	if ((uint64_t)end != copied.bytes)
		return 4;
	if (limit < DTAP_PCAP_FILE_HEADER)
		return copied.records == 0 && end == 0 ? 0 : 5;
	return copied.records == 2 - (limit < size / 2) &&
			       (uint64_t)end <= limit
		       ? 0
		       : 6;
}

static void
a_full_disk_leaves_whole_records_and_the_right_count(void **state)
{
	static const size_t limits[] = {10, 24 + 120 + 1, 24 + 120 + 5000,
					24 + 120 + 262160 + 30};

	(void)state;
	for (size_t i = 0; i < COUNT(limits); i++) {
		pid_t pid = fork();
		int status;

		if (pid == 0)
			_exit(copy_to_a_full_disk(limits[i]));
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
	}
}

/* Reads when the pipe is full, little by little; exits 0 behind a record. */
static void
read_slowly(int fd, const uint8_t *pcap, size_t size)
{
	static uint8_t out[300000];
	size_t got = 0;
	int held = 0;
	ssize_t n;

	while (held < 60000 && ioctl(fd, FIONREAD, &held) == 0)
		sched_yield();
	while ((n = read(fd, out + got, 1000)) > 0)
		got += (size_t)n;
	_exit((got == size || got == size - 50 - 20) &&
			      memcmp(out, pcap, got) == 0
		      ? 0
		      : 1);
}

static void
a_stop_ends_behind_the_record_that_a_slow_reader_takes(void **state)
{
	static uint8_t pcap[300000];
	size_t size = lay_pcap(pcap);
	int pipes[2], stop = eventfd(1, EFD_CLOEXEC), status;
	struct dtap_pcap_copy *copy;
	char why[512];
	pid_t reader;

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	reader = fork();
	if (reader == 0) {
		close(pipes[1]);
		read_slowly(pipes[0], pcap, size);
	}
	close(pipes[0]);
	copy = dtap_pcap_copy_new(pipes[1], stop);
	copy_answer(copy, pcap, size, why);
	dtap_pcap_copy_free(copy);
	close(pipes[1]);
	assert_int_equal(waitpid(reader, &status, 0), reader);
	assert_int_equal(status, 0);
	close(stop);
}

static void
a_socket_whose_reader_has_left_ends_the_wait(void **state)
{
	int stop = eventfd(0, EFD_CLOEXEC), ends[2];
	struct dtap_connect_wait wait = {stop, -1, -1};

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	wait.sink = ends[0];
	/* Its half-close is no goodbye: it still reads. */
	shutdown(ends[1], SHUT_WR);
	wait.timeout_ms = 0;
	assert_int_equal(dtap_connect_wait_for(&wait, -1, 0), -1);
	assert_int_equal(errno, ETIMEDOUT);
	close(ends[1]);
	wait.timeout_ms = -1;
	assert_int_equal(dtap_connect_wait_for(&wait, -1, 0), -1);
	assert_int_equal(errno, EPIPE);
	close(ends[0]);
	close(stop);
}

static void
a_stop_ends_a_wait_for_the_server(void **state)
{
	struct server server;
	int stop = eventfd(1, EFD_CLOEXEC), pipes[2];
	struct dtap_http_get_options options = {&server.url, stop, -1};
	char why[512];

	(void)state;
	/* Nobody accepts here: connected, but no answer ever. */
	server = (struct server){.listener = dtap_net_bind("127.0.0.1", 0)};
	assert_int_equal(listen(server.listener, 1), 0);
	snprintf(why, sizeof why, "http://127.0.0.1:%u",
		 dtap_net_port(server.listener));
	assert_true(dtap_url_parse(&server.url, why, why));
	assert_null(dtap_http_get_open(&options, why));
	assert_int_equal(errno, ECANCELED);
	assert_int_equal(pipe(pipes), 0);
	close(pipes[0]);
	options = (struct dtap_http_get_options){&server.url, -1, pipes[1]};
	assert_null(dtap_http_get_open(&options, why));
	assert_int_equal(errno, EPIPE);
	close(pipes[1]);
	close(stop);
	close(server.listener);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(urls_are_taken_apart),
		cmocka_unit_test(bodies_are_read_in_any_framing),
		cmocka_unit_test(a_head_without_an_end_is_refused),
		cmocka_unit_test(only_whole_records_are_copied),
		cmocka_unit_test(
			a_second_stream_continues_the_pcap_behind_a_loss_record),
		cmocka_unit_test(
			a_full_disk_leaves_whole_records_and_the_right_count),
		cmocka_unit_test(
			a_stop_ends_behind_the_record_that_a_slow_reader_takes),
		cmocka_unit_test(a_socket_whose_reader_has_left_ends_the_wait),
		cmocka_unit_test(a_stop_ends_a_wait_for_the_server),
	};

	return RUN(tests);
}
