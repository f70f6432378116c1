/* SPDX-License-Identifier: MIT */
#include "command_line.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "client/url.h"
#include "rewrite/exported_pdu.h"
#include "rewrite/scrub.h"
#include "version.h"

/* Long options without a letter: actions and others. */
enum {
	CAPTURE = DTAP_ACTION_CAPTURE,
	WIRESHARK = DTAP_ACTION_WIRESHARK,
	CONVERT = DTAP_ACTION_CONVERT,
	LIST = DTAP_ACTION_LIST,
	DOCTOR = DTAP_ACTION_DOCTOR,
	ONCE,
	PROBE,
	JSON,
	SPLIT,
	MASKS_OUT,
	LINKTYPE,
	SCRUB,
};

/* The sections of the help text, each with its heading. */
enum section { ALWAYS, WITH_DAEMON, WITHOUT_DAEMON, RECORDS, SECTIONS };

static const char *const headings[SECTIONS] = {
	[WITH_DAEMON] = "With a running daemon, on this machine or another:",
	[WITHOUT_DAEMON] = "Without a daemon:",
	[RECORDS] = "Which records these commands give:",
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
	 "convert a capture to pcap: QMDL, QMDL2, mi2log, DLF,\n"
	 "HDF, pcap of diagtapd or a saved stream; plain, or\n"
	 "packed with gzip, zstd, bzip2, xz or zip; - means\n"
	 "standard input or output"},
	{WITHOUT_DAEMON, LIST, "list", NULL, " [ROOT]",
	 "list the DIAG ports of this machine, who has each,\n"
	 "and the line of configuration that reads it; opens\n"
	 "none; ROOT: of a tree of files instead of /"},
	{WITHOUT_DAEMON, DOCTOR, "doctor", NULL, " [ROOT]",
	 "look at device, configuration, network, disk and\n"
	 "Wireshark, and say what is well and what to do\n"
	 "about the rest; opens no device; -c and -o as for\n"
	 "a daemon"},
	{WITHOUT_DAEMON, PROBE, "probe", NULL, "",
	 "with --list: ask the ports that nobody has for their\n"
	 "version"},
	{WITHOUT_DAEMON, JSON, "json", NULL, "",
	 "with --list or --doctor: print JSON"},
	{RECORDS, SPLIT, "split", "FORM", "",
	 "message: a record for each message (default of\n"
	 "--wireshark and --convert); container: one for what\n"
	 "the device returned at once (default of --capture)"},
	{RECORDS, LINKTYPE, "linktype", "NAME", "",
	 "with --convert: only messages of LTE, NR, UMTS, GSM,\n"
	 "NAS, SIP and IP, which Wireshark knows without our\n"
	 "dissector: upper_pdu or gsmtap"},
	{RECORDS, SCRUB, "scrub", "WHAT", "",
	 "with --convert: take out, before a capture is shared,\n"
	 "keys, identities, or keys,identities; see the manual\n"
	 "for what this cannot promise"},
};

#define ROWS (sizeof rows / sizeof *rows)

/* Where the help of an option begins in its line. */
#define HELP_COLUMN 25

static const char usage[] =
	"Usage: diagtapd [-c FILE] [-o KEY=VALUE]... [-T] [-v] "
	"[--masks-out FILE]\n"
	"       diagtapd --capture URL FILE [--once] [--split FORM]\n"
	"       diagtapd --wireshark [URL] [--once] [--split FORM]\n"
	"       diagtapd --convert IN OUT [--split FORM] [--linktype NAME] "
	"[--scrub WHAT]\n"
	"       diagtapd --list [ROOT] [--probe] [--json]\n"
	"       diagtapd --doctor [ROOT] [--json] [-c FILE] [-o KEY=VALUE]...\n"
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
	"configuration again.  Exit status: 0; 1, it cannot start, or a "
	"stream or file\n"
	"is not complete; 2, the command line or the configuration is wrong.  "
	"Streams\n"
	"are off by default.  See diagtapd(8) and diagtapd.conf(5).\n";

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

static int
usage_error(const char *what)
{
	fprintf(stderr, "diagtapd: %s; see diagtapd --help\n", what);
	return DTAP_USAGE_ERROR;
}

static int
check_arguments(const struct dtap_command_line *command)
{
	int count = command->argument_count;

	if (command->action == 0 && count > 0)
		return usage_error("unexpected argument");
	if (command->action == 0 && command->split != DTAP_SPLIT_UNSET)
		return usage_error("--split needs --wireshark, --capture or "
				   "--convert");
	if (command->action != CONVERT && command->scrub != 0)
		return usage_error("--scrub goes with --convert; of a stream "
				   "it is a term of the URL");
	if (command->action != CONVERT && command->linktype != 0)
		return usage_error("--linktype goes with --convert; of a "
				   "stream it is a term of the URL");
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
	if (command->action == DOCTOR && count > 1)
		return usage_error("--doctor allows one ROOT");
	if (command->action != LIST && command->probe)
		return usage_error("--probe goes with --list");
	if (command->action != LIST && command->action != DOCTOR &&
	    command->json)
		return usage_error("--json goes with --list or --doctor");
	return -1;
}

/* What follows --split.  False: anything else. */
static bool
read_split(struct dtap_command_line *command, const char *text)
{
	command->split = strcmp(text, "message") == 0     ? DTAP_SPLIT_MESSAGE
			 : strcmp(text, "container") == 0 ? DTAP_SPLIT_CONTAINER
							  : DTAP_SPLIT_UNSET;
	return command->split != DTAP_SPLIT_UNSET;
}

/* What follows --linktype.  False: anything else. */
static bool
read_linktype(struct dtap_command_line *command, const char *text)
{
	command->linktype = strcmp(text, "upper_pdu") == 0
				    ? DTAP_LINKTYPE_UPPER_PDU
			    : strcmp(text, "gsmtap") == 0 ? DTAP_LINKTYPE_IPV4
							  : 0;
	return command->linktype != 0;
}

int
dtap_command_line_read(struct dtap_command_line *command, int argc, char **argv)
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
		case SPLIT:
			if (!read_split(command, optarg))
				return usage_error("--split must be message or "
						   "container");
			break;
		case LINKTYPE:
			if (!read_linktype(command, optarg))
				return usage_error("--linktype must be "
						   "upper_pdu or gsmtap");
			break;
		case SCRUB:
			if (!dtap_scrub_read(&command->scrub, optarg,
					     strlen(optarg)))
				return usage_error("--scrub must be keys, "
						   "identities, or "
						   "keys,identities");
			break;
		case PROBE:
			command->probe = true;
			break;
		case JSON:
			command->json = true;
			break;
		case LIST:
		case DOCTOR:
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

bool
dtap_command_line_keys(int argc, char **argv, dtap_set_key *set, void *arg)
{
	const struct getopt_tables tables = getopt_tables();
	int letter;

	optind = 1;
	while ((letter = getopt_long(argc, argv, tables.letters, tables.options,
				     NULL)) != -1)
		if (letter == 'o' && !set(arg, optarg))
			return false;
	return true;
}
