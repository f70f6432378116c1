/* SPDX-License-Identifier: MIT */
/*
 * privileges.h - the user and group that the daemon changes to when its device
 * is open.
 */
#ifndef DTAP_PRIVILEGES_H
#define DTAP_PRIVILEGES_H

#include <stdbool.h>
#include <sys/types.h>

#define DTAP_IDENTITY_GROUPS 32 /* more of a user are left out */

/* The user and groups to change to.  Plain data. */
struct dtap_identity {
	bool set; /* false: nothing is changed */
	uid_t uid;
	gid_t gid;
	/* All that the user is a member of: a port that is plugged in again is
	 * opened with their rights. */
	gid_t groups[DTAP_IDENTITY_GROUPS];
	int group_count;
};

/*
 * Looks up the names.  An empty user means no change; an empty group means the
 * group of the user.  Call it early: it reads /etc/passwd and
 * /etc/group.  -1 with errno:
 * ENOENT, the user or group does not exist; EINVAL, a group without a user.
 */
int dtap_identity_find(struct dtap_identity *identity, const char *user,
		       const char *group);

/* Changes all threads, for ever.  -1 with errno. */
int dtap_identity_take(const struct dtap_identity *identity);

#endif
