/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

#include "client/url.h"
#include "commands/commands.h"
#include "conf/conf.h"
#include "daemon/daemon.h"
#include "version.h"

#define USAGE_ERROR 2

static const char help[] =
	"Usage: diagtapd [-c FILE] [-o KEY=VALUE]... [-T] [-v]\n"
	"       diagtapd --capture URL FILE\n"
	"       diagtapd --wireshark [URL]\n"
	"       diagtapd --convert IN OUT\n"
	"\n"
	"Reads a Qualcomm DIAG device once and serves it live to any number "
	"of\n"
	"programs: byte for byte, and as pcap that Wireshark opens.\n"
	"\n"
	"  -c, --config FILE      the configuration (default: " DTAP_CONF_FILE
	",\n"
	"                         where there is one)\n"
	"  -o, --option KEY=VALUE set one key over the configuration; "
	"repeatable\n"
	"  -T, --test             print the effective configuration and exit\n"
	"  -v, --verbose          log each stream that begins and ends\n"
	"  -V, --version          print the version and exit\n"
	"  -h, --help             print this and exit\n"
	"\n"
	"Beside a daemon that runs, here or on another machine:\n"
	"\n"
	"      --capture URL FILE save its stream; - is standard output\n"
	"      --wireshark [URL]  look at it in Wireshark "
	"(default: " DTAP_URL_HERE ")\n"
	"\n"
	"Without any:\n"
	"\n"
	"      --convert IN OUT   make pcap of a capture: QMDL, mi2log, DLF, "
	"or a\n"
	"                         saved stream; plain or gzip\n"
	"\n"
	"Try it without hardware:\n"
	"\n"
	"  diagtapd -o diag_stream_enabled=true -o diag.source=simulator\n"
	"  diagtapd --wireshark\n"
	"\n"
	"Streams are off by default. See diagtapd(8) and diagtapd.conf(5).\n";

/* Long options without a letter. */
enum { CAPTURE = 256, WIRESHARK, CONVERT };

static const struct option options[] = {
	{"config", required_argument, NULL, 'c'},
	{"option", required_argument, NULL, 'o'},
	{"test", no_argument, NULL, 'T'},
	{"verbose", no_argument, NULL, 'v'},
	{"version", no_argument, NULL, 'V'},
	{"help", no_argument, NULL, 'h'},
	{"capture", no_argument, NULL, CAPTURE},
	{"wireshark", no_argument, NULL, WIRESHARK},
	{"convert", no_argument, NULL, CONVERT},
	{0},
};

static const char letters[] = "c:o:TvVh";

/* What the command line says beside the configuration. */
struct command {
	const char *file; /* NULL: the default, where there is one */
	bool test, verbose;
	int action; /* CAPTURE, ...; 0: the daemon */
	char **arguments;
	int argument_count;
};

static int
usage_error(const char *what)
{
	fprintf(stderr, "diagtapd: %s; diagtapd --help says more\n", what);
	return USAGE_ERROR;
}

static int
check_arguments(const struct command *command)
{
	int count = command->argument_count;

	if (command->action == 0 && count > 0)
		return usage_error("it takes options only");
	if (command->action == CAPTURE && count != 2)
		return usage_error("--capture takes URL and FILE");
	if (command->action == CONVERT && count != 2)
		return usage_error("--convert takes IN and OUT");
	if (command->action == WIRESHARK && count > 1)
		return usage_error("--wireshark takes one URL");
	return -1;
}

/* Reads the options but -o, which goes over the file.  -1: go on. */
static int
read_command(struct command *command, int argc, char **argv)
{
	int letter;

	while ((letter = getopt_long(argc, argv, letters, options, NULL)) != -1)
		switch (letter) {
		case 'c':
			command->file = optarg;
			break;
		case 'o':
			break;
		case 'T':
			command->test = true;
			break;
		case 'v':
			command->verbose = true;
			break;
		case 'V':
			puts("diagtapd " DTAP_VERSION);
			return 0;
		case 'h':
			fputs(help, stdout);
			return 0;
		case CAPTURE:
		case WIRESHARK:
		case CONVERT:
			command->action = letter;
			break;
		default:
			return usage_error("unknown option");
		}
	command->arguments = argv + optind;
	command->argument_count = argc - optind;
	return check_arguments(command);
}

static int
act(const struct command *command, const struct dtap_log *log)
{
	char **arguments = command->arguments;

	if (command->action == CAPTURE)
		return dtap_command_capture(log, arguments[0], arguments[1]);
	if (command->action == CONVERT)
		return dtap_command_convert(log, arguments[0], arguments[1]);
	return dtap_command_wireshark(log, command->argument_count > 0
						   ? arguments[0]
						   : DTAP_URL_HERE);
}

static bool
read_conf(struct dtap_conf *conf, const struct command *command, int argc,
	  char **argv, struct dtap_conf_error *error)
{
	const char *file = command->file;
	int letter;

	if (!dtap_conf_init(conf, error))
		return false;
	if (file == NULL && access(DTAP_CONF_FILE, F_OK) == 0)
		file = DTAP_CONF_FILE;
	if (file != NULL && !dtap_conf_read(conf, file, error))
		return false;
	optind = 1;
	while ((letter = getopt_long(argc, argv, letters, options, NULL)) != -1)
		if (letter == 'o' && !dtap_conf_set(conf, optarg, error))
			return false;
	return true;
}

static int
serve(const struct command *command, int argc, char **argv)
{
	struct dtap_conf conf;
	struct dtap_conf_error error;
	struct dtap_log log = {DTAP_NOTICE};
	int status;

	if (!read_conf(&conf, command, argc, argv, &error)) {
		dtap_log(&log, DTAP_ERROR, "%s", error.text);
		status = USAGE_ERROR;
	} else if (command->test) {
		dtap_conf_print(&conf, stdout);
		status = 0;
	} else {
		log.most = command->verbose ? DTAP_DEBUG : DTAP_NOTICE;
		status = dtap_daemon_run(&conf, &log);
	}
	dtap_conf_free(&conf);
	return status;
}

int
main(int argc, char **argv)
{
	static const struct dtap_log log = {DTAP_NOTICE};
	struct command command = {0};
	int status = read_command(&command, argc, argv);

	if (status >= 0)
		return status;
	return command.action != 0 ? act(&command, &log)
				   : serve(&command, argc, argv);
}
