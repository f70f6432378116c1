/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/signals.h"
#include "client/url.h"
#include "commands/commands.h"
#include "conf/conf.h"
#include "daemon/daemon.h"
#include "daemon/setup_masks.h"
#include "version.h"

#define USAGE_ERROR 2

/* Long options without a letter. */
enum {
	CAPTURE = 256,
	WIRESHARK,
	CONVERT,
	LIST,
	ONCE,
	PROBE,
	JSON,
	MASKS_OUT,
};

/* The sections of the help text, each with its heading. */
enum section { ALWAYS, WITH_DAEMON, WITHOUT_DAEMON, SECTIONS };

static const char *const headings[SECTIONS] = {
	[WITH_DAEMON] = "With a running daemon, on this machine or another:",
	[WITHOUT_DAEMON] = "Without a daemon:",
};

/* The one table of options: getopt_long(3) and the help text are made of it. */
static const struct option_row {
	enum section section;
	int letter; /* above 255: it has none */
	const char *name;
	const char *value;    /* of the option; NULL: it has none */
	const char *operands; /* arguments behind all options; "" is none */
	const char *help;     /* its lines */
} rows[] = {
	{ALWAYS, 'c', "config", "FILE", "",
	 "the configuration file (default:\n" DTAP_CONF_FILE ",\n"
	 "if it exists)"},
	{ALWAYS, 'o', "option", "KEY=VALUE", "",
	 "set one key; overrides the file; repeatable"},
	{ALWAYS, 'T', "test", NULL, "",
	 "check the configuration as at a start, print it\n"
	 "and exit"},
	{ALWAYS, MASKS_OUT, "masks-out", "FILE", "",
	 "write what the configuration asks a modem to log,\n"
	 "as a file of requests (masks.file), and exit; -\n"
	 "means standard output"},
	{ALWAYS, 'v', "verbose", NULL, "",
	 "log the begin and the end of each stream"},
	{ALWAYS, 'V', "version", NULL, "", "print the version and exit"},
	{ALWAYS, 'h', "help", NULL, "", "print this help and exit"},
	{WITH_DAEMON, CAPTURE, "capture", NULL, " URL FILE",
	 "save its stream to FILE; - means standard output;\n"
	 "of pcap only whole records; a new file is readable\n"
	 "by its owner only"},
	{WITH_DAEMON, WIRESHARK, "wireshark", NULL, " [URL]",
	 "show its stream in Wireshark, with the dissector\n"
	 "of this build (default: " DTAP_URL_HERE ")"},
	{WITH_DAEMON, ONCE, "once", NULL, "",
	 "with --capture or --wireshark: exit when the stream\n"
	 "ends; without it, connect again until a signal\n"
	 "arrives, and mark the gap with a loss record"},
	{WITHOUT_DAEMON, CONVERT, "convert", NULL, " IN OUT",
	 "convert a capture to pcap: QMDL, mi2log, DLF, pcap\n"
	 "of diagtapd, or a saved stream; plain, gzip or\n"
	 "zstd; - means standard input or output"},
	{WITHOUT_DAEMON, LIST, "list", NULL, " [ROOT]",
	 "list the DIAG ports of this machine, who has each,\n"
	 "and the line of configuration that reads it; opens\n"
	 "none; ROOT: of a tree of files instead of /"},
	{WITHOUT_DAEMON, PROBE, "probe", NULL, "",
	 "with --list: ask the ports that nobody has for their\n"
	 "version"},
	{WITHOUT_DAEMON, JSON, "json", NULL, "", "with --list: print JSON"},
};

#define ROWS (sizeof rows / sizeof *rows)

/* Where the help of an option begins in its line. */
#define HELP_COLUMN 25

static const char usage[] =
	"Usage: diagtapd [-c FILE] [-o KEY=VALUE]... [-T] [-v] "
	"[--masks-out FILE]\n"
	"       diagtapd --capture URL FILE [--once]\n"
	"       diagtapd --wireshark [URL] [--once]\n"
	"       diagtapd --convert IN OUT\n"
	"       diagtapd --list [ROOT] [--probe] [--json]\n"
	"       diagtapd -h | -V\n"
	"\n"
	"Reads a Qualcomm DIAG device and serves it live to any number of "
	"programs:\n"
	"byte for byte, and as pcap for Wireshark.\n";

