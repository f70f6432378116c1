/* SPDX-License-Identifier: MIT */
/*
 * device_trouble.h - what a person reads if a device cannot be opened: one or
 * more sentences with the reason and the cure.  The log, the status and
 * --doctor have the same ones.
 *
 * Any thread.
 */
#ifndef DTAP_DEVICE_TROUBLE_H
#define DTAP_DEVICE_TROUBLE_H

#include <dtap/source.h>

#include "devices/device_owner.h"

/* What is to be opened, and for which key. */
struct dtap_device_wish {
	const char *path;
	const char *key;                       /* "diag.device" */
	const struct dtap_device_owner *owner; /* of EBUSY; NULL: not seen */
};

/* Of an errno of open(2); ENOTTY: it is another kind of file. */
void dtap_device_trouble(char out[DTAP_WHY_SIZE], int error,
			 const struct dtap_device_wish *wish);

/* What to do about a program that has a device: a sentence. */
const char *dtap_device_cure(const struct dtap_device_owner *owner);

#endif
