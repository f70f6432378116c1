/* SPDX-License-Identifier: MIT */
/*
 * header_detect.h - whether entries begin here, and in which format.
 *
 * One header proves little.  The proof is several entries in a row: each ends
 * where the next begins, and its IP packet agrees with its header.
 * Pure functions, any thread.
 */
#ifndef DTAP_HEADER_DETECT_H
#define DTAP_HEADER_DETECT_H

#include "sources/ipa/header_format.h"

enum dtap_ipa_header_found {
	DTAP_IPA_NO,
	DTAP_IPA_YES,
	DTAP_IPA_UNKNOWN, /* more bytes are needed */
};

/*
 * Whether entries of this format begin at data: format->row of them.
 * ended: there are no more bytes; then fewer are enough, if the last of them
 * ends with the bytes.
 */
enum dtap_ipa_header_found dtap_ipa_header_check(
	const struct dtap_ipa_header_format *format, const uint8_t *data,
	size_t size, bool ended);

/*
 * The same for all formats except qmap, whose headers prove too little, with
 * three entries in a row.  If it returns YES, *format is set.
 */
enum dtap_ipa_header_found dtap_ipa_header_detect(
	const struct dtap_ipa_header_format **format, const uint8_t *data,
	size_t size, bool ended);

#endif
