/* SPDX-License-Identifier: MIT */
#include "base/sandbox.h"

#include <errno.h>
#include <stddef.h>
#include <sys/prctl.h>

#ifdef DTAP_SECCOMP

#include <asm/termbits.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/usbdevice_fs.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * The calls that the programs, their libraries and the C library make when all
 * is set up, with any arguments.  Names that a machine does not have are
 * ignored. Not here: execve, fork, ptrace, mount, kill, namespaces, all of
 * System V.
 */
static const char *const allowed[] = {
	/* memory and threads */
	"brk",
	"munmap",
	"mremap",
	"madvise",
	"exit",
	"exit_group",
	"set_robust_list",
	"rseq",
	"futex",
	"futex_time64",
	"sched_yield",
	"gettid",
	"getpid",
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
	/* sockets */
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

/* Of IOPRIO_WHO_PROCESS; the C library has no header for it. */
#define WHO_PROCESS 1

/* All namespaces that clone(2) can make. */
#define NAMESPACES                                                     \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | \
	 CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

#define TYPE    0xf        /* of socket(2), without its flags */
#define INT     0xffffffff /* of an argument: what the kernel looks at */
#define OWN_PID 0xffffffff /* stands for getpid() in the table */
#define HAS(number, value)                             \
	{                                              \
		number, SCMP_CMP_MASKED_EQ, INT, value \
	}
#define BITS(number, mask, value)                       \
	{                                               \
		number, SCMP_CMP_MASKED_EQ, mask, value \
	}

struct rule {
	const char *call;
	unsigned count;
	struct scmp_arg_cmp arguments[3];
};

/* Calls that are allowed with these arguments; rules for one call add up. */
static const struct rule rules[] = {
	/* A thread, and no process.  (clone3(2), whose flags a filter cannot
	 * see, is refused: then the C library calls clone(2).) */
	{"clone", 1, {BITS(0, CLONE_THREAD | NAMESPACES, CLONE_THREAD)}},
	{"tgkill", 1, {HAS(0, OWN_PID)}},
	{"prctl", 1, {HAS(0, PR_SET_NAME)}},
	{"prlimit64", 2, {HAS(0, 0), {2, SCMP_CMP_EQ, 0, 0}}},
	{"setpriority", 2, {HAS(0, PRIO_PROCESS), HAS(1, 0)}},
	{"ioprio_set", 2, {HAS(0, WHO_PROCESS), HAS(1, 0)}},

	/* Memory is never writable and executable; code is mapped from files.
	 */
	{"mmap", 1, {BITS(2, PROT_EXEC, 0)}},
	{"mmap",
	 2,
	 {BITS(2, PROT_WRITE | PROT_EXEC, PROT_EXEC),
	  BITS(3, MAP_ANONYMOUS, 0)}},
	{"mmap2", 1, {BITS(2, PROT_EXEC, 0)}},
	{"mmap2",
	 2,
	 {BITS(2, PROT_WRITE | PROT_EXEC, PROT_EXEC),
	  BITS(3, MAP_ANONYMOUS, 0)}},
	{"mprotect", 1, {BITS(2, PROT_EXEC, 0)}},

	/* No signals to an owner: F_SETOWN, F_SETSIG, O_ASYNC. */
	{"fcntl", 1, {HAS(1, F_DUPFD)}},
	{"fcntl", 1, {HAS(1, F_DUPFD_CLOEXEC)}},
	{"fcntl", 1, {HAS(1, F_GETFD)}},
	{"fcntl", 1, {HAS(1, F_SETFD)}},
	{"fcntl", 1, {HAS(1, F_GETFL)}},
	{"fcntl", 2, {HAS(1, F_SETFL), BITS(2, O_ASYNC, 0)}},
	{"fcntl64", 1, {HAS(1, F_DUPFD)}},
	{"fcntl64", 1, {HAS(1, F_DUPFD_CLOEXEC)}},
	{"fcntl64", 1, {HAS(1, F_GETFD)}},
	{"fcntl64", 1, {HAS(1, F_SETFD)}},
	{"fcntl64", 1, {HAS(1, F_GETFL)}},
	{"fcntl64", 2, {HAS(1, F_SETFL), BITS(2, O_ASYNC, 0)}},

	/* The DIAG driver has small numbers; then serial ports and sockets. */
	{"ioctl", 1, {{1, SCMP_CMP_LT, 0x100, 0}}},
	{"ioctl", 1, {HAS(1, TCGETS)}},
	{"ioctl", 1, {HAS(1, TCSETS)}},
	{"ioctl", 1, {HAS(1, TCSETSW)}},
	{"ioctl", 1, {HAS(1, TCSETSF)}},
#ifdef TCGETS2
	{"ioctl", 1, {HAS(1, TCGETS2)}},
	{"ioctl", 1, {HAS(1, TCSETS2)}},
	{"ioctl", 1, {HAS(1, TCSETSW2)}},
	{"ioctl", 1, {HAS(1, TCSETSF2)}},
#endif
	{"ioctl", 1, {HAS(1, TCFLSH)}},
	{"ioctl", 1, {HAS(1, TIOCGWINSZ)}},
	{"ioctl", 1, {HAS(1, FIONBIO)}},
	{"ioctl", 1, {HAS(1, FIONREAD)}},

	{"socketpair", 1, {HAS(0, AF_UNIX)}},
	{"socket", 2, {HAS(0, AF_UNIX), BITS(1, TYPE, SOCK_STREAM)}},
	{"socket", 2, {HAS(0, AF_UNIX), BITS(1, TYPE, SOCK_DGRAM)}},
	{"socket", 2, {HAS(0, AF_UNIX), BITS(1, TYPE, SOCK_SEQPACKET)}},
	{"socket", 3, {HAS(0, AF_INET), BITS(1, TYPE, SOCK_STREAM), HAS(2, 0)}},
	{"socket",
	 3,
	 {HAS(0, AF_INET), BITS(1, TYPE, SOCK_STREAM), HAS(2, IPPROTO_TCP)}},
	{"socket", 3, {HAS(0, AF_INET), BITS(1, TYPE, SOCK_DGRAM), HAS(2, 0)}},
	{"socket",
	 3,
	 {HAS(0, AF_INET), BITS(1, TYPE, SOCK_DGRAM), HAS(2, IPPROTO_UDP)}},
	{"socket",
	 3,
	 {HAS(0, AF_INET6), BITS(1, TYPE, SOCK_STREAM), HAS(2, 0)}},
	{"socket",
	 3,
	 {HAS(0, AF_INET6), BITS(1, TYPE, SOCK_STREAM), HAS(2, IPPROTO_TCP)}},
	{"socket", 3, {HAS(0, AF_INET6), BITS(1, TYPE, SOCK_DGRAM), HAS(2, 0)}},
	{"socket",
	 3,
	 {HAS(0, AF_INET6), BITS(1, TYPE, SOCK_DGRAM), HAS(2, IPPROTO_UDP)}},
	/* getifaddrs(3) and getaddrinfo(3): NETLINK_ROUTE is 0. */
	{"socket", 2, {HAS(0, AF_NETLINK), HAS(2, 0)}},
};

/* In addition, if a source captures from a network interface. */
static const struct rule packet_rules[] = {
	{"socket", 1, {HAS(0, AF_PACKET)}},
	{"ioctl", 1, {HAS(1, SIOCGIFNAME)}},
	{"ioctl", 1, {HAS(1, SIOCGIFINDEX)}},
	{"ioctl", 1, {HAS(1, SIOCGIFFLAGS)}},
	{"ioctl", 1, {HAS(1, SIOCGIFHWADDR)}},
	{"ioctl", 1, {HAS(1, SIOCGIFMTU)}},
	{"ioctl", 1, {HAS(1, SIOCETHTOOL)}},
	{"ioctl", 1, {HAS(1, SIOCGSTAMP)}},
};

/* In addition, if a source reads a USB device. */
static const struct rule usb_rules[] = {
	{"ioctl", 1, {HAS(1, USBDEVFS_CLAIMINTERFACE)}},
	{"ioctl", 1, {HAS(1, USBDEVFS_SUBMITURB)}},
	{"ioctl", 1, {HAS(1, USBDEVFS_REAPURBNDELAY)}},
	{"ioctl", 1, {HAS(1, USBDEVFS_DISCARDURB)}},
	{"ioctl", 1, {HAS(1, USBDEVFS_BULK)}},
	{"ioctl", 1, {HAS(1, USBDEVFS_CLEAR_HALT)}},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* 0, or a negative errno. */
static int
allow(scmp_filter_ctx filter, const struct rule *rule)
{
	int number = seccomp_syscall_resolve_name(rule->call);
	struct scmp_arg_cmp arguments[3];

	if (number == __NR_SCMP_ERROR)
		return 0;
	for (unsigned i = 0; i < rule->count; i++) {
		arguments[i] = rule->arguments[i];
		if (arguments[i].op == SCMP_CMP_MASKED_EQ &&
		    arguments[i].datum_b == OWN_PID)
			arguments[i].datum_b = (scmp_datum_t)getpid();
	}
	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number,
				      rule->count, arguments);
}

static int
allow_all(scmp_filter_ctx filter, const struct rule *table, size_t count)
{
	int error = 0;

	for (size_t i = 0; error == 0 && i < count; i++)
		error = allow(filter, &table[i]);
	return error;
}

/* 0, or a negative errno. */
static int
fill(scmp_filter_ctx filter, const struct dtap_sandbox_options *options)
{
	int error = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);

	for (size_t i = 0; error == 0 && i < COUNT(allowed); i++)
		error = allow(filter, &(struct rule){.call = allowed[i]});
	if (error == 0)
		error = allow_all(filter, rules, COUNT(rules));
	if (error == 0 && options->packet_sockets)
		error = allow_all(filter, packet_rules, COUNT(packet_rules));
	if (error == 0 && options->usb)
		error = allow_all(filter, usb_rules, COUNT(usb_rules));
	return error;
}

static int
load_filter(const struct dtap_sandbox_options *options)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	int error = filter == NULL ? -ENOMEM : fill(filter, options);

	if (error == 0)
		error = seccomp_load(filter);
	seccomp_release(filter);
	errno = -error;
	return error == 0 ? 0 : -1;
}

/* A filter at address 0 is refused: EFAULT, where the kernel knows filters. */
bool
dtap_sandbox_is_possible(void)
{
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) < 0 &&
	       errno == EFAULT;
}

#else

bool
dtap_sandbox_is_possible(void)
{
	return false;
}

static int
load_filter(const struct dtap_sandbox_options *options)
{
	(void)options;
	errno = ENOSYS;
	return -1;
}

#endif

int
dtap_sandbox_enter(const struct dtap_sandbox_options *options)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return load_filter(options);
}
