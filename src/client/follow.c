/* SPDX-License-Identifier: MIT */
#include "client/follow.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/connect.h"

#define FIRST_PAUSE_MS 100
#define LAST_PAUSE_MS  5000

/* False: told to stop, or the reader has left. */
static bool
pause_for(const struct dtap_http_get_options *options, int ms)
{
	const struct dtap_connect_wait wait = {options->stop, options->sink,
					       ms};

	return dtap_connect_wait_for(&wait, -1, 0) == 0 || errno == ETIMEDOUT;
}

/* The server cannot answer now, but may later: it restarts, or is not ready. */
static bool
may_come_back(int error)
{
	return error != EACCES && error != ECANCELED && error != EPIPE;
}

/* NULL with errno, and why. */
static struct dtap_http_get *
connect_again(const struct dtap_http_get_options *options, int *pause_ms,
	      char why[512])
{
	struct dtap_http_get *get = NULL;

	for (;;) {
		if (!pause_for(options, *pause_ms))
			return NULL;
		*pause_ms = 2 * *pause_ms < LAST_PAUSE_MS ? 2 * *pause_ms
							  : LAST_PAUSE_MS;
		get = dtap_http_get_open(options, why);
		if (get == NULL && may_come_back(errno))
			continue;
		if (get == NULL || dtap_http_get_is_pcap(get))
			return get;
		dtap_http_get_close(get);
		snprintf(why, 512, "%.300s: the answer is not pcap",
			 options->url->shown);
		errno = EACCES;
		return NULL;
	}
}

static void
note(const struct dtap_follow *follow, const char *what, const char *how)
{
	char text[512];

	snprintf(text, sizeof text, "%.400s; %s", what, how);
	follow->note(follow->arg, text);
}

/* Copies a get to its end and closes it. */
static enum dtap_pcap_copy_end
copy_one(struct dtap_pcap_copy *copy, struct dtap_http_get *get,
	 bool *continues, char why[512])
{
	enum dtap_pcap_copy_end end;

	snprintf(why, 512, "the stream has ended");
	*continues = dtap_http_get_is_pcap(get) && dtap_http_get_is_live(get);
	end = dtap_pcap_copy_run(copy, get, why);
	dtap_http_get_close(get);
	*continues = *continues && (end == DTAP_PCAP_COPY_ENDED ||
				    end == DTAP_PCAP_COPY_BROKEN);
	return end;
}

enum dtap_pcap_copy_end
dtap_follow(const struct dtap_follow *follow, struct dtap_http_get *get,
	    struct dtap_pcap_copy *copy, char why[512])
{
	int pause_ms = FIRST_PAUSE_MS;

	for (;;) {
		uint64_t before = dtap_pcap_copy_copied(copy).records;
		bool continues;
		enum dtap_pcap_copy_end end =
			copy_one(copy, get, &continues, why);

		if (!continues || follow->once)
			return end;
		/* After a stream without records the pause stays long. */
		if (dtap_pcap_copy_copied(copy).records > before)
			pause_ms = FIRST_PAUSE_MS;
		note(follow, why, "connecting again");
		get = connect_again(follow->options, &pause_ms, why);
		if (get == NULL)
			return errno == ECANCELED || errno == EPIPE
				       ? DTAP_PCAP_COPY_STOPPED
				       : DTAP_PCAP_COPY_FAILED;
		note(follow, "the stream is back", "the capture continues");
	}
}
