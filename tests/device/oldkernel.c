/* SPDX-License-Identifier: MIT */
/*
 * oldkernel [--bare] COMMAND...
 *
 * Runs a program as on Linux 3.18: newer system calls return ENOSYS, newer
 * socket options ENOPROTOOPT, newer requests of ptrace(2) EIO.  --bare: the
 * kernel also lacks what it can be configured without: seccomp filters (EINVAL)
 * and process_vm_readv(2) (ENOSYS).  Exit status 77: this kernel or machine
 * cannot filter.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The last call of 3.18 is bpf(2). */
#if defined(__x86_64__)
#define LAST_CALL 321
#define MACHINE   AUDIT_ARCH_X86_64
#elif defined(__arm__)
#define LAST_CALL 386
#define MACHINE   AUDIT_ARCH_ARM
#endif
#define ARM_PRIVATE        0xeffff /* higher numbers are not newer calls */
#define LAST_SOCKET_OPTION 48      /* SO_BPF_EXTENSIONS */
#define LAST_TCP_OPTION    25      /* TCP_NOTSENT_LOWAT */
#define GET_SYSCALL_INFO   0x420e  /* PTRACE_GET_SYSCALL_INFO, of 5.3 */
#define LAST_PTRACE        0x420b  /* PTRACE_SETSIGMASK */

#define LOAD(field) \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IF_EQUAL(value, yes, no) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define IF_ABOVE(value, yes, no) \
	BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, value, yes, no)
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)
#define ALLOW         RETURN(SECCOMP_RET_ALLOW)
#define FAIL(error)   RETURN(SECCOMP_RET_ERRNO | (error))

#ifdef MACHINE

/* A filter without effect would let every test pass. */
static bool
is_old(void)
{
	return syscall(SYS_statx, -1, "", 0, 0, NULL) < 0 && errno == ENOSYS &&
	       syscall(SYS_close_range, ~0U, ~0U, 0) < 0 && errno == ENOSYS &&
	       syscall(SYS_ptrace, GET_SYSCALL_INFO, 0, 0, 0) < 0 &&
	       errno == EIO;
}

static bool
lacks_filters(void)
{
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) < 0 &&
	       errno == EINVAL &&
	       syscall(SYS_process_vm_readv, 0, NULL, 0, NULL, 0, 0) < 0 &&
	       errno == ENOSYS;
}

#endif

#ifdef MACHINE

/* clang-format off */
static struct sock_filter as_3_18[] = {
	LOAD(arch), IF_EQUAL(MACHINE, 1, 0), ALLOW,
	LOAD(nr), IF_ABOVE(ARM_PRIVATE, 3, 0),
	IF_ABOVE(LAST_CALL, 0, 1), FAIL(ENOSYS),
	IF_EQUAL(SYS_setsockopt, 1, 0), ALLOW,
	LOAD(args[1]), IF_EQUAL(SOL_SOCKET, 2, 0),
	IF_EQUAL(IPPROTO_TCP, 4, 0), ALLOW,
	LOAD(args[2]), IF_ABOVE(LAST_SOCKET_OPTION, 3, 0), ALLOW,
	LOAD(args[2]), IF_ABOVE(LAST_TCP_OPTION, 0, 1),
	FAIL(ENOPROTOOPT), ALLOW,
};

static struct sock_filter ptrace_as_3_18[] = {
	LOAD(nr), IF_EQUAL(SYS_ptrace, 1, 0), ALLOW,
	LOAD(args[0]), IF_ABOVE(LAST_PTRACE, 0, 1), FAIL(EIO), ALLOW,
};

/* The last one: it lets no other filter in. */
static struct sock_filter bare[] = {
	LOAD(nr), IF_EQUAL(SYS_process_vm_readv, 1, 0),
	IF_EQUAL(SYS_process_vm_writev, 0, 1), FAIL(ENOSYS),
	IF_EQUAL(SYS_seccomp, 0, 1), FAIL(ENOSYS),
	IF_EQUAL(SYS_prctl, 1, 0), ALLOW,
	LOAD(args[0]), IF_EQUAL(PR_SET_SECCOMP, 1, 0),
	IF_EQUAL(PR_GET_SECCOMP, 0, 1), FAIL(EINVAL), ALLOW,
};
/* clang-format on */

static bool
set(struct sock_filter *filter, size_t size)
{
	struct sock_fprog program = {size / sizeof *filter, filter};

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static int
run(char **argv, bool is_bare)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    !set(as_3_18, sizeof as_3_18) ||
	    !set(ptrace_as_3_18, sizeof ptrace_as_3_18) ||
	    (is_bare && !set(bare, sizeof bare))) {
		perror("oldkernel");
		return 77;
	}
	if (!is_old() || (is_bare && !lacks_filters())) {
		fputs("oldkernel: later calls are there\n", stderr);
		return 1;
	}
	execvp(argv[0], argv);
	perror(argv[0]);
	return 127;
}

#else

static int
run(char **argv, bool is_bare)
{
	(void)argv, (void)is_bare;
	fputs("oldkernel: not for this machine\n", stderr);
	return 77;
}

#endif

int
main(int argc, char **argv)
{
	bool is_bare = argc > 1 && strcmp(argv[1], "--bare") == 0;

	if (argc < 2 + is_bare)
		return 2;
	return run(argv + 1 + is_bare, is_bare);
}
