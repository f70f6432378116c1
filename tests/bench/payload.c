/* SPDX-License-Identifier: MIT */
#include "bench/payload.h"

#include <err.h>
#include <stdlib.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "base/clock.h"
#include "base/random.h"

#define CONTAINER 2048
#define RECORD    (DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + CONTAINER)
#define PATH      0x0100 /* a container of the tap diag; no labels */

static uint8_t *
record_at(const struct payload *payload, unsigned number)
{
	return payload->data + DTAP_PCAP_FILE_HEADER + (size_t)number * RECORD;
}

void
payload_make(struct payload *payload, double bytes)
{
	payload->records =
		bytes < CONTAINER ? 1 : (unsigned)(bytes / CONTAINER);
	payload->size =
		DTAP_PCAP_FILE_HEADER + (size_t)payload->records * RECORD;
	payload->data = malloc(payload->size);
	if (payload->data == NULL)
		err(1, NULL);
	dtap_random_bytes(payload->data, payload->size);
	dtap_pcap_file_header(payload->data, DTAP_SNAPLEN_MAX);
	for (unsigned i = 0; i < payload->records; i++) {
		uint8_t *record = record_at(payload, i);

		dtap_put32(record + 8, DTAP_PREAMBLE + CONTAINER);
		dtap_put32(record + 12, DTAP_PREAMBLE + CONTAINER);
		dtap_put32(record + DTAP_PCAP_RECORD_HEADER, PATH);
	}
}

void
payload_set_time(const struct payload *payload, int64_t time)
{
	for (unsigned i = 0; i < payload->records; i++) {
		uint8_t *record = record_at(payload, i);

		dtap_put32(record, (uint32_t)(time / DTAP_NS_PER_S));
		dtap_put32(record + 4, (uint32_t)(time % DTAP_NS_PER_S / 1000));
	}
}
