/* SPDX-License-Identifier: MIT */
/* A subscriber that stalls, and what it gets when it reads again. */
#include <dtap/bytes.h>

#include <errno.h>

#include "base/clock.h"
#include "support/log_capture.h"
#include "support/subscribers.h"
#include "support/testing.h"

#define RING      (1 << 20)
#define CONTAINER SUBSCRIBERS_CONTAINER
#define PUBLISHED (20 * (RING / CONTAINER))

static const struct server_fixture_options options = {.ring_bytes = RING,
						      .log = DTAP_WARNING};

struct gaps {
	uint64_t count, containers;
	uint32_t next; /* the number without a gap */
};

static void
note_number(struct gaps *gaps, uint32_t number)
{
	assert_true(number >= gaps->next);
	if (number > gaps->next) {
		gaps->count++;
		gaps->containers += number - gaps->next;
	}
	gaps->next = number + 1;
}

/* Reads all chunks; each must have whole containers. */
static struct gaps
read_raw(struct http_client *client)
{
	struct gaps gaps = {0};
	uint8_t *chunk;
	size_t size;

	while ((chunk = client_chunk(client, &size)) != NULL) {
		assert_int_equal(size % CONTAINER, 0);
		for (size_t at = 0; at < size; at += CONTAINER)
			note_number(&gaps, dtap_get32(chunk + at));
		free(chunk);
	}
	return gaps;
}

static void
a_raw_stream_continues_at_a_container_after_a_lag(void **state)
{
	struct dtap_stream_table_status status;
	struct subscribers subscribers;
	struct log_capture capture;
	struct gaps gaps;

	(void)state;
	log_capture_begin(&capture);
	subscribers_begin(&subscribers, &options, 1, "/api/diag/stream");
	subscribers_publish(&subscribers, PUBLISHED);
	subscribers_finish(&subscribers);
	gaps = read_raw(&subscribers.clients[0]);
	dtap_stream_table_status(
		dtap_fanout_table(subscribers.fixture.service.fanout), &status);
	assert_int_equal(gaps.count, status.lags);
	assert_true(gaps.count > 0);
	assert_int_equal(gaps.containers, status.lost.containers);
	assert_int_equal(gaps.containers * CONTAINER, status.lost.bytes);
	/* All that was in the ring at the end has arrived. */
	assert_int_equal(gaps.next, PUBLISHED);
	subscribers_end(&subscribers);
	free(log_capture_end(&capture));
}

/* Reads all records; each gap must have a loss record of the same size. */
static struct gaps
read_pcap(struct http_client *client)
{
	struct gaps gaps = {0};
	size_t size, at = DTAP_PCAP_FILE_HEADER;
	uint8_t *body = client_body(client, &size);
	uint64_t told = 0;

	while (at < size) {
		const uint8_t *preamble = body + at + DTAP_PCAP_RECORD_HEADER;

		if (dtap_get16(preamble) == DTAP_PATH_LOSS) {
			told = dtap_get64(preamble + 3);
			assert_int_equal(dtap_get64(preamble + 11),
					 told * CONTAINER);
		} else {
			uint64_t before = gaps.containers;

			note_number(&gaps, dtap_get32(preamble + 4));
			assert_int_equal(gaps.containers - before, told);
			told = 0;
		}
		at += DTAP_PCAP_RECORD_HEADER + dtap_get32(body + at + 8);
	}
	assert_int_equal(at, size);
	free(body);
	return gaps;
}

static void
a_loss_record_stands_where_the_loss_is(void **state)
{
	struct dtap_stream_table_status status;
	struct subscribers subscribers;
	struct log_capture capture;
	struct gaps gaps;

	(void)state;
	log_capture_begin(&capture);
	subscribers_begin(&subscribers, &options, 1, "/api/diag/pcap");
	subscribers_publish(&subscribers, PUBLISHED);
	subscribers_finish(&subscribers);
	gaps = read_pcap(&subscribers.clients[0]);
	dtap_stream_table_status(
		dtap_fanout_table(subscribers.fixture.service.fanout), &status);
	assert_true(gaps.count > 0);
	assert_int_equal(gaps.count, status.lags);
	assert_int_equal(gaps.containers, status.lost.containers);
	assert_int_equal(gaps.next, PUBLISHED);
	subscribers_end(&subscribers);
	free(log_capture_end(&capture));
}

/* Reads up to the container before `until`. */
static void
catch_up(struct http_client *client, struct gaps *gaps, uint32_t until)
{
	while (gaps->next < until) {
		size_t size;
		uint8_t *chunk = client_chunk(client, &size);

		assert_non_null(chunk);
		for (size_t at = 0; at < size; at += CONTAINER)
			note_number(gaps, dtap_get32(chunk + at));
		free(chunk);
	}
}

/* Two lags; between them the subscriber catches up. */
static void
one_warning_for_each_time_a_subscriber_lags(void **state)
{
	struct gaps gaps = {0};
	struct subscribers subscribers;
	struct log_capture capture;
	char *text;

	(void)state;
	log_capture_begin(&capture);
	subscribers_begin(&subscribers, &options, 1, "/api/diag/stream");
	for (unsigned i = 1; i <= 2; i++) {
		subscribers_publish(&subscribers, PUBLISHED);
		catch_up(&subscribers.clients[0], &gaps, subscribers.number);
		for (unsigned j = 0; j < 50; j++) {
			subscribers_publish(&subscribers, 1);
			catch_up(&subscribers.clients[0], &gaps,
				 subscribers.number);
		}
		text = log_capture_so_far(&capture);
		assert_int_equal(log_capture_count(text, " lags: "), i);
		free(text);
	}
	subscribers_end(&subscribers);
	free(log_capture_end(&capture));
}

#define MANY 100

static void
many_streams_that_lag_at_once_do_not_flood_the_log(void **state)
{
	size_t written, left_out = 0;
	struct subscribers subscribers;
	struct log_capture capture;
	unsigned seconds;
	const char *at;
	int64_t begun;
	char *text;

	(void)state;
	log_capture_begin(&capture);
	subscribers_begin(&subscribers, &options, MANY, "/api/diag/stream");
	/* On a busy machine some lag before they stall. */
	begun = dtap_clock_now();
	subscribers_publish(&subscribers, PUBLISHED);
	subscribers_finish(&subscribers);
	for (unsigned i = 0; i < MANY; i++)
		assert_true(read_raw(&subscribers.clients[i]).count > 0);
	subscribers_end(&subscribers);
	seconds = (unsigned)((dtap_clock_now() - begun) / DTAP_NS_PER_S);
	text = log_capture_end(&capture);
	written = log_capture_count(text, " lags: ");
	for (at = text; (at = strstr(at, " more such lines")) != NULL; at++) {
		const char *line = at;

		while (line > text && line[-1] != ' ')
			line--;
		left_out += strtoul(line, NULL, 10);
	}
	assert_int_equal(written + left_out, MANY);
	assert_true(written <= 10 * (seconds + 1));
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_raw_stream_continues_at_a_container_after_a_lag),
		cmocka_unit_test(a_loss_record_stands_where_the_loss_is),
		cmocka_unit_test(one_warning_for_each_time_a_subscriber_lags),
		cmocka_unit_test(
			many_streams_that_lag_at_once_do_not_flood_the_log),
	};

	return RUN(tests);
}
