/* SPDX-License-Identifier: MIT */
#include "commands/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "assets/assets.h"
#include "base/signals.h"
#include "client/follow.h"
#include "commands/stream_url.h"

extern char **environ;

/* A running Wireshark: the file of the dissector, and both ends of the pipe. */
struct viewer {
	char script[512];
	int in, out;
	pid_t pid;
	sigset_t changed; /* signals, see dtap_signals_ignore() */
};

static bool
write_script(const struct dtap_log *log, char *script, size_t room)
{
	const char *folder = getenv("TMPDIR");
	bool written;
	int fd;

	if (folder == NULL || folder[0] == '\0')
		folder = "/tmp";
	if ((size_t)snprintf(script, room, "%s/diagtap-XXXXXX.lua", folder) >=
	    room) {
		script[0] = '\0';
		return DTAP_FAIL(log, "TMPDIR is too long");
	}
	fd = mkostemps(script, 4, O_CLOEXEC);
	if (fd < 0) {
		int saved = errno;

		script[0] = '\0';
		return DTAP_FAIL(log, "a file in %s: %s", folder,
				 strerror(saved));
	}
	written = dtap_asset_write(dtap_dissector_files, fd) == 0;
	written = close(fd) == 0 && written;
	return written || DTAP_FAIL(log, "%s: cannot be written", script);
}

/* Wireshark gets the default signals, and an environment without the token. */
static int
spawn(struct viewer *viewer)
{
	char script[600];
	char *const arguments[] = {"wireshark", "-X", script, "-k",
				   "-i",        "-",  NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int error;

	snprintf(script, sizeof script, "lua_script:%s", viewer->script);
	unsetenv("DIAGTAP_TOKEN");
	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, viewer->in, STDIN_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &viewer->changed);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK |
						      POSIX_SPAWN_SETSIGDEF);
	error = posix_spawnp(&viewer->pid, arguments[0], &actions, &attributes,
			     arguments, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static bool
start(const struct dtap_log *log, struct viewer *viewer)
{
	int pipes[2], error;

	if (pipe2(pipes, O_CLOEXEC) < 0)
		return DTAP_FAIL(log, "a pipe: %s", strerror(errno));
	viewer->in = pipes[0];
	viewer->out = pipes[1];
	error = spawn(viewer);
	if (error == ENOENT)
		return DTAP_FAIL(log, "wireshark is not in the PATH: install "
				      "it, or save the stream with --capture "
				      "and open the file on another machine");
	if (error != 0)
		return DTAP_FAIL(log, "wireshark: %s", strerror(error));
	/* Our copy of its end is closed, so that the pipe breaks when it ends.
	 */
	close(viewer->in);
	viewer->in = -1;
	return true;
}

/* The stream has ended; Wireshark goes on until the user closes it. */
static void
await_end(struct viewer *viewer, int stop)
{
	close(viewer->out);
	viewer->out = -1;
	while (waitpid(viewer->pid, NULL, WNOHANG) == 0)
		if (dtap_signals_next(stop) != SIGCHLD)
			kill(viewer->pid, SIGTERM);
}

static void
note(const void *arg, const char *text)
{
	dtap_log(arg, DTAP_NOTICE, "%s", text);
}

/* Wireshark runs.  Takes over the get. */
static bool
feed(const struct dtap_log *log, const struct dtap_follow *follow,
     struct dtap_http_get *get, struct viewer *viewer)
{
	struct dtap_pcap_copy *copy =
		dtap_pcap_copy_new(viewer->out, follow->options->stop);
	enum dtap_pcap_copy_end end = DTAP_PCAP_COPY_FAILED;
	char why[512] = "out of memory";

	if (copy != NULL)
		end = dtap_follow(follow, get, copy, why);
	else
		dtap_http_get_close(get);
	dtap_pcap_copy_free(copy);
	return end == DTAP_PCAP_COPY_ENDED || end == DTAP_PCAP_COPY_STOPPED ||
	       DTAP_FAIL(log, "%s", why);
}

/* Takes over the get. */
static bool
show(const struct dtap_log *log, const struct dtap_follow *follow,
     struct dtap_http_get *get, struct viewer *viewer)
{
	bool is_pcap = dtap_http_get_is_pcap(get), shown;

	if (!is_pcap)
		dtap_log(log, DTAP_ERROR,
			 "the answer is not pcap: leave out the path, or use "
			 "" DTAP_URL_PCAP);
	if (!is_pcap ||
	    !write_script(log, viewer->script, sizeof viewer->script) ||
	    !start(log, viewer)) {
		dtap_http_get_close(get);
		return false;
	}
	shown = feed(log, follow, get, viewer);
	await_end(viewer, follow->options->stop);
	return shown;
}

int
dtap_command_wireshark(const struct dtap_log *log, const char *url,
		       const struct dtap_stream_choice *choice)
{
	struct viewer viewer = {.in = -1, .out = -1};
	struct dtap_url parsed;
	struct dtap_http_get_options options = {&parsed,
						dtap_signals_open(true), -1};
	const struct dtap_follow follow = {&options, choice->once, note, log};
	struct dtap_http_get *get;
	bool shown = false;

	dtap_signals_ignore(&viewer.changed);
	if (!dtap_command_url(log, &parsed, url, choice->split))
		return 2;
	get = dtap_command_get(log, &options);
	if (get != NULL)
		shown = show(log, &follow, get, &viewer);
	if (viewer.script[0] != '\0')
		unlink(viewer.script);
	if (viewer.in >= 0)
		close(viewer.in);
	if (viewer.out >= 0)
		close(viewer.out);
	close(options.stop);
	return shown ? 0 : 1;
}
