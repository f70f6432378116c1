/* SPDX-License-Identifier: MIT */
#include "devices/listing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "devices/tree.h"

void
dtap_listed_look(struct dtap_listed *out, const struct dtap_device *device,
		 const char *root)
{
	char path[512];

	*out = (struct dtap_listed){
		.device = device, .probe = "not asked", .answer = ""};
	dtap_device_configuration(device, out->configuration,
				  sizeof out->configuration);
	snprintf(path, sizeof path, "%s%s", root, device->node);
	if (device->node[0] != '/' || device->kind == DTAP_DEVICE_OTHER)
		return;
	out->has_owner = dtap_device_owner_is_us(&out->owner, path) ||
			 dtap_device_owner_find(&out->owner, -1, path);
	out->is_forbidden = device->source[0] != '\0' &&
			    access(path, R_OK | W_OK) < 0 && errno == EACCES;
}

/* A machine without USB has no such folder; the others are everywhere. */
static const struct place {
	const char *path;
	bool may_be_absent;
} places[DTAP_UNREADABLE] = {
	{"/dev", false},
	{"/sys/bus", false},
	{"/sys/bus/usb/devices", true},
	{"/proc/self/net/unix", false},
};

void
dtap_unreadable_find(struct dtap_unreadable *out, const char *root)
{
	*out = (struct dtap_unreadable){0};
	for (size_t i = 0; i < DTAP_UNREADABLE; i++) {
		const struct dtap_tree_path path =
			dtap_tree_path(root, "%s", places[i].path);

		if (access(path.text, R_OK) == 0)
			continue;
		/* The copy of a tree has only what matters. */
		if (errno == ENOENT &&
		    (places[i].may_be_absent || root[0] != '\0'))
			continue;
		out->places[out->count].path = places[i].path;
		out->places[out->count++].error = errno;
	}
}

bool
dtap_listing_sees_others(void)
{
	return access("/proc/1/fd", R_OK | X_OK) == 0;
}

static void
put_key(FILE *out, const char *key, const char *text)
{
	fprintf(out, ", \"%s\": ", key);
	dtap_json_string(out, text);
}

static void
put_usb(FILE *out, const struct dtap_usb_port *port)
{
	const struct dtap_usb_interface *about = &port->interface;

	fprintf(out, ", \"usb\": {\"vendor\": \"%04x\", \"product\": \"%04x\"",
		port->vendor, port->product);
	put_key(out, "place", port->device);
	put_key(out, "name", port->name);
	put_key(out, "driver", port->driver);
	fprintf(out,
		", \"interface\": %u, \"class\": \"%02x/%02x/%02x\", "
		"\"speed_mbit\": %u}",
		about->number, about->class, about->subclass, about->protocol,
		port->speed);
}

static void
put_owner(FILE *out, const struct dtap_listed *listed)
{
	fprintf(out, ", \"permitted\": %s, \"owner\": ",
		listed->is_forbidden ? "false" : "true");
	if (!listed->has_owner) {
		fprintf(out, "null");
		return;
	}
	fprintf(out, "{\"pid\": %d", (int)listed->owner.pid);
	put_key(out, "name", listed->owner.name);
	fprintf(out, "}");
}

void
dtap_listing_begin(FILE *out)
{
	fprintf(out, "{\"devices\": [");
}

void
dtap_listing_put(FILE *out, const struct dtap_listed *listed, bool is_first)
{
	static const char *const scores[] = {"no", "maybe", "yes"};
	const struct dtap_device *device = listed->device;

	fprintf(out, "%s\n  {\"diag\": \"%s\"", is_first ? "" : ",",
		scores[device->score]);
	put_key(out, "node", device->node);
	put_key(out, "what", device->what);
	put_key(out, "why", device->why);
	put_key(out, "configuration", listed->configuration);
	put_key(out, "advice", device->advice);
	put_owner(out, listed);
	put_key(out, "probe", listed->probe);
	put_key(out, "answer", listed->answer);
	if (device->kind == DTAP_DEVICE_USB ||
	    device->kind == DTAP_DEVICE_SERIAL)
		put_usb(out, &device->port);
	fprintf(out, "}");
}

void
dtap_listing_end(FILE *out, const char *root)
{
	struct dtap_unreadable unreadable;

	dtap_unreadable_find(&unreadable, root);
	fprintf(out, "\n],\n\"sees_other_users\": %s,\n\"unreadable\": [",
		dtap_listing_sees_others() ? "true" : "false");
	for (size_t i = 0; i < unreadable.count; i++) {
		fprintf(out, "%s{\"path\": ", i > 0 ? ", " : "");
		dtap_json_string(out, unreadable.places[i].path);
		put_key(out, "why", strerror(unreadable.places[i].error));
		fprintf(out, "}");
	}
	fprintf(out, "]}\n");
}

bool
dtap_listing_write(FILE *out, const char *root)
{
	struct dtap_devices devices;

	if (!dtap_devices_find(&devices, root))
		return false;
	dtap_listing_begin(out);
	for (size_t i = 0; i < devices.count; i++) {
		struct dtap_listed listed;

		dtap_listed_look(&listed, &devices.list[i], root);
		dtap_listing_put(out, &listed, i == 0);
	}
	dtap_listing_end(out, root);
	dtap_devices_free(&devices);
	return true;
}
