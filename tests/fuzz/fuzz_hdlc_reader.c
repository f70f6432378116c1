/* SPDX-License-Identifier: MIT */
/*
 * Bare HDLC from a port or a peer, cut into reads of any size: taken out of the
 * containers again, it is what came, byte for byte.
 */
#include "fuzz.h"

#include <dtap/container.h>

#include <stdatomic.h>
#include <unistd.h>

#include <stdbool.h>

#include <dtap/hdlc.h>

#include "sources/hdlc/hdlc_reader.h"
#include "sources/plain_packet.h"

struct out {
	const uint8_t *data; /* what went in */
	size_t size, taken;
};

/* The next packet without HDLC in the input; false: none is there. */
static bool
skip_packet(struct out *out, const struct dtap_message *message)
{
	uint8_t frame[DTAP_HDLC_ROOM(65536)];
	size_t at = out->taken, size;

	while (at + 1 < out->size && out->data[at] == DTAP_HDLC_FLAG &&
	       out->data[at + 1] == DTAP_HDLC_FLAG)
		at++;
	size = dtap_plain_packet_size(out->data + at, out->size - at);
	if (size == 0 || size == DTAP_PLAIN_MORE)
		return false;
	if (dtap_hdlc_encode(frame, out->data + at + DTAP_PLAIN_HEAD,
			     size - DTAP_PLAIN_HEAD - 1) != message->size ||
	    memcmp(frame, message->data, message->size) != 0)
		return false;
	out->taken = at + size;
	return true;
}

static void
take(struct out *out, const uint8_t *container, size_t size)
{
	struct dtap_messages walk = dtap_messages_of(container, size);
	struct dtap_message message;

	while (dtap_messages_next(&walk, &message)) {
		CLAIM(message.size > 0);
		if (skip_packet(out, &message))
			continue;
		CLAIM(message.size <= out->size - out->taken);
		CLAIM(memcmp(message.data, out->data + out->taken,
			     message.size) == 0);
		out->taken += message.size;
	}
	CLAIM(walk.left == 0 && walk.at == size);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t container[DTAP_HDLC_READER_CONTAINER];
	struct dtap_hdlc_reader *reader = calloc(1, sizeof *reader);
	struct out out = {.data = data + 1, .size = size - 1};
	_Atomic uint64_t wrong = 0;
	int ends[2];

	CLAIM(reader != NULL && pipe(ends) == 0);
	for (size_t at = 0; size > 0 && at < out.size;) {
		size_t left = out.size - at;
		size_t step = data[0] * (size_t)8 + 1;
		ssize_t got;

		step = step < left ? step : left;
		CLAIM(write(ends[1], out.data + at, step) == (ssize_t)step);
		at += step;
		got = dtap_hdlc_reader_read(reader, ends[0], container, &wrong);
		CLAIM(got >= 0);
		if (got > 0)
			take(&out, container, (size_t)got);
		CLAIM(out.taken + reader->size == at);
	}
	close(ends[0]);
	close(ends[1]);
	free(reader);
	return 0;
}
