/* SPDX-License-Identifier: MIT */
#include "hub/device_table.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json_value.h"

struct device {
	struct dtap_fleet_name name; /* without a tap */
	char taps[DTAP_HUB_DEVICE_TAPS][DTAP_FLEET_WORD_ROOM];
	char *report; /* NULL: none yet */
	size_t size;
	int64_t arrived; /* the report: the server's clock, ns */
	int64_t heard;   /* monotonic ns */
	bool has_left;
};

struct dtap_hub_devices {
	pthread_mutex_t lock;
	struct device **devices; /* by group and name */
	size_t count, room;
	uint64_t refused;
};

struct dtap_hub_devices *
dtap_hub_devices_new(void)
{
	struct dtap_hub_devices *table = calloc(1, sizeof *table);

	if (table != NULL)
		pthread_mutex_init(&table->lock, NULL);
	return table;
}

void
dtap_hub_devices_free(struct dtap_hub_devices *table)
{
	if (table == NULL)
		return;
	for (size_t i = 0; i < table->count; i++) {
		free(table->devices[i]->report);
		free(table->devices[i]);
	}
	free(table->devices);
	pthread_mutex_destroy(&table->lock);
	free(table);
}

static int
compare(const struct dtap_fleet_name *a, const struct dtap_fleet_name *b)
{
	int order = strcmp(a->group, b->group);

	return order != 0 ? order : strcmp(a->device, b->device);
}

