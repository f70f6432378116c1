/* SPDX-License-Identifier: MIT */
/*
 * attachment.h - one /dev/diag that the program has open: its descriptors, its
 * masks, and what it tells diagtapd.
 *
 * Used by attachments.c only, which decides when.
 */
#ifndef DTAP_ATTACHMENT_H
#define DTAP_ATTACHMENT_H

#include <sys/types.h>

#include "launcher/messages.h"

struct dtap_attachment {
	int device; /* the daemon's end */
	int daemon; /* the connection to diagtapd; -1: there is none */
	pid_t process;
	pid_t thread; /* that opens it; 0: it is open */
	ino_t inode;  /* of the program's end */
	char name[DTAP_LAUNCH_NAME];
	bool left;     /* its process is not traced */
	bool attached; /* diagtapd has answered, this time */
	bool lost;     /* diagtapd has gone, and the user knows */
	uint8_t *masks;
	size_t masks_size;
	int64_t due;   /* of an answer, or the next try to connect */
	int64_t pause; /* before that try, ns */
};

/* Takes over both descriptors.  NULL: ENOMEM, and both are closed. */
struct dtap_attachment *dtap_attachment_new(int device, int daemon,
					    pid_t process, pid_t thread,
					    ino_t inode);
void dtap_attachment_free(struct dtap_attachment *one);

/* The connection to diagtapd ends, if there is one. */
void dtap_attachment_disconnect(struct dtap_attachment *one);

/* Sends a packet, with the daemon's end.  False: diagtapd has gone. */
bool dtap_attachment_send_attach(const struct dtap_attachment *one,
				 uint8_t packet[DTAP_LAUNCH_MAX]);
bool dtap_attachment_send_ioctl(const struct dtap_attachment *one,
				uint8_t packet[DTAP_LAUNCH_MAX],
				uint32_t number, uint32_t argument);

/* Copies the masks of a packet MASKS.  False: ENOMEM, and nothing changed. */
bool dtap_attachment_keep_masks(struct dtap_attachment *one,
				const struct dtap_message *message);

#endif
