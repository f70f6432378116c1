/* SPDX-License-Identifier: MIT */
#include "privileges.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>

#include <asm/unistd.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <unistd.h>

/* Numbers are a machine's own: a program of another kind is not let through. */
#if defined(__x86_64__) && !defined(__ILP32__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined(__ARM_EABI__) && defined(__ARMEL__)
#define MACHINE AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#endif

#if defined(DTAP_SANDBOX) && defined(MACHINE)

/*
 * What the daemon, libwebsockets, zlib and the C library ask of the kernel once
 * all is set up.  Not here: execve, fork, ptrace, mount, kill of others,
 * everything of System V.  A number is looked for from the top, so what streams
 * ask all the time comes first, and what only some machines have last.
 */
static const unsigned allowed[] = {
	__NR_read,
	__NR_sendmsg,
	__NR_futex,
	__NR_epoll_pwait,
	__NR_write,
	__NR_ppoll,
	__NR_recvfrom,
#ifdef __NR_open /* and what else has a newer form */
	__NR_open,
	__NR_stat,
	__NR_lstat,
	__NR_access,
	__NR_readlink,
	__NR_unlink,
	__NR_dup2,
	__NR_pipe,
	__NR_poll,
	__NR_epoll_wait,
#endif
	/* memory and threads */
	__NR_brk,
	__NR_munmap,
	__NR_mremap,
	__NR_mprotect,
	__NR_madvise,
	__NR_clone,
	__NR_clone3,
	__NR_exit,
	__NR_exit_group,
	__NR_set_robust_list,
	__NR_rseq,
	__NR_sched_yield,
	__NR_gettid,
	__NR_getpid,
	__NR_tgkill,
	__NR_set_tid_address,
	__NR_membarrier,
	__NR_sched_getaffinity,
	/* signals */
	__NR_rt_sigaction,
	__NR_rt_sigprocmask,
	__NR_rt_sigreturn,
	__NR_sigaltstack,
	__NR_restart_syscall,
	__NR_signalfd4,
	__NR_rt_sigtimedwait,
	/* time */
	__NR_clock_gettime,
	__NR_clock_getres,
	__NR_clock_nanosleep,
	__NR_nanosleep,
	__NR_timer_create,
	__NR_timer_settime,
	__NR_timer_delete,
	__NR_gettimeofday,
	/* files and devices */
	__NR_openat,
	__NR_close,
	__NR_readv,
	__NR_pread64,
	__NR_writev,
	__NR_pwritev,
	__NR_fsync,
	__NR_ftruncate,
	__NR_renameat2,
	__NR_fstatfs,
	__NR_utimensat,
	__NR_setpriority,
	__NR_ioprio_set,
	__NR_lseek,
	__NR_fstat,
	__NR_statx,
	__NR_flock,
	__NR_getdents64,
	__NR_faccessat,
	__NR_faccessat2,
	__NR_readlinkat,
	__NR_unlinkat,
	__NR_ioctl,
	__NR_fcntl,
	__NR_dup,
	__NR_dup3,
	__NR_pipe2,
	__NR_eventfd2,
	__NR_getrandom,
	__NR_uname,
	__NR_prlimit64,
	/* sockets */
	__NR_socket,
	__NR_socketpair,
	__NR_accept,
	__NR_accept4,
	__NR_bind,
	__NR_listen,
	__NR_connect,
	__NR_shutdown,
	__NR_getsockname,
	__NR_getpeername,
	__NR_getsockopt,
	__NR_setsockopt,
	__NR_sendto,
	__NR_sendfile,
	__NR_sendmmsg,
	__NR_recvmsg,
	__NR_pselect6,
	__NR_epoll_create1,
	__NR_epoll_ctl,
	__NR_getuid,
	__NR_geteuid,
	__NR_getgid,
	__NR_getegid,
#ifdef __NR_mmap2 /* 32 bits */
	__NR_mmap2,
	__NR_sigreturn,
	__NR_ftruncate64,
	__NR_fstatfs64,
	__NR__llseek,
	__NR_fstat64,
	__NR_stat64,
	__NR_lstat64,
	__NR_fstatat64,
	__NR_fcntl64,
	__NR_sendfile64,
	__NR_ugetrlimit,
	__NR__newselect,
#endif
#ifdef __NR_futex_time64
	__NR_futex_time64,
	__NR_clock_gettime64,
	__NR_clock_nanosleep_time64,
	__NR_timer_settime64,
	__NR_utimensat_time64,
	__NR_ppoll_time64,
#endif
#ifdef __NR_mmap
	__NR_mmap,
#endif
#ifdef __NR_time
	__NR_time,
#endif
#ifdef __NR_select
	__NR_select,
#endif
#ifdef __NR_getrlimit
	__NR_getrlimit,
#endif
#ifdef __NR_renameat
	__NR_renameat,
#endif
#ifdef __NR_newfstatat
	__NR_newfstatat,
#endif
#ifdef __NR_send
	__NR_send,
	__NR_recv,
#endif
};

#define CALLS (sizeof allowed / sizeof *allowed)
_Static_assert(CALLS <= UINT8_MAX, "a jump of the filter goes no further");

/* The checks of each call, what is before them, and the two answers. */
#define BEFORE 4
#define LENGTH (BEFORE + CALLS + 2)

#define LOAD(field) \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IF_EQUAL(value, yes, no) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)

static void
write_filter(struct sock_filter filter[LENGTH])
{
	const struct sock_filter before[BEFORE] = {
		LOAD(arch),
		IF_EQUAL(MACHINE, 1, 0),
		RETURN(SECCOMP_RET_KILL),
		LOAD(nr),
	};
	const struct sock_filter after[] = {
		RETURN(SECCOMP_RET_ERRNO | ENOSYS),
		RETURN(SECCOMP_RET_ALLOW),
	};

	memcpy(filter, before, sizeof before);
	filter += BEFORE;
	for (size_t i = 0; i < CALLS; i++)
		filter[i] = (struct sock_filter)IF_EQUAL(
			allowed[i], (uint8_t)(CALLS - i), 0);
	memcpy(filter + CALLS, after, sizeof after);
}

/* From Linux 3.17 on; for all threads, or none. */
static int
load_filter(void)
{
	struct sock_filter filter[LENGTH];
	struct sock_fprog program = {LENGTH, filter};
	long result;

	write_filter(filter);
	result = syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER,
			 SECCOMP_FILTER_FLAG_TSYNC, &program);
	if (result > 0) /* a thread that has a filter of its own */
		errno = ECANCELED;
	return result == 0 ? 0 : -1;
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
