/* SPDX-License-Identifier: MIT */
#include "streams/rewritten.h"

#include <sys/socket.h>
#include <unistd.h>

#include "support/testing.h"

/* A piece in a buffer that others use too. */
struct scratch {
	uint8_t before[DTAP_REWRITE_MARGIN], data[300];
	uint8_t behind[DTAP_REWRITE_MARGIN];
};

static struct dtap_rewrite_piece
piece_of(struct scratch *scratch, char byte)
{
	memset(scratch, byte, sizeof *scratch);
	return (struct dtap_rewrite_piece){scratch->data, sizeof scratch->data};
}

static void
a_chunk_is_framed_around_a_piece(void **state)
{
	struct dtap_rewritten rewritten = {0};
	struct scratch scratch;
	struct dtap_rewrite_piece piece = piece_of(&scratch, 'a');
	struct dtap_view view = dtap_rewritten_view(&rewritten, &piece, true);
	const char *begin = view.iov->iov_base;
	char *end;

	(void)state;
	assert_int_equal(view.count, 1);
	assert_int_equal(strtoul(begin, &end, 16), 300);
	assert_memory_equal(end, "\r\na", 3);
	assert_memory_equal(begin + view.bytes - 3, "a\r\n", 3);
	assert_int_equal(view.bytes, (end + 2 - begin) + 300 + 2);
}

static void
nothing_is_no_chunk(void **state)
{
	struct dtap_rewritten rewritten = {0};
	struct dtap_rewrite_piece piece = {(uint8_t *)"", 0};

	(void)state;
	assert_int_equal(dtap_rewritten_view(&rewritten, &piece, true).bytes,
			 0);
}

/* The next stream writes over the scratch buffer. */
static void
what_was_not_sent_is_kept(void **state)
{
	struct dtap_rewritten rewritten = {0};
	struct dtap_send send = {0};
	struct scratch scratch;
	struct dtap_rewrite_piece piece = piece_of(&scratch, 'a');
	struct dtap_view view = dtap_rewritten_view(&rewritten, &piece, false);

	(void)state;
	dtap_send_set_view(&send, DTAP_FRAMING_NONE, &view);
	send.sent = 100;
	assert_true(dtap_rewritten_keep(&rewritten, &send));
	memset(&scratch, 'b', sizeof scratch);
	assert_int_equal(dtap_send_left(&send), 200);
	for (size_t i = 0; i < 200; i++)
		assert_int_equal(((char *)send.view.iov->iov_base)[i], 'a');
	dtap_rewritten_release(&rewritten);
	assert_null(rewritten.kept);
}

static void
what_was_sent_needs_no_memory(void **state)
{
	struct dtap_rewritten rewritten = {0};
	struct dtap_send send = {0};
	struct scratch scratch;
	struct dtap_rewrite_piece piece = piece_of(&scratch, 'a');
	struct dtap_view view = dtap_rewritten_view(&rewritten, &piece, false);

	(void)state;
	dtap_send_set_view(&send, DTAP_FRAMING_NONE, &view);
	send.sent = 300;
	assert_true(dtap_rewritten_keep(&rewritten, &send));
	assert_null(rewritten.kept);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_chunk_is_framed_around_a_piece),
		cmocka_unit_test(nothing_is_no_chunk),
		cmocka_unit_test(what_was_not_sent_is_kept),
		cmocka_unit_test(what_was_sent_needs_no_memory),
	};

	return RUN(tests);
}
