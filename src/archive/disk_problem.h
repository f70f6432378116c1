/* SPDX-License-Identifier: MIT */
/*
 * disk_problem.h - why the disk refuses, and what to do about it.  Any thread.
 */
#ifndef DTAP_DISK_PROBLEM_H
#define DTAP_DISK_PROBLEM_H

/* A sentence for an errno of the archive; strerror(3) for others. */
const char *dtap_disk_problem(int error);

#endif