static const char more[] =
	"\n"
	"URL is the address of a daemon: http://HOST:PORT, with the path of a "
	"stream if\n"
	"it is not " DTAP_URL_PCAP ".  The token of the daemon comes from the\n"
	"environment variable DIAGTAP_TOKEN, or from "
	"http://any:TOKEN@HOST:PORT."
	"\n"
	"\n"
	"Try it without hardware:\n"
	"\n"
	"  diagtapd -o diag_stream_enabled=true -o diag.source=simulator\n"
	"  diagtapd --wireshark\n"
	"\n"
	"SIGTERM and SIGINT end the program; SIGHUP makes a daemon read its\n"
	"configuration again.  Exit status: 0; 1, it "
	"cannot start\n"
	"or a stream or file is not complete; 2, the command line or the "
	"configuration\n"
	"is wrong.  Streams are off by default.  See diagtapd(8) and "
	"diagtapd.conf(5).\n";

/* "  -c, --config FILE      the configuration file", and its further lines. */
static void
print_row(const struct option_row *row)
{
	const char *help = row->help;
	int column = row->letter < 256 ? printf("  -%c, ", row->letter)
				       : printf("      ");

	column += printf("--%s%s%s%s", row->name, row->value != NULL ? " " : "",
			 row->value != NULL ? row->value : "", row->operands);
	for (;;) {
		int size = (int)strcspn(help, "\n");

		/* A long name has its help in the next line. */
		if (column >= HELP_COLUMN)
			column = printf("\n") - 1;
		printf("%*s%.*s\n", HELP_COLUMN - column, "", size, help);
		help += size;
		if (*help++ == '\0')
			return;
		column = 0;
	}
}

static void
print_help(void)
{
	enum section section = SECTIONS;

	fputs(usage, stdout);
	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].section != section) {
			section = rows[i].section;
			puts("");
			if (headings[section] != NULL)
				printf("%s\n\n", headings[section]);
		}
		print_row(&rows[i]);
	}
	fputs(more, stdout);
}

/* What getopt_long(3) wants, of the same table. */
struct getopt_tables {
	struct option options[ROWS + 1];
	char letters[2 * ROWS + 1];
};

static struct getopt_tables
getopt_tables(void)
{
	struct getopt_tables out = {0};
	char *letter = out.letters;

	for (size_t i = 0; i < ROWS; i++) {
		int value =
			rows[i].value != NULL ? required_argument : no_argument;

		out.options[i] = (struct option){rows[i].name, value, NULL,
						 rows[i].letter};
		if (rows[i].letter >= 256)
			continue;
		*letter++ = (char)rows[i].letter;
		if (value == required_argument)
			*letter++ = ':';
	}
	return out;
}

/* The command line, without the keys that -o sets. */
struct command {
	const char *file;      /* NULL: the default file, if it exists */
	const char *masks_out; /* NULL: no file of masks is written */
	bool test, verbose, once, probe, json;
	int action; /* CAPTURE, ...; 0: the daemon */
	char **arguments;
	int argument_count;
};

static int
usage_error(const char *what)
{
	fprintf(stderr, "diagtapd: %s; see diagtapd --help\n", what);
	return USAGE_ERROR;
}

static int
check_arguments(const struct command *command)
{
	int count = command->argument_count;

	if (command->action == 0 && count > 0)
		return usage_error("unexpected argument");
	if (command->action == CAPTURE && count != 2)
		return usage_error("--capture needs URL and FILE");
	if (command->action == CONVERT && count != 2)
		return usage_error("--convert needs IN and OUT");
	if (command->action == WIRESHARK && count > 1)
		return usage_error("--wireshark allows one URL");
	if (command->action == LIST && count > 1)
		return usage_error("--list allows one ROOT");
	if (command->action == LIST && count > 0 && command->probe)
		return usage_error("--probe asks the ports of this machine, "
				   "and not those of ROOT");
	if (command->action != LIST && (command->probe || command->json))
		return usage_error("--probe and --json go with --list");
	return -1;
}

