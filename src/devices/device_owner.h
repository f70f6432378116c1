/* SPDX-License-Identifier: MIT */
/*
 * device_owner.h - which other program has a device open, if this can be seen.
 */
#ifndef DTAP_DEVICE_OWNER_H
#define DTAP_DEVICE_OWNER_H

#include <stdbool.h>
#include <sys/types.h>

struct dtap_device_owner {
	pid_t pid;
	char name[32]; /* as ps -o comm has it, printable */
};

/*
 * If fd is an open DIAG device and not -1, it asks the driver.  Then it looks
 * for the path among the descriptors of all processes: the first few thousand,
 * and without privileges only those of this user.  Leaves errno as it is.
 */
bool dtap_device_owner_find(struct dtap_device_owner *owner, int fd,
			    const char *path);

/* Whether this program has it open.  Leaves errno as it is. */
bool dtap_device_owner_is_us(struct dtap_device_owner *owner, const char *path);

#endif
