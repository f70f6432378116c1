/* SPDX-License-Identifier: MIT */
/* diagtap-extcap: the streams of diagtapd as an interface of Wireshark. */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/signals.h"
#include "client/url.h"
#include "extcap/capture.h"
#include "extcap/fleet.h"
#include "extcap/install.h"
#include "version.h"

static const char help[] =
	"Usage: diagtap-extcap --install | --uninstall | --version | --help\n"
	"\n"
	"Adds the streams of diagtapd to Wireshark as the interface \"Qualcomm "
	"DIAG (diagtap)\".\n"
	"\n"
	"  --install    copy this program and the dissector to your folders "
	"of\n"
	"               Wireshark, and print their paths\n"
	"  --uninstall  remove these copies\n"
	"  --version    print the version and exit\n"
	"  --help       print this help and exit\n"
	"\n"
	"Wireshark calls this program with other options; see "
	"diagtap-extcap(1).\n";

enum {
	INSTALL = 256,
	UNINSTALL,
	VERSION,
	HELP,
	INTERFACES,
	DLTS,
	CONFIG,
	CAPTURE,
	INTERFACE,
	FILTER,
	FIFO,
	URL,
	TOKEN,
	TAP,
	SNAPLEN,
	CODES,
	OPS,
	SPLIT,
	DEVICE,
	SEARCH,
	RELOAD,
};

static const struct option options[] = {
	{"install", no_argument, NULL, INSTALL},
	{"uninstall", no_argument, NULL, UNINSTALL},
	{"version", no_argument, NULL, VERSION},
	{"help", no_argument, NULL, HELP},
	{"extcap-interfaces", no_argument, NULL, INTERFACES},
	{"extcap-dlts", no_argument, NULL, DLTS},
	{"extcap-config", no_argument, NULL, CONFIG},
	{"capture", no_argument, NULL, CAPTURE},
	{"extcap-interface", required_argument, NULL, INTERFACE},
	{"extcap-capture-filter", required_argument, NULL, FILTER},
	{"fifo", required_argument, NULL, FIFO},
	{"url", required_argument, NULL, URL},
	{"token", required_argument, NULL, TOKEN},
	{"tap", required_argument, NULL, TAP},
	{"snaplen", required_argument, NULL, SNAPLEN},
	{"codes", required_argument, NULL, CODES},
	{"ops", required_argument, NULL, OPS},
	{"split", required_argument, NULL, SPLIT},
	{"device", required_argument, NULL, DEVICE},
	{"search", required_argument, NULL, SEARCH},
	{"extcap-reload-option", required_argument, NULL, RELOAD},
	{0},
};

/* The interface of a hub; those of its devices have "." and GROUP.DEVICE too.
 */
#define HUB     "diagtap-hub"
#define HUB_URL "http://127.0.0.1:9850"

static const char interfaces[] =
	"extcap {version=" DTAP_VERSION "}{display=diagtap}\n"
	"interface {value=diagtap}{display=Qualcomm DIAG (diagtap)}\n"
	"interface {value=" HUB "}{display=Qualcomm DIAG of a fleet "
	"(diagtap-hub)}\n";

static const char dlts[] =
	"dlt {number=147}{name=USER0}{display=Qualcomm DIAG (diagtap)}\n";

static const char config[] =
	"arg {number=0}{call=--url}{display=Address of diagtapd}{type=string}"
	"{default=" DTAP_URL_HERE "}{required=true}"
	"{tooltip=http://HOST:PORT of a running diagtapd, on this machine or "
	"another}\n"
	"arg {number=1}{call=--token}{display=Token}{type=password}"
	"{tooltip=Needed if diagtapd has access.token_file}\n"
	"arg {number=2}{call=--tap}{display=Tap}{type=string}{default=diag}"
	"{tooltip=The tap whose stream is captured, for example diag}\n"
	"arg {number=3}{call=--snaplen}{display=Longest record}{type=string}"
	"{tooltip=In bytes, 1024 to 262144; a longer container is sent as "
	"several records}\n"
	"arg {number=4}{call=--codes}{display=Log codes}{type=string}"
	"{tooltip=Only logs with these codes, in hexadecimal, for example "
	"B0C0,B821}\n"
	"arg {number=5}{call=--ops}{display=Opcodes}{type=string}"
	"{tooltip=Only packets with these opcodes, in hexadecimal, for example "
	"10,79}\n"
	"arg {number=6}{call=--split}{display=Records}{type=selector}"
	"{tooltip=A record for each message, or one for what the device "
	"returned at once}\n"
	"value {arg=6}{value=message}{display=one for each message}"
	"{default=true}\n"
	"value {arg=6}{value=container}{display=as the device returned them}"
	"{default=false}\n";

/* Of the hub; a thousand devices want a search. */
static const char hub_config[] =
	"arg {number=0}{call=--url}{display=Address of diagtap-hub}"
	"{type=string}{default=%s}{required=true}"
	"{tooltip=http://HOST:PORT of a running diagtap-hub}\n"
	"arg {number=1}{call=--token}{display=Token}{type=password}"
	"{tooltip=Needed if diagtap-hub has access.token_file}\n"
	"arg {number=2}{call=--search}{display=Search}{type=string}"
	"{tooltip=A part of the name of a device or group: then load the "
	"list of devices}\n"
	"arg {number=3}{call=--device}{display=Device}{type=selector}"
	"{reload=true}{placeholder=Load the list of devices}"
	"{tooltip=One device, or all of them with an interface for each}\n"
	"value {arg=3}{value=}{display=all devices}{default=true}\n"
	"arg {number=4}{call=--tap}{display=Tap}{type=string}{default=diag}"
	"{tooltip=The tap whose stream is captured, for example diag}\n";

