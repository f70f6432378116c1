/* SPDX-License-Identifier: MIT */
#include "extcap/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <dtap/pcap.h>

#include "base/signals.h"
#include "client/follow.h"

static int
fail(const char *why)
{
	fprintf(stderr, "%s\n", why);
	return 1;
}

/* Writes an empty pcap: without a header Wireshark shows its own error. */
static int
fail_early(int fifo, const char *why)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER];

	dtap_pcap_file_header(header, DTAP_SNAPLEN_MAX);
	if (write(fifo, header, sizeof header) < 0 && errno == EPIPE)
		return 0; /* Wireshark has ended */
	return fail(why);
}

static bool
is_word(const char *text)
{
	return text[0] != '\0' && strlen(text) < 64 &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") ==
		       strlen(text);
}

/* A term of the query.  False: the value is not a list of numbers. */
static bool
add_term(char *path, size_t room, const char *name, const char *value)
{
	size_t used = strlen(path);
	char between = strchr(path, '?') == NULL ? '?' : '&';

	if (value[0] == '\0')
		return true;
	if (strlen(value) > 128 ||
	    value[strspn(value, "0123456789abcdefABCDEFxX,")] != '\0')
		return false;
	snprintf(path + used, room - used, "%c%s=%s", between, name, value);
	return true;
}

static bool
add_query(char *path, size_t room, const struct dtap_extcap_capture *capture)
{
	return add_term(path, room, "snaplen", capture->snaplen) &&
	       add_term(path, room, "codes", capture->codes) &&
	       add_term(path, room, "ops", capture->ops);
}

bool
dtap_extcap_server(struct dtap_url *url,
		   const struct dtap_extcap_capture *capture, char why[512])
{
	const char *token = capture->token;

	if (token[0] == '\0' && getenv("DIAGTAP_TOKEN") != NULL)
		token = getenv("DIAGTAP_TOKEN");
	if (!dtap_url_parse(url, capture->url, why))
		return false;
	snprintf(
		why, 512,
		"Token: must be up to 255 printable characters without spaces");
	return (capture->token[0] == '\0' && url->token[0] != '\0') ||
	       dtap_url_set_token(url, token);
}

/* The path of a hub's device, "GROUP.DEVICE", or of all. */
static bool
write_hub_path(char *path, size_t room,
	       const struct dtap_extcap_capture *capture)
{
	const char *dot = strchr(capture->device, '.');
	char group[64] = "";

	if (capture->device[0] == '\0') {
		snprintf(path, room, "/api/fleet/%s/pcapng", capture->tap);
		return true;
	}
	if (dot == NULL || dot - capture->device >= (int)sizeof group)
		return false;
	memcpy(group, capture->device, (size_t)(dot - capture->device));
	if (!is_word(group) || !is_word(dot + 1))
		return false;
	snprintf(path, room, "/api/devices/%s/%s/pcap?group=%s", dot + 1,
		 capture->tap, group);
	return true;
}

/* False: why. */
static bool
write_path(char *path, size_t room, const struct dtap_extcap_capture *capture,
	   char why[512])
{
	snprintf(why, 512, "Tap: must be one word, for example diag");
	if (!is_word(capture->tap))
		return false;
	snprintf(path, room, "/api/%s/pcap", capture->tap);
	snprintf(why, 512, "Device: must be one of the list");
	if (capture->device != NULL && !write_hub_path(path, room, capture))
		return false;
	snprintf(why, 512,
		 "Longest record, log codes, opcodes: must be numbers, for "
		 "example 65535, B0C0,B821 and 10,79");
	return add_query(path, room, capture);
}

/* False: why. */
static bool
read_url(struct dtap_url *url, const struct dtap_extcap_capture *capture,
	 char why[512])
{
	char path[512];

	if (!dtap_extcap_server(url, capture, why) ||
	    !write_path(path, sizeof path, capture, why))
		return false;
	if (strcmp(url->path, DTAP_URL_PCAP) == 0)
		dtap_url_set_path(url, path);
	snprintf(why, 512, "Records: must be message or container");
	if (strcmp(capture->split, "container") == 0)
		return true;
	return strcmp(capture->split, "message") == 0 &&
	       dtap_url_add_term(url, "split=message");
}

/* Wireshark takes every line on standard error for an error: say nothing. */
static void
note(const void *arg, const char *text)
{
	(void)arg;
	(void)text;
}

/* Takes over the get. */
static int
follow_stream(int fifo, const struct dtap_http_get_options *options,
	      struct dtap_http_get *get)
{
	const struct dtap_follow follow = {options, false, note, NULL};
	struct dtap_pcap_copy *copy = dtap_pcap_copy_new(fifo, options->stop);
	enum dtap_pcap_copy_end end;
	char why[512];
	bool begun;

	if (copy == NULL) {
		dtap_http_get_close(get);
		return fail_early(fifo, "Out of memory");
	}
	end = dtap_follow(&follow, get, copy, why);
	begun = dtap_pcap_copy_copied(copy).bytes > 0;
	dtap_pcap_copy_free(copy);
	if (end == DTAP_PCAP_COPY_ENDED || end == DTAP_PCAP_COPY_STOPPED)
		return 0;
	return begun ? fail(why) : fail_early(fifo, why);
}

static int
stream(int fifo, const struct dtap_url *url)
{
	const struct dtap_http_get_options options = {
		url, dtap_signals_open(false), fifo};
	char why[512];
	struct dtap_http_get *get = dtap_http_get_open(&options, why);

	if (get == NULL)
		return errno == ECANCELED || errno == EPIPE
			       ? 0
			       : fail_early(fifo, why);
	if (dtap_http_get_is_pcap(get) || dtap_http_get_is_pcapng(get))
		return follow_stream(fifo, &options, get);
	dtap_http_get_close(get);
	return fail_early(fifo, "The answer is not pcap: leave out the path of "
				"the URL");
}

int
dtap_extcap_capture_run(const struct dtap_extcap_capture *capture)
{
	struct dtap_url url;
	char why[512];
	int fifo, status;

	if (capture->fifo == NULL)
		return fail("--capture needs --fifo: Wireshark passes both");
	/* A signal ends this open(2); after it signals are read from `stop`. */
	fifo = open(capture->fifo, O_WRONLY | O_CLOEXEC);
	if (fifo < 0) {
		snprintf(why, sizeof why, "%.400s: %s", capture->fifo,
			 strerror(errno));
		return fail(why);
	}
	if (capture->filter[0] != '\0')
		status = fail_early(
			fifo,
			"DIAG has no capture filters: use a display filter");
	else if (!read_url(&url, capture, why))
		status = fail_early(fifo, why);
	else
		status = stream(fifo, &url);
	close(fifo);
	return status;
}
