/* SPDX-License-Identifier: MIT */
/*
 * unpcap: reads our pcap from standard input and writes its containers, as the
 * raw stream has them.
 *
 * Exit status 1: it is cut, or has a loss record.
 */
#include <stdbool.h>
#include <stdio.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#define AT_SIZE   8
#define AT_A_SIZE 2

static uint8_t record[DTAP_SNAPLEN_MAX];

static bool
is_container(uint16_t path)
{
	return path == DTAP_PATH_CONTAINER || path == DTAP_PATH_PART ||
	       path == DTAP_PATH_STRAY;
}

static bool
put(const uint8_t *data, size_t size)
{
	return fwrite(data, 1, size, stdout) == size;
}

/* A record without its header. */
static bool
pass_on(const uint8_t *data, size_t size)
{
	uint16_t path = dtap_get16(data);
	size_t a_size = data[AT_A_SIZE], head = DTAP_PREAMBLE + a_size;
	const uint8_t *a = data + AT_A_SIZE + 1, *b = a + a_size;

	if (path == DTAP_PATH_LOSS || head > size || head + *b > size)
		return false;
	head += *b;
	/* Status header, packet, and the padding in b after the form. */
	if (path == DTAP_PATH_ENTRY)
		return *b > 0 && put(a, a_size) &&
		       put(data + head, size - head) &&
		       put(b + 2, *b - (size_t)1);
	return !is_container(path) || put(data + head, size - head);
}

int
main(void)
{
	uint8_t head[DTAP_PCAP_FILE_HEADER];
	size_t size;

	if (fread(head, DTAP_PCAP_FILE_HEADER, 1, stdin) != 1)
		return 1;
	while (fread(head, DTAP_PCAP_RECORD_HEADER, 1, stdin) == 1) {
		size = dtap_get32(head + AT_SIZE);
		if (size < DTAP_PREAMBLE || size > sizeof record ||
		    fread(record, size, 1, stdin) != 1 ||
		    !pass_on(record, size))
			return 1;
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
