/* SPDX-License-Identifier: MIT */
#include "daemon/privileges.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stddef.h>
#include <unistd.h>

int
dtap_identity_find(struct dtap_identity *identity, const char *user,
		   const char *group)
{
	const struct passwd *passwd;
	const struct group *entry;

	*identity = (struct dtap_identity){0};
	if (user[0] == '\0') {
		errno = EINVAL;
		return group[0] == '\0' ? 0 : -1;
	}
	errno = ENOENT;
	passwd = getpwnam(user);
	if (passwd == NULL)
		return -1;
	*identity =
		(struct dtap_identity){true, passwd->pw_uid, passwd->pw_gid};
	if (group[0] == '\0')
		return 0;
	errno = ENOENT;
	entry = getgrnam(group);
	if (entry == NULL)
		return -1;
	identity->gid = entry->gr_gid;
	return 0;
}

/* The C library does each of these on every thread. */
int
dtap_identity_take(const struct dtap_identity *identity)
{
	if (!identity->set)
		return 0;
	if (geteuid() == 0 && setgroups(0, NULL) < 0)
		return -1;
	if (setresgid(identity->gid, identity->gid, identity->gid) < 0)
		return -1;
	return setresuid(identity->uid, identity->uid, identity->uid);
}
