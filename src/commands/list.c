/* SPDX-License-Identifier: MIT */
#include "commands/commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands/probe.h"
#include "devices/listing.h"

/* A device, and what was found out about it here. */
struct row {
	struct dtap_listed listed;
	struct dtap_probe probe;
};

/* It does not open the device, but to ask it. */
static void
look_at(struct row *row, const struct dtap_device *device,
	const struct dtap_list_options *options)
{
	static const char *const results[] = {"not asked", "answers", "silent",
					      "failed"};

	row->probe = (struct dtap_probe){0};
	dtap_listed_look(&row->listed, device, options->root);
	if (options->probe && !row->listed.has_owner)
		dtap_probe(&row->probe, device);
	row->listed.probe = results[row->probe.result];
	row->listed.answer = row->probe.text;
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
	const struct dtap_listed *listed = &row->listed;
	const struct dtap_device *device = listed->device;
	char line[160];

	printf("%-9s %s  %s\n", score_name(device), device->node, device->what);
	print_line("", device->why);
	if (listed->has_owner) {
		snprintf(line, sizeof line, "%s (pid %d)", listed->owner.name,
			 (int)listed->owner.pid);
		print_line("open in: ", line);
	}
	if (listed->is_forbidden)
		print_line("", "this user may not open it");
	if (row->probe.result != DTAP_PROBE_NOT_ASKED)
		print_line(row->probe.result == DTAP_PROBE_ANSWERS
				   ? "it answers: "
				   : "asked: ",
			   row->probe.text);
	print_line("", listed->configuration);
	print_line("", device->advice);
}

static void
print_end(const struct dtap_devices *devices, bool found, const char *root)
{
	struct dtap_unreadable unreadable;

	dtap_unreadable_find(&unreadable, root);
	if (devices->count > 0)
		printf("\n");
	if (found)
		printf("A line with braces goes into diagtapd.conf(5), beside "
		       "\"diag_stream_enabled = true;\".\n");
	else
		printf("No DIAG port was found.  If a phone or modem is "
		       "plugged in, DIAG may be off in it: docs/connect.md "
		       "says how to switch it on.\n");
	for (size_t i = 0; i < unreadable.count; i++)
		printf("%s cannot be read: %s.  There may be more ports.\n",
		       unreadable.places[i].path,
		       strerror(unreadable.places[i].error));
	if (!dtap_listing_sees_others())
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
		dtap_listing_begin(stdout);
	for (size_t i = 0; i < devices.count; i++) {
		struct row row;

		look_at(&row, &devices.list[i], options);
		found = found || devices.list[i].score != DTAP_USB_NOT;
		if (options->json)
			dtap_listing_put(stdout, &row.listed, i == 0);
		else
			print_text(&row);
	}
	if (options->json)
		dtap_listing_end(stdout, options->root);
	else
		print_end(&devices, found, options->root);
	dtap_devices_free(&devices);
	if (fflush(stdout) == 0)
		return found ? 0 : 1;
	dtap_log(log, DTAP_ERROR, "standard output: %s", strerror(errno));
	return 1;
}
