/* SPDX-License-Identifier: MIT */
/*
 * What a client of the port sends, in reads of any size: the same requests are
 * taken, whole and with a right CRC, wherever it is cut; and what a web page
 * sends is seen before one of them is.
 *
 * The input is a byte, the size of the pieces; then what the client sends.
 */
#include "fuzz.h"

#include "port/request_reader.h"

struct taken {
	size_t count, bytes;
	uint32_t hash;
};

static void
take(void *arg, const uint8_t *packet, size_t size)
{
	struct taken *taken = arg;

	CLAIM(size > 0 && size <= DTAP_REQUEST_READER_MOST);
	taken->count++;
	taken->bytes += size;
	for (size_t i = 0; i < size; i++)
		taken->hash = taken->hash * 31 + packet[i];
}

static struct taken
take_hdlc(const uint8_t *data, size_t size, size_t piece)
{
	struct dtap_request_reader *reader = calloc(1, sizeof *reader);
	struct taken taken = {0};

	CLAIM(reader != NULL);
	for (size_t at = 0; at < size; at += piece) {
		size_t part = piece < size - at ? piece : size - at;
		uint8_t *copy = malloc(part);

		CLAIM(copy != NULL);
		memcpy(copy, data + at, part);
		dtap_request_reader_hdlc(reader, copy, part, take, &taken);
		free(copy);
	}
	free(reader);
	return taken;
}

/* A packet leaves nothing behind for the next one. */
static void
take_containers(const uint8_t *data, size_t size)
{
	struct dtap_request_reader *reader = calloc(1, sizeof *reader);
	struct taken one = {0}, other = {0};

	CLAIM(reader != NULL);
	dtap_request_reader_container(reader, data, size, take, &one);
	CLAIM(one.bytes <= size);
	dtap_request_reader_container(reader, data, size, take, &other);
	CLAIM(one.count == other.count && one.hash == other.hash);
	free(reader);
}

/* The answer for all of it, which is the first that is not UNSURE. */
static enum dtap_first_bytes
first_of(const uint8_t *data, size_t size, size_t piece)
{
	enum dtap_first_bytes answer = DTAP_FIRST_UNSURE;
	struct dtap_first first = {0};

	for (size_t at = 0; at < size && answer == DTAP_FIRST_UNSURE;
	     at += piece)
		answer =
			dtap_first_bytes(&first, data + at,
					 piece < size - at ? piece : size - at);
	return answer;
}

/* A method of the page's choice before what is already a web page's or not. */
static void
check_method(const uint8_t *data, size_t size, size_t piece)
{
	static const char beginning[] = "Any-method~ /";
	size_t length = sizeof beginning - 1;
	uint8_t *request = malloc(length + size);

	CLAIM(request != NULL);
	memcpy(request, beginning, length);
	memcpy(request + length, data, size);
	CLAIM(first_of(request, length + size, piece) == DTAP_FIRST_WEB);
	free(request);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct taken pieces, whole;
	size_t piece;

	if (size < 2)
		return 0;
	piece = (size_t)data[0] + 1;
	data++;
	size--;
	pieces = take_hdlc(data, size, piece);
	whole = take_hdlc(data, size, size);
	CLAIM(pieces.count == whole.count && pieces.bytes == whole.bytes &&
	      pieces.hash == whole.hash);
	CLAIM(whole.bytes <= size);
	take_containers(data, size);
	CLAIM(first_of(data, size, piece) == first_of(data, size, size));
	check_method(data, size, piece);
	return 0;
}
