/* SPDX-License-Identifier: MIT */
/*
 * qmdl2_head.h - the head of QMDL2: u32 its length, u8 1, u8 data type (0:
 * packets without HDLC, 1: HDLC), u32 number of GUIDs, then 16 bytes each
 * (struct of CLD_diag_parser.h of Qualcomm's cnss_diag).
 *
 * It is in front of files, and of what a program sends that sends such a file.
 * Pure functions, any thread.
 */
#ifndef DTAP_QMDL2_HEAD_H
#define DTAP_QMDL2_HEAD_H

#include <stddef.h>
#include <stdint.h>

/* Bytes that tell the size; the GUIDs are behind them. */
#define DTAP_QMDL2_FIXED 10

/* More bytes are needed to tell. */
#define DTAP_QMDL2_MORE SIZE_MAX

/* Bytes of the head at the front of data, of which GUIDs may still be missing;
 * 0: there is none. */
size_t dtap_qmdl2_head_size(const uint8_t *data, size_t size);

#endif
