/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

#include "conf/conf.h"
#include "hub/merge/merge.h"
#include "hub/provision.h"
#include "hub/run.h"
#include "hub/server_conf.h"
#include "hub/setup_hub.h"
#include "version.h"

static const char help[] =
	"Usage: diagtap-hub [-c FILE] [-o KEY=VALUE]... [-T] [-v]\n"
	"       diagtap-hub [-c FILE] [-o KEY=VALUE]... --provision\n"
	"       diagtap-hub --server-conf FOLDER [GROUP.DEVICE]...\n"
	"       diagtap-hub [-c FILE] [-o KEY=VALUE]... --merge OUT.pcapng\n"
	"                   [--device NAME]... [--from TIME] [--to TIME]\n"
	"\n"
	"Serves the traffic of many diagtapd, which send it to a server of "
	"NATS.\n"
	"\n"
	"  -c, --config FILE      the configuration (" DTAP_HUB_CONF_FILE ")\n"
	"  -o, --option KEY=VALUE sets a key of the configuration\n"
	"  -T, --test             checks the configuration, and prints it\n"
	"  -v, --verbose          more lines in the log\n"
	"      --provision        makes the streams and the bucket at the "
	"server\n"
	"      --server-conf FOLDER [GROUP.DEVICE]...\n"
	"                         makes keys in FOLDER, and prints a "
	"configuration of\n"
	"                         nats-server with the rights of these "
	"devices\n"
	"      --merge OUT.pcapng writes what the server stores, and what it "
	"lacks out of\n"
	"                         uploaded captures (hub.uploads), into a new "
	"file\n"
	"      --device NAME      merges this device only; may be repeated\n"
	"      --from TIME, --to TIME\n"
	"                         merges records of this time: seconds since "
	"1970, or\n"
	"                         2026-11-29T20:00:00Z\n"
	"  -V, --version          prints the version\n"
	"  -h, --help             prints this\n"
	"\n"
	"diagtap-hub(8) has more.\n";

enum { SERVE, PROVISION = 256, SERVER_CONF, MERGE, DEVICE, FROM, TO };

static const char letters[] = "c:o:TvVh";

static const struct option options[] = {
	{"config", required_argument, NULL, 'c'},
	{"option", required_argument, NULL, 'o'},
	{"test", no_argument, NULL, 'T'},
	{"verbose", no_argument, NULL, 'v'},
	{"version", no_argument, NULL, 'V'},
	{"help", no_argument, NULL, 'h'},
	{"provision", no_argument, NULL, PROVISION},
	{"server-conf", required_argument, NULL, SERVER_CONF},
	{"merge", required_argument, NULL, MERGE},
	{"device", required_argument, NULL, DEVICE},
	{"from", required_argument, NULL, FROM},
	{"to", required_argument, NULL, TO},
	{NULL, 0, NULL, 0},
};

struct command {
	const char *file, *folder;
	int action;
	struct dtap_merge_options merge;
	bool test, verbose;
};

/* An option of --merge. */
static bool
read_merge_option(struct dtap_merge_options *merge, int option)
{
	switch (option) {
	case MERGE:
		merge->out = optarg;
		return true;
	case FROM:
		merge->from = optarg;
		return true;
	case TO:
		merge->to = optarg;
		return true;
	case DEVICE:
		if (merge->device_count == DTAP_MERGE_DEVICES)
			break;
		merge->devices[merge->device_count++] = optarg;
		return true;
	default:
		break;
	}
	return false;
}

/* The options fit together. */
static bool
check_command(const struct command *command)
{
	const struct dtap_merge_options *merge = &command->merge;

	if (merge->out != NULL)
		return true;
	if (merge->device_count == 0 && merge->from == NULL &&
	    merge->to == NULL)
		return true;
	fputs("diagtap-hub: --device, --from and --to are options of --merge\n",
	      stderr);
	return false;
}

/* -1: go on; else the exit status. */
static int
read_command(struct command *command, int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, letters, options, NULL)) >= 0)
		switch (option) {
		case 'c':
			command->file = optarg;
			break;
		case 'o':
			break; /* read_conf() */
		case 'T':
			command->test = true;
			break;
		case 'v':
			command->verbose = true;
			break;
		case 'V':
			puts("diagtap-hub " DTAP_VERSION);
			return 0;
		case 'h':
			fputs(help, stdout);
			return 0;
		case PROVISION:
		case SERVER_CONF:
			command->action = option;
			command->folder = optarg;
			break;
		default:
			if (!read_merge_option(&command->merge, option))
				return DTAP_HUB_WRONG;
		}
	if (!check_command(command))
		return DTAP_HUB_WRONG;
	if (optind == argc || command->action == SERVER_CONF)
		return -1;
	fprintf(stderr, "diagtap-hub: unknown argument \"%s\"\n", argv[optind]);
	return DTAP_HUB_WRONG;
}

/* The file, then the options -o in order. */
static bool
read_conf(struct dtap_conf *conf, const struct command *command, int argc,
	  char **argv, struct dtap_conf_error *error)
{
	const char *file = command->file;
	int option;

	if (!dtap_conf_init(conf, &dtap_hub_keys, error))
		return false;
	if (file == NULL && access(DTAP_HUB_CONF_FILE, F_OK) == 0)
		file = DTAP_HUB_CONF_FILE;
	if (file != NULL && !dtap_conf_read(conf, file, error))
		return false;
	optind = 1;
	while ((option = getopt_long(argc, argv, letters, options, NULL)) >= 0)
		if (option == 'o' && !dtap_conf_set(conf, optarg, error))
			return false;
	return true;
}

struct line {
	const struct command *command;
	int argc;
	char **argv;
};

static bool
reread(void *arg, struct dtap_conf *conf, struct dtap_conf_error *error)
{
	const struct line *line = arg;

	return read_conf(conf, line->command, line->argc, line->argv, error);
}

static int
act(struct line *line, const struct dtap_conf *conf, const struct dtap_log *log)
{
	const struct command *command = line->command;
	const struct dtap_reread again = {reread, line};
	int status;

	if (command->test) {
		if (!dtap_hub_setup_check(conf, log))
			return DTAP_HUB_WRONG;
		dtap_conf_print(conf, stdout);
		return 0;
	}
	if (command->action == PROVISION)
		return dtap_hub_provision(conf, log);
	if (command->merge.out != NULL)
		return dtap_hub_merge(conf, &command->merge, log);
	dtap_log_start();
	status = dtap_hub_run(conf, log, &again);
	dtap_log_stop();
	return status;
}

int
main(int argc, char **argv)
{
	struct command command = {.file = NULL};
	struct line line = {&command, argc, argv};
	struct dtap_log log = {.most = DTAP_NOTICE};
	struct dtap_conf conf;
	struct dtap_conf_error error;
	int status = read_command(&command, argc, argv);

	if (status >= 0)
		return status;
	dtap_log_name("diagtap-hub");
	if (command.action == SERVER_CONF)
		return dtap_hub_server_conf(stdout, command.folder,
					    argv + optind, argc - optind, &log);
	if (command.verbose)
		log.most = DTAP_DEBUG;
	if (read_conf(&conf, &command, argc, argv, &error)) {
		status = act(&line, &conf, &log);
	} else {
		dtap_log(&log, DTAP_ERROR, "%s", error.text);
		status = DTAP_HUB_WRONG;
	}
	dtap_conf_free(&conf);
	return status;
}
