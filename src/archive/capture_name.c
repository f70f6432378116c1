/* SPDX-License-Identifier: MIT */
#include "archive/capture_name.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TIME_SIZE 16 /* YYYYmmddTHHMMSSZ */
#define YEAR_9999 INT64_C(253402300799)

static const char *const kinds[DTAP_FILE_KINDS] = {
	[DTAP_FILE_PCAP] = ".pcap",         [DTAP_FILE_PCAP_GZ] = ".pcap.gz",
	[DTAP_FILE_PCAP_ZST] = ".pcap.zst", [DTAP_FILE_RAW] = ".raw",
	[DTAP_FILE_RAW_GZ] = ".raw.gz",     [DTAP_FILE_RAW_ZST] = ".raw.zst",
	[DTAP_FILE_MARK] = ".uploaded",     [DTAP_FILE_SIDECAR] = ".json",
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '.';
}

bool
dtap_capture_name_is_word(const char *word)
{
	size_t size = 0;

	while (size <= DTAP_CAPTURE_NAME_WORD && is_letter(word[size]))
		size++;
	return size <= DTAP_CAPTURE_NAME_WORD && word[size] == '\0';
}

static int64_t
clamp(int64_t time)
{
	if (time < 0)
		return 0;
	return time > YEAR_9999 ? YEAR_9999 : time;
}

void
dtap_capture_name_write(const struct dtap_capture_name *name,
			char out[DTAP_CAPTURE_NAME_ROOM])
{
	time_t time = (time_t)clamp(name->time);
	char stamp[TIME_SIZE + 1];
	struct tm tm;

	gmtime_r(&time, &tm);
	strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &tm);
	snprintf(out, DTAP_CAPTURE_NAME_ROOM, "%s-%s%s%s-%06" PRIu32 "%s%s",
		 name->tap, name->word, name->word[0] != '\0' ? "-" : "", stamp,
		 name->sequence, kinds[name->kind], name->part ? ".part" : "");
}

/* Copies what stands before a '-' to out; returns what stands behind it. */
static const char *
take_word(const char *text, char *out, size_t room)
{
	size_t size = strcspn(text, "-");

	if (text[size] == '\0' || size == 0 || size >= room)
		return NULL;
	memcpy(out, text, size);
	out[size] = '\0';
	return text + size + 1;
}

/* Reads digits from *text, at most `most` of them. */
static bool
take_number(const char **text, size_t most, uint32_t *number)
{
	size_t size = strspn(*text, "0123456789");

	if (size == 0 || size > most)
		return false;
	*number = (uint32_t)strtoul(*text, NULL, 10);
	*text += size;
	return true;
}

static bool
take_kind(struct dtap_capture_name *name, const char *text)
{
	for (int kind = 0; kind < DTAP_FILE_KINDS; kind++) {
		size_t size = strlen(kinds[kind]);

		if (strncmp(text, kinds[kind], size) != 0)
			continue;
		name->kind = (enum dtap_file_kind)kind;
		name->part = strcmp(text + size, ".part") == 0;
		if (name->part || text[size] == '\0')
			return true;
	}
	return false;
}

static bool
take_time(struct dtap_capture_name *name, const char **text)
{
	struct tm tm = {0};
	const char *end = strptime(*text, "%Y%m%dT%H%M%SZ", &tm);

	if (end == NULL || end - *text != TIME_SIZE || *end != '-')
		return false;
	name->time = timegm(&tm);
	*text = end + 1;
	return true;
}

/* What stands behind tap and word. */
static bool
take_rest(struct dtap_capture_name *name, const char *text)
{
	return take_time(name, &text) &&
	       take_number(&text, 9, &name->sequence) && take_kind(name, text);
}

bool
dtap_capture_name_read(struct dtap_capture_name *name, const char *text)
{
	const char *rest;
	char again[DTAP_CAPTURE_NAME_ROOM];

	*name = (struct dtap_capture_name){0};
	rest = take_word(text, name->tap, sizeof name->tap);
	if (rest == NULL || !dtap_capture_name_is_word(name->tap))
		return false;
	if (!take_rest(name, rest)) {
		rest = take_word(rest, name->word, sizeof name->word);
		if (rest == NULL || !dtap_capture_name_is_word(name->word) ||
		    !take_rest(name, rest))
			return false;
	}
	/* One way to write each: what is left is decided here. */
	dtap_capture_name_write(name, again);
	return strcmp(again, text) == 0;
}

void
dtap_capture_name_write_as(const struct dtap_capture_name *name,
			   enum dtap_file_kind kind, bool part,
			   char out[DTAP_CAPTURE_NAME_ROOM])
{
	struct dtap_capture_name other = *name;

	other.kind = kind;
	other.part = part;
	dtap_capture_name_write(&other, out);
}

const char *
dtap_capture_name_type(enum dtap_file_kind kind)
{
	static const char *const types[DTAP_FILE_KINDS] = {
		[DTAP_FILE_PCAP] = "application/vnd.tcpdump.pcap",
		[DTAP_FILE_PCAP_GZ] = "application/gzip",
		[DTAP_FILE_PCAP_ZST] = "application/zstd",
		[DTAP_FILE_RAW] = "application/octet-stream",
		[DTAP_FILE_RAW_GZ] = "application/gzip",
		[DTAP_FILE_RAW_ZST] = "application/zstd",
		[DTAP_FILE_MARK] = "application/octet-stream",
		[DTAP_FILE_SIDECAR] = "application/json",
	};

	return types[kind];
}

int
dtap_capture_name_order(const struct dtap_capture_name *a,
			const struct dtap_capture_name *b)
{
	int order = (a->sequence > b->sequence) - (a->sequence < b->sequence);

	if (order == 0)
		order = (a->time > b->time) - (a->time < b->time);
	return order != 0 ? order : strcmp(a->word, b->word);
}

bool
dtap_capture_name_same(const struct dtap_capture_name *a,
		       const struct dtap_capture_name *b)
{
	return dtap_capture_name_order(a, b) == 0 &&
	       strcmp(a->tap, b->tap) == 0;
}
