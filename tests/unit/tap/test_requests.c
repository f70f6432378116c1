/* SPDX-License-Identifier: MIT */
/* Requests go to the source between two reads, and stand before the replies. */
#include <dtap/tap.h>

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/hdlc.h>
#include <dtap/pcap.h>

#include "support/paired_source.h"
#include "support/testing.h"

static const uint8_t version[] = {0x00};

struct fixture {
	struct dtap_source *source;
	struct dtap_tap *tap;
	struct dtap_subscriber subscriber;
	int modem;
	atomic_uint sessions;
	char why[DTAP_WHY_SIZE]; /* the last that the observer was told */
	pthread_mutex_t lock;
};

static void
count_session(void *arg)
{
	atomic_fetch_add((atomic_uint *)arg, 1);
}

static void
keep_why(void *arg, const struct dtap_tap *tap, enum dtap_tap_state state,
	 const char *why)
{
	struct fixture *fixture = arg;

	(void)tap;
	(void)state;
	pthread_mutex_lock(&fixture->lock);
	if (*why != '\0')
		strcpy(fixture->why, why);
	pthread_mutex_unlock(&fixture->lock);
}

static void
begin(struct fixture *fixture, unsigned flush_ms)
{
	const struct dtap_tap_options options = {
		.name = "test",
		.ring_bytes = 1 << 20,
		.snaplen = DTAP_SNAPLEN_MAX,
		.flush_ms = flush_ms,
	};

	memset(fixture, 0, sizeof *fixture);
	pthread_mutex_init(&fixture->lock, NULL);
	fixture->source = paired_new(&fixture->modem);
	fixture->tap = dtap_tap_new(&options, fixture->source);
	dtap_tap_watch_session(fixture->tap, count_session, &fixture->sessions);
	dtap_ring_subscribe(dtap_tap_ring(fixture->tap), &fixture->subscriber);
	assert_int_equal(dtap_tap_start(fixture->tap, keep_why, fixture), 0);
	while (dtap_tap_session(fixture->tap) % 2 == 0)
		sched_yield();
}

static void
end(struct fixture *fixture)
{
	dtap_tap_stop(fixture->tap);
	dtap_ring_unsubscribe(dtap_tap_ring(fixture->tap),
			      &fixture->subscriber);
	dtap_tap_free(fixture->tap);
	close(fixture->modem);
	pthread_mutex_destroy(&fixture->lock);
}

static void
poke_until_done(struct fixture *fixture)
{
	while (dtap_tap_poke(fixture->tap))
		poll(NULL, 0, 2);
}

/* The next record of the ring, copied; its size. */
static size_t
next_record(struct fixture *fixture, uint8_t *out)
{
	struct dtap_block *block;
	struct dtap_amount loss;
	size_t size;

	while (dtap_ring_next(dtap_tap_ring(fixture->tap), &fixture->subscriber,
			      &block, &loss) != DTAP_NEXT_BLOCK)
		poll(NULL, 0, 1);
	size = dtap_block_view(block, DTAP_FORM_PCAP, false).bytes;
	memcpy(out, dtap_block_view(block, DTAP_FORM_PCAP, false).iov->iov_base,
	       size);
	dtap_block_unref(block);
	return size;
}

static void
a_request_is_written_and_its_record_names_the_client(void **state)
{
	static const uint8_t wire[] = {0x20, 0, 0, 0, 0x00, 0x78, 0xf0, 0x7e};
	static const uint8_t reply[] = {0x20, 0, 0, 0, 0, 0, 0, 0};
	static const struct {
		uint32_t client;
		uint8_t head[8];
		size_t size;
	} cases[] = {{7, {0x02, 0x01, 4, 7, 0, 0, 0, 0}, 8},
		     {0, {0x02, 0x01, 0, 0}, 4}};
	struct fixture fixture;
	uint8_t got[64], record[256];

	(void)state;
	begin(&fixture, 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(dtap_tap_request(fixture.tap, cases[i].client,
						  version, 1, false),
				 0);
		poke_until_done(&fixture);
		assert_int_equal(recv(fixture.modem, got, sizeof got, 0),
				 sizeof wire);
		assert_memory_equal(got, wire, sizeof wire);
		send(fixture.modem, reply, sizeof reply, 0);
		assert_int_equal(next_record(&fixture, record),
				 16 + cases[i].size + sizeof wire);
		assert_memory_equal(record + 16, cases[i].head, cases[i].size);
		assert_memory_equal(record + 16 + cases[i].size, wire,
				    sizeof wire);
		next_record(&fixture, record);
		assert_int_equal(dtap_get16(record + 16), DTAP_PATH_CONTAINER);
	}
	end(&fixture);
}

static void
one_for_the_second_modem_has_its_token(void **state)
{
	static const uint8_t wire[] = {0x20, 0,    0,    0,    0xff, 0xff,
				       0xff, 0xff, 0x00, 0x78, 0xf0, 0x7e};
	struct fixture fixture;
	uint8_t got[64];

	(void)state;
	begin(&fixture, 0);
	assert_int_equal(dtap_tap_request(fixture.tap, 1, version, 1, true), 0);
	poke_until_done(&fixture);
	assert_int_equal(recv(fixture.modem, got, sizeof got, 0), sizeof wire);
	assert_memory_equal(got, wire, sizeof wire);
	end(&fixture);
}

