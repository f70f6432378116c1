/* SPDX-License-Identifier: MIT */
/* Requests of clients: whole frames only, and nothing that a web page sends. */
#include "port/request_reader.h"

#include "support/testing.h"

/* What was taken, each with its size before it. */
struct taken {
	unsigned count;
	size_t used;
	uint8_t bytes[16384];
};

static void
keep(void *arg, const uint8_t *packet, size_t size)
{
	struct taken *taken = arg;

	taken->count++;
	assert_true(taken->used + size <= sizeof taken->bytes);
	memcpy(taken->bytes + taken->used, packet, size);
	taken->used += size;
}

static const uint8_t version[] = {0x00, 0x78, 0xf0, 0x7e};
static const uint8_t ranges[] = {0x7d, 0x5d, 0x01, 0x72, 0x5e, 0x7e};

static void
frames_are_found_in_pieces_of_any_size(void **state)
{
	/* A flag before them, as ModemManager sends; two in one read. */
	uint8_t all[] = {0x7e, 0x00, 0x78, 0xf0, 0x7e, 0x7e, 0x7d,
			 0x5d, 0x01, 0x72, 0x5e, 0x7e, 0x00, 0x78};

	(void)state;
	for (size_t piece = 1; piece <= sizeof all; piece++) {
		struct dtap_request_reader reader = {0};
		struct taken taken = {0};

		for (size_t at = 0; at < sizeof all; at += piece)
			dtap_request_reader_hdlc(&reader, all + at,
						 piece < sizeof all - at
							 ? piece
							 : sizeof all - at,
						 keep, &taken);
		assert_int_equal(taken.count, 2);
		assert_memory_equal(taken.bytes, "\x00\x7d\x01", 3);
	}
}

static void
what_is_no_frame_is_left_out(void **state)
{
	static const uint8_t bad[] = {0x00, 0x78, 0xf1, 0x7e, 0x7e,
				      0x00, 0x7e, 0x7d, 0x7e};
	static uint8_t endless[65536];
	struct dtap_request_reader reader = {0};
	struct taken taken = {0};

	(void)state;
	dtap_request_reader_hdlc(&reader, bad, sizeof bad, keep, &taken);
	assert_int_equal(taken.count, 0);
	dtap_request_reader_hdlc(&reader, endless, sizeof endless, keep,
				 &taken);
	dtap_request_reader_hdlc(&reader, bad + 4, 1, keep, &taken);
	assert_int_equal(taken.count, 0);
	dtap_request_reader_hdlc(&reader, version, sizeof version, keep,
				 &taken);
	assert_int_equal(taken.count, 1);
}

static void
the_longest_request_passes_and_no_longer_one(void **state)
{
	static uint8_t packet[DTAP_REQUEST_READER_MOST + 1];
	static uint8_t frame[DTAP_HDLC_ROOM(sizeof packet)];
	struct dtap_request_reader reader = {0};
	struct taken taken = {0};
	size_t size;

	(void)state;
	memset(packet, DTAP_HDLC_FLAG, sizeof packet); /* each is escaped */
	size = dtap_hdlc_encode(frame, packet, DTAP_REQUEST_READER_MOST);
	dtap_request_reader_hdlc(&reader, frame, size, keep, &taken);
	assert_int_equal(taken.count, 1);
	size = dtap_hdlc_encode(frame, packet, DTAP_REQUEST_READER_MOST + 1);
	dtap_request_reader_hdlc(&reader, frame, size, keep, &taken);
	assert_int_equal(taken.count, 1);
}

static void
containers_hold_a_frame_behind_their_type(void **state)
{
	static const struct {
		uint8_t bytes[24];
		size_t size;
		unsigned count;
	} cases[] = {
		{{0x20, 0, 0, 0, 0x00, 0x78, 0xf0, 0x7e}, 8, 1},
		{{0x20, 0, 0, 0, 0x00, 0x78, 0xf0}, 7, 1}, /* no flag */
		{{0x20, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x00, 0x78, 0xf0,
		  0x7e},
		 12,
		 1},
		{{0x20, 0, 0, 0, 0x00, 0x78, 0xf0, 0x7e, 0x00, 0x78, 0xf0,
		  0x7e},
		 12,
		 2},
		{{0x01, 0, 0, 0, 0x00, 0x78, 0xf0, 0x7e}, 8, 0},
		{{0x20, 0, 0, 0}, 4, 0},
		{{0x20, 0}, 2, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_request_reader reader = {0};
		struct taken taken = {0};

		dtap_request_reader_container(&reader, cases[i].bytes,
					      cases[i].size, keep, &taken);
		assert_int_equal(taken.count, cases[i].count);
		/* A packet leaves nothing behind for the next. */
		dtap_request_reader_container(&reader, cases[0].bytes,
					      cases[0].size, keep, &taken);
		assert_int_equal(taken.count, cases[i].count + 1);
	}
}

static void
what_a_web_page_sends_is_seen_in_time(void **state)
{
	static const char *const web[] = {
		"GET ",   "POST ",    "PUT ",   "HEAD ", "OPTIONS ", "DELETE ",
		"PATCH ", "CONNECT ", "TRACE ", "PRI ",  "\x16\x03"};
	static const char *const diag[] = {"GETX", "POS~",  "P~", "\x16\x01",
					   "get ", "~GET ", "s"};

	(void)state;
	for (size_t i = 0; i < COUNT(web); i++) {
		size_t whole = strlen(web[i]);

		assert_true(whole <= DTAP_FIRST_BYTES);
		for (size_t size = 1; size < whole; size++)
			assert_int_equal(
				dtap_first_bytes((const uint8_t *)web[i], size),
				DTAP_FIRST_UNSURE);
		assert_int_equal(
			dtap_first_bytes((const uint8_t *)web[i], whole),
			DTAP_FIRST_WEB);
	}
	for (size_t i = 0; i < COUNT(diag); i++)
		assert_int_equal(dtap_first_bytes((const uint8_t *)diag[i],
						  strlen(diag[i])),
				 DTAP_FIRST_DIAG);
	assert_int_equal(dtap_first_bytes(ranges, sizeof ranges),
			 DTAP_FIRST_DIAG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_found_in_pieces_of_any_size),
		cmocka_unit_test(what_is_no_frame_is_left_out),
		cmocka_unit_test(the_longest_request_passes_and_no_longer_one),
		cmocka_unit_test(containers_hold_a_frame_behind_their_type),
		cmocka_unit_test(what_a_web_page_sends_is_seen_in_time),
	};

	return RUN(tests);
}
