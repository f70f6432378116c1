/* SPDX-License-Identifier: MIT */
#include "commands/commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "commands/probe.h"
#include "devices/device.h"
#include "sources/diag/device_owner.h"

/* A device, and what was found out about it here. */
struct row {
	const struct dtap_device *device;
	char configuration[128];
	bool has_owner, is_forbidden;
	struct dtap_device_owner owner;
	struct dtap_probe probe;
};

/* It does not open the device. */
static void
look_at(struct row *row, const struct dtap_device *device,
	const struct dtap_list_options *options)
{
	char path[512];

	*row = (struct row){.device = device};
	dtap_device_configuration(device, row->configuration,
				  sizeof row->configuration);
	snprintf(path, sizeof path, "%s%s", options->root, device->node);
	if (device->node[0] == '/' && device->kind != DTAP_DEVICE_OTHER) {
		row->has_owner = dtap_device_owner_find(&row->owner, -1, path);
		row->is_forbidden = device->source[0] != '\0' &&
				    access(path, R_OK | W_OK) < 0 &&
				    errno == EACCES;
	}
	if (options->probe && !row->has_owner)
		dtap_probe(&row->probe, device);
}

static const char *
score_name(const struct dtap_device *device)
{
	static const char *const names[] = {
		[DTAP_USB_NOT] = "not DIAG",
		[DTAP_USB_MAY_BE] = "may be",
		[DTAP_USB_DIAG] = "DIAG",
	};

	return names[device->score];
}

static void
print_line(const char *before, const char *text)
{
	if (text[0] != '\0')
		printf("          %s%s\n", before, text);
}

static void
print_text(const struct row *row)
{
	const struct dtap_device *device = row->device;
	char line[160];

	printf("%-9s %s  %s\n", score_name(device), device->node, device->what);
	print_line("", device->why);
	if (row->has_owner) {
		snprintf(line, sizeof line, "%s (pid %d)", row->owner.name,
			 (int)row->owner.pid);
		print_line("open in: ", line);
	}
	if (row->is_forbidden)
		print_line("", "this user may not open it");
	if (row->probe.result != DTAP_PROBE_NOT_ASKED)
		print_line(row->probe.result == DTAP_PROBE_ANSWERS
				   ? "it answers: "
				   : "asked: ",
			   row->probe.text);
	print_line("", row->configuration);
	print_line("", device->advice);
}

static void
print_key(const char *key, const char *text)
{
	printf(", \"%s\": ", key);
	dtap_json_string(stdout, text);
}

static void
print_usb(const struct dtap_usb_port *port)
{
	const struct dtap_usb_interface *about = &port->interface;

	printf(", \"usb\": {\"vendor\": \"%04x\", \"product\": \"%04x\"",
	       port->vendor, port->product);
	print_key("place", port->device);
	print_key("name", port->name);
	print_key("driver", port->driver);
	printf(", \"interface\": %u, \"class\": \"%02x/%02x/%02x\", "
	       "\"speed_mbit\": %u}",
	       about->number, about->class, about->subclass, about->protocol,
	       port->speed);
}

static void
print_json(const struct row *row, bool is_first)
{
	static const char *const scores[] = {"no", "maybe", "yes"};
	static const char *const results[] = {"not asked", "answers", "silent",
					      "failed"};
	const struct dtap_device *device = row->device;

	printf("%s\n  {\"diag\": \"%s\"", is_first ? "" : ",",
	       scores[device->score]);
	print_key("node", device->node);
	print_key("what", device->what);
	print_key("why", device->why);
	print_key("configuration", row->configuration);
	print_key("advice", device->advice);
	printf(", \"permitted\": %s", row->is_forbidden ? "false" : "true");
	if (row->has_owner) {
		printf(", \"owner\": {\"pid\": %d", (int)row->owner.pid);
		print_key("name", row->owner.name);
		printf("}");
	} else {
		printf(", \"owner\": null");
	}
	print_key("probe", results[row->probe.result]);
	print_key("answer", row->probe.text);
	if (device->kind == DTAP_DEVICE_USB ||
	    device->kind == DTAP_DEVICE_SERIAL)
		print_usb(&device->port);
	printf("}");
}

static void
print_end(const struct dtap_devices *devices, bool found)
{
	if (devices->count > 0)
		printf("\n");
	if (found)
		printf("A line with braces goes into diagtapd.conf(5), beside "
		       "\"diag_stream_enabled = true;\".\n");
	else
		printf("No DIAG port was found.  If a phone or modem is "
		       "plugged in, DIAG may be off in it: docs/connect.md "
		       "says how to switch it on.\n");
	if (geteuid() != 0)
		printf("Only root sees which programs of other users have a "
		       "port open.\n");
}

int
dtap_command_list(const struct dtap_log *log,
		  const struct dtap_list_options *options)
{
	struct dtap_devices devices;
	bool found = false;

	if (!dtap_devices_find(&devices, options->root)) {
		dtap_log(log, DTAP_ERROR, "%s", strerror(ENOMEM));
		return 1;
	}
	if (options->json)
		printf("{\"devices\": [");
	for (size_t i = 0; i < devices.count; i++) {
		struct row row;

		look_at(&row, &devices.list[i], options);
		found = found || devices.list[i].score != DTAP_USB_NOT;
		if (options->json)
			print_json(&row, i == 0);
		else
			print_text(&row);
	}
	if (options->json)
		printf("\n]}\n");
	else
		print_end(&devices, found);
	dtap_devices_free(&devices);
	if (fflush(stdout) == 0)
		return found ? 0 : 1;
	dtap_log(log, DTAP_ERROR, "standard output: %s", strerror(errno));
	return 1;
}
