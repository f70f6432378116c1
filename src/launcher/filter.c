/* SPDX-License-Identifier: MIT */
#include "launcher/filter.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "launcher/calls.h"

#define LOAD(field) \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define JUMP(how, value, yes, no) \
	BPF_JUMP(BPF_JMP | (how) | BPF_K, value, yes, no)
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)

#define MOST 32 /* instructions */

bool
dtap_filter_exists(void)
{
	/* Without a filter: EFAULT, or EINVAL from a kernel without any. */
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) < 0 &&
	       errno == EFAULT;
}

static unsigned short
compose(struct sock_filter out[MOST])
{
	struct sock_filter *at = out;

	*at++ = (struct sock_filter)LOAD(arch);
	*at++ = (struct sock_filter)JUMP(BPF_JEQ, dtap_machine.audit, 1, 0);
	/* Calls of another machine have other numbers. */
	*at++ = (struct sock_filter)RETURN(SECCOMP_RET_ERRNO | ENOSYS);
	*at++ = (struct sock_filter)LOAD(nr);
	for (size_t i = 0; i < dtap_open_call_count; i++) {
		*at++ = (struct sock_filter)JUMP(
			BPF_JEQ, (unsigned)dtap_open_calls[i].number, 0, 1);
		*at++ = (struct sock_filter)RETURN(SECCOMP_RET_TRACE);
	}
	*at++ = (struct sock_filter)JUMP(BPF_JEQ, SYS_ioctl, 1, 0);
	*at++ = (struct sock_filter)RETURN(SECCOMP_RET_ALLOW);
	*at++ = (struct sock_filter)LOAD(args[1]);
	*at++ = (struct sock_filter)JUMP(BPF_JGE, DTAP_DIAG_IOCTLS, 0, 1);
	*at++ = (struct sock_filter)RETURN(SECCOMP_RET_ALLOW);
	*at++ = (struct sock_filter)RETURN(SECCOMP_RET_TRACE);
	return (unsigned short)(at - out);
}

/* Root needs no promise; anybody else may gain no privileges any more. */
int
dtap_filter_set(void)
{
	struct sock_filter filter[MOST];
	struct sock_fprog program = {compose(filter), filter};

	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0)
		return 0;
	if (errno != EACCES || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
