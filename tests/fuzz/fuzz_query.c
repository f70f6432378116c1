/* SPDX-License-Identifier: MIT */
/*
 * What a request says beside its path: the query of a stream and of the list of
 * captures, a range, a capture's name, a body in pieces.
 */
#include "fuzz.h"

#include "archive/capture_name.h"
#include "http/archive/archive_api.h"
#include "http/archive/range.h"
#include "http/query.h"
#include "http/request_body.h"

static void
check_query(const char *text)
{
	static const struct dtap_query_of of[] = {
		{.form = DTAP_FORM_RAW, .snaplen = DTAP_SNAPLEN_MAX},
		{.form = DTAP_FORM_PCAP, .snaplen = DTAP_SNAPLEN_MAX},
		{.form = DTAP_FORM_PCAP, .snaplen = 4096, .packets = true},
	};

	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		struct dtap_query query;
		char why[256] = "";

		if (!dtap_query_read(&query, text, &of[i], why, sizeof why)) {
			CLAIM(why[0] != '\0');
			continue;
		}
		CLAIM(query.snaplen <= of[i].snaplen);
		CLAIM(!query.filters ||
		      (of[i].form == DTAP_FORM_PCAP && !of[i].packets));
		CLAIM((query.linktype == DTAP_LINKTYPE_RAW) <= of[i].packets);
		CLAIM(query.linktype == 0 || of[i].form == DTAP_FORM_PCAP);
	}
}

static void
check_range(const char *text)
{
	static const uint64_t sizes[] = {0, 1, 1000, UINT64_MAX};

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct dtap_range range;

		switch (dtap_range_read(&range, text, sizes[i])) {
		case DTAP_RANGE_PART:
			CLAIM(range.size > 0 && range.first < sizes[i]);
			CLAIM(range.size <= sizes[i] - range.first);
			break;
		case DTAP_RANGE_WHOLE:
			CLAIM(range.first == 0 && range.size == sizes[i]);
			break;
		case DTAP_RANGE_NONE:
			break;
		}
	}
}

/* What is a name is written as it was read. */
static void
check_name(const char *text)
{
	struct dtap_capture_name name;
	char again[DTAP_CAPTURE_NAME_ROOM];

	if (!dtap_capture_name_read(&name, text))
		return;
	CLAIM(strpbrk(text, "/\\") == NULL);
	dtap_capture_name_write(&name, again);
	CLAIM(strcmp(again, text) == 0);
}

static void
check_body(const uint8_t *data, size_t size)
{
	struct dtap_request head = {.method = DTAP_POST,
				    .announced = DTAP_REQUEST_BODY_SIZED};
	struct dtap_request_body *body;
	size_t step = size > 0 ? data[0] + (size_t)1 : 1, at = 0;

	head.body_size =
		size < DTAP_REQUEST_BODY_MAX ? size : DTAP_REQUEST_BODY_MAX;
	body = dtap_request_body_new(&head, 0);
	CLAIM(body != NULL);
	for (; at < size; at += step) {
		size_t left = size - at < step ? size - at : step;

		CLAIM(dtap_request_body_add(body, data + at, left, 1) ==
		      (at + left <= head.body_size));
		if (at + left > head.body_size)
			break;
	}
	if (at >= size && size > 0)
		CLAIM(memcmp(dtap_request_body_for(body)->body, data, size) ==
		      0);
	dtap_request_body_free(body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size);
	unsigned limit;

	check_query(text);
	check_range(text);
	check_name(text);
	dtap_archive_list_query(text, &limit);
	check_body(data, size);
	free(text);
	return 0;
}
