/* SPDX-License-Identifier: MIT */
#include "support/testing.h"

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "hub/merge/record_numbers.h"

static enum dtap_record_role
take(struct dtap_record_numbers *numbers, enum dtap_path path,
     const uint8_t *label, uint8_t label_size)
{
	uint8_t data[64] = {0};

	dtap_put16(data, (uint16_t)path);
	data[2] = label_size;
	if (label_size > 0)
		memcpy(data + 3, label, label_size);
	return dtap_record_numbers_take(numbers, data,
					DTAP_PREAMBLE + label_size + 8U);
}

static enum dtap_record_role
take_part(struct dtap_record_numbers *numbers, uint64_t number, uint16_t part,
	  uint16_t parts)
{
	uint8_t label[DTAP_PART_LABEL];

	dtap_put64(label, number);
	dtap_put16(label + 8, part);
	dtap_put16(label + 10, parts);
	return take(numbers, DTAP_PATH_PART, label, sizeof label);
}

static enum dtap_record_role
take_loss(struct dtap_record_numbers *numbers, uint64_t containers,
	  uint64_t bytes)
{
	const struct dtap_amount amount = {containers, bytes};
	uint8_t label[DTAP_LOSS_LABEL];

	dtap_pcap_loss_label(label, &amount);
	return take(numbers, DTAP_PATH_LOSS, label, sizeof label);
}

static void
counts_containers_only(void **state)
{
	struct dtap_record_numbers numbers = {.next = 7};
	const uint8_t client[DTAP_REQUEST_LABEL] = {1};

	(void)state;
	assert_int_equal(take(&numbers, DTAP_PATH_CONTAINER, NULL, 0),
			 DTAP_RECORD_CONTAINER);
	assert_int_equal(
		take(&numbers, DTAP_PATH_REQUEST, client, sizeof client),
		DTAP_RECORD_OTHER);
	assert_int_equal(numbers.next, 8);
	assert_int_equal(take(&numbers, (enum dtap_path)0x0177, NULL, 0),
			 DTAP_RECORD_WRONG);
}

static void
counts_a_container_in_parts_once(void **state)
{
	struct dtap_record_numbers numbers = {.next = 7};

	(void)state;
	assert_int_equal(take_part(&numbers, 7, 0, 3), DTAP_RECORD_CONTAINER);
	assert_int_equal(take_part(&numbers, 7, 1, 3), DTAP_RECORD_PART);
	assert_false(dtap_record_numbers_end(&numbers));
	assert_int_equal(take_part(&numbers, 7, 2, 3), DTAP_RECORD_PART);
	assert_true(dtap_record_numbers_end(&numbers));
	assert_int_equal(numbers.next, 8);
	assert_int_equal(take_part(&numbers, 8, 0, 1), DTAP_RECORD_CONTAINER);
	assert_int_equal(numbers.next, 9);
}

static void
refuses_parts_that_do_not_fit(void **state)
{
	static const struct {
		uint64_t number;
		uint16_t part, parts;
	} wrong[] = {{8, 1, 3}, {7, 2, 3}, {7, 1, 4}, {7, 0, 3}, {7, 3, 3}};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct dtap_record_numbers numbers = {.next = 7};

		take_part(&numbers, 7, 0, 3);
		assert_int_equal(take_part(&numbers, wrong[i].number,
					   wrong[i].part, wrong[i].parts),
				 DTAP_RECORD_WRONG);
	}
	for (size_t i = 0; i < 2; i++) {
		struct dtap_record_numbers numbers = {.next = 7};

		if (i == 0)
			take_part(&numbers, 7, 0, 3);
		else /* the number of another container */
			assert_int_equal(take_part(&numbers, 6, 0, 3),
					 DTAP_RECORD_WRONG);
		if (i == 0)
			assert_int_equal(
				take(&numbers, DTAP_PATH_CONTAINER, NULL, 0),
				DTAP_RECORD_WRONG);
	}
}

static void
goes_on_behind_a_loss(void **state)
{
	struct dtap_record_numbers numbers = {.next = 7,
					      .losses_have_numbers = true};

	(void)state;
	/* Before the first one: it is before 7. */
	assert_int_equal(take_loss(&numbers, 5, 100), DTAP_RECORD_LOSS);
	assert_int_equal(take(&numbers, DTAP_PATH_CONTAINER, NULL, 0),
			 DTAP_RECORD_CONTAINER);
	assert_int_equal(take_loss(&numbers, 5, 100), DTAP_RECORD_LOSS);
	assert_int_equal(numbers.next, 13);
	assert_int_equal(numbers.lost.bytes, 100);
	/* The source's own. */
	assert_int_equal(take_loss(&numbers, 5, 0), DTAP_RECORD_OTHER);
	assert_int_equal(numbers.next, 13);
	assert_int_equal(take_loss(&numbers, UINT64_MAX / 2, 1),
			 DTAP_RECORD_WRONG);
	numbers.losses_have_numbers = false;
	assert_int_equal(take_loss(&numbers, 5, 100), DTAP_RECORD_OTHER);
	assert_int_equal(numbers.next, 13);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_containers_only),
		cmocka_unit_test(counts_a_container_in_parts_once),
		cmocka_unit_test(refuses_parts_that_do_not_fit),
		cmocka_unit_test(goes_on_behind_a_loss),
	};

	return RUN(tests);
}
