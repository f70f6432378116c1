/* SPDX-License-Identifier: MIT */
#include "hub/merge/intake.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "base/clock.h"

static void
forget(struct dtap_intake *intake)
{
	free(intake->taken.pieces);
	free(intake->taken.extras);
	memset(&intake->taken, 0, sizeof intake->taken);
}

void
dtap_intake_begin(struct dtap_intake *intake, uint64_t first,
		  bool losses_have_numbers)
{
	intake->numbers = (struct dtap_record_numbers){
		.next = first, .losses_have_numbers = losses_have_numbers};
	intake->spooled = dtap_spool_size(intake->spool);
	intake->stretch = (struct dtap_stretch){.next = 0};
	intake->is_open = false;
	intake->piece = (struct dtap_piece){.size = 0};
	intake->tail = 0;
	memset(&intake->taken, 0, sizeof intake->taken);
}

static int64_t
time_of(const struct dtap_whole_record *record)
{
	return dtap_get32(record->bytes) * DTAP_NS_PER_S +
	       dtap_get32(record->bytes + 4) * INT64_C(1000);
}

static bool
is_in_time(const struct dtap_intake *intake, int64_t time)
{
	return time >= intake->span.from && time < intake->span.to;
}

/* The piece is over.  The loss that was noted is of the next one. */
static bool
close_piece(struct dtap_intake *intake)
{
	bool good = !intake->is_open ||
		    dtap_held_boot_add(&intake->taken, &intake->piece);

	if (intake->is_open)
		intake->piece.lost = (struct dtap_amount){0};
	intake->is_open = false;
	intake->tail = 0;
	return good;
}

static void
open_piece(struct dtap_intake *intake, uint64_t number, int64_t time)
{
	intake->is_open = true;
	intake->piece.first = number;
	intake->piece.begun = time;
	intake->piece.at = dtap_spool_size(intake->spool);
	intake->piece.size = 0;
	intake->piece.origin = intake->origin;
}

/* Adds bytes to the piece; extras in front of them are inside it then. */
static bool
spool_record(struct dtap_intake *intake, const struct dtap_whole_record *record)
{
	if (!dtap_spool_add(intake->spool, record->bytes, record->size))
		return false;
	intake->piece.size = dtap_spool_size(intake->spool) - intake->piece.at;
	intake->taken.extra_count -= intake->tail;
	intake->tail = 0;
	return true;
}

/* The stretch of the boot that has this number, which was looked up before. */
static bool
is_held(struct dtap_intake *intake, uint64_t number)
{
	if (number >= intake->stretch.next)
		intake->stretch = dtap_held_boot_stretch(intake->boot, number);
	return intake->stretch.is_held;
}

static bool
take_container(struct dtap_intake *intake,
	       const struct dtap_whole_record *record)
{
	uint64_t number = intake->numbers.next - 1;
	int64_t time = time_of(record);
	bool wanted = is_in_time(intake, time);

	if (is_held(intake, number)) {
		intake->piece.lost = (struct dtap_amount){0};
		return close_piece(intake);
	}
	if (intake->is_open && (intake->piece.size > 0) != wanted &&
	    !close_piece(intake))
		return false;
	if (!intake->is_open)
		open_piece(intake, number, time);
	intake->piece.next = number + 1;
	return !wanted || spool_record(intake, record);
}

static bool
take_part(struct dtap_intake *intake, const struct dtap_whole_record *record)
{
	return !intake->is_open || intake->piece.size == 0 ||
	       spool_record(intake, record);
}

/* It is inside the piece only if a container follows. */
static bool
take_other(struct dtap_intake *intake, const struct dtap_whole_record *record)
{
	const struct dtap_extra extra = {
		.before = intake->numbers.next,
		.time = time_of(record),
		.at = dtap_spool_size(intake->spool),
		.size = (uint32_t)record->size,
		.origin = intake->origin,
	};

	if (!is_in_time(intake, extra.time) ||
	    dtap_held_boot_is_inside(intake->boot, extra.before))
		return true;
	if (intake->is_open && intake->piece.size > 0)
		intake->tail++;
	return dtap_held_boot_add_extra(&intake->taken, &extra) &&
	       dtap_spool_add(intake->spool, record->bytes, record->size);
}

static bool
take_loss(struct dtap_intake *intake)
{
	bool good = close_piece(intake);

	intake->piece.lost = intake->numbers.lost;
	return good;
}

static bool
take(struct dtap_intake *intake, enum dtap_record_role role,
     const struct dtap_whole_record *record)
{
	switch (role) {
	case DTAP_RECORD_CONTAINER:
		return take_container(intake, record);
	case DTAP_RECORD_PART:
		return take_part(intake, record);
	case DTAP_RECORD_LOSS:
		return take_loss(intake);
	default:
		return take_other(intake, record);
	}
}

enum dtap_intake_result
dtap_intake_add(struct dtap_intake *intake,
		const struct dtap_whole_record *record)
{
	enum dtap_record_role role = DTAP_RECORD_WRONG;

	if (record->size >= DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE)
		role = dtap_record_numbers_take(
			&intake->numbers,
			record->bytes + DTAP_PCAP_RECORD_HEADER,
			record->size - DTAP_PCAP_RECORD_HEADER);
	if (role == DTAP_RECORD_WRONG)
		return DTAP_INTAKE_WRONG;
	return take(intake, role, record) ? DTAP_INTAKE_GOOD
					  : DTAP_INTAKE_FAILED;
}

static bool
hold(struct dtap_intake *intake)
{
	const struct dtap_held_boot *taken = &intake->taken;

	for (size_t i = 0; i < taken->piece_count; i++)
		if (!dtap_held_boot_add(intake->boot, &taken->pieces[i]))
			return false;
	for (size_t i = 0; i < taken->extra_count; i++)
		if (!dtap_held_boot_add_extra(intake->boot, &taken->extras[i]))
			return false;
	return true;
}

enum dtap_intake_result
dtap_intake_end(struct dtap_intake *intake, uint64_t next)
{
	if (intake->numbers.next != next ||
	    !dtap_record_numbers_end(&intake->numbers))
		return DTAP_INTAKE_WRONG;
	if (!close_piece(intake) || !hold(intake))
		return DTAP_INTAKE_FAILED;
	forget(intake);
	return DTAP_INTAKE_GOOD;
}

bool
dtap_intake_drop(struct dtap_intake *intake)
{
	forget(intake);
	return dtap_spool_cut(intake->spool, intake->spooled);
}
