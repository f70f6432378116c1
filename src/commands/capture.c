/* SPDX-License-Identifier: MIT */
#include "commands/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "client/pcap_copy.h"
#include "client/stop_signals.h"
#include "commands/stream_url.h"

/* Traffic is private: only the owner may read a new file. */
static int
open_file(const struct dtap_log *log, const char *file)
{
	int fd;

	if (strcmp(file, "-") == 0)
		return STDOUT_FILENO;
	fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		dtap_log(log, DTAP_ERROR, "%s: %s", file, strerror(errno));
	return fd;
}

static int
save(const struct dtap_log *log, struct dtap_http_get *get, const char *file,
     int stop)
{
	int fd = open_file(log, file);
	struct dtap_pcap_copied copied;
	enum dtap_pcap_copy_end end;
	char why[512];

	if (fd < 0)
		return 1;
	if (isatty(STDERR_FILENO))
		dtap_log(log, DTAP_NOTICE, "Press Ctrl-C to end the capture.");
	end = dtap_pcap_copy(get, fd, stop, &copied, why);
	if (fd != STDOUT_FILENO && close(fd) < 0 &&
	    end != DTAP_PCAP_COPY_BROKEN) {
		dtap_log(log, DTAP_ERROR, "%s: %s", file, strerror(errno));
		return 1;
	}
	if (end == DTAP_PCAP_COPY_BROKEN)
		dtap_log(log, DTAP_ERROR, "%s", why);
	dtap_log(log, DTAP_NOTICE,
		 "%s: %" PRIu64 " byte%s, %" PRIu64 " record%s",
		 strcmp(file, "-") == 0 ? "standard output" : file,
		 copied.bytes, DTAP_PLURAL(copied.bytes), copied.records,
		 DTAP_PLURAL(copied.records));
	return end == DTAP_PCAP_COPY_BROKEN ? 1 : 0;
}

int
dtap_command_capture(const struct dtap_log *log, const char *url,
		     const char *file)
{
	struct dtap_url parsed;
	struct dtap_http_get_options options = {
		.url = &parsed,
		.stop = dtap_stop_signals_open(false),
		.sink = strcmp(file, "-") == 0 ? STDOUT_FILENO : -1,
	};
	struct dtap_http_get *get;
	int status = 1;

	if (!dtap_command_url(log, &parsed, url))
		return 2;
	/* The file is opened when the server has answered. */
	get = dtap_command_get(log, &options);
	if (get != NULL)
		status = save(log, get, file, options.stop);
	dtap_http_get_close(get);
	close(options.stop);
	return status;
}
