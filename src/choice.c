/* SPDX-License-Identifier: MIT */
#include "choice.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "sources/sources.h"

#define SOCKET_MAX 107 /* octets of the path of a struct sockaddr_un */

/* One line, and the value of a function that cannot go on. */
#define FAIL(log, ...) (dtap_log(log, DTAP_ERROR, __VA_ARGS__), false)

static uint32_t
levels_of(const char *messages)
{
	static const struct {
		const char *name;
		uint32_t levels;
	} table[] = {
		{"fatal", 0x10},  {"error", 0x18}, {"high", 0x1c},
		{"medium", 0x1e}, {"low", 0x1f},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(table[i].name, messages) == 0)
			return table[i].levels;
	return 0;
}

static struct dtap_masks_options
masks_of(const struct dtap_conf *conf)
{
	const char *preset = conf->masks.preset;

	return (struct dtap_masks_options){
		.preset = strcmp(preset, "signalling") == 0
				  ? DTAP_LOGS_SIGNALLING
			  : strcmp(preset, "all") == 0 ? DTAP_LOGS_ALL
						       : DTAP_LOGS_NONE,
		.logs = conf->masks.logs,
		.events = conf->masks.events,
		.messages = levels_of(conf->masks.messages),
	};
}

static struct dtap_source *
make_diag(const struct dtap_conf *conf)
{
	const struct dtap_diag_options options = {
		.device = conf->diag.device,
		.buffer_bytes = (size_t)conf->diag.buffer_bytes,
		.masks = masks_of(conf),
	};

	return dtap_diag_new(&options);
}

static struct dtap_source *
make_simulator(const struct dtap_conf *conf)
{
	const struct dtap_simulator_options options = {
		.seed = (uint64_t)conf->diag.seed,
		.rate = conf->diag.rate,
	};

	return dtap_simulator_new(&options);
}

static struct dtap_source *
make_file(const struct dtap_conf *conf)
{
	const struct dtap_file_options options = {
		.path = conf->diag.file,
		.speed = conf->diag.speed,
	};

	return dtap_file_new(&options);
}

static bool
check_nothing(const struct dtap_conf *conf, const struct dtap_log *log)
{
	(void)conf;
	(void)log;
	return true;
}

/* A file that is not there now will not be there later: say so and end. */
static bool
check_file(const struct dtap_conf *conf, const struct dtap_log *log)
{
	const char *path = conf->diag.file;
	int fd;

	if (path[0] == '\0')
		return FAIL(log, "diag.source is \"file\" but diag.file is "
				 "empty: name the capture to replay, or \"-\" "
				 "for standard input");
	if (strcmp(path, "-") == 0)
		return true;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return FAIL(log,
			    "diag.file = \"%s\": %s; name a capture that this "
			    "user may read",
			    path, strerror(errno));
	close(fd);
	return true;
}

/* What a source needs to be told: said now, not when it is tried. */
static bool
check_hdlc(const struct dtap_conf *conf, const struct dtap_log *log)
{
	if (strcmp(conf->diag.device, "/dev/diag") != 0)
		return true;
	return FAIL(log, "diag.source is \"hdlc\" but diag.device is "
			 "/dev/diag: name a serial port or a modem's character "
			 "device, as /dev/ttyUSB0 or /dev/wwan0qcdm0");
}

static bool
check_tcp(const struct dtap_conf *conf, const struct dtap_log *log)
{
	const char *colon = strrchr(conf->diag.address, ':');

	if (colon != NULL && colon[1] != '\0' &&
	    (colon != conf->diag.address || conf->diag.listen))
		return true;
	return FAIL(
		log,
		"diag.source is \"tcp\" but diag.address = \"%s\": must "
		"be HOST:PORT, as 127.0.0.1:2500; HOST may be left out with "
		"diag.listen = true",
		conf->diag.address);
}

static bool
check_unix(const struct dtap_conf *conf, const struct dtap_log *log)
{
	size_t size = strlen(conf->diag.socket);

	if (size > 0 && size <= SOCKET_MAX)
		return true;
	return FAIL(log,
		    "diag.socket = \"%s\": must have 1 to %d octets, as "
		    "@diag or a path",
		    conf->diag.socket, SOCKET_MAX);
}

static struct dtap_source *
make_hdlc(const struct dtap_conf *conf)
{
	return dtap_hdlc_new(conf->diag.device);
}

static struct dtap_source *
make_tcp(const struct dtap_conf *conf)
{
	return dtap_tcp_new(conf->diag.address, conf->diag.listen);
}

static struct dtap_source *
make_unix(const struct dtap_conf *conf)
{
	return dtap_unix_new(conf->diag.socket);
}

static const struct source_type {
	const char *name;
	bool (*check)(const struct dtap_conf *conf, const struct dtap_log *log);
	struct dtap_source *(*make)(const struct dtap_conf *conf);
} source_types[] = {
	{"diag", check_nothing, make_diag},
	{"hdlc", check_hdlc, make_hdlc},
	{"tcp", check_tcp, make_tcp},
	{"unix", check_unix, make_unix},
	{"simulator", check_nothing, make_simulator},
	{"file", check_file, make_file},
};

static const struct source_type *
source_type(const char *name)
{
	for (size_t i = 0; i < sizeof source_types / sizeof *source_types; i++)
		if (strcmp(source_types[i].name, name) == 0)
			return &source_types[i];
	return NULL;
}

bool
dtap_choice_make(struct dtap_source **source, const struct dtap_conf *conf,
		 const struct dtap_log *log)
{
	const struct source_type *type = source_type(conf->diag.source);

	if (type == NULL)
		return FAIL(log,
			    "diag.source = \"%s\": unknown source; this build "
			    "has \"diag\", \"hdlc\", \"tcp\", \"unix\", "
			    "\"simulator\" and \"file\"",
			    conf->diag.source);
	if (!type->check(conf, log))
		return false;
	*source = type->make(conf);
	return true;
}
