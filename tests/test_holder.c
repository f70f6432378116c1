/* SPDX-License-Identifier: MIT */
#include "sources/diag/holder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testing.h"

static char path[] = "/tmp/test_holder-XXXXXX";

/* Another process that has the file open. */
static pid_t
hold(const char *name)
{
	int ready[2];
	char octet;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_NAME, name);
		if (open(path, O_RDONLY) >= 0 && write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	assert_int_equal(read(ready[0], &octet, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static void
release(pid_t pid)
{
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* This process has it open too, as when a driver lets both in. */
static void
another_is_found_and_not_oneself(void **state)
{
	struct dtap_holder holder;
	int fd = mkstemp(path);
	pid_t pid;

	(void)state;
	assert_true(fd >= 0);
	errno = EBUSY;
	assert_false(dtap_holder_find(&holder, -1, path));
	assert_int_equal(errno, EBUSY);
	pid = hold("other\tname");
	assert_true(dtap_holder_find(&holder, -1, path));
	assert_int_equal(holder.pid, pid);
	assert_string_equal(holder.name, "other?name");
	assert_int_equal(errno, EBUSY);
	release(pid);
	assert_false(dtap_holder_find(&holder, -1, path));
	close(fd);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_is_found_and_not_oneself),
	};

	return RUN(tests);
}
