/* SPDX-License-Identifier: MIT */
#include "daemon/setup_port.h"

#include <errno.h>
#include <grp.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/listener.h"
#include "base/net.h"
#include "daemon/setup_masks.h"
#include "port/command.h"
#include "port/shared_masks.h"

#define PATH_MOST 100 /* bytes of port.socket and of port.tty_directory */

/* What is behind the port. */
enum modem {
	NO_MODEM,
	REAL_MODEM,
	SIMULATED_MODEM,
	REPLAYED_MODEM, /* the port answers, and the bytes stay as they are:
			   a capture, or a remote device's */
};

static enum modem
modem_of(const struct dtap_conf *conf)
{
	static const struct {
		const char *source;
		enum modem modem;
	} table[] = {
		{"diag", REAL_MODEM},     {"hdlc", REAL_MODEM},
		{"usb", REAL_MODEM},      {"tcp", REAL_MODEM},
		{"unix", REAL_MODEM},     {"simulator", SIMULATED_MODEM},
		{"file", REPLAYED_MODEM}, {"nats", REPLAYED_MODEM},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(table[i].source, conf->diag.source) == 0)
			return table[i].modem;
	return NO_MODEM;
}

static bool
has_masks(const struct dtap_masks *masks)
{
	return dtap_masks_has_any_log(masks) ||
	       dtap_masks_has_any_event(masks) ||
	       dtap_masks_has_any_message(masks);
}

const char *
dtap_setup_masks_advice(const struct dtap_masks *masks,
			const struct dtap_conf *conf)
{
	if (!conf->diag_stream_enabled || conf->debug_mode ||
	    modem_of(conf) != REAL_MODEM || has_masks(masks))
		return NULL;
	if (conf->port.enabled)
		return "The modem is asked for nothing until a program "
		       "attaches to the port. Set masks.preset = "
		       "\"signalling\" to ask it always.";
	return "The modem is asked for nothing, and most modems then send "
	       "nothing. Set masks.preset = \"signalling\".";
}

/* The source has a modem that obeys masks. */
static bool
can_ask(const struct dtap_conf *conf)
{
	enum modem modem = modem_of(conf);

	return modem == REAL_MODEM || modem == SIMULATED_MODEM;
}

static bool
read_mode(const struct dtap_conf *conf, unsigned *mode)
{
	char *end;
	unsigned long value = strtoul(conf->port.mode, &end, 8);

	*mode = (unsigned)value;
	return *end == '\0' && end != conf->port.mode && value <= 0777;
}

/* -1: no group is named. */
static bool
read_group(const struct dtap_conf *conf, int *group)
{
	const struct group *entry;

	*group = -1;
	if (conf->port.group[0] == '\0')
		return true;
	entry = getgrnam(conf->port.group);
	if (entry != NULL)
		*group = (int)entry->gr_gid;
	return entry != NULL;
}

/* The classes of port.commands, as bits. */
static bool
read_commands(const struct dtap_conf *conf, unsigned *classes)
{
	static const struct {
		const char *name;
		unsigned classes;
	} table[] = {
		{"safe", DTAP_COMMAND_SAFE},
		{"identity", DTAP_COMMAND_IDENTITY},
		{"efs", DTAP_COMMAND_EFS},
		{"all", DTAP_COMMAND_SAFE | DTAP_COMMAND_IDENTITY |
				DTAP_COMMAND_EFS | DTAP_COMMAND_REFUSED |
				DTAP_COMMAND_DANGEROUS},
	};
	const char *word = conf->port.commands;

	*classes = 0;
	while (*word != '\0') {
		size_t size = strcspn(word, " "), i = 0;

		while (i < sizeof table / sizeof *table &&
		       (strlen(table[i].name) != size ||
			strncmp(table[i].name, word, size) != 0))
			i++;
		if (i == sizeof table / sizeof *table)
			return false;
		*classes |= table[i].classes;
		word += size + strspn(word + size, " ");
	}
	return true;
}

