/* SPDX-License-Identifier: MIT */
/*
 * other_process.h - another process that has a file or a port open.
 */
#ifndef DTAP_TESTS_OTHER_PROCESS_H
#define DTAP_TESTS_OTHER_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

/* Starts a process with that name.  On return it has the file open, and locked
 * if `locks`. */
pid_t other_process_hold(const char *path, const char *name, bool locks);
void other_process_end(pid_t pid);

#endif
