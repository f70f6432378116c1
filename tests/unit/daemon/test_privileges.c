/* SPDX-License-Identifier: MIT */
#include "daemon/privileges.h"

#include <errno.h>
#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/testing.h"

static void
a_name_that_does_not_exist_is_said(void **state)
{
	struct dtap_identity identity;

	(void)state;
	assert_int_equal(dtap_identity_find(&identity, "", ""), 0);
	assert_false(identity.set);
	assert_int_equal(dtap_identity_find(&identity, "no-such-user", ""), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(dtap_identity_find(&identity, "root", "no-such"), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(dtap_identity_find(&identity, "", "root"), -1);
	assert_int_equal(errno, EINVAL);
}

/* The group that is named is the first of all. */
static void
the_groups_of_a_user_are_found(void **state)
{
	struct dtap_identity identity;
	gid_t groups[DTAP_IDENTITY_GROUPS];
	int count = DTAP_IDENTITY_GROUPS;

	(void)state;
	assert_int_equal(dtap_identity_find(&identity, "nobody", "daemon"), 0);
	assert_int_equal(identity.gid, getgrnam("daemon")->gr_gid);
	getgrouplist("nobody", identity.gid, groups, &count);
	assert_int_equal(identity.group_count, count);
	assert_memory_equal(identity.groups, groups,
			    (size_t)count * sizeof *groups);
	assert_int_equal(identity.groups[0], identity.gid);
}

/* 0, or which thing is wrong. */
static int
change(void)
{
	static const struct dtap_identity identity = {
		.set = true,
		.uid = 65534,
		.gid = 65533,
		.groups = {65533, 20},
		.group_count = 2,
	};
	gid_t groups[DTAP_IDENTITY_GROUPS];

	if (dtap_identity_take(&identity) < 0)
		return 1;
	if (getuid() != 65534 || geteuid() != 65534 || getegid() != 65533)
		return 2;
	if (getgroups(DTAP_IDENTITY_GROUPS, groups) != 2)
		return 3;
	if (groups[0] + groups[1] != 65533 + 20)
		return 4;
	return setuid(0) == 0 ? 5 : 0;
}

static void
the_user_and_its_groups_are_taken_for_ever(void **state)
{
	pid_t pid;
	int status;

	(void)state;
	if (geteuid() != 0) {
		print_message("skipped: only root can change its user\n");
		skip();
	}
	pid = fork();
	if (pid == 0)
		_exit(change());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_that_does_not_exist_is_said),
		cmocka_unit_test(the_groups_of_a_user_are_found),
		cmocka_unit_test(the_user_and_its_groups_are_taken_for_ever),
	};

	return RUN(tests);
}
