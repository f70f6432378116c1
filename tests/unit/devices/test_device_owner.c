/* SPDX-License-Identifier: MIT */
#include "devices/device_owner.h"

#include <errno.h>
#include <unistd.h>

#include "support/other_process.h"
#include "support/testing.h"

static char path[] = "/tmp/test_holder-XXXXXX";

/* This process has it open too, as when a driver lets both in. */
static void
another_owner_is_found_and_not_this_process(void **state)
{
	struct dtap_device_owner owner;
	int fd = mkstemp(path);
	pid_t pid;

	(void)state;
	assert_true(fd >= 0);
	errno = EBUSY;
	assert_false(dtap_device_owner_find(&owner, -1, path));
	assert_int_equal(errno, EBUSY);
	pid = other_process_hold(path, "other\tname", false);
	assert_true(dtap_device_owner_find(&owner, -1, path));
	assert_int_equal(owner.pid, pid);
	assert_string_equal(owner.name, "other?name");
	assert_int_equal(errno, EBUSY);
	other_process_end(pid);
	assert_false(dtap_device_owner_find(&owner, -1, path));
	close(fd);
	unlink(path);
}

static void
this_process_knows_what_it_has_open(void **state)
{
	static char own[] = "/tmp/test_holder-XXXXXX";
	struct dtap_device_owner owner;
	int fd = mkstemp(own);

	(void)state;
	assert_true(fd >= 0);
	errno = EBUSY;
	assert_true(dtap_device_owner_is_us(&owner, own));
	assert_int_equal(owner.pid, getpid());
	assert_true(owner.name[0] != '\0');
	close(fd);
	assert_false(dtap_device_owner_is_us(&owner, own));
	assert_int_equal(errno, EBUSY);
	unlink(own);
	assert_false(dtap_device_owner_is_us(&owner, "/none"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_owner_is_found_and_not_this_process),
		cmocka_unit_test(this_process_knows_what_it_has_open),
	};

	return RUN(tests);
}