/* Where the device is, or belongs. */
static size_t
place_of(const struct dtap_hub_devices *table,
	 const struct dtap_fleet_name *name)
{
	size_t low = 0, high = table->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (compare(&table->devices[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct device *
find(const struct dtap_hub_devices *table, const struct dtap_fleet_name *name)
{
	size_t place = place_of(table, name);

	return place < table->count &&
			       compare(&table->devices[place]->name, name) == 0
		       ? table->devices[place]
		       : NULL;
}

static bool
grow(struct dtap_hub_devices *table)
{
	size_t room = 2 * table->room + 16;
	struct device **devices;

	if (table->count < table->room)
		return true;
	devices = realloc(table->devices, room * sizeof(struct device *));
	if (devices == NULL)
		return false;
	table->devices = devices;
	table->room = room;
	return true;
}

/* The device, which is added if it is not known.  NULL: no room. */
static struct device *
add(struct dtap_hub_devices *table, const struct dtap_fleet_name *name)
{
	struct device *device = find(table, name);
	size_t place = place_of(table, name);

	if (device != NULL)
		return device;
	if (table->count == DTAP_DEVICES_MOST || !grow(table))
		return NULL;
	device = calloc(1, sizeof *device);
	if (device == NULL)
		return NULL;
	device->name = *name;
	device->name.tap[0] = '\0';
	memmove(table->devices + place + 1, table->devices + place,
		(table->count - place) * sizeof(struct device *));
	table->devices[place] = device;
	table->count++;
	return device;
}

/* A copy of a report that can be taken; NULL: it cannot. */
static char *
copy_report(const char *text, size_t size)
{
	struct dtap_json object;
	char *copy;

	if (size > DTAP_DEVICE_REPORT || !dtap_json_open(&object, text, size))
		return NULL;
	copy = malloc(size + 1);
	if (copy == NULL)
		return NULL;
	memcpy(copy, text, size);
	copy[size] = '\0';
	return copy;
}

bool
dtap_hub_devices_report(struct dtap_hub_devices *table,
			const struct dtap_fleet_name *name, const char *text,
			size_t size, int64_t arrived, int64_t now)
{
	char *report = copy_report(text, size);
	struct device *device = NULL;

	pthread_mutex_lock(&table->lock);
	if (report != NULL)
		device = add(table, name);
	if (device != NULL) {
		char *old = device->report;

		device->report = report;
		device->size = size;
		device->arrived = arrived;
		device->heard = now;
		device->has_left = false;
		report = old;
	} else {
		table->refused++;
	}
	pthread_mutex_unlock(&table->lock);
	free(report);
	return device != NULL;
}

void
dtap_hub_devices_left(struct dtap_hub_devices *table,
		      const struct dtap_fleet_name *name)
{
	struct device *device;

	pthread_mutex_lock(&table->lock);
	device = find(table, name);
	if (device != NULL)
		device->has_left = true;
	pthread_mutex_unlock(&table->lock);
}

static void
note_tap(struct device *device, const char *tap)
{
	for (size_t i = 0; i < DTAP_HUB_DEVICE_TAPS; i++) {
		if (strcmp(device->taps[i], tap) == 0)
			return;
		if (device->taps[i][0] == '\0') {
			memcpy(device->taps[i], tap, DTAP_FLEET_WORD_ROOM);
			return;
		}
	}
}

void
dtap_hub_devices_stored(struct dtap_hub_devices *table,
			const struct dtap_fleet_name *name)
{
	struct device *device;

	pthread_mutex_lock(&table->lock);
	device = add(table, name);
	if (device != NULL)
		note_tap(device, name->tap);
	pthread_mutex_unlock(&table->lock);
}

static bool
is_here(const struct device *device, int64_t now)
{
	return device->report != NULL && !device->has_left &&
	       now - device->heard < DTAP_DEVICE_AWAY_S * DTAP_NS_PER_S;
}

unsigned
dtap_hub_devices_find(struct dtap_hub_devices *table, const char *device,
		      const char *wanted, int64_t now,
		      struct dtap_hub_device *found)
{
	unsigned count = 0;

	pthread_mutex_lock(&table->lock);
	for (size_t i = 0; i < table->count; i++) {
		const struct device *one = table->devices[i];

		if (strcmp(one->name.device, device) != 0 ||
		    (*wanted != '\0' && strcmp(one->name.group, wanted) != 0))
			continue;
		found->name = one->name;
		memcpy(found->taps, one->taps, sizeof found->taps);
		found->is_here = is_here(one, now);
		count++;
	}
	pthread_mutex_unlock(&table->lock);
	return count;
}

static void
put_seconds(FILE *out, const char *name, int64_t ns)
{
	int64_t ms = ns / DTAP_NS_PER_MS;

	fprintf(out, ", \"%s\": %s%" PRId64 ".%03" PRId64, name,
		ms < 0 ? "-" : "", (ms < 0 ? -ms : ms) / 1000,
		(ms < 0 ? -ms : ms) % 1000);
}

/* How far the device's clock is behind the server's, if it says its own. */
static void
put_skew(FILE *out, const struct device *device)
{
	struct dtap_json object, sent;
	int64_t ns;

	if (dtap_json_open(&object, device->report, device->size) &&
	    dtap_json_member(&object, "sent_ns", &sent) &&
	    dtap_json_integer(&sent, &ns) && ns >= 0)
		put_seconds(out, "skew_s", device->arrived - ns);
	else
		fprintf(out, ", \"skew_s\": null");
}

static void
put_taps(FILE *out, const struct device *device)
{
	fprintf(out, ", \"stored\": [");
	for (size_t i = 0;
	     i < DTAP_HUB_DEVICE_TAPS && device->taps[i][0] != '\0'; i++)
		fprintf(out, "%s\"%s\"", i > 0 ? ", " : "", device->taps[i]);
	fputc(']', out);
}

static void
put_device(FILE *out, const struct device *device, int64_t now)
{
	fprintf(out,
		"{\"group\": \"%s\", \"device\": \"%s\", \"state\": \"%s\"",
		device->name.group, device->name.device,
		is_here(device, now) ? "here" : "away");
	put_taps(out, device);
	if (device->report == NULL) {
		fprintf(out, ", \"last_seen\": null, \"lag_s\": null, "
			     "\"skew_s\": null, \"report\": null}");
		return;
	}
	put_seconds(out, "last_seen", device->arrived);
	put_seconds(out, "lag_s", now - device->heard);
	put_skew(out, device);
	fprintf(out, ", \"report\": %s}", device->report);
}

char *
dtap_hub_devices_json(struct dtap_hub_devices *table, int64_t now, size_t *size)
{
	char *text;
	FILE *out = open_memstream(&text, size);

	if (out == NULL)
		return NULL;
	fputs("{\"devices\": [", out);
	pthread_mutex_lock(&table->lock);
	for (size_t i = 0; i < table->count; i++) {
		fputs(i > 0 ? ",\n " : "\n ", out);
		put_device(out, table->devices[i], now);
	}
	pthread_mutex_unlock(&table->lock);
	fputs("\n]}\n", out);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

struct dtap_device_counts
dtap_hub_devices_counts(struct dtap_hub_devices *table, int64_t now)
{
	struct dtap_device_counts counts = {0};

	pthread_mutex_lock(&table->lock);
	for (size_t i = 0; i < table->count; i++) {
		if (is_here(table->devices[i], now))
			counts.here++;
		else
			counts.away++;
	}
	counts.refused = table->refused;
	pthread_mutex_unlock(&table->lock);
	return counts;
}
