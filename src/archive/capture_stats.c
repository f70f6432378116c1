/* SPDX-License-Identifier: MIT */
#include "archive/capture_stats.h"

#include <dtap/bytes.h>
#include <dtap/pcap.h>

static void
count_part(struct dtap_tally *tally, const uint8_t *label, size_t payload)
{
	if (dtap_get16(label + 8) == 0)
		tally->containers.containers++;
	tally->containers.bytes += payload;
}

static void
count_loss(struct dtap_tally *tally, const uint8_t *label)
{
	tally->lost.containers += dtap_get64(label);
	tally->lost.bytes += dtap_get64(label + 8);
}

/* A packet of IPA has the bytes around it in a and b: all are of the read. */
static size_t
container_size(unsigned path, size_t size, size_t labels)
{
	return path == DTAP_PATH_ENTRY ? size - DTAP_PREAMBLE
				       : size - DTAP_PREAMBLE - labels;
}

/* body: preamble and payload. */
static void
count_body(struct dtap_tally *tally, const uint8_t *body, size_t size)
{
	unsigned path = dtap_get16(body);
	size_t a = body[2], labels;

	if (size < DTAP_PREAMBLE + a)
		return;
	labels = a + body[3 + a];
	if (size < DTAP_PREAMBLE + labels)
		return;
	if (path == DTAP_PATH_REQUEST) {
		tally->requests++;
	} else if (path == DTAP_PATH_LOSS) {
		if (a >= DTAP_LOSS_LABEL)
			count_loss(tally, body + 3);
	} else if (path == DTAP_PATH_PART && a >= DTAP_PART_LABEL) {
		count_part(tally, body + 3, size - DTAP_PREAMBLE - labels);
	} else {
		tally->containers.containers++;
		tally->containers.bytes += container_size(path, size, labels);
	}
	if (path != DTAP_PATH_CONTAINER || tally->hurried)
		return;
	tally->coded++;
	dtap_codes_count(&tally->codes, body + DTAP_PREAMBLE + labels,
			 size - DTAP_PREAMBLE - labels);
}

static void
note_time(struct dtap_tally *tally, const uint8_t *record)
{
	struct timespec time = {
		.tv_sec = (time_t)dtap_get32(record),
		.tv_nsec = (long)dtap_get32(record + 4) * 1000,
	};

	if (tally->records++ == 0)
		tally->first = time;
	tally->last = time;
}

void
dtap_tally_records(struct dtap_tally *tally, const uint8_t *records,
		   size_t size)
{
	while (size >= DTAP_PCAP_RECORD_HEADER) {
		size_t body = dtap_get32(records + 8);

		if (body > size - DTAP_PCAP_RECORD_HEADER)
			return;
		note_time(tally, records);
		records += DTAP_PCAP_RECORD_HEADER;
		size -= DTAP_PCAP_RECORD_HEADER;
		if (body >= DTAP_PREAMBLE)
			count_body(tally, records, body);
		records += body;
		size -= body;
	}
}