/* Two-way HDLC has no token: other machines need a key that allows all. */
static bool
check_address(const struct dtap_conf *conf, const struct dtap_log *log)
{
	const char *address = conf->port.address;

	if (conf->port.tcp == 0)
		return true;
	if (!dtap_net_same_address(address, address))
		return DTAP_FAIL(log,
				 "port.address = \"%s\": must be numeric, for "
				 "example 127.0.0.1 or ::1",
				 address);
	return dtap_net_is_loopback(address) || conf->access.allow_anonymous ||
	       DTAP_FAIL(log,
			 "port.address = \"%s\" is reachable from other "
			 "machines, and the port cannot ask for a token: set "
			 "access.allow_anonymous = true if everyone who "
			 "reaches it may use this modem",
			 address);
}

static bool
check_path(const char *key, const char *path, const struct dtap_log *log)
{
	return strlen(path) <= PATH_MOST ||
	       DTAP_FAIL(log, "%s = \"%s\": must have at most %d bytes", key,
			 path, PATH_MOST);
}

bool
dtap_setup_check_port(const struct dtap_conf *conf, const struct dtap_log *log)
{
	unsigned mode, classes;
	int group;

	if (!conf->port.enabled)
		return true;
	if (!read_mode(conf, &mode))
		return DTAP_FAIL(log,
				 "port.mode = \"%s\": must be octal, for "
				 "example \"0660\"",
				 conf->port.mode);
	if (!read_group(conf, &group))
		return DTAP_FAIL(log,
				 "port.group = \"%s\": this group does not "
				 "exist",
				 conf->port.group);
	if (!read_commands(conf, &classes))
		return DTAP_FAIL(log,
				 "port.commands = \"%s\": must be a list of "
				 "\"safe\", \"identity\", \"efs\", \"all\"",
				 conf->port.commands);
	if (conf->port.tcp == 0 && conf->port.ttys == 0 &&
	    conf->port.socket[0] == '\0')
		return DTAP_FAIL(log, "port.enabled is true, but port.tcp, "
				      "port.ttys and port.socket name no way "
				      "in: set one of them");
	return check_path("port.socket", conf->port.socket, log) &&
	       check_path("port.tty_directory", conf->port.tty_directory,
			  log) &&
	       check_address(conf, log);
}

/* All that the port is made of. */
struct parts {
	struct dtap_port_options options;
};

static bool
listen_tcp(struct parts *parts, const struct dtap_conf *conf,
	   const struct dtap_log *log)
{
	if (conf->port.tcp == 0)
		return true;
	parts->options.tcp_fd =
		dtap_listener_tcp(conf->port.address, (unsigned)conf->port.tcp);
	if (parts->options.tcp_fd < 0)
		return DTAP_FAIL(log,
				 "port: cannot listen on %s port %" PRId64
				 ": %s; set port.tcp to another port, or to 0 "
				 "for none",
				 conf->port.address, conf->port.tcp,
				 strerror(errno));
	if (!dtap_net_is_loopback(conf->port.address))
		dtap_log(log, DTAP_WARNING,
			 "EVERYONE who reaches %s can use this modem: the port "
			 "needs no token",
			 conf->port.address);
	return true;
}

static bool
listen_socket(struct parts *parts, const struct dtap_conf *conf,
	      const struct dtap_log *log)
{
	const char *name = conf->port.socket;
	unsigned mode;

	if (name[0] == '\0')
		return true;
	read_mode(conf, &mode);
	parts->options.socket_fd =
		name[0] == '@'
			? dtap_listener_abstract(SOCK_SEQPACKET, name + 1)
			: dtap_listener_unix(SOCK_SEQPACKET, name, mode,
					     conf->port.group);
	return parts->options.socket_fd >= 0 ||
	       DTAP_FAIL(log,
			 "port: cannot listen on %s: %s; set port.socket to a "
			 "path in a directory that exists, or to @NAME, which "
			 "needs none",
			 name, strerror(errno));
}

static bool
open_ways(struct parts *parts, const struct dtap_conf *conf,
	  const struct dtap_log *log)
{
	if (!conf->port.enabled)
		return true;
	parts->options.ttys = (unsigned)conf->port.ttys;
	parts->options.tty_directory = conf->port.tty_directory;
	read_mode(conf, &parts->options.tty_mode);
	read_group(conf, &parts->options.tty_group);
	return listen_tcp(parts, conf, log) && listen_socket(parts, conf, log);
}

