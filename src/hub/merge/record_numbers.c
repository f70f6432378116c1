/* SPDX-License-Identifier: MIT */
#include "hub/merge/record_numbers.h"

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "sources/file/pcap_records.h"

static enum dtap_record_role
take_container(struct dtap_record_numbers *numbers)
{
	numbers->next++;
	numbers->has_begun = true;
	return DTAP_RECORD_CONTAINER;
}

/* A part has the number of its container itself. */
static enum dtap_record_role
take_part(struct dtap_record_numbers *numbers, const uint8_t *label)
{
	uint64_t number = dtap_get64(label);
	uint16_t part = dtap_get16(label + 8), parts = dtap_get16(label + 10);
	bool is_first = numbers->parts == 0;

	if (part >= parts || part != (is_first ? 0 : numbers->part) ||
	    (!is_first && parts != numbers->parts) ||
	    number != numbers->next - (is_first ? 0 : 1))
		return DTAP_RECORD_WRONG;
	numbers->part = (uint16_t)(part + 1);
	numbers->parts = numbers->part == parts ? 0 : parts;
	return is_first ? take_container(numbers) : DTAP_RECORD_PART;
}

/*
 * The source's own loss has no bytes.  One before the first container is before
 * the number that is known.
 */
static enum dtap_record_role
take_loss(struct dtap_record_numbers *numbers, const uint8_t *label)
{
	numbers->lost.containers = dtap_get64(label);
	numbers->lost.bytes = dtap_get64(label + 8);
	if (numbers->lost.bytes == 0)
		return DTAP_RECORD_OTHER;
	if (!numbers->has_begun)
		return DTAP_RECORD_LOSS;
	if (!numbers->losses_have_numbers)
		return DTAP_RECORD_OTHER;
	if (numbers->lost.containers > UINT64_MAX / 2 - numbers->next)
		return DTAP_RECORD_WRONG;
	numbers->next += numbers->lost.containers;
	return DTAP_RECORD_LOSS;
}

enum dtap_record_role
dtap_record_numbers_take(struct dtap_record_numbers *numbers,
			 const uint8_t *data, size_t size)
{
	const uint8_t *label = data + 3;
	unsigned path;

	if (!dtap_pcap_records_know(data, size) ||
	    numbers->next >= UINT64_MAX / 2)
		return DTAP_RECORD_WRONG;
	path = dtap_get16(data);
	if (path == DTAP_PATH_PART)
		return data[2] == DTAP_PART_LABEL ? take_part(numbers, label)
						  : DTAP_RECORD_WRONG;
	if (numbers->parts > 0)
		return DTAP_RECORD_WRONG;
	if (path == DTAP_PATH_REQUEST)
		return DTAP_RECORD_OTHER;
	if (path == DTAP_PATH_LOSS)
		return data[2] == DTAP_LOSS_LABEL ? take_loss(numbers, label)
						  : DTAP_RECORD_WRONG;
	return take_container(numbers);
}

bool
dtap_record_numbers_end(const struct dtap_record_numbers *numbers)
{
	return numbers->parts == 0;
}
