/* SPDX-License-Identifier: MIT */
#include "daemon/sandbox.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/testing.h"

#define NO_FILTER 77

/* How a process of its own ends that runs `what`, its exit status. */
static int
run(int (*what)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(what());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_FILTER) {
		print_message("skipped: no filter of system calls here\n");
		skip();
	}
	return status;
}

static void
enter(void)
{
	if (dtap_sandbox_enter() < 0)
		_exit(errno == ENOSYS ? NO_FILTER : 100);
}

static bool
is_refused(long number)
{
	errno = 0;
	return syscall(number, 0, 0, 0) == -1 && errno == ENOSYS;
}

/* A bit for each thing that is wrong. */
static int
ask(void)
{
	static const long refused[] = {SYS_execve, SYS_ptrace, SYS_mount,
				       SYS_kill,   SYS_setuid, SYS_getppid};
	int wrong = 0;

	enter();
	for (size_t i = 0; i < COUNT(refused); i++)
		wrong |= is_refused(refused[i]) ? 0 : 1 << i;
	/* The first and the last that are granted to every machine. */
	wrong |= read(-1, NULL, 0) < 0 && errno == EBADF ? 0 : 64;
	wrong |= syscall(SYS_getegid) >= 0 ? 0 : 128;
	return wrong;
}

static int
name_a_thread(void)
{
	char name[16];

	enter();
	if (pthread_setname_np(pthread_self(), "named") != 0)
		return 1;
	return prctl(PR_GET_NAME, name) == -1 && errno == ENOSYS ? 0 : 2;
}

static void
a_thread_may_get_a_name(void **state)
{
	(void)state;
	assert_int_equal(run(name_a_thread), 0);
}

static void
what_is_not_needed_is_refused(void **state)
{
	(void)state;
	assert_int_equal(run(ask), 0);
}

static int ready[2];

static void *
ask_when_told(void *arg)
{
	char byte;

	(void)arg;
	if (read(ready[0], &byte, 1) != 1 || !is_refused(SYS_getppid))
		_exit(1);
	return NULL;
}

static int
ask_from_a_thread(void)
{
	pthread_t thread;

	if (pipe(ready) < 0 ||
	    pthread_create(&thread, NULL, ask_when_told, NULL) != 0)
		return 2;
	enter();
	if (write(ready[1], "x", 1) != 1)
		return 3;
	pthread_join(thread, NULL);
	return 0;
}

static void
threads_that_were_there_before_are_in_it_too(void **state)
{
	(void)state;
	assert_int_equal(run(ask_from_a_thread), 0);
}

#ifdef __x86_64__

/* The number is that of getpid(2) there, and of writev(2) here. */
static int
ask_as_a_program_of_32_bits(void)
{
	long result;

	enter();
	__asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
	return (int)(result == getpid());
}

static void
a_call_by_another_machine_s_number_ends_it(void **state)
{
	int status = run(ask_as_a_program_of_32_bits);

	(void)state;
	/* SIGSEGV: this kernel has no such calls at all. */
	assert_true(WIFSIGNALED(status));
	assert_true(WTERMSIG(status) == SIGSYS || WTERMSIG(status) == SIGSEGV);
}

#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_needed_is_refused),
		cmocka_unit_test(a_thread_may_get_a_name),
		cmocka_unit_test(threads_that_were_there_before_are_in_it_too),
#ifdef __x86_64__
		cmocka_unit_test(a_call_by_another_machine_s_number_ends_it),
#endif
	};

	return RUN(tests);
}
