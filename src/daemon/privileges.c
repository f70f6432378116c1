/* SPDX-License-Identifier: MIT */
#include "daemon/privileges.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stddef.h>
#include <unistd.h>

/* The C library has no errno for an absent name. */
static int
not_found(void)
{
	if (errno == 0)
		errno = ENOENT;
	return -1;
}

static void
find_groups(struct dtap_identity *identity, const char *user)
{
	int count = DTAP_IDENTITY_GROUPS;

	getgrouplist(user, identity->gid, identity->groups, &count);
	identity->group_count =
		count < DTAP_IDENTITY_GROUPS ? count : DTAP_IDENTITY_GROUPS;
}

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
	errno = 0;
	passwd = getpwnam(user);
	if (passwd == NULL)
		return not_found();
	*identity = (struct dtap_identity){
		.set = true, .uid = passwd->pw_uid, .gid = passwd->pw_gid};
	if (group[0] != '\0') {
		errno = 0;
		entry = getgrnam(group);
		if (entry == NULL)
			return not_found();
		identity->gid = entry->gr_gid;
	}
	find_groups(identity, user);
	return 0;
}

/* The C library does each of these on every thread. */
int
dtap_identity_take(const struct dtap_identity *identity)
{
	if (!identity->set)
		return 0;
	if (geteuid() == 0 &&
	    setgroups((size_t)identity->group_count, identity->groups) < 0)
		return -1;
	if (setresgid(identity->gid, identity->gid, identity->gid) < 0)
		return -1;
	return setresuid(identity->uid, identity->uid, identity->uid);
}
