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

#include "base/signals.h"
#include "client/follow.h"
#include "commands/stream_url.h"
#include "commands/session_files.h"

extern char **environ;

/* A running Wireshark: its files, and both ends of the pipe, or -1. */
struct viewer {
	struct dtap_session_files files;
	int in, out;
	pid_t pid;
	sigset_t changed; /* signals, see dtap_signals_ignore() */
};

/* Wireshark gets the default signals. */
static int
spawn(struct viewer *viewer, char *const *arguments)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int error;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	if (viewer->in >= 0)
		posix_spawn_file_actions_adddup2(&actions, viewer->in,
						 STDIN_FILENO);
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

/* False: the log says why. */
static bool
start(const struct dtap_log *log, struct viewer *viewer,
      const char *const *choice)
{
	char script[700];
	char *arguments[16] = {"wireshark", "-X", script};
	size_t count = 3;
	int error;

	snprintf(script, sizeof script, "lua_script:%s", viewer->files.script);
	if (viewer->files.profile) {
		arguments[count++] = "-C";
		arguments[count++] = "diagtap";
	}
	for (arguments[count++] = "-k"; *choice != NULL; choice++)
		arguments[count++] = (char *)*choice;
	error = spawn(viewer, arguments);
	if (error == ENOENT)
		return DTAP_FAIL(log, "wireshark is not in the PATH: install "
				      "it, or save the stream with --capture "
				      "and open the file on another machine");
	return error == 0 || DTAP_FAIL(log, "wireshark: %s", strerror(error));
}

/* Its extcap program reads the stream: the user may stop it and start it. */
static bool
start_extcap(const struct dtap_log *log, struct viewer *viewer,
	     const struct dtap_url *url)
{
	char address[1100];
	const char *const choice[] = {"-i", "diagtap",
				      "-o", address,
				      "-o", "extcap.diagtap.split:container",
				      NULL};

	/* The URL asks for the split already. */
	snprintf(address, sizeof address, "extcap.diagtap.url:%s", url->shown);
	if (setenv("WIRESHARK_EXTCAP_DIR", viewer->files.extcap, 1) < 0 ||
	    (url->token[0] != '\0' &&
	     setenv("DIAGTAP_TOKEN", url->token, 1) < 0))
		return DTAP_FAIL(log, "the environment: %s", strerror(errno));
	return start(log, viewer, choice);
}

/* We read the stream, and Wireshark a pipe; it needs no token. */
static bool
start_pipe(const struct dtap_log *log, struct viewer *viewer)
{
	static const char *const choice[] = {"-i", "-", NULL};
	int pipes[2];

	if (pipe2(pipes, O_CLOEXEC) < 0)
		return DTAP_FAIL(log, "a pipe: %s", strerror(errno));
	viewer->in = pipes[0];
	viewer->out = pipes[1];
	unsetenv("DIAGTAP_TOKEN");
	if (!start(log, viewer, choice))
		return false;
	/* Our copy of its end is closed, so that the pipe breaks when it ends.
	 */
	close(viewer->in);
	viewer->in = -1;
	return true;
}

/* Wireshark goes on until the user closes it, or a signal ends us. */
static void
await_end(struct viewer *viewer, int stop)
{
	if (viewer->out >= 0)
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

/* Wireshark 4.0 with root's rights does not look into our extcap folder. */
static bool
is_root(void)
{
	return geteuid() == 0 || getegid() == 0;
}

/* Takes over the get. */
static bool
show(const struct dtap_log *log, const struct dtap_follow *follow,
     struct dtap_http_get *get, struct viewer *viewer)
{
	bool shown = dtap_http_get_is_pcap(get) ||
		     dtap_http_get_is_pcapng(get) ||
		     DTAP_FAIL(log, "the answer is not pcap: leave out the "
				    "path, or use " DTAP_URL_PCAP);
	bool piped;

	shown = shown && dtap_session_files_make(&viewer->files, log,
						 !follow->once && !is_root());
	if (shown && !follow->once && is_root())
		dtap_log(log, DTAP_WARNING,
			 "with root's rights Wireshark reads a pipe, which "
			 "it cannot start again: run this as your own user");
	piped = viewer->files.extcap[0] == '\0';
	shown = shown &&
		(piped ? start_pipe(log, viewer)
		       : start_extcap(log, viewer, follow->options->url));
	if (shown && piped)
		shown = feed(log, follow, get, viewer);
	else
		dtap_http_get_close(get);
	if (viewer->pid > 0)
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
	dtap_session_files_remove(&viewer.files);
	if (viewer.in >= 0)
		close(viewer.in);
	if (viewer.out >= 0)
		close(viewer.out);
	close(options.stop);
	return shown ? 0 : 1;
}
