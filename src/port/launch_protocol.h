/* SPDX-License-Identifier: MIT */
/*
 * launch_protocol.h - what diagtap-run and diagtapd say to each other.
 *
 * Both are of one build, but a launcher may outlive its daemon: the version is
 * checked.  A launcher connects to `port.socket`, which is SOCK_SEQPACKET, once
 * for each open of /dev/diag by its program.  The first bytes tell it from a
 * DIAG program, whose first packet begins with 20 00 00 00.  Numbers are
 * little-endian.  Every packet:
 *
 *   "DTAP-RUN"  8 bytes
 *   u8          version: 1
 *   u8          type
 *   u16         0
 *   ...         by type
 *
 * The launcher sends
 *
 *   ATTACH   u32 pid, 16 bytes of name (zero-padded), then the saved masks of
 *            dtap_masks_save(), or nothing.  With one descriptor (SCM_RIGHTS):
 *            the daemon's end of the SEQPACKET connection that the program has
 *            as /dev/diag.  The launcher keeps a copy of this end, so that the
 *            program never sees an end of file.
 *   IOCTL    u32 number, u32 argument: an ioctl of the program that means
 *            something (9 LSM_DEINIT, 33, 35, 38); there is no answer.
 *
 * The daemon answers ATTACH with ATTACHED (u32 number of the client) or REFUSED
 * (u32 errno), and sends MASKS (saved masks) whenever they have changed.  When
 * the launcher's connection ends, the client stays as long as the program has
 * its end open.  When the daemon's ends, the launcher connects again, and sends
 * ATTACH with the last masks.
 */
#ifndef DTAP_LAUNCH_PROTOCOL_H
#define DTAP_LAUNCH_PROTOCOL_H

#include "port/masks.h"

#define DTAP_LAUNCH_MAGIC   "DTAP-RUN"
#define DTAP_LAUNCH_VERSION 1
#define DTAP_LAUNCH_HEAD    12
#define DTAP_LAUNCH_NAME    16
#define DTAP_LAUNCH_MAX     (DTAP_LAUNCH_HEAD + 20 + DTAP_MASKS_SAVED_MAX)

enum dtap_launch_type {
	DTAP_LAUNCH_ATTACH = 1,
	DTAP_LAUNCH_IOCTL = 2,
	DTAP_LAUNCH_ATTACHED = 3,
	DTAP_LAUNCH_REFUSED = 4,
	DTAP_LAUNCH_MASKS = 5,
};

#endif