/*
 * Reads all options but -o, which is set after the file is read.  Returns an
 * exit status, or -1: go on.
 */
static int
read_command(struct command *command, int argc, char **argv)
{
	const struct getopt_tables tables = getopt_tables();
	int letter;

	while ((letter = getopt_long(argc, argv, tables.letters, tables.options,
				     NULL)) != -1)
		switch (letter) {
		case 'c':
			command->file = optarg;
			break;
		case 'o':
			break;
		case 'T':
			command->test = true;
			break;
		case MASKS_OUT:
			command->masks_out = optarg;
			break;
		case 'v':
			command->verbose = true;
			break;
		case 'V':
			puts("diagtapd " DTAP_VERSION);
			return 0;
		case 'h':
			print_help();
			return 0;
		case ONCE:
			command->once = true;
			break;
		case PROBE:
			command->probe = true;
			break;
		case JSON:
			command->json = true;
			break;
		case LIST:
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
list(const struct command *command, const struct dtap_log *log)
{
	const struct dtap_list_options options = {
		.root = command->argument_count > 0 ? command->arguments[0]
						    : "",
		.probe = command->probe,
		.json = command->json,
	};

	dtap_signals_ignore(NULL);
	return dtap_command_list(log, &options);
}

static int
act(const struct command *command, const struct dtap_log *log)
{
	char **arguments = command->arguments;

	if (command->action == CAPTURE)
		return dtap_command_capture(log, arguments[0], arguments[1],
					    command->once);
	if (command->action == LIST)
		return list(command, log);
	if (command->action == CONVERT) {
		dtap_signals_ignore(NULL);
		return dtap_command_convert(log, arguments[0], arguments[1]);
	}
	return dtap_command_wireshark(
		log, command->argument_count > 0 ? arguments[0] : DTAP_URL_HERE,
		command->once);
}

static bool
read_conf(struct dtap_conf *conf, const struct command *command, int argc,
	  char **argv, struct dtap_conf_error *error)
{
	const struct getopt_tables tables = getopt_tables();
	const char *file = command->file;
	int letter;

	if (!dtap_conf_init(conf, error))
		return false;
	if (file == NULL && access(DTAP_CONF_FILE, F_OK) == 0)
		file = DTAP_CONF_FILE;
	if (file != NULL && !dtap_conf_read(conf, file, error))
		return false;
	optind = 1;
	while ((letter = getopt_long(argc, argv, tables.letters, tables.options,
				     NULL)) != -1)
		if (letter == 'o' && !dtap_conf_set(conf, optarg, error))
			return false;
	return true;
}

/* The command line, for reading the configuration once more. */
struct command_line {
	const struct command *command;
	int argc;
	char **argv;
};

static bool
reread(void *arg, struct dtap_conf *conf, struct dtap_conf_error *error)
{
	const struct command_line *line = arg;

	return read_conf(conf, line->command, line->argc, line->argv, error);
}

static int
serve(const struct command *command, int argc, char **argv)
{
	struct command_line line = {command, argc, argv};
	const struct dtap_reread again = {reread, &line};
	struct dtap_conf conf;
	struct dtap_conf_error error;
	struct dtap_log log = {DTAP_NOTICE};
	int status;

	if (!read_conf(&conf, command, argc, argv, &error)) {
		dtap_log(&log, DTAP_ERROR, "%s", error.text);
		status = USAGE_ERROR;
	} else if (command->masks_out != NULL) {
		status =
			dtap_setup_masks_write(&conf, command->masks_out, &log);
	} else if (command->test) {
		status = dtap_daemon_check(&conf, &log);
		if (status == 0)
			dtap_conf_print(&conf, stdout);
	} else {
		log.most = command->verbose ? DTAP_DEBUG : DTAP_NOTICE;
		dtap_log_start();
		status = dtap_daemon_run(&conf, &log, &again);
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
	if (command.action != 0) {
		dtap_log_start();
		status = act(&command, &log);
	} else {
		status = serve(&command, argc, argv);
	}
	dtap_log_stop();
	return status;
}
