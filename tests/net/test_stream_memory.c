/* SPDX-License-Identifier: MIT */
/* What streams that ask for other records than their tap has cost in memory. */
#include <dtap/bytes.h>
#include <dtap/hdlc.h>

#include <poll.h>

#include "rewrite/rewrite.h"
#include "support/subscribers.h"
#include "support/testing.h"
#include "support/usage.h"

#define RING   (8 << 20)
#define LARGE  (4 << 20)
#define PACKET 1000

static const struct server_fixture_options options = {.ring_bytes = RING};

static const char *const paths[] = {
	"/api/diag/pcap?ops=79",
	"/api/diag/pcap?codes=B0C0&ops=79&snaplen=4096",
	"/api/diag/pcap?snaplen=65535",
	"/api/diag/pcap?split=message",
	"/api/diag/pcap?split=message&ops=79&snaplen=1024",
	"/api/diag/pcap?snaplen=1024",
};

#define EACH 15 /* subscribers of each path */

/* A data container of so many bytes, all of frames whose packets have a mark.
 */
static void
publish_frames(struct subscribers *subscribers, size_t size, uint8_t mark)
{
	uint8_t packet[PACKET], *data = malloc(size + 4096);
	size_t at = DTAP_CONTAINER_HEADER;
	uint32_t count = 0;

	memset(packet, mark, sizeof packet);
	packet[0] = 0x79;
	do {
		size_t length =
			dtap_hdlc_encode(data + at + 4, packet, sizeof packet);

		dtap_put32(data + at, (uint32_t)length);
		at += 4 + length;
		count++;
	} while (at < size);
	dtap_put32(data, DTAP_DATA);
	dtap_put32(data + 4, count);
	dtap_accumulator_put(
		subscribers->accumulator,
		&(struct dtap_container){.data = data, .size = at});
	dtap_accumulator_flush(subscribers->accumulator);
	free(data);
}

/* Once no stream sends any more. */
static void
await_stalled(struct subscribers *subscribers)
{
	struct dtap_stream_table_status now, before = {0};
	unsigned same = 0;

	while (same < 20) {
		poll(NULL, 0, 10);
		dtap_stream_table_status(
			dtap_fanout_table(subscribers->fixture.service.fanout),
			&now);
		same = now.bytes == before.bytes ? same + 1 : 0;
		before = now;
	}
}

/* The client's own buffer is not what is measured. */
static void
drop_buffer(struct http_client *client)
{
	assert_int_equal(client->size, 0);
	free(client->data);
	client->data = NULL;
	client->room = 0;
}

static void
read_header(struct http_client *client)
{
	size_t size;

	free(client_chunk(client, &size));
	assert_int_equal(size, DTAP_PCAP_FILE_HEADER);
	drop_buffer(client);
}

/* Reads until the last byte of a record is the mark of the end. */
static void
read_to(struct http_client *client, uint8_t mark)
{
	bool found;

	do {
		size_t size;
		uint8_t *chunk = client_chunk(client, &size);

		assert_non_null(chunk);
		found = size > 4 && chunk[size - 4] == mark;
		free(chunk);
	} while (!found);
	drop_buffer(client);
}

static size_t
growth(size_t before)
{
	size_t now = usage_memory();

	return now > before ? now - before : 0;
}

static void
a_large_container_costs_each_stream_one_record(void **state)
{
	struct subscribers subscribers;
	size_t before, stalled, after, block = LARGE + LARGE / 4;

	(void)state;
	subscribers_begin(&subscribers, &options, 0, "");
	for (size_t i = 0; i < COUNT(paths); i++)
		subscribers_add(&subscribers, EACH, paths[i]);
	for (unsigned i = 0; i < subscribers.count; i++)
		read_header(&subscribers.clients[i]);
	before = usage_memory();
	publish_frames(&subscribers, LARGE, 'a');
	await_stalled(&subscribers);
	stalled = growth(before);
	publish_frames(&subscribers, 1, 'z');
	for (unsigned i = 0; i < subscribers.count; i++)
		read_to(&subscribers.clients[i], 'z');
	await_stalled(&subscribers);
	after = growth(before);
	print_message("%u streams: %zu KiB stalled, %zu KiB after\n",
		      subscribers.count, stalled >> 10, after >> 10);
	assert_true(stalled <=
		    block + subscribers.count * (DTAP_REWRITE_PIECE + 4096));
	/* The ring has the container still, and streams have nothing. */
	assert_true(after <= block + subscribers.count * 4096);
	subscribers_end(&subscribers);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_large_container_costs_each_stream_one_record),
	};

	return RUN(tests);
}
