/* SPDX-License-Identifier: MIT */
#include "hub/merge/merged_file.h"

#include <stdlib.h>

#include "hub/merge/tap_walk.h"
#include "hub/pcapng.h"
#include "version.h"

/* A tap, with its next record. */
struct lane {
	struct dtap_tap_walk *walk;
	struct dtap_walk_record record;
	struct dtap_merged_tap merged;
	bool has_interface;
	uint32_t interface;
};

struct merged_file {
	FILE *out;
	struct dtap_bytes bytes; /* of a block */
	struct lane *lanes;
	size_t lane_count;
	struct lane **heap; /* lanes with a record, the oldest at the top */
	size_t heap_count;
	uint32_t interfaces;
};

static bool
is_older(const struct lane *one, const struct lane *other)
{
	if (one->record.time != other->record.time)
		return one->record.time < other->record.time;
	return one < other;
}

/* Puts the lane where it belongs at or below `at`. */
static void
sink(struct merged_file *file, size_t at, struct lane *lane)
{
	for (;;) {
		size_t below = 2 * at + 1;

		if (below + 1 < file->heap_count &&
		    is_older(file->heap[below + 1], file->heap[below]))
			below++;
		if (below >= file->heap_count ||
		    !is_older(file->heap[below], lane))
			break;
		file->heap[at] = file->heap[below];
		at = below;
	}
	file->heap[at] = lane;
}

static bool
make_lanes(struct merged_file *file, const struct dtap_holding *holding,
	   struct dtap_spool *spool)
{
	size_t count = 0;

	for (struct dtap_held_tap *tap = holding->taps; tap != NULL;
	     tap = tap->next)
		count++;
	file->lanes = calloc(count + 1, sizeof *file->lanes);
	file->heap = calloc(count + 1, sizeof(struct lane *));
	if (file->lanes == NULL || file->heap == NULL)
		return false;
	for (struct dtap_held_tap *tap = holding->taps; tap != NULL;
	     tap = tap->next) {
		struct lane *lane = &file->lanes[file->lane_count++];

		lane->merged.name = &tap->name;
		lane->walk = dtap_tap_walk_new(tap, spool);
		if (lane->walk == NULL)
			return false;
	}
	return true;
}

static bool
fill_heap(struct merged_file *file)
{
	for (size_t i = 0; i < file->lane_count; i++) {
		struct lane *lane = &file->lanes[i];
		int found = dtap_tap_walk_next(lane->walk, &lane->record);

		if (found < 0)
			return false;
		if (found > 0)
			file->heap[file->heap_count++] = lane;
	}
	for (size_t i = file->heap_count / 2; i-- > 0;)
		sink(file, i, file->heap[i]);
	return true;
}

static bool
flush(struct merged_file *file)
{
	bool good =
		file->bytes.size == 0 ||
		fwrite(file->bytes.data, file->bytes.size, 1, file->out) == 1;

	file->bytes.size = 0;
	return good;
}

/* The tap's interface, which is described before its first record. */
static bool
name_interface(struct merged_file *file, struct lane *lane)
{
	const struct dtap_fleet_name *name = lane->merged.name;
	char text[2 * DTAP_FLEET_WORD_ROOM];

	if (lane->has_interface)
		return true;
	snprintf(text, sizeof text, "%s/%s", name->device, name->tap);
	lane->has_interface = true;
	lane->interface = file->interfaces++;
	return dtap_pcapng_interface(&file->bytes, text);
}

static bool
write_record(struct merged_file *file, struct lane *lane)
{
	const struct dtap_walk_record *record = &lane->record;
	struct dtap_pcapng_packet packet;

	if (!name_interface(file, lane))
		return false;
	packet = (struct dtap_pcapng_packet){
		.interface = lane->interface,
		.time_us = record->time / 1000,
		.data = record->data,
		.size = record->size,
		.original = record->original,
	};
	if (record->missing.containers > 0)
		lane->merged.missing += record->missing.containers;
	else
		lane->merged.records[record->origin]++;
	return dtap_pcapng_packet(&file->bytes, &packet) && flush(file);
}

/* Writes the oldest record, and reads the next one of its tap. */
static bool
write_next(struct merged_file *file)
{
	struct lane *lane = file->heap[0];
	int found;

	if (!write_record(file, lane))
		return false;
	found = dtap_tap_walk_next(lane->walk, &lane->record);
	if (found == 0)
		lane = file->heap[--file->heap_count];
	if (file->heap_count > 0)
		sink(file, 0, lane);
	return found >= 0;
}

static bool
write_all(struct merged_file *file, const struct dtap_holding *holding,
	  struct dtap_spool *spool)
{
	bool good = make_lanes(file, holding, spool) && fill_heap(file) &&
		    dtap_pcapng_section(&file->bytes, "diagtap " DTAP_VERSION);

	while (good && file->heap_count > 0)
		good = write_next(file);
	return good && flush(file);
}

bool
dtap_merged_file_write(
	FILE *out, const struct dtap_holding *holding, struct dtap_spool *spool,
	void (*tell)(void *arg, const struct dtap_merged_tap *tap), void *arg)
{
	struct merged_file file = {.out = out};
	bool good = write_all(&file, holding, spool);

	for (size_t i = 0; i < file.lane_count; i++) {
		if (good && file.lanes[i].has_interface)
			tell(arg, &file.lanes[i].merged);
		dtap_tap_walk_free(file.lanes[i].walk);
	}
	free(file.lanes);
	free(file.heap);
	dtap_bytes_clear(&file.bytes);
	return good;
}
