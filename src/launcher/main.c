/* SPDX-License-Identifier: MIT */
/* diagtap-run: a program in whose eyes /dev/diag is diagtapd's port. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "launcher/filter.h"
#include "launcher/launcher.h"
#include "launcher/say.h"
#include "version.h"

#define DEFAULT_SOCKET "/run/diagtap/port.sock"
#define DEFAULT_WAIT   30 /* seconds */
#define MAX_WAIT       86400
#define FAILED         125

static const char help[] =
	"Usage: diagtap-run [OPTION...] COMMAND [ARGUMENT...]\n"
	"\n"
	"Runs a program in whose eyes /dev/diag is the port of a running "
	"diagtapd.\n"
	"\n"
	"  -s, --socket PATH|@NAME  port.socket of diagtapd; default: "
	"$DIAGTAP_SOCKET, or\n"
	"                           " DEFAULT_SOCKET "\n"
	"  -w, --wait SECONDS       how long an open waits while no diagtapd "
	"answers,\n"
	"                           before it fails with EINVAL; default: 30\n"
	"      --no-seccomp         trace as on a kernel without seccomp "
	"filters\n"
	"      --trace-all          trace every system call, until the end\n"
	"  -v, --verbose            say what happens\n"
	"      --version            print the version and exit\n"
	"      --help               print this help and exit\n"
	"\n"
	"Exit status: that of the program, or 128 and its signal's number; 125 "
	"if\n"
	"diagtap-run fails, 126 or 127 if the program cannot be run or "
	"found.\n";

enum { NO_SECCOMP = 256, TRACE_ALL, VERSION, HELP };

static const struct option longs[] = {
	{"socket", required_argument, NULL, 's'},
	{"wait", required_argument, NULL, 'w'},
	{"no-seccomp", no_argument, NULL, NO_SECCOMP},
	{"trace-all", no_argument, NULL, TRACE_ALL},
	{"verbose", no_argument, NULL, 'v'},
	{"version", no_argument, NULL, VERSION},
	{"help", no_argument, NULL, HELP},
	{0},
};

static int
say_and_end(const char *text)
{
	fputs(text, stdout);
	return fflush(stdout) == 0 ? 0 : FAILED;
}

static bool
read_wait(int64_t *out, const char *text)
{
	char *end;
	long seconds = strtol(text, &end, 10);

	if (end == text || *end != '\0' || seconds < 0 || seconds > MAX_WAIT) {
		dtap_say(true, "--wait: \"%s\" is not 0 to %d seconds", text,
			 MAX_WAIT);
		return false;
	}
	*out = seconds * DTAP_NS_PER_S;
	return true;
}

/* What a kernel has is found out; two options ask for less. */
static enum dtap_tracing
choose_tracing(bool no_seccomp, bool trace_all)
{
	if (trace_all)
		return DTAP_TRACING_ALL;
	return !no_seccomp && dtap_filter_exists() ? DTAP_TRACING_FILTER
						   : DTAP_TRACING_LEAVE;
}

/* -1: there is a program to run; else the exit status. */
static int
read_options(struct dtap_tracer_options *out, int argc, char **argv)
{
	bool no_seccomp = false, trace_all = false;
	int letter;

	/* "+": what follows the program is the program's. */
	while ((letter = getopt_long(argc, argv, "+s:w:v", longs, NULL)) != -1)
		switch (letter) {
		case 's':
			out->socket = optarg;
			break;
		case 'w':
			if (!read_wait(&out->wait, optarg))
				return FAILED;
			break;
		case 'v':
			out->verbose = true;
			break;
		case NO_SECCOMP:
			no_seccomp = true;
			break;
		case TRACE_ALL:
			trace_all = true;
			break;
		case VERSION:
			return say_and_end("diagtap-run " DTAP_VERSION "\n");
		case HELP:
			return say_and_end(help);
		default:
			return FAILED;
		}
	out->tracing = choose_tracing(no_seccomp, trace_all);
	return -1;
}

int
main(int argc, char **argv)
{
	const char *variable = getenv("DIAGTAP_SOCKET");
	struct dtap_tracer_options options = {
		.socket = variable != NULL ? variable : DEFAULT_SOCKET,
		.wait = DEFAULT_WAIT * DTAP_NS_PER_S,
	};
	int status = read_options(&options, argc, argv);

	if (status >= 0)
		return status;
	if (optind == argc) {
		fputs(help, stderr);
		return FAILED;
	}
	if (!dtap_address_read(&options.address, options.socket)) {
		dtap_say(true,
			 "--socket: \"%s\" is no path or @NAME of at "
			 "most 107 bytes",
			 options.socket);
		return FAILED;
	}
	return dtap_launcher_run(&options, argv + optind);
}
