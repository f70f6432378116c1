/* SPDX-License-Identifier: MIT */
/*
 * The search for gaps: rows of records go in through an intake, and what a walk
 * gives is a text, as "5 6 -3 10 r": containers 5 and 6, a loss of 3, container
 * 10, a request.
 */
#include "support/testing.h"

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "base/clock.h"
#include "hub/merge/intake.h"
#include "hub/merge/tap_walk.h"

struct fixture {
	struct dtap_holding holding;
	struct dtap_intake intake;
	char text[256];
};

/* "rig-7/diag", whatever the group. */
static struct dtap_fleet_name
name_of(const char *group)
{
	struct dtap_fleet_name name = {.device = "rig-7", .tap = "diag"};

	strcpy(name.group, group);
	return name;
}

static int
set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof *fixture);

	fixture->intake.spool = dtap_spool_new();
	fixture->intake.span = (struct dtap_time_span){INT64_MIN, INT64_MAX};
	*state = fixture;
	return fixture->intake.spool != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	dtap_holding_clear(&fixture->holding);
	dtap_spool_free(fixture->intake.spool);
	free(fixture);
	return 0;
}

/* Made at the second `time`; a number of 4 bytes is the payload. */
static enum dtap_intake_result
add(struct fixture *fixture, enum dtap_path path, uint32_t time,
    uint32_t payload)
{
	uint8_t record[64] = {0};
	size_t label = path == DTAP_PATH_REQUEST ? DTAP_REQUEST_LABEL : 0;
	size_t size = DTAP_PREAMBLE + label + 4;
	const struct dtap_whole_record whole = {record,
						DTAP_PCAP_RECORD_HEADER + size};

	dtap_put32(record, time);
	dtap_put32(record + 8, (uint32_t)size);
	dtap_put32(record + 12, (uint32_t)size);
	dtap_put16(record + 16, (uint16_t)path);
	record[18] = (uint8_t)label;
	dtap_put32(record + 16 + DTAP_PREAMBLE + label, payload);
	return dtap_intake_add(&fixture->intake, &whole);
}

static enum dtap_intake_result
add_loss(struct fixture *fixture, uint32_t time, uint64_t containers)
{
	const struct dtap_amount amount = {containers, 100 * containers};
	uint8_t record[DTAP_LOSS_RECORD], next[DTAP_PCAP_RECORD_HEADER] = {0};
	const struct dtap_whole_record whole = {record, sizeof record};

	dtap_put32(next, time);
	dtap_pcap_write_loss(record, &amount, next);
	return dtap_intake_add(&fixture->intake, &whole);
}

static void
begin(struct fixture *fixture, enum dtap_origin origin, uint64_t boot,
      uint64_t first)
{
	const struct dtap_fleet_name name =
		name_of(origin == DTAP_FROM_STORE ? "lab" : "");

	fixture->intake.boot =
		dtap_holding_boot(&fixture->holding, &name, boot);
	fixture->intake.origin = origin;
	dtap_intake_begin(&fixture->intake, first, true);
}

/* Containers first to next - 1, each made at the second of its number. */
static void
put(struct fixture *fixture, enum dtap_origin origin, uint64_t boot,
    uint64_t first, uint64_t next)
{
	begin(fixture, origin, boot, first);
	for (uint64_t i = first; i < next; i++)
		assert_int_equal(add(fixture, DTAP_PATH_CONTAINER, (uint32_t)i,
				     (uint32_t)i),
				 DTAP_INTAKE_GOOD);
	assert_int_equal(dtap_intake_end(&fixture->intake, next),
			 DTAP_INTAKE_GOOD);
}

static void
write_record(FILE *out, const struct dtap_walk_record *record)
{
	uint16_t path = dtap_get16(record->data);

	if (path == DTAP_PATH_LOSS)
		fprintf(out, "-%d ", (int)record->missing.containers);
	else if (path == DTAP_PATH_REQUEST)
		fprintf(out, "r%d ",
			(int)dtap_get32(record->data + record->size - 4));
	else
		fprintf(out, "%d%s ",
			(int)dtap_get32(record->data + record->size - 4),
			record->origin == DTAP_FROM_FILES ? "f" : "");
}

