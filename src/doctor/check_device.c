/* SPDX-License-Identifier: MIT */
#include "doctor/checks.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "devices/tree.h"
#include "sources/device_trouble.h"
#include "sources/usb/usb_address.h"
#include "sources/usb/usb_choice.h"

/* A group of keys, and the name of the tap. */
struct device_of {
	const struct dtap_check_of *check;
	const char *tap;
	const struct dtap_conf_tap *conf;
};

static void
add(const struct device_of *device, enum dtap_finding_level level,
    const char *text)
{
	dtap_findings_add(device->check->findings, level, device->tap, "%s",
			  text);
}

/* What open(2) would say, without it. */
static int
find_error(const char *path, struct dtap_device_wish *wish,
	   struct dtap_device_owner *owner)
{
	struct stat status;

	if (stat(path, &status) < 0)
		return errno;
	if (!S_ISCHR(status.st_mode))
		return ENOTTY;
	if (access(path, R_OK | W_OK) < 0)
		return errno;
	if (!dtap_device_owner_find(owner, -1, path))
		return 0;
	wish->owner = owner;
	return EBUSY;
}

static void
check_node(const struct device_of *device, const char *name, const char *key)
{
	const struct dtap_tree_path path =
		dtap_tree_path(device->check->root, "%s", name);
	struct dtap_device_owner owner;
	struct dtap_device_wish wish = {path.text, key, NULL};
	int error = find_error(path.text, &wish, &owner);
	char text[DTAP_WHY_SIZE];

	if (error != 0)
		dtap_device_trouble(text, error, &wish);
	else
		snprintf(text, sizeof text,
			 "%.100s is there, this user may open it, and %s.",
			 path.text,
			 geteuid() == 0 ? "nobody has it open"
					: "no program of this user has it "
					  "open; only root sees the others");
	add(device, error != 0 ? DTAP_FINDING_PROBLEM : DTAP_FINDING_WELL,
	    text);
}

static void
check_device_key(const struct device_of *device)
{
	char key[32];

	snprintf(key, sizeof key, "%s.device", device->tap);
	check_node(device, device->conf->device, key);
}

static void
check_usb_port(const struct device_of *device, const struct dtap_usb_port *port)
{
	char name[64];

	snprintf(name, sizeof name, "/dev/bus/usb/%03u/%03u", port->bus,
		 port->address);
	check_node(device, name, "diag.device");
}

static void
check_usb(const struct device_of *device)
{
	const char *wanted = strcmp(device->conf->device, "/dev/diag") == 0
				     ? "auto"
				     : device->conf->device;
	struct dtap_usb_address address;
	struct dtap_usb_choice choice;
	struct dtap_usb_ports ports;

	/* A wrong address is a finding of the configuration. */
	if (!dtap_usb_address_read(&address, wanted) ||
	    !dtap_usb_ports_find(&ports, device->check->root))
		return;
	choice = dtap_usb_choose(&ports, &address);
	if (choice.count == 0)
		add(device, DTAP_FINDING_PROBLEM, choice.why);
	else
		check_usb_port(device, choice.ports[0]);
	dtap_usb_ports_free(&ports);
}

static void
check_router(const struct device_of *device)
{
	const char *name = device->conf->socket;
	const struct dtap_tree_path unix_sockets =
		dtap_tree_path(device->check->root, "/proc/net/unix");
	char line[160], text[DTAP_WHY_SIZE];
	bool is_there;

	snprintf(line, sizeof line, " %.120s\n", name);
	is_there = dtap_tree_has(&unix_sockets, line);
	snprintf(text, sizeof text, "%.110s %s", name,
		 is_there ? "is there."
			  : "is not there. Check that diag-router runs, or "
			    "set diag.socket.");
	add(device, is_there ? DTAP_FINDING_WELL : DTAP_FINDING_PROBLEM, text);
}

static void
check_tcp(const struct device_of *device)
{
	char text[DTAP_WHY_SIZE];

	snprintf(text, sizeof text,
		 "%.120s is not asked: the log of diagtapd says whether %s.",
		 device->conf->address,
		 device->conf->listen ? "a modem has connected" : "it answers");
	add(device, DTAP_FINDING_NOTE, text);
}

static void
check_file(const struct device_of *device)
{
	const char *file = device->conf->file;
	char text[DTAP_WHY_SIZE];
	bool is_good = strcmp(file, "-") == 0 || access(file, R_OK) == 0;

	snprintf(text, sizeof text,
		 is_good ? "%.150s can be read." : "Cannot read %.150s: %s.",
		 file, strerror(errno));
	add(device, is_good ? DTAP_FINDING_WELL : DTAP_FINDING_PROBLEM, text);
}

static void
check_simulator(const struct device_of *device)
{
	add(device, DTAP_FINDING_WELL, "The simulator needs no device.");
}

static void
check_interface(const struct device_of *device)
{
	const char *name = device->conf->interface;
	const struct dtap_tree_path path =
		dtap_tree_path(device->check->root, "/sys/class/net/%s", name);
	char text[DTAP_WHY_SIZE];
	bool is_there = access(path.text, F_OK) == 0;

	snprintf(text, sizeof text,
		 is_there ? "The interface %.60s is there."
			  : "There is no interface %.60s. Set ipa.interface to "
			    "one that \"ip link\" lists.",
		 name);
	add(device, is_there ? DTAP_FINDING_WELL : DTAP_FINDING_PROBLEM, text);
}

static const struct {
	const char *source;
	void (*check)(const struct device_of *device);
} checks[] = {
	{"diag", check_device_key},  {"hdlc", check_device_key},
	{"ipa", check_device_key},   {"usb", check_usb},
	{"unix", check_router},      {"tcp", check_tcp},
	{"file", check_file},        {"simulator", check_simulator},
	{"netdev", check_interface},
};

static void
check_tap(const struct dtap_check_of *of, const char *tap,
	  const struct dtap_conf_tap *conf)
{
	const struct device_of device = {of, tap, conf};

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
		if (strcmp(checks[i].source, conf->source) == 0)
			checks[i].check(&device);
}

void
dtap_check_device(const struct dtap_check_of *of)
{
	if (of->conf->diag_stream_enabled)
		check_tap(of, "diag", &of->conf->diag);
	if (of->conf->ipa_stream_enabled)
		check_tap(of, "ipa", &of->conf->ipa);
}
