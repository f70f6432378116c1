/* SPDX-License-Identifier: MIT */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/usbdevice_fs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
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
	static const struct dtap_sandbox_options options = {0};

	if (dtap_sandbox_enter(&options) < 0)
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
system_calls_that_are_not_needed_are_refused(void **state)
{
	(void)state;
	assert_int_equal(run(ask), 0);
}

/* A system call with its arguments; number -1 ends a list. */
struct call {
	long number, arguments[6];
};

static long
make(const struct call *call)
{
	const long *a = call->arguments;

	errno = 0;
	return syscall(call->number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

/* 0, or the place of the first call that is not refused. */
static int
are_refused(const struct call *calls)
{
	enter();
	for (int i = 0; calls[i].number != -1; i++)
		if (make(&calls[i]) != -1 || errno != ENOSYS)
			return i + 1;
	return 0;
}

/* 0, or the place of the first call that is refused. */
static int
are_allowed(const struct call *calls)
{
	enter();
	for (int i = 0; calls[i].number != -1; i++)
		if (make(&calls[i]) == -1 && errno == ENOSYS)
			return i + 1;
	return 0;
}

#define END               \
	{                 \
		-1,       \
		{         \
			0 \
		}         \
	}

static int
make_processes(void)
{
	static const struct call calls[] = {
		{SYS_clone, {SIGCHLD}},
		{SYS_clone, {CLONE_VM | CLONE_VFORK | SIGCHLD}},
		{SYS_clone, {CLONE_THREAD | CLONE_NEWUSER}},
		{SYS_clone, {CLONE_NEWUSER | SIGCHLD}},
		{435 /* clone3 */, {0, 0}},
#ifdef SYS_fork
		{SYS_fork, {0}},
		{SYS_vfork, {0}},
#endif
		{SYS_unshare, {CLONE_NEWUSER}},
		{SYS_setns, {0, 0}},
		END,
	};

	return are_refused(calls);
}

static void
no_process_and_no_namespace_is_made(void **state)
{
	(void)state;
	assert_int_equal(run(make_processes), 0);
}

static void *
note_it_ran(void *arg)
{
	*(bool *)arg = true;
	return NULL;
}

static int
make_threads(void)
{
	pthread_t thread;
	bool ran = false;

	enter();
	if (pthread_create(&thread, NULL, note_it_ran, &ran) != 0)
		return 1;
	pthread_join(thread, NULL);
	return ran ? 0 : 2;
}

static void
threads_are_made(void **state)
{
	(void)state;
	assert_int_equal(run(make_threads), 0);
}

static int
signal_others(void)
{
	const struct call calls[] = {
		{SYS_kill, {getppid(), 0}},
		{SYS_tgkill, {getppid(), getppid(), 0}},
		{SYS_tkill, {getppid(), 0}},
		{SYS_rt_sigqueueinfo, {getppid(), 0, 0}},
		{SYS_rt_tgsigqueueinfo, {getppid(), getppid(), 0, 0}},
		{424 /* pidfd_send_signal */, {0, 0, 0, 0}},
		{SYS_fcntl, {0, F_SETOWN, getppid()}},
		{SYS_fcntl, {0, F_SETOWN_EX, 0}},
		{SYS_fcntl, {0, F_SETSIG, SIGUSR1}},
		{SYS_fcntl, {0, F_SETFL, O_ASYNC}},
		{SYS_fcntl, {0, F_NOTIFY, 0}},
		{SYS_fcntl, {0, F_SETLEASE, F_RDLCK}},
		{SYS_ioctl, {0, FIOASYNC, 0}},
		{SYS_ioctl, {0, FIOSETOWN, 0}},
		{SYS_ioctl, {0, SIOCSPGRP, 0}},
		{SYS_ioctl, {0, TIOCSTI, 0}},
		{SYS_ioctl, {0, TIOCSCTTY, 0}},
		END,
	};

	return are_refused(calls);
}

static void
no_other_process_gets_a_signal(void **state)
{
	(void)state;
	assert_int_equal(run(signal_others), 0);
}

static int
signal_itself(void)
{
	const struct call calls[] = {
		{SYS_tgkill, {getpid(), syscall(SYS_gettid), 0}},
		{SYS_fcntl, {0, F_DUPFD_CLOEXEC, 3}},
		{SYS_fcntl, {0, F_GETFL, 0}},
		{SYS_fcntl, {0, F_SETFL, O_NONBLOCK}},
		{SYS_ioctl, {0, 7 /* of the DIAG driver */, 0}},
		{SYS_ioctl, {0, FIONBIO, 0}},
		{SYS_ioctl, {0, TCGETS, 0}},
		END,
	};

	return are_allowed(calls);
}

static void
what_threads_and_devices_need_is_allowed(void **state)
{
	(void)state;
	assert_int_equal(run(signal_itself), 0);
}

static int
open_sockets(void)
{
	static const struct call calls[] = {
		{SYS_socket, {AF_INET, SOCK_RAW, IPPROTO_ICMP}},
		{SYS_socket, {AF_INET, SOCK_DGRAM, IPPROTO_ICMP}},
		{SYS_socket, {AF_INET6, SOCK_RAW, IPPROTO_ICMPV6}},
		{SYS_socket, {AF_INET6, SOCK_RAW | SOCK_CLOEXEC, 0}},
		{SYS_socket, {AF_PACKET, SOCK_RAW, 0}},
		{SYS_socket, {AF_PACKET, SOCK_DGRAM, 0}},
		{SYS_socket, {AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER}},
		{SYS_socket, {AF_NETLINK, SOCK_DGRAM, NETLINK_AUDIT}},
		{SYS_socket, {AF_NETLINK, SOCK_RAW, NETLINK_KOBJECT_UEVENT}},
		{SYS_socket, {AF_VSOCK, SOCK_STREAM, 0}},
		{SYS_socket, {AF_ALG, SOCK_SEQPACKET, 0}},
		{SYS_socket, {AF_BLUETOOTH, SOCK_STREAM, 0}},
		{SYS_socketpair, {AF_INET, SOCK_STREAM, 0}},
		END,
	};

	return are_refused(calls);
}

static int
open_our_sockets(void)
{
	static const struct call calls[] = {
		{SYS_socket, {AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0}},
		{SYS_socket, {AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0}},
		{SYS_socket, {AF_UNIX, SOCK_DGRAM, 0}},
		{SYS_socket,
		 {AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP}},
		{SYS_socket, {AF_INET6, SOCK_STREAM, 0}},
		{SYS_socket, {AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_UDP}},
		{SYS_socket,
		 {AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE}},
		END,
	};

	return are_allowed(calls);
}

static void
only_ordinary_sockets_are_opened(void **state)
{
	(void)state;
	assert_int_equal(run(open_sockets), 0);
	assert_int_equal(run(open_our_sockets), 0);
}

/* Where a source captures from an interface. */
static int
open_packet_sockets(void)
{
	static const struct dtap_sandbox_options options = {.packet_sockets =
								    true};
	static const struct call packet = {SYS_socket,
					   {AF_PACKET, SOCK_RAW, 0}};
	static const struct call index = {SYS_ioctl, {0, SIOCGIFINDEX, 0}};
	static const struct call raw = {SYS_socket,
					{AF_INET, SOCK_RAW, IPPROTO_ICMP}};

	if (dtap_sandbox_enter(&options) < 0)
		return errno == ENOSYS ? NO_FILTER : 100;
	if (make(&packet) == -1 && errno == ENOSYS)
		return 1;
	if (make(&index) == -1 && errno == ENOSYS)
		return 2;
	return make(&raw) == -1 && errno == ENOSYS ? 0 : 3;
}

static void
packet_sockets_are_opened_only_for_an_interface(void **state)
{
	(void)state;
	assert_int_equal(run(open_packet_sockets), 0);
}

/* Where a source reads a USB device: a bit for each thing that is wrong. */
static int
use_usb(void)
{
	static const struct dtap_sandbox_options options = {.usb = true};
	static const unsigned long allowed[] = {
		USBDEVFS_CLAIMINTERFACE, USBDEVFS_SUBMITURB,
		USBDEVFS_REAPURBNDELAY,  USBDEVFS_DISCARDURB,
		USBDEVFS_BULK,           USBDEVFS_CLEAR_HALT,
	};

	if (dtap_sandbox_enter(&options) < 0)
		return errno == ENOSYS ? NO_FILTER : 100;
	for (size_t i = 0; i < COUNT(allowed); i++) {
		const struct call call = {SYS_ioctl, {0, (long)allowed[i], 0}};

		if (make(&call) == -1 && errno == ENOSYS)
			return 1;
	}
	/* What could take a device from its driver, or reset it. */
	if (ioctl(0, USBDEVFS_RESET) != -1 || errno != ENOSYS)
		return 2;
	return ioctl(0, USBDEVFS_IOCTL, NULL) == -1 && errno == ENOSYS ? 0 : 4;
}

static int
use_usb_for_nothing(void)
{
	enter();
	return ioctl(0, USBDEVFS_SUBMITURB, NULL) == -1 && errno == ENOSYS ? 0
									   : 1;
}

static void
usb_is_used_only_for_a_usb_device(void **state)
{
	(void)state;
	assert_int_equal(run(use_usb), 0);
	assert_int_equal(run(use_usb_for_nothing), 0);
}

static bool
maps(int protection, int flags, int fd)
{
	errno = 0;
	return mmap(NULL, 4096, protection, flags, fd, 0) != MAP_FAILED ||
	       errno != ENOSYS;
}

/* A bit for each thing that is wrong. */
static int
map_memory(void)
{
	const int wx = PROT_READ | PROT_WRITE | PROT_EXEC;
	const int anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
	int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), wrong = 0;
	void *page;

	enter();
	wrong |= maps(wx, anonymous, -1) ? 1 : 0;
	wrong |= maps(PROT_READ | PROT_EXEC, anonymous, -1) ? 2 : 0;
	wrong |= maps(wx, MAP_PRIVATE, self) ? 4 : 0;
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, anonymous, -1, 0);
	wrong |= page != MAP_FAILED ? 0 : 8;
	wrong |= mprotect(page, 4096, PROT_READ | PROT_EXEC) < 0 &&
				 errno == ENOSYS
			 ? 0
			 : 16;
	wrong |= mprotect(page, 4096, PROT_READ) == 0 ? 0 : 32;
	/* As a library is loaded. */
	wrong |= maps(PROT_READ | PROT_EXEC, MAP_PRIVATE, self) ? 0 : 64;
	return wrong;
}