static const char *
walk(struct fixture *fixture)
{
	struct dtap_tap_walk *walk =
		dtap_tap_walk_new(fixture->holding.taps, fixture->intake.spool);
	FILE *out = fmemopen(fixture->text, sizeof fixture->text, "w");
	struct dtap_walk_record record;
	int found;

	while ((found = dtap_tap_walk_next(walk, &record)) > 0)
		write_record(out, &record);
	assert_int_equal(found, 0);
	dtap_tap_walk_free(walk);
	fclose(out);
	return fixture->text;
}

static void
fills_gaps(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, DTAP_FROM_STORE, 1, 5, 7);
	put(fixture, DTAP_FROM_STORE, 1, 10, 12);
	put(fixture, DTAP_FROM_STORE, 1, 12, 13);
	assert_string_equal(walk(fixture), "5 6 -3 10 11 12 ");
	/* Both ends of the file are there already. */
	put(fixture, DTAP_FROM_FILES, 1, 6, 9);
	assert_string_equal(walk(fixture), "5 6 7f 8f -1 10 11 12 ");
	put(fixture, DTAP_FROM_FILES, 1, 3, 14);
	assert_string_equal(walk(fixture), "3f 4f 5 6 7f 8f 9f 10 11 12 13f ");
	assert_null(fixture->holding.taps->next);
}

static void
drops_doubles(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, DTAP_FROM_STORE, 1, 2, 4);
	put(fixture, DTAP_FROM_STORE, 1, 2, 4);
	put(fixture, DTAP_FROM_STORE, 1, 0, 2);
	put(fixture, DTAP_FROM_FILES, 1, 0, 4);
	assert_string_equal(walk(fixture), "0 1 2 3 ");
}

static void
keeps_boots_apart(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, DTAP_FROM_FILES, 2, 30, 31);
	put(fixture, DTAP_FROM_STORE, 1, 5, 6);
	/* One that follows another begins with 0, and is not in the group. */
	assert_string_equal(walk(fixture), "30f ");
	dtap_holding_clear(&fixture->holding);
	put(fixture, DTAP_FROM_STORE, 1, 5, 6);
	put(fixture, DTAP_FROM_FILES, 2, 30, 31);
	assert_string_equal(walk(fixture), "5 -30 30f ");
}

/* A request stands between 4 and 5, in a message's tail, or another's head. */
static void
puts_requests_where_they_were(void **state)
{
	struct fixture *fixture = *state;

	for (int at_tail = 0; at_tail < 2; at_tail++) {
		dtap_holding_clear(&fixture->holding);
		begin(fixture, DTAP_FROM_STORE, 1, 4);
		add(fixture, DTAP_PATH_CONTAINER, 4, 4);
		if (at_tail)
			add(fixture, DTAP_PATH_REQUEST, 4, 44);
		assert_int_equal(dtap_intake_end(&fixture->intake, 5),
				 DTAP_INTAKE_GOOD);
		begin(fixture, DTAP_FROM_FILES, 1, 3);
		add(fixture, DTAP_PATH_CONTAINER, 3, 3);
		add(fixture, DTAP_PATH_REQUEST, 3, 33);
		add(fixture, DTAP_PATH_CONTAINER, 4, 4);
		add(fixture, DTAP_PATH_REQUEST, 4, 44);
		add(fixture, DTAP_PATH_CONTAINER, 5, 5);
		add(fixture, DTAP_PATH_REQUEST, 5, 55);
		add(fixture, DTAP_PATH_CONTAINER, 6, 6);
		assert_int_equal(dtap_intake_end(&fixture->intake, 7),
				 DTAP_INTAKE_GOOD);
		assert_string_equal(walk(fixture), "3f r33 4 r44 5f r55 6f ");
	}
}