static const char device_value[] =
	"value {arg=3}{value=%s}{display=%s (%s)}{default=false}\n";
static const char device_interface[] =
	"interface {value=" HUB ".%s}{display=Qualcomm DIAG: %s (%s)}\n";

struct command {
	int action; /* the last option that is an action; 0 is none */
	const char *interface, *search;
	bool reloads; /* the list of devices */
	struct dtap_extcap_capture capture;
};

/* Unknown options are ignored: newer versions of Wireshark have more. */
static void
read_command(struct command *command, int argc, char **argv)
{
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (letter) {
		case INTERFACE:
			command->interface = optarg;
			break;
		case FILTER:
			command->capture.filter = optarg;
			break;
		case FIFO:
			command->capture.fifo = optarg;
			break;
		case URL:
			command->capture.url = optarg;
			break;
		case TOKEN:
			command->capture.token = optarg;
			break;
		case TAP:
			command->capture.tap = optarg;
			break;
		case SNAPLEN:
			command->capture.snaplen = optarg;
			break;
		case CODES:
			command->capture.codes = optarg;
			break;
		case OPS:
			command->capture.ops = optarg;
			break;
		case SPLIT:
			command->capture.split = optarg;
			break;
		case DEVICE:
			command->capture.device = optarg;
			break;
		case SEARCH:
			command->search = optarg;
			break;
		case RELOAD:
			command->reloads = true;
			break;
		case '?':
			break;
		default:
			command->action = letter;
		}
}

static int
say(const char *text)
{
	fputs(text, stdout);
	return fflush(stdout) == 0 ? 0 : 1;
}

/* No action: Wireshark checks a capture filter, or a user needs help. */
static int
answer_nothing(const struct command *command)
{
	if (command->capture.filter[0] != '\0')
		return say(
			"DIAG has no capture filters: use a display filter\n");
	fputs(help, stderr);
	return 2;
}

/* What follows HUB in the name of an interface: "", ".GROUP.DEVICE"; or NULL.
 */
static const char *
part_of_hub(const char *interface)
{
	if (interface == NULL || strncmp(interface, HUB, strlen(HUB)) != 0)
		return NULL;
	interface += strlen(HUB);
	return *interface == '\0' || *interface == '.' ? interface : NULL;
}

/* The hub of the environment, if its address can stand in a line. */
static const char *
hub_url(void)
{
	const char *url = getenv("DIAGTAP_HUB");

	return url != NULL && *url != '\0' && strpbrk(url, "{}\r\n") == NULL
		       ? url
		       : NULL;
}

/* Sets what a hub's interface is about. */
static void
choose_hub(struct command *command)
{
	const char *part = part_of_hub(command->interface);
	const char *url = hub_url();

	if (part == NULL) {
		command->capture.device = NULL;
		return;
	}
	if (command->capture.url == NULL)
		command->capture.url = url != NULL ? url : HUB_URL;
	if (*part == '.')
		command->capture.device = part + 1;
	else if (command->capture.device == NULL)
		command->capture.device = "";
}

/* With DIAGTAP_HUB in the environment, its devices too. */
static int
list_interfaces(const struct command *command)
{
	struct dtap_extcap_capture hub = command->capture;

	say(interfaces);
	hub.url = hub_url();
	if (hub.url != NULL)
		dtap_extcap_fleet_list(stdout, &hub, "", device_interface);
	return fflush(stdout) == 0 ? 0 : 1;
}

static int
describe(const struct command *command, bool ours)
{
	if (part_of_hub(command->interface) == NULL)
		return say(ours ? config : "");
	if (!command->reloads) {
		printf(hub_config, hub_url() != NULL ? hub_url() : HUB_URL);
		return fflush(stdout) == 0 ? 0 : 1;
	}
	say("value {arg=3}{value=}{display=all devices}{default=true}\n");
	return dtap_extcap_fleet_list(stdout, &command->capture,
				      command->search, device_value);
}

static int
act(const struct command *command)
{
	bool ours = command->interface == NULL ||
		    strcmp(command->interface, "diagtap") == 0 ||
		    part_of_hub(command->interface) != NULL;

	switch (command->action) {
	case INSTALL:
		return dtap_install();
	case UNINSTALL:
		return dtap_uninstall();
	case VERSION:
		return say("diagtap-extcap " DTAP_VERSION "\n");
	case HELP:
		return say(help);
	case INTERFACES:
		return list_interfaces(command);
	case DLTS:
		return say(ours ? dlts : "");
	case CONFIG:
		return describe(command, ours);
	case CAPTURE:
		return dtap_extcap_capture_run(&command->capture);
	default:
		return answer_nothing(command);
	}
}

int
main(int argc, char **argv)
{
	struct command command = {
		.search = "",
		.capture = {.token = "",
			    .tap = "diag",
			    .filter = "",
			    .snaplen = "",
			    .codes = "",
			    .ops = "",
			    .split = "message"},
	};

	dtap_signals_ignore(NULL);
	read_command(&command, argc, argv);
	choose_hub(&command);
	if (command.capture.url == NULL)
		command.capture.url = DTAP_URL_HERE;
	return act(&command);
}
