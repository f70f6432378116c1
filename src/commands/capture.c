/* SPDX-License-Identifier: MIT */
#include "commands/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/net.h"
#include "base/signals.h"
#include "client/follow.h"
#include "commands/stream_url.h"

/* Traffic is private: only the owner may read a new file. */
static int
open_file(const struct dtap_log *log, const char *file)
{
	int fd;

	if (strcmp(file, "-") == 0) {
		dtap_net_keep_alive(STDOUT_FILENO); /* of TCP */
		return STDOUT_FILENO;
	}
	fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		dtap_log(log, DTAP_ERROR, "%s: %s", file, strerror(errno));
	return fd;
}

static void
note(const void *arg, const char *text)
{
	dtap_log(arg, DTAP_NOTICE, "%s", text);
}

/* Only of pcap are records counted. */
static void
report(const struct dtap_log *log, const char *file, bool pcap,
       struct dtap_pcap_copied copied)
{
	char records[40] = "";

	if (pcap)
		snprintf(records, sizeof records, ", %" PRIu64 " record%s",
			 copied.records, DTAP_PLURAL(copied.records));
	dtap_log(log, DTAP_NOTICE, "%s: %" PRIu64 " byte%s%s",
		 strcmp(file, "-") == 0 ? "standard output" : file,
		 copied.bytes, DTAP_PLURAL(copied.bytes), records);
}

/* Copies the stream into an open file.  The exit status. */
static int
copy_to(int fd, const struct dtap_log *log, const struct dtap_follow *follow,
	struct dtap_http_get *get, const char *file)
{
	struct dtap_pcap_copy *copy =
		dtap_pcap_copy_new(fd, follow->options->stop);
	enum dtap_pcap_copy_end end = DTAP_PCAP_COPY_FAILED;
	char why[512] = "out of memory";
	bool good, pcap = dtap_http_get_is_pcap(get);

	if (isatty(STDERR_FILENO))
		dtap_log(log, DTAP_NOTICE, "Press Ctrl-C to end the capture.");
	if (copy != NULL)
		end = dtap_follow(follow, get, copy, why);
	else
		dtap_http_get_close(get);
	good = end == DTAP_PCAP_COPY_ENDED || end == DTAP_PCAP_COPY_STOPPED;
	if (fd != STDOUT_FILENO && close(fd) < 0 && good) {
		snprintf(why, sizeof why, "%.400s: %s", file, strerror(errno));
		good = false;
	}
	if (!good)
		dtap_log(log, DTAP_ERROR, "%s", why);
	if (copy != NULL)
		report(log, file, pcap, dtap_pcap_copy_copied(copy));
	dtap_pcap_copy_free(copy);
	return good ? 0 : 1;
}

/* Takes over the get. */
static int
save(const struct dtap_log *log, const struct dtap_follow *follow,
     struct dtap_http_get *get, const char *file)
{
	int fd = -1;

	if (!dtap_http_get_is_stream(get))
		dtap_log(log, DTAP_ERROR,
			 "%s: the answer is neither pcap nor a raw stream: "
			 "leave out the path, or use " DTAP_URL_PCAP,
			 follow->options->url->shown);
	else
		fd = open_file(log, file);
	if (fd >= 0)
		return copy_to(fd, log, follow, get, file);
	dtap_http_get_close(get);
	return 1;
}

int
dtap_command_capture(const struct dtap_log *log, const char *url,
		     const char *file, const struct dtap_stream_choice *choice)
{
	struct dtap_url parsed;
	struct dtap_http_get_options options = {
		.url = &parsed,
		.stop = dtap_signals_open(false),
		.sink = strcmp(file, "-") == 0 ? STDOUT_FILENO : -1,
	};
	const struct dtap_follow follow = {&options, choice->once, note, log};
	struct dtap_http_get *get;
	int status = 1;

	dtap_signals_ignore(NULL);
	if (!dtap_command_url(log, &parsed, url, choice->split))
		return 2;
	/* The file is opened when the server has answered. */
	get = dtap_command_get(log, &options);
	if (get != NULL)
		status = save(log, &follow, get, file);
	close(options.stop);
	return status;
}