/* A message of requests alone has no container. */
static void
drops_a_request_that_is_inside(void **state)
{
	struct fixture *fixture = *state;

	begin(fixture, DTAP_FROM_STORE, 1, 5);
	add(fixture, DTAP_PATH_REQUEST, 4, 44);
	assert_int_equal(dtap_intake_end(&fixture->intake, 5),
			 DTAP_INTAKE_GOOD);
	begin(fixture, DTAP_FROM_FILES, 1, 4);
	add(fixture, DTAP_PATH_CONTAINER, 4, 4);
	add(fixture, DTAP_PATH_REQUEST, 4, 44);
	add(fixture, DTAP_PATH_CONTAINER, 5, 5);
	assert_int_equal(dtap_intake_end(&fixture->intake, 6),
			 DTAP_INTAKE_GOOD);
	assert_string_equal(walk(fixture), "4f r44 5f ");
}

/* What the archive lost has numbers; the store has it. */
static void
fills_the_losses_of_a_file(void **state)
{
	struct fixture *fixture = *state;

	begin(fixture, DTAP_FROM_FILES, 1, 3);
	add(fixture, DTAP_PATH_CONTAINER, 3, 3);
	assert_int_equal(add_loss(fixture, 7, 3), DTAP_INTAKE_GOOD);
	add(fixture, DTAP_PATH_CONTAINER, 7, 7);
	assert_int_equal(dtap_intake_end(&fixture->intake, 8),
			 DTAP_INTAKE_GOOD);
	assert_string_equal(walk(fixture), "3f -3 7f ");
	assert_int_equal(fixture->holding.taps->boots->pieces[1].lost.bytes,
			 300);
	put(fixture, DTAP_FROM_FILES, 1, 4, 7);
	assert_string_equal(walk(fixture), "3f 4f 5f 6f 7f ");
}

static void
leaves_out_other_times(void **state)
{
	struct fixture *fixture = *state;

	fixture->intake.span =
		(struct dtap_time_span){6 * DTAP_NS_PER_S, 11 * DTAP_NS_PER_S};
	put(fixture, DTAP_FROM_STORE, 1, 3, 9);
	put(fixture, DTAP_FROM_STORE, 1, 10, 14);
	assert_string_equal(walk(fixture), "6 7 8 -1 10 ");
}

static void
takes_nothing_of_a_wrong_row(void **state)
{
	struct fixture *fixture = *state;
	uint64_t size;

	put(fixture, DTAP_FROM_STORE, 1, 0, 1);
	size = dtap_spool_size(fixture->intake.spool);
	begin(fixture, DTAP_FROM_FILES, 1, 1);
	add(fixture, DTAP_PATH_CONTAINER, 1, 1);
	assert_int_equal(dtap_intake_end(&fixture->intake, 3),
			 DTAP_INTAKE_WRONG);
	assert_true(dtap_intake_drop(&fixture->intake));
	assert_int_equal(dtap_spool_size(fixture->intake.spool), size);
	begin(fixture, DTAP_FROM_FILES, 1, 1);
	add(fixture, DTAP_PATH_CONTAINER, 1, 1);
	assert_int_equal(add(fixture, (enum dtap_path)0x0177, 2, 2),
			 DTAP_INTAKE_WRONG);
	assert_true(dtap_intake_drop(&fixture->intake));
	put(fixture, DTAP_FROM_FILES, 1, 2, 3);
	assert_string_equal(walk(fixture), "0 -1 2f ");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(fills_gaps),
		TEST(drops_doubles),
		TEST(keeps_boots_apart),
		TEST(puts_requests_where_they_were),
		TEST(drops_a_request_that_is_inside),
		TEST(fills_the_losses_of_a_file),
		TEST(leaves_out_other_times),
		TEST(takes_nothing_of_a_wrong_row),
	};

	return RUN(tests);
}
