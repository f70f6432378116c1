/* SPDX-License-Identifier: MIT */
/*
 * hide.h - makes sure that a program cannot open the real /dev/diag.
 *
 * The calling process gets mounts of its own, in which /dev/diag is on a mount
 * without devices (nodev), so that an open that nobody turns into another one
 * fails with EACCES.  This is for what tracing cannot see: a way to open files
 * that we do not know, or a moment in which nobody traces the program.
 *
 * It needs root (CAP_SYS_ADMIN).  Mounts that the program makes later are its
 * own; those that others make reach it.
 */
#ifndef DTAP_HIDE_H
#define DTAP_HIDE_H

/*
 * 0: it cannot be opened, or there is none, or this user could not open it
 * anyway.  -1 with errno: it can be opened.
 */
int dtap_hide_device(void);

#endif
