/* SPDX-License-Identifier: MIT */
/*
 * sandbox.h - the system calls that the daemon keeps once its device is open.
 */
#ifndef DTAP_SANDBOX_H
#define DTAP_SANDBOX_H

/*
 * No new privileges by execve(2), and a filter that refuses (ENOSYS) every
 * system call but those that the daemon needs; all threads, for good.  -1 with
 * errno: ENOSYS, this build or this kernel has no such filter.
 */
int dtap_sandbox_enter(void);

#endif
