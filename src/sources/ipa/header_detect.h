/* SPDX-License-Identifier: MIT */
/*
 * header_detect.h - whether entries begin here, and of which form.
 *
 * One header proves little: what convinces is a row of entries, each of which
 * ends where the next begins, with an IP packet that agrees with its header.
 * Pure functions, any thread.
 */
#ifndef DTAP_HEADER_DETECT_H
#define DTAP_HEADER_DETECT_H

#include "sources/ipa/header_format.h"

enum dtap_ipa_header_found {
	DTAP_IPA_NO,
	DTAP_IPA_YES,
	DTAP_IPA_UNKNOWN, /* until more bytes are there */
};

/*
 * Whether entries of the form begin at data: as many in a row as it says.
 * ended: there are no more bytes, and one that ends with them will do.
 */
enum dtap_ipa_header_found dtap_ipa_header_check(
	const struct dtap_ipa_header_format *form, const uint8_t *data,
	size_t size, bool ended);

/*
 * The same of any form but qmap, whose headers prove too little, and three in a
 * row; where it is YES, *form is set.
 */
enum dtap_ipa_header_found dtap_ipa_header_detect(
	const struct dtap_ipa_header_format **form, const uint8_t *data,
	size_t size, bool ended);

#endif
