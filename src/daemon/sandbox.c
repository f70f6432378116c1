/* SPDX-License-Identifier: MIT */
#include "daemon/sandbox.h"

#include <errno.h>
#include <stddef.h>
#include <sys/prctl.h>

#ifdef DTAP_SECCOMP

#include <seccomp.h>

/*
 * What the daemon, libwebsockets, zlib and the C library ask of the kernel once
 * all is set up.  Names that a machine lacks are passed over.  Not here:
 * execve, fork, ptrace, mount, kill of others, everything of System V.
 */
static const char *const allowed[] = {
	/* memory and threads */
	"brk",
	"mmap",
	"mmap2",
	"munmap",
	"mremap",
	"mprotect",
	"madvise",
	"clone",
	"clone3",
	"exit",
	"exit_group",
	"set_robust_list",
	"rseq",
	"futex",
	"futex_time64",
	"sched_yield",
	"gettid",
	"getpid",
	"tgkill",
	"set_tid_address",
	"membarrier",
	"sched_getaffinity",
	/* signals */
	"rt_sigaction",
	"rt_sigprocmask",
	"rt_sigreturn",
	"sigreturn",
	"sigaltstack",
	"restart_syscall",
	"signalfd4",
	"rt_sigtimedwait",
	/* time */
	"clock_gettime",
	"clock_gettime64",
	"clock_getres",
	"clock_nanosleep",
	"clock_nanosleep_time64",
	"nanosleep",
	"timer_create",
	"timer_settime",
	"timer_settime64",
	"timer_delete",
	"gettimeofday",
	"time",
	/* files and devices */
	"open",
	"openat",
	"close",
	"read",
	"readv",
	"pread64",
	"write",
	"writev",
	"pwritev",
	"fsync",
	"ftruncate",
	"ftruncate64",
	"renameat",
	"renameat2",
	"fstatfs",
	"fstatfs64",
	"utimensat",
	"utimensat_time64",
	"setpriority",
	"ioprio_set",
	"lseek",
	"_llseek",
	"fstat",
	"fstat64",
	"stat",
	"stat64",
	"lstat",
	"lstat64",
	"newfstatat",
	"fstatat64",
	"statx",
	"flock",
	"getdents64",
	"access",
	"faccessat",
	"faccessat2",
	"readlink",
	"readlinkat",
	"unlink",
	"unlinkat",
	"ioctl",
	"fcntl",
	"fcntl64",
	"dup",
	"dup2",
	"dup3",
	"pipe",
	"pipe2",
	"eventfd2",
	"getrandom",
	"uname",
	"getrlimit",
	"ugetrlimit",
	"prlimit64",
	/* sockets */
	"socket",
	"socketpair",
	"accept",
	"accept4",
	"bind",
	"listen",
	"connect",
	"shutdown",
	"getsockname",
	"getpeername",
	"getsockopt",
	"setsockopt",
	"sendto",
	"sendmsg",
	"sendfile",
	"sendfile64",
	"sendmmsg",
	"send",
	"recvfrom",
	"recvmsg",
	"recv",
	"poll",
	"ppoll",
	"ppoll_time64",
	"select",
	"_newselect",
	"pselect6",
	"epoll_create1",
	"epoll_ctl",
	"epoll_wait",
	"epoll_pwait",
	"getuid",
	"geteuid",
	"getgid",
	"getegid",
};

static int
load_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	int error = filter == NULL ? -ENOMEM : 0;

	if (error == 0)
		error = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
	for (size_t i = 0; error == 0 && i < sizeof allowed / sizeof *allowed;
	     i++) {
		int number = seccomp_syscall_resolve_name(allowed[i]);

		if (number != __NR_SCMP_ERROR)
			error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, number,
						 0);
	}
	/* Of prctl(2) a thread's name, and no more. */
	if (error == 0)
		error = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
					 SCMP_SYS(prctl), 1,
					 SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
	if (error == 0)
		error = seccomp_load(filter);
	seccomp_release(filter);
	errno = -error;
	return error == 0 ? 0 : -1;
}

#else

static int
load_filter(void)
{
	errno = ENOSYS;
	return -1;
}

#endif

int
dtap_sandbox_enter(void)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return load_filter();
}
