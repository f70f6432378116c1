/* SPDX-License-Identifier: MIT */
#include "sources/ipa/header_detect.h"

#define GUESS_ROW 3

#define OPCODE_LOG   0x10
#define STATUS5_ONLY 30 /* the byte of its destination, which others lack */

/* Whole entries in a row at the beginning of data. */
struct row {
	unsigned entries;
	size_t size; /* bytes of these entries */
	bool broken; /* no entry follows; else the bytes end */
	bool all_logs, any_status5;
};

/* True: a whole entry follows, and is added to the row. */
static bool
take_entry(struct row *row, const struct dtap_ipa_header_format *format,
	   const uint8_t *data, size_t size)
{
	struct dtap_shape shape;
	size_t whole, packet;

	if (size < format->header)
		return false;
	row->broken = !dtap_ipa_header_read(format, data, &shape, &whole);
	packet = whole - shape.head - shape.tail;
	if (row->broken ||
	    (packet > 0 && size < format->header + DTAP_IPA_SOUND))
		return false;
	/* The first entry must have a packet: a header proves too little. */
	row->broken = packet == 0 ? row->entries == 0
				  : !dtap_ipa_packet_is_sound(
					    data + format->header, packet);
	if (row->broken || size < whole)
		return false;
	row->entries++;
	row->size += whole;
	row->all_logs = row->all_logs && data[0] == OPCODE_LOG;
	if (format->header > STATUS5_ONLY && data[STATUS5_ONLY] != 0)
		row->any_status5 = true;
	return true;
}

static enum dtap_ipa_header_found
walk(struct row *row, const struct dtap_ipa_header_format *format,
     unsigned most, const uint8_t *data, size_t size, bool ended)
{
	*row = (struct row){.all_logs = true};
	while (row->entries < most &&
	       take_entry(row, format, data + row->size, size - row->size))
		;
	if (row->entries == most)
		return DTAP_IPA_YES;
	if (!ended && !row->broken)
		return DTAP_IPA_UNKNOWN;
	return ended && row->entries > 0 && row->size == size ? DTAP_IPA_YES
							      : DTAP_IPA_NO;
}

enum dtap_ipa_header_found
dtap_ipa_header_check(const struct dtap_ipa_header_format *format,
		      const uint8_t *data, size_t size, bool ended)
{
	struct row row;

	return walk(&row, format, format->row, data, size, ended);
}

/* Formats with the same lengths; the contents of entries tell which it is. */
static const struct family {
	const char *name, *of_logs, *of_5;
} families[] = {
	{"dpl3", "dpl3", "dpl3"},
	{"status", "dpl2", "status5"},
	{"status-csum", "status-csum", "status5-csum"},
};

enum dtap_ipa_header_found
dtap_ipa_header_detect(const struct dtap_ipa_header_format **format,
		       const uint8_t *data, size_t size, bool ended)
{
	enum dtap_ipa_header_found all = DTAP_IPA_NO;

	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		const struct family *family = &families[i];
		struct row row;
		enum dtap_ipa_header_found found =
			walk(&row, dtap_ipa_header_format_find(family->name),
			     GUESS_ROW, data, size, ended);

		*format = dtap_ipa_header_format_find(
			row.all_logs      ? family->of_logs
			: row.any_status5 ? family->of_5
					  : family->name);
		if (found == DTAP_IPA_YES)
			return found;
		if (found == DTAP_IPA_UNKNOWN)
			all = found;
	}
	return all;
}
