/* SPDX-License-Identifier: MIT */
/*
 * mask_request.h - requests that set or get masks, and what a modem answers.
 *
 * The layouts (u16 and u32 are little-endian; the reply behind the arrow):
 *
 *   73 pad[3] u32 0                    -> request, u32 status
 *   73 pad[3] u32 3, u32 equipment, u32 items, bits
 *                                      -> 73 pad[3] u32 3, u32 status, u32
 *                                         equipment, u32 items, bits
 *   73 pad[3] u32 4, u32 equipment     -> as for 3
 *   7D 03 u16 first, u16 last          -> request, u8 good, 0, u32 masks
 *   7D 04 u16 first, u16 last, u16 0, u32 masks
 *                                      -> the same with good, 0 for the u16
 *   7D 05 u16 0, u32 mask              -> 7D 05 good 0, u32 mask
 *   60 on                              -> 60 00 00
 *   81 pad[3]                          -> 81 u8 status, u16 0, u16 ids, bits
 *   82 pad[3] u16 ids, bits            -> as for 81
 *
 * status 0 is success; good 1 is success.  Sources: the kernel's driver
 * (drivers/char/diag/diag_masks.c), diag-router (router/common_cmds.c).
 *
 * Pure functions, any thread.
 */
#ifndef DTAP_MASK_REQUEST_H
#define DTAP_MASK_REQUEST_H

#include "port/masks.h"
#include "port/ranges.h"

/* Operations of 0x73 and of 0x7D. */
enum dtap_log_operation {
	DTAP_LOG_CLEAR = 0,
	DTAP_LOG_RANGES = 1,
	DTAP_LOG_VALID = 2,
	DTAP_LOG_SET = 3,
	DTAP_LOG_GET = 4,
};
enum dtap_message_operation {
	DTAP_MESSAGE_RANGES = 1,
	DTAP_MESSAGE_BUILD = 2,
	DTAP_MESSAGE_GET = 3,
	DTAP_MESSAGE_SET = 4,
	DTAP_MESSAGE_SET_ALL = 5,
};

enum dtap_mask_kind {
	DTAP_MASK_OTHER, /* no request that sets or gets masks */
	DTAP_MASK_GET,
	DTAP_MASK_LOGS, /* sets log masks */
	DTAP_MASK_EVENTS,
	DTAP_MASK_MESSAGES,
};

enum dtap_mask_kind dtap_mask_request_kind(const uint8_t *packet, size_t size);

/*
 * Carries out a request of any kind but OTHER on masks, as a modem with these
 * ranges would, and writes the reply to out.  Returns its size.  A request that
 * is cut short gets 0x15, one for which there is no memory 0x13; then, and with
 * a status that is no success, the masks stay.
 */
#define DTAP_MASK_REPLY_MAX 4608
size_t dtap_mask_request_run(struct dtap_masks *masks,
			     const struct dtap_ranges *ranges,
			     const uint8_t *packet, size_t size,
			     uint8_t out[DTAP_MASK_REPLY_MAX]);

/*
 * What a reply to such a request, or to 73/1 or 7d/1, says: 0 success; a
 * status, or the opcode of an error.  -1: it is cut short.
 */
int64_t dtap_mask_reply_status(const uint8_t *packet, size_t size);

/* The reply to a whole request that sets masks: the modem refuses them.
 * status: of log and event masks. */
size_t dtap_mask_request_refuse(uint32_t status, const uint8_t *packet,
				size_t size, uint8_t out[DTAP_MASK_REPLY_MAX]);

#endif
