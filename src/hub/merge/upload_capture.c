/* SPDX-License-Identifier: MIT */
#include "hub/merge/upload_capture.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "sources/file/input.h"

#define ROOM ((size_t)1 << 20) /* more than a record has */

struct capture {
	struct dtap_input *input;
	const struct dtap_upload_facts *facts;
	struct dtap_intake *intake;
	uint8_t *data;     /* ROOM bytes */
	size_t begin, end; /* of those that were read and not taken */
	uint64_t read;     /* bytes so far */
	bool has_ended;
	char *why;
};

static enum dtap_intake_result
refuse(const struct capture *capture, const char *why)
{
	snprintf(capture->why, DTAP_UPLOAD_WHY, "%s", why);
	return DTAP_INTAKE_WRONG;
}

/* Reads on, until there are `size` bytes or the input ends. */
static enum dtap_intake_result
fill(struct capture *capture, size_t size)
{
	memmove(capture->data, capture->data + capture->begin,
		capture->end - capture->begin);
	capture->end -= capture->begin;
	capture->begin = 0;
	while (capture->end < size && !capture->has_ended) {
		ssize_t got = dtap_input_read(capture->input,
					      capture->data + capture->end,
					      ROOM - capture->end);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return refuse(capture,
				      dtap_input_trouble(capture->input));
		capture->has_ended = got == 0;
		capture->end += (size_t)got;
		capture->read += (uint64_t)got;
		/* What is compressed may become very large. */
		if (capture->read > capture->facts->bytes)
			return refuse(capture, "it is longer than its sidecar "
					       "file says");
	}
	return DTAP_INTAKE_GOOD;
}

/* Bytes that are there, if `size` are. */
static enum dtap_intake_result
see(struct capture *capture, size_t size, const uint8_t **data)
{
	enum dtap_intake_result result = DTAP_INTAKE_GOOD;

	if (capture->end - capture->begin < size)
		result = fill(capture, size);
	*data = capture->end - capture->begin < size
			? NULL
			: capture->data + capture->begin;
	return result;
}

static enum dtap_intake_result
take_file_header(struct capture *capture)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER];
	const uint8_t *data;
	enum dtap_intake_result result = see(capture, sizeof header, &data);
	const size_t snaplen = 16; /* its offset */

	if (result != DTAP_INTAKE_GOOD)
		return result;
	if (data == NULL)
		return refuse(capture, "it is cut short");
	dtap_pcap_file_header(header, dtap_get32(data + snaplen));
	if (memcmp(header, data, sizeof header) != 0)
		return refuse(capture, "it is no pcap of diagtap");
	capture->begin += sizeof header;
	return DTAP_INTAKE_GOOD;
}

/* *record is empty at the end. */
static enum dtap_intake_result
next_record(struct capture *capture, struct dtap_whole_record *record)
{
	const uint8_t *data;
	size_t size;
	enum dtap_intake_result result =
		see(capture, DTAP_PCAP_RECORD_HEADER, &data);

	record->size = 0;
	if (result != DTAP_INTAKE_GOOD ||
	    (data == NULL && capture->begin == capture->end))
		return result;
	if (data == NULL)
		return refuse(capture, "it is cut short");
	size = dtap_get32(data + 8);
	if (size > DTAP_SNAPLEN_MAX || dtap_get32(data + 4) >= 1000000 ||
	    dtap_get32(data + 12) < size)
		return refuse(capture, "it is damaged");
	size += DTAP_PCAP_RECORD_HEADER;
	result = see(capture, size, &data);
	if (result != DTAP_INTAKE_GOOD)
		return result;
	if (data == NULL)
		return refuse(capture, "it is cut short");
	*record = (struct dtap_whole_record){data, size};
	capture->begin += size;
	return DTAP_INTAKE_GOOD;
}

static enum dtap_intake_result
take_records(struct capture *capture)
{
	struct dtap_whole_record record;
	enum dtap_intake_result result;

	while ((result = next_record(capture, &record)) == DTAP_INTAKE_GOOD &&
	       record.size > 0) {
		result = dtap_intake_add(capture->intake, &record);
		if (result == DTAP_INTAKE_WRONG)
			return refuse(capture, "it is damaged");
		if (result != DTAP_INTAKE_GOOD)
			return result;
	}
	return result;
}

/* All of it has come. */
static enum dtap_intake_result
end(struct capture *capture)
{
	enum dtap_intake_result result;

	if (capture->read != capture->facts->bytes)
		return refuse(capture, "it is shorter than its sidecar file "
				       "says");
	result = dtap_intake_end(capture->intake, capture->facts->next);
	if (result == DTAP_INTAKE_WRONG)
		return refuse(capture,
			      "its records are not the containers that its "
			      "sidecar file names (archive.split?)");
	return result;
}

static enum dtap_intake_result
take(struct capture *capture)
{
	const struct dtap_upload_facts *facts = capture->facts;
	enum dtap_intake_result result = take_file_header(capture);

	if (result != DTAP_INTAKE_GOOD)
		return result;
	dtap_intake_begin(capture->intake, facts->first,
			  facts->next - facts->first != facts->containers);
	result = take_records(capture);
	if (result == DTAP_INTAKE_GOOD)
		result = end(capture);
	if (result != DTAP_INTAKE_GOOD && !dtap_intake_drop(capture->intake))
		return DTAP_INTAKE_FAILED;
	return result;
}

enum dtap_intake_result
dtap_upload_capture_take(const char *path,
			 const struct dtap_upload_facts *facts,
			 struct dtap_intake *intake, char why[DTAP_UPLOAD_WHY])
{
	struct capture capture = {.facts = facts, .intake = intake, .why = why};
	enum dtap_intake_result result = DTAP_INTAKE_FAILED;

	capture.input = dtap_input_open(path);
	if (capture.input == NULL)
		return refuse(&capture, strerror(errno));
	capture.data = malloc(ROOM);
	if (capture.data != NULL)
		result = take(&capture);
	free(capture.data);
	dtap_input_close(capture.input);
	return result;
}
