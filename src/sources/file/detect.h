/* SPDX-License-Identifier: MIT */
/*
 * detect.h - which format a capture has, by its first bytes.
 *
 * Pure functions, any thread.
 */
#ifndef DTAP_DETECT_H
#define DTAP_DETECT_H

#include "sources/file/split.h"

/*
 * WHOLE: *format is set, and split->bytes bytes at the front are damage.  MORE:
 * more bytes are needed.  BROKEN: split->why says that it is no capture, and
 * split->bytes is the number of zeros at the front if a disk may have left
 * them; what follows these may be a capture.
 *
 * Containers and DLF are found behind other bytes too, HDLC frames by a correct
 * CRC, HDF by logs that are in no frame, all within the first DTAP_FRAME_MAX
 * bytes; pcap only at the front.
 */
enum dtap_split_result dtap_detect(struct dtap_split *split,
				   const struct dtap_split_input *in,
				   const struct dtap_split_format **format);

#endif
