/* SPDX-License-Identifier: MIT */
#include "hub/merge/holding.h"

#include <stdlib.h>
#include <string.h>

void
dtap_holding_clear(struct dtap_holding *holding)
{
	struct dtap_held_tap *tap;
	struct dtap_held_boot *boot;

	while ((tap = holding->taps) != NULL) {
		holding->taps = tap->next;
		while ((boot = tap->boots) != NULL) {
			tap->boots = boot->next;
			free(boot->pieces);
			free(boot->extras);
			free(boot);
		}
		free(tap);
	}
}

static struct dtap_held_boot *
find_boot(const struct dtap_held_tap *tap, uint64_t number)
{
	struct dtap_held_boot *boot = tap->boots;

	while (boot != NULL && boot->boot != number)
		boot = boot->next;
	return boot;
}

static bool
is_named(const struct dtap_held_tap *tap, const struct dtap_fleet_name *name)
{
	return strcmp(tap->name.device, name->device) == 0 &&
	       strcmp(tap->name.tap, name->tap) == 0 &&
	       (name->group[0] == '\0' ||
		strcmp(tap->name.group, name->group) == 0);
}

/* Of several groups the tap that has the boot. */
static struct dtap_held_tap *
find_tap(const struct dtap_holding *holding, const struct dtap_fleet_name *name,
	 uint64_t boot)
{
	struct dtap_held_tap *found = NULL;

	for (struct dtap_held_tap *tap = holding->taps; tap != NULL;
	     tap = tap->next) {
		if (!is_named(tap, name))
			continue;
		if (find_boot(tap, boot) != NULL)
			return tap;
		if (found == NULL)
			found = tap;
	}
	return found;
}

/* At the end, so that their order is that of their coming. */
static struct dtap_held_tap *
add_tap(struct dtap_holding *holding, const struct dtap_fleet_name *name)
{
	struct dtap_held_tap *tap = calloc(1, sizeof *tap);
	struct dtap_held_tap **end = &holding->taps;

	if (tap == NULL)
		return NULL;
	tap->name = *name;
	while (*end != NULL)
		end = &(*end)->next;
	*end = tap;
	return tap;
}

struct dtap_held_boot *
dtap_holding_boot(struct dtap_holding *holding,
		  const struct dtap_fleet_name *name, uint64_t number)
{
	struct dtap_held_tap *tap = find_tap(holding, name, number);
	struct dtap_held_boot *boot;

	if (tap == NULL)
		tap = add_tap(holding, name);
	if (tap == NULL)
		return NULL;
	boot = find_boot(tap, number);
	if (boot != NULL)
		return boot;
	boot = calloc(1, sizeof *boot);
	if (boot == NULL)
		return NULL;
	boot->boot = number;
	boot->next = tap->boots;
	tap->boots = boot;
	return boot;
}

/* The first piece that ends behind this number. */
static size_t
find_piece(const struct dtap_held_boot *boot, uint64_t number)
{
	size_t low = 0, high = boot->piece_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (boot->pieces[middle].next > number)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

struct dtap_stretch
dtap_held_boot_stretch(const struct dtap_held_boot *boot, uint64_t number)
{
	size_t at = find_piece(boot, number);
	const struct dtap_piece *piece;

	if (at == boot->piece_count)
		return (struct dtap_stretch){.next = UINT64_MAX};
	piece = &boot->pieces[at];
	if (piece->first > number)
		return (struct dtap_stretch){.next = piece->first};
	return (struct dtap_stretch){.next = piece->next, .is_held = true};
}

bool
dtap_held_boot_has(const struct dtap_held_boot *boot, uint64_t first,
		   uint64_t next)
{
	while (first < next) {
		struct dtap_stretch stretch =
			dtap_held_boot_stretch(boot, first);

		if (!stretch.is_held)
			return false;
		first = stretch.next;
	}
	return true;
}

bool
dtap_held_boot_is_inside(const struct dtap_held_boot *boot, uint64_t number)
{
	size_t at = find_piece(boot, number);

	return at < boot->piece_count && boot->pieces[at].first < number;
}

/* Room for one more in a list of items. */
static bool
grow(void **list, size_t *room, size_t count, size_t item)
{
	size_t more = 2 * count + 16;
	void *larger;

	if (count < *room)
		return true;
	larger = realloc(*list, more * item);
	if (larger == NULL)
		return false;
	*list = larger;
	*room = more;
	return true;
}

bool
dtap_held_boot_add(struct dtap_held_boot *boot, const struct dtap_piece *piece)
{
	void *list = boot->pieces;
	size_t at = find_piece(boot, piece->first);

	if (!grow(&list, &boot->piece_room, boot->piece_count, sizeof *piece))
		return false;
	boot->pieces = list;
	memmove(&boot->pieces[at + 1], &boot->pieces[at],
		(boot->piece_count - at) * sizeof *piece);
	boot->pieces[at] = *piece;
	boot->piece_count++;
	return true;
}

bool
dtap_held_boot_add_extra(struct dtap_held_boot *boot,
			 const struct dtap_extra *extra)
{
	void *list = boot->extras;

	if (!grow(&list, &boot->extra_room, boot->extra_count, sizeof *extra))
		return false;
	boot->extras = list;
	boot->extras[boot->extra_count++] = *extra;
	return true;
}
