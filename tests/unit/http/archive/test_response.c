/* SPDX-License-Identifier: MIT */
#include "http/archive/response.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/testing.h"

#define FILE_SIZE 3000000

/* A text, then `left` bytes of a file of FILE_SIZE from `at` on. */
static struct dtap_response
begin(int *peer, off_t at, uint64_t left)
{
	static uint8_t bytes[FILE_SIZE];
	struct dtap_response response = {
		.text = strdup("head\r\n\r\n"),
		.size = 8,
		.file = memfd_create("file", MFD_CLOEXEC),
		.at = at,
		.left = left,
	};
	int pair[2];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(i * 7 + i / 251);
	assert_int_equal(write(response.file, bytes, sizeof bytes),
			 sizeof bytes);
	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	response.socket = pair[0];
	*peer = pair[1];
	return response;
}

/* What there is to read now goes into `out`. */
static size_t
drain(int peer, uint8_t *out, size_t room)
{
	size_t used = 0;
	ssize_t size;

	while ((size = recv(peer, out + used, room - used, MSG_DONTWAIT)) > 0)
		used += (size_t)size;
	return used;
}

static void
text_and_the_part_of_the_file_arrive_whole(void **state)
{
	static uint8_t out[FILE_SIZE + 100];
	size_t used = 0, blocked = 0;
	enum dtap_response_result done;
	struct dtap_response response;
	int peer;

	(void)state;
	response = begin(&peer, 5, FILE_SIZE - 10);
	do {
		done = dtap_response_step(&response);
		assert_int_not_equal(done, DTAP_RESPONSE_FAILED);
		if (done != DTAP_RESPONSE_BLOCKED)
			continue;
		blocked++;
		used += drain(peer, out + used, sizeof out - used);
	} while (done != DTAP_RESPONSE_ALL);
	used += drain(peer, out + used, sizeof out - used);
	assert_true(blocked > 0);
	assert_int_equal(used, 8 + FILE_SIZE - 10);
	assert_memory_equal(out, "head\r\n\r\n", 8);
	for (size_t i = 8; i < used; i++)
		assert_int_equal(out[i],
				 (uint8_t)((i - 3) * 7 + (i - 3) / 251));
	dtap_response_end(&response);
	assert_int_equal(recv(peer, out, 1, 0), 0);
	close(peer);
}

static void
a_text_alone_is_all_there_is(void **state)
{
	struct dtap_response response;
	uint8_t out[100];
	int peer;

	(void)state;
	response = begin(&peer, 0, 0);
	assert_int_equal(dtap_response_step(&response), DTAP_RESPONSE_ALL);
	assert_int_equal(drain(peer, out, sizeof out), 8);
	dtap_response_end(&response);
	close(peer);
}

/* The head has promised more: better an answer that is cut than one without
 * end. */
static void
a_file_that_lost_bytes_fails(void **state)
{
	struct dtap_response response;
	enum dtap_response_result done;
	static uint8_t out[2000];
	int peer;

	(void)state;
	response = begin(&peer, 0, 2000);
	assert_int_equal(ftruncate(response.file, 1000), 0);
	do
		done = dtap_response_step(&response);
	while (done == DTAP_RESPONSE_SOME);
	assert_int_equal(done, DTAP_RESPONSE_FAILED);
	assert_int_equal(drain(peer, out, sizeof out), 1008);
	dtap_response_end(&response);
	close(peer);
}

static void
a_peer_that_is_gone_fails(void **state)
{
	struct dtap_response response;
	int peer;

	(void)state;
	response = begin(&peer, 0, 2000);
	close(peer);
	assert_int_equal(dtap_response_step(&response), DTAP_RESPONSE_FAILED);
	dtap_response_end(&response);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_and_the_part_of_the_file_arrive_whole),
		cmocka_unit_test(a_text_alone_is_all_there_is),
		cmocka_unit_test(a_file_that_lost_bytes_fails),
		cmocka_unit_test(a_peer_that_is_gone_fails),
	};

	return RUN(tests);
}
