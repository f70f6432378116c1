/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <unistd.h>

#include "base/signals.h"
#include "client/url.h"
#include "command_line.h"
#include "commands/commands.h"
#include "conf/conf.h"
#include "daemon/daemon.h"
#include "daemon/setup_masks.h"
#include "doctor/doctor.h"

static int
list(const struct dtap_command_line *command, const struct dtap_log *log)
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
act(const struct dtap_command_line *command, const struct dtap_log *log)
{
	char **arguments = command->arguments;
	/* What people read has a record a message; what is saved is as read. */
	const struct dtap_stream_choice choice = {
		.once = command->once,
		.split = command->action == DTAP_ACTION_CAPTURE
				 ? command->split == DTAP_SPLIT_MESSAGE
				 : command->split != DTAP_SPLIT_CONTAINER,
	};
	const struct dtap_convert_options convert = {.split = choice.split,
						     .linktype =
							     command->linktype,
						     .scrub = command->scrub};

	if (command->action == DTAP_ACTION_CAPTURE)
		return dtap_command_capture(log, arguments[0], arguments[1],
					    &choice);
	if (command->action == DTAP_ACTION_LIST)
		return list(command, log);
	if (command->action == DTAP_ACTION_CONVERT) {
		dtap_signals_ignore(NULL);
		return dtap_command_convert(log, arguments[0], arguments[1],
					    &convert);
	}
	return dtap_command_wireshark(
		log, command->argument_count > 0 ? arguments[0] : DTAP_URL_HERE,
		&choice);
}

struct keys {
	struct dtap_conf *conf;
	struct dtap_conf_error *error;
};

static bool
set_key(void *arg, const char *text)
{
	const struct keys *keys = arg;

	return dtap_conf_set(keys->conf, text, keys->error);
}

static bool
read_conf(struct dtap_conf *conf, const struct dtap_command_line *command,
	  int argc, char **argv, struct dtap_conf_error *error)
{
	struct keys keys = {conf, error};
	const char *file = command->file;

	if (!dtap_conf_init(conf, &dtap_diagtapd_keys, error))
		return false;
	if (file == NULL && access(DTAP_CONF_FILE, F_OK) == 0)
		file = DTAP_CONF_FILE;
	if (file != NULL && !dtap_conf_read(conf, file, error))
		return false;
	return dtap_command_line_keys(argc, argv, set_key, &keys);
}

/* The command line, for reading the configuration once more. */
struct command_line {
	const struct dtap_command_line *command;
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
examine(const struct dtap_command_line *command, const struct dtap_conf *conf,
	const struct dtap_log *log)
{
	const struct dtap_doctor_options options = {
		.root = command->argument_count > 0 ? command->arguments[0]
						    : "",
		.json = command->json,
	};

	return dtap_doctor(conf, log, &options);
}

static int
serve(const struct dtap_command_line *command, int argc, char **argv)
{
	struct command_line line = {command, argc, argv};
	const struct dtap_reread again = {reread, &line};
	struct dtap_conf conf;
	struct dtap_conf_error error;
	struct dtap_log log = {.most = DTAP_NOTICE};
	int status;

	if (!read_conf(&conf, command, argc, argv, &error)) {
		dtap_log(&log, DTAP_ERROR, "%s", error.text);
		status = DTAP_USAGE_ERROR;
	} else if (command->action == DTAP_ACTION_DOCTOR) {
		status = examine(command, &conf, &log);
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
	static const struct dtap_log log = {.most = DTAP_NOTICE};
	struct dtap_command_line command = {0};
	int status = dtap_command_line_read(&command, argc, argv);

	if (status >= 0)
		return status;
	if (command.action != DTAP_ACTION_SERVE &&
	    command.action != DTAP_ACTION_DOCTOR) {
		dtap_log_start();
		status = act(&command, &log);
	} else {
		status = serve(&command, argc, argv);
	}
	dtap_log_stop();
	return status;
}
