/* SPDX-License-Identifier: MIT */
#include "sources/file/savefile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/pcap.h>

#ifdef DTAP_LIBPCAP
#include "sources/libpcap.h"
#endif

#define BUFFER 65536

bool
dtap_savefile_is(const uint8_t first[4])
{
	return memcmp(first, "\n\r\r\n", 4) == 0;
}

#ifdef DTAP_LIBPCAP

struct dtap_savefile {
	struct dtap_libpcap lib;
	ssize_t (*read)(void *arg, char *data, size_t size);
	void *arg;
	int error; /* errno of a failed read */
	pcap_t *pcap;
};

/* For fopencookie(3), which does not pass errno on. */
static ssize_t
read_cookie(void *cookie, char *data, size_t size)
{
	struct dtap_savefile *savefile = cookie;
	ssize_t got = savefile->read(savefile->arg, data, size);

	if (got < 0)
		savefile->error = errno;
	return got;
}

static bool
open_pcap(struct dtap_savefile *savefile, char *why, size_t room)
{
	static const cookie_io_functions_t functions = {.read = read_cookie};
	FILE *file = fopencookie(savefile, "r", functions);
	char text[PCAP_ERRBUF_SIZE] = "";

	if (file == NULL || setvbuf(file, NULL, _IOFBF, BUFFER) != 0)
		snprintf(text, sizeof text, "%s", strerror(ENOMEM));
	else
		savefile->pcap =
			savefile->lib.fopen_offline_with_tstamp_precision(
				file, PCAP_TSTAMP_PRECISION_NANO, text);
	if (savefile->pcap == NULL) {
		if (file != NULL)
			fclose(file);
		snprintf(why, room, "%s", text);
		return false;
	}
	if (savefile->lib.datalink(savefile->pcap) == DTAP_LINKTYPE_USER0)
		return true;
	snprintf(why, room, DTAP_SAVEFILE_FOREIGN,
		 savefile->lib.datalink(savefile->pcap), DTAP_LINKTYPE_USER0);
	return false;
}

struct dtap_savefile *
dtap_savefile_open(ssize_t (*read)(void *arg, char *data, size_t size),
		   void *arg, char *why, size_t room)
{
	struct dtap_savefile *savefile = calloc(1, sizeof *savefile);

	if (savefile == NULL) {
		snprintf(why, room, "%s", strerror(ENOMEM));
		return NULL;
	}
	savefile->read = read;
	savefile->arg = arg;
	if (!dtap_libpcap_load(&savefile->lib)) {
		snprintf(why, room, "this is a pcapng file, but %s",
			 DTAP_LIBPCAP_NONE);
		free(savefile);
		errno = 0;
		return NULL;
	}
	if (!open_pcap(savefile, why, room)) {
		int error = savefile->error;

		dtap_savefile_close(savefile);
		errno = error;
		return NULL;
	}
	return savefile;
}

void
dtap_savefile_close(struct dtap_savefile *savefile)
{
	if (savefile == NULL)
		return;
	if (savefile->pcap != NULL)
		savefile->lib.close(savefile->pcap);
	free(savefile);
}

int
dtap_savefile_next(struct dtap_savefile *savefile, struct dtap_packet *packet,
		   char *why, size_t room)
{
	struct pcap_pkthdr *header;
	const u_char *data;

	switch (savefile->lib.next_ex(savefile->pcap, &header, &data)) {
	case 1:
		break;
	case PCAP_ERROR_BREAK:
		return 0;
	default:
		snprintf(why, room, "%s", savefile->lib.geterr(savefile->pcap));
		errno = savefile->error;
		return -1;
	}
	*packet = (struct dtap_packet){
		.data = data,
		.size = header->caplen,
		.time = {header->ts.tv_sec, header->ts.tv_usec},
	};
	if (header->len > header->caplen)
		packet->missing = header->len - header->caplen;
	return 1;
}

#else

struct dtap_savefile *
dtap_savefile_open(ssize_t (*read)(void *arg, char *data, size_t size),
		   void *arg, char *why, size_t room)
{
	(void)read;
	(void)arg;
	snprintf(why, room,
		 "this is a pcapng file, but this diagtapd was built without "
		 "libpcap");
	errno = 0;
	return NULL;
}

void
dtap_savefile_close(struct dtap_savefile *savefile)
{
	(void)savefile;
}

int
dtap_savefile_next(struct dtap_savefile *savefile, struct dtap_packet *packet,
		   char *why, size_t room)
{
	(void)savefile;
	(void)packet;
	(void)why;
	(void)room;
	return 0;
}

#endif
