/* SPDX-License-Identifier: MIT */
#include "sources/file/pcap_reader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "sources/file/pcap_records.h"

struct dtap_tape {
	ssize_t (*read)(void *arg, char *data, size_t size);
	void *arg;
	struct dtap_savefile *savefile; /* NULL before the first container */
	struct dtap_records records;
	bool interrupted; /* libpcap goes on no more */
};

struct dtap_tape *
dtap_tape_new(ssize_t (*read)(void *arg, char *data, size_t size), void *arg)
{
	struct dtap_tape *tape = calloc(1, sizeof *tape);

	if (tape == NULL)
		return NULL;
	tape->read = read;
	tape->arg = arg;
	return tape;
}

void
dtap_tape_free(struct dtap_tape *tape)
{
	if (tape == NULL)
		return;
	dtap_savefile_close(tape->savefile);
	dtap_records_clear(&tape->records);
	free(tape);
}

/* Neither packet nor end: a signal came, or nothing good comes any more. */
static int
fail(struct dtap_tape *tape)
{
	if (errno != EINTR)
		return -1;
	tape->interrupted = true;
	return 0;
}

static int
next_packet(struct dtap_tape *tape, struct dtap_packet *packet, char *why,
	    size_t room)
{
	int found;

	if (tape->interrupted) {
		snprintf(why, room, "interrupted");
		return -1;
	}
	if (tape->savefile == NULL)
		tape->savefile =
			dtap_savefile_open(tape->read, tape->arg, why, room);
	if (tape->savefile == NULL)
		return fail(tape);
	found = dtap_savefile_next(tape->savefile, packet, why, room);
	if (found < 0)
		return fail(tape);
	return found > 0 ? 1 : -1;
}

int
dtap_tape_next(struct dtap_tape *tape, struct dtap_container *container,
	       char *why, size_t room)
{
	struct dtap_packet packet;
	int found;

	why[0] = '\0';
	while ((found = next_packet(tape, &packet, why, room)) > 0) {
		const struct dtap_record record = {packet.data, packet.size,
						   packet.missing};

		if (!dtap_records_take(&tape->records, &record, container))
			continue;
		container->time = packet.time;
		return 1;
	}
	if (found < 0)
		dtap_records_end(&tape->records);
	return found;
}

uint64_t
dtap_tape_skipped(const struct dtap_tape *tape)
{
	return tape->records.skipped;
}
