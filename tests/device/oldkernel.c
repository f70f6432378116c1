/* SPDX-License-Identifier: MIT */
/*
 * oldkernel COMMAND...
 *
 * Runs a program as on Linux 3.18: newer system calls return ENOSYS, newer
 * socket options ENOPROTOOPT.  Exit status 77: this kernel or machine cannot
 * filter.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
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
static int
is_old(void)
{
	return syscall(SYS_statx, -1, "", 0, 0, NULL) < 0 && errno == ENOSYS &&
	       syscall(SYS_close_range, ~0U, ~0U, 0) < 0 && errno == ENOSYS;
}

#endif

int
main(int argc, char **argv)
{
#ifdef MACHINE
	/* clang-format off */
	struct sock_filter filter[] = {
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
	/* clang-format on */
	struct sock_fprog program = {sizeof filter / sizeof *filter, filter};

	if (argc < 2)
		return 2;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0) {
		perror("oldkernel");
		return 77;
	}
	if (!is_old()) {
		fputs("oldkernel: later calls are there\n", stderr);
		return 1;
	}
	execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 127;
#else
	(void)argc, (void)argv;
	fputs("oldkernel: not for this machine\n", stderr);
	return 77;
#endif
}
