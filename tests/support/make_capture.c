/* SPDX-License-Identifier: MIT */
/*
 * make_capture containers|frames|logs|FORM COUNT SEED
 *
 * Writes a capture of the simulated modem to standard output: COUNT containers,
 * 5 ms apart, as /dev/diag returns them; or only the HDLC frames in them, as in
 * QMDL; or only the logs in these, as in DLF; or COUNT entries of IPA with
 * headers of that FORM (status, dpl3, ...).  The same arguments give the same
 * bytes.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "sources/simulator/ipa_entries.h"
#include "sources/simulator/modem/modem.h"

#define START_US INT64_C(1767225600000000) /* 2026-01-01 */

static void
write_frames(const uint8_t *container, size_t size)
{
	struct dtap_messages walk = dtap_messages_of(container, size);
	struct dtap_message message;

	while (dtap_messages_next(&walk, &message))
		fwrite(message.data, 1, message.size, stdout);
}

/* DLF has no multi-radio wrapper (0x98). */
static void
write_log(const uint8_t *packet, size_t size)
{
	if (size > 8 && packet[0] == 0x98) {
		packet += 8;
		size -= 8;
	}
	if (packet[0] == 0x10)
		fwrite(packet + 4, 1, size - 4, stdout);
}

/* A frame may begin in one message and end in another container. */
static void
write_logs(const uint8_t *container, size_t size)
{
	static uint8_t frame[DTAP_MODEM_CONTAINER_MAX], packet[sizeof frame];
	static size_t have;
	struct dtap_messages walk = dtap_messages_of(container, size);
	struct dtap_message message;
	size_t length;

	while (dtap_messages_next(&walk, &message))
		for (size_t i = 0; i < message.size; i++) {
			frame[have] = message.data[i];
			if (frame[have++] != DTAP_HDLC_FLAG)
				continue;
			if (dtap_hdlc_decode(packet, &length, frame, have - 1))
				write_log(packet, length);
			have = 0;
		}
}

/* Entries as an IPA device with such headers returns them. */
static void
write_entries(const struct dtap_ipa_header_format *form, long count,
	      uint64_t seed)
{
	uint8_t entry[DTAP_IPA_ENTRIES_ENTRY];
	struct dtap_ipa_entries mirror;
	struct dtap_shape shape;

	dtap_ipa_entries_begin(&mirror, form, seed);
	while (count-- > 0) {
		size_t size = dtap_ipa_entries_next(&mirror, entry, &shape);

		fwrite(entry, 1, size, stdout);
	}
}

int
main(int argc, char **argv)
{
	static uint8_t container[DTAP_MODEM_CONTAINER_MAX];
	static struct dtap_modem modem;
	long count;
	bool frames, logs;
	const struct dtap_ipa_header_format *form;

	if (argc != 4) {
		fputs("make_capture containers|frames|logs|FORM COUNT SEED\n",
		      stderr);
		return 2;
	}
	form = dtap_ipa_header_format_find(argv[1]);
	if (form != NULL) {
		write_entries(form, atol(argv[2]), strtoull(argv[3], NULL, 0));
		return fflush(stdout) == 0 ? 0 : 1;
	}
	frames = strcmp(argv[1], "frames") == 0;
	logs = strcmp(argv[1], "logs") == 0;
	count = atol(argv[2]);
	dtap_modem_begin(&modem, strtoull(argv[3], NULL, 0));
	for (long i = 0; i < count; i++) {
		size_t size =
			dtap_modem_next(&modem, START_US + i * 5000, container);

		if (frames)
			write_frames(container, size);
		else if (logs)
			write_logs(container, size);
		else
			fwrite(container, 1, size, stdout);
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
