/* SPDX-License-Identifier: MIT */
/*
 * make_capture containers|frames COUNT SEED
 *
 * Writes a capture that the simulated modem makes up to standard output: COUNT
 * containers, 5 ms apart, as /dev/diag gives them, or the bare HDLC frames in
 * them, as QMDL has them.  The same arguments give the same octets.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/container.h>

#include "sources/modem/modem.h"

#define START_US INT64_C(1767225600000000) /* 2026-01-01 */

static void
write_frames(const uint8_t *container, size_t size)
{
	struct dtap_messages walk = dtap_messages_of(container, size);
	struct dtap_message message;

	while (dtap_messages_next(&walk, &message))
		fwrite(message.data, 1, message.size, stdout);
}

int
main(int argc, char **argv)
{
	static uint8_t container[MODEM_CONTAINER_MAX];
	static struct modem modem;
	long count;
	bool frames;

	if (argc != 4) {
		fputs("make_capture containers|frames COUNT SEED\n", stderr);
		return 2;
	}
	frames = strcmp(argv[1], "frames") == 0;
	count = atol(argv[2]);
	modem_begin(&modem, strtoull(argv[3], NULL, 0));
	for (long i = 0; i < count; i++) {
		size_t size =
			modem_next(&modem, START_US + i * 5000, container);

		if (frames)
			write_frames(container, size);
		else
			fwrite(container, 1, size, stdout);
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