/* A reader that is blocked in read(2) writes at once. */
static void
many_requests_keep_their_order_and_lose_none(void **state)
{
	struct fixture fixture;
	uint8_t got[64], packet[2];

	(void)state;
	begin(&fixture, 10);
	for (unsigned i = 0; i < 2000; i++) {
		packet[0] = (uint8_t)i;
		packet[1] = (uint8_t)(i >> 8);
		while (dtap_tap_request(fixture.tap, 1, packet, 2, false) < 0)
			assert_int_equal(errno, EAGAIN);
		if (i % 16 < 15)
			continue;
		poke_until_done(&fixture);
		for (unsigned j = i - 15; j <= i; j++) {
			size_t length;
			ssize_t size = recv(fixture.modem, got, sizeof got, 0);

			assert_true(dtap_hdlc_decode(got, &length, got + 4,
						     (size_t)size - 5));
			assert_int_equal(dtap_get16(got), j);
		}
	}
	end(&fixture);
}

static void
what_cannot_be_written_has_no_record_and_is_said(void **state)
{
	struct fixture fixture;
	uint8_t record[256];
	static const uint8_t container[] = {0x20, 0, 0, 0, 0, 0, 0, 0};

	(void)state;
	begin(&fixture, 0);
	paired_refuse(fixture.source, EIO);
	assert_int_equal(dtap_tap_request(fixture.tap, 1, version, 1, false),
			 0);
	poke_until_done(&fixture);
	send(fixture.modem, container, sizeof container, 0);
	next_record(&fixture, record);
	assert_int_equal(dtap_get16(record + 16), DTAP_PATH_CONTAINER);
	pthread_mutex_lock(&fixture.lock);
	assert_non_null(strstr(fixture.why, "A request could not be written"));
	pthread_mutex_unlock(&fixture.lock);
	end(&fixture);
}

/* A device that is busy for a moment gets it a little later. */
static void
a_busy_device_is_tried_again(void **state)
{
	struct fixture fixture;
	uint8_t got[64];

	(void)state;
	begin(&fixture, 0);
	paired_refuse(fixture.source, EAGAIN);
	assert_int_equal(dtap_tap_request(fixture.tap, 1, version, 1, false),
			 0);
	for (int i = 0; i < 5; i++) {
		assert_true(dtap_tap_poke(fixture.tap));
		poll(NULL, 0, 2);
	}
	paired_refuse(fixture.source, 0);
	poke_until_done(&fixture);
	assert_int_equal(recv(fixture.modem, got, sizeof got, MSG_DONTWAIT), 8);
	end(&fixture);
}

static void
what_cannot_be_is_refused(void **state)
{
	static const uint8_t large[DTAP_TAP_REQUEST_MAX + 1];
	struct fixture fixture;

	(void)state;
	begin(&fixture, 0);
	assert_int_equal(
		dtap_tap_request(fixture.tap, 1, large, sizeof large, false),
		-1);
	assert_int_equal(errno, EMSGSIZE);
	paired_refuse(fixture.source, EAGAIN);
	for (int i = 0; i < 16; i++)
		assert_int_equal(
			dtap_tap_request(fixture.tap, 1, version, 1, false), 0);
	assert_int_equal(dtap_tap_request(fixture.tap, 1, version, 1, false),
			 -1);
	assert_int_equal(errno, EAGAIN);
	end(&fixture);
}

/* The requests for a modem that has gone are not those of the next. */
static void
a_source_that_is_opened_again_is_a_new_session(void **state)
{
	struct fixture fixture;
	uint64_t before;
	uint8_t got[64];

	(void)state;
	begin(&fixture, 0);
	before = dtap_tap_session(fixture.tap);
	paired_refuse(fixture.source, EAGAIN);
	assert_int_equal(dtap_tap_request(fixture.tap, 1, version, 1, false),
			 0);
	send(fixture.modem, "x", 1, 0);
	while (dtap_tap_session(fixture.tap) != before + 2)
		poll(NULL, 0, 1);
	assert_int_equal(atomic_load(&fixture.sessions), 3);
	paired_refuse(fixture.source, 0);
	assert_false(dtap_tap_poke(fixture.tap));
	assert_int_equal(recv(fixture.modem, got, sizeof got, MSG_DONTWAIT),
			 -1);
	end(&fixture);
}

/* The flush period is an hour: what comes second would wait for it. */
static void
a_prompt_tap_publishes_each_container_at_once(void **state)
{
	static const uint8_t container[] = {0x20, 0, 0, 0, 0, 0, 0, 0};
	struct fixture fixture;
	uint8_t record[256];

	(void)state;
	begin(&fixture, 3600000);
	dtap_tap_set_prompt(fixture.tap, true);
	for (int i = 0; i < 3; i++) {
		send(fixture.modem, container, sizeof container, 0);
		assert_int_equal(next_record(&fixture, record),
				 16 + 4 + sizeof container);
	}
	end(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_request_is_written_and_its_record_names_the_client),
		cmocka_unit_test(one_for_the_second_modem_has_its_token),
		cmocka_unit_test(many_requests_keep_their_order_and_lose_none),
		cmocka_unit_test(
			what_cannot_be_written_has_no_record_and_is_said),
		cmocka_unit_test(a_busy_device_is_tried_again),
		cmocka_unit_test(what_cannot_be_is_refused),
		cmocka_unit_test(
			a_source_that_is_opened_again_is_a_new_session),
		cmocka_unit_test(a_prompt_tap_publishes_each_container_at_once),
	};

	return RUN(tests);
}
