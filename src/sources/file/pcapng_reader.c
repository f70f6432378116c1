/* SPDX-License-Identifier: MIT */
#include "sources/file/pcapng_reader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct dtap_pcapng_reader {
	ssize_t (*read)(void *arg, char *data, size_t size);
	void *arg;
	struct dtap_savefile *savefile; /* NULL before the first container */
	bool interrupted;               /* libpcap cannot continue */
};

struct dtap_pcapng_reader *
dtap_pcapng_reader_new(ssize_t (*read)(void *arg, char *data, size_t size),
		       void *arg)
{
	struct dtap_pcapng_reader *reader = calloc(1, sizeof *reader);

	if (reader == NULL)
		return NULL;
	reader->read = read;
	reader->arg = arg;
	return reader;
}

void
dtap_pcapng_reader_free(struct dtap_pcapng_reader *reader)
{
	if (reader == NULL)
		return;
	dtap_savefile_close(reader->savefile);
	free(reader);
}

/* 0: a signal came.  -1: no more packets can be read. */
static int
fail(struct dtap_pcapng_reader *reader)
{
	if (errno != EINTR)
		return -1;
	reader->interrupted = true;
	return 0;
}

static int
next_packet(struct dtap_pcapng_reader *reader, struct dtap_packet *packet,
	    char *why, size_t room)
{
	int found;

	if (reader->interrupted) {
		snprintf(why, room, "interrupted");
		return -1;
	}
	if (reader->savefile == NULL)
		reader->savefile = dtap_savefile_open(reader->read, reader->arg,
						      why, room);
	if (reader->savefile == NULL)
		return fail(reader);
	found = dtap_savefile_next(reader->savefile, packet, why, room);
	if (found < 0)
		return fail(reader);
	return found > 0 ? 1 : -1;
}

int
dtap_pcapng_reader_next(struct dtap_pcapng_reader *reader,
			struct dtap_pcap_records *records,
			struct dtap_container *container, char *why,
			size_t room)
{
	struct dtap_packet packet;
	int found;

	why[0] = '\0';
	while ((found = next_packet(reader, &packet, why, room)) > 0) {
		const struct dtap_pcap_record record = {
			packet.data, packet.size, packet.missing};

		if (!dtap_pcap_records_take(records, &record, container))
			continue;
		container->time = packet.time;
		return 1;
	}
	if (found < 0)
		dtap_pcap_records_end(records);
	return found;
}