static void
no_memory_is_writable_and_executable(void **state)
{
	(void)state;
	assert_int_equal(run(map_memory), 0);
}

static int
change_others(void)
{
	const struct rlimit limit = {100, 100};
	const struct call calls[] = {
		{SYS_prlimit64, {getppid(), RLIMIT_NOFILE, 0, (long)&limit}},
		{SYS_prlimit64, {0, RLIMIT_NOFILE, (long)&limit, 0}},
		{SYS_setpriority, {PRIO_PROCESS, getppid(), 19}},
		{SYS_setpriority, {PRIO_USER, 0, 19}},
		{SYS_ioprio_set, {1, getppid(), 0}},
		{SYS_prctl, {PR_SET_DUMPABLE, 0}},
		{SYS_prctl, {PR_SET_PDEATHSIG, SIGTERM}},
		END,
	};

	return are_refused(calls);
}

static int
change_itself(void)
{
	struct rlimit limit;

	enter();
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 1;
	return setpriority(PRIO_PROCESS, 0, 19) == 0 ? 0 : 2;
}

static void
limits_and_priorities_of_others_cannot_be_changed(void **state)
{
	(void)state;
	assert_int_equal(run(change_others), 0);
	assert_int_equal(run(change_itself), 0);
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
threads_that_exist_already_are_in_the_sandbox(void **state)
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
a_call_by_the_number_of_another_architecture_ends_the_process(void **state)
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
		cmocka_unit_test(system_calls_that_are_not_needed_are_refused),
		cmocka_unit_test(a_thread_may_get_a_name),
		cmocka_unit_test(no_process_and_no_namespace_is_made),
		cmocka_unit_test(threads_are_made),
		cmocka_unit_test(no_other_process_gets_a_signal),
		cmocka_unit_test(what_threads_and_devices_need_is_allowed),
		cmocka_unit_test(only_ordinary_sockets_are_opened),
		cmocka_unit_test(
			packet_sockets_are_opened_only_for_an_interface),
		cmocka_unit_test(usb_is_used_only_for_a_usb_device),
		cmocka_unit_test(no_memory_is_writable_and_executable),
		cmocka_unit_test(
			limits_and_priorities_of_others_cannot_be_changed),
		cmocka_unit_test(threads_that_exist_already_are_in_the_sandbox),
#ifdef __x86_64__
		cmocka_unit_test(
			a_call_by_the_number_of_another_architecture_ends_the_process),
#endif
	};

	return RUN(tests);
}
