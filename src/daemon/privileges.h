/* SPDX-License-Identifier: MIT */
/*
 * privileges.h - what the daemon gives away once its device is open.
 */
#ifndef DTAP_PRIVILEGES_H
#define DTAP_PRIVILEGES_H

#include <stdbool.h>
#include <sys/types.h>

/* Whom to become; names are looked up before anything else happens. */
struct dtap_identity {
	bool set; /* else the process stays what it is */
	uid_t uid;
	gid_t gid;
};

/*
 * "" is no change; a group that is not named is the user's own.  -1: ENOENT,
 * there is no such user or group; EINVAL: a group without a user.
 */
int dtap_identity_find(struct dtap_identity *identity, const char *user,
		       const char *group);

/* Becomes it, all threads, for good.  -1 with errno. */
int dtap_identity_take(const struct dtap_identity *identity);

#endif