static bool
make_port(struct dtap_setup *setup, struct parts *parts,
	  const struct dtap_conf *conf, const struct dtap_log *log)
{
	struct dtap_port_options *options = &parts->options;

	read_commands(conf, &options->commands);
	if (has_masks(&setup->own_masks) && modem_of(conf) != REPLAYED_MODEM)
		options->own = &setup->own_masks;
	if (setup->simulated != NULL) {
		options->obey = dtap_shared_masks_set;
		options->obey_arg = setup->simulated;
	}
	setup->service.port = dtap_port_new(options);
	if (setup->service.port != NULL)
		return true;
	if (options->ttys == 0)
		return DTAP_FAIL(log, "port: %s", strerror(errno));
	return DTAP_FAIL(log,
			 "port: cannot make ttys with links in %s: %s; set "
			 "port.tty_directory to a directory that this user may "
			 "write to, for example /dev/shm/diagtap",
			 conf->port.tty_directory, strerror(errno));
}

/* Why nobody can be asked for logs; NULL: somebody can. */
static const char *
refusal_of(const struct dtap_setup *setup, const struct dtap_conf *conf)
{
	if (setup->service.taps[0].tap == NULL)
		return setup->service.taps[0].refusal;
	if (modem_of(conf) == REPLAYED_MODEM)
		return "A capture is replayed: there is no modem to ask for "
		       "logs.";
	return can_ask(conf) ? NULL
			     : "This source has no modem to ask for logs.";
}

/* The masks of the configuration; settings has room for them. */
static struct dtap_configured_masks
configured(const struct dtap_conf *conf, struct dtap_mask_settings *settings,
	   const struct dtap_masks *masks)
{
	dtap_setup_mask_settings(settings, conf);
	return (struct dtap_configured_masks){
		.settings = conf->masks.file[0] == '\0' ? settings : NULL,
		.masks = masks,
	};
}

static bool
make_mask_control(struct dtap_setup *setup, const struct dtap_conf *conf,
		  const struct dtap_log *log)
{
	const char *refusal = refusal_of(setup, conf);
	struct dtap_mask_settings settings;
	const struct dtap_configured_masks masks =
		configured(conf, &settings, &setup->own_masks);

	setup->service.mask_control = dtap_mask_control_new(
		refusal == NULL ? setup->service.port : NULL, refusal, &masks);
	return setup->service.mask_control != NULL ||
	       DTAP_FAIL(log, "masks: %s", strerror(errno));
}

bool
dtap_setup_port(struct dtap_setup *setup, const struct dtap_conf *conf,
		const struct dtap_log *log)
{
	struct parts parts = {
		.options =
			{
				.log = log,
				.tap = setup->service.taps[0].tap,
				.virtual_modem = modem_of(conf) != REAL_MODEM,
				.max_clients = (unsigned)conf->port.max_clients,
				.tcp_fd = -1,
				.socket_fd = -1,
				.tty_group = -1,
			},
	};
	bool made;

	if (parts.options.tap == NULL ||
	    (!conf->port.enabled && !can_ask(conf)))
		return make_mask_control(setup, conf, log);
	made = open_ways(&parts, conf, log) &&
	       make_port(setup, &parts, conf, log);
	setup->port_tcp = parts.options.tcp_fd;
	setup->port_socket = parts.options.socket_fd;
	return made && make_mask_control(setup, conf, log);
}

bool
dtap_setup_own_masks(struct dtap_setup *setup, const struct dtap_conf *conf,
		     const struct dtap_log *log)
{
	struct dtap_mask_settings settings;
	struct dtap_masks own;
	bool applied = dtap_setup_masks(&own, conf, log);

	if (applied) {
		const struct dtap_configured_masks masks =
			configured(conf, &settings, &own);

		applied = dtap_mask_control_configure(
				  setup->service.mask_control, &masks) == 0 ||
			  DTAP_FAIL(log, "reload: masks: %s", strerror(errno));
	}
	dtap_masks_clear(&own);
	return applied;
}
