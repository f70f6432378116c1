/* SPDX-License-Identifier: MIT */
/*
 * module.h - a driver as a character device by a kernel module of ours, see
 * module/diag.c: what there is most like the real one.
 */
#ifndef DTAP_TESTS_MODULE_H
#define DTAP_TESTS_MODULE_H

#include "device/port.h"

/* /dev/diag.  -1 with errno: the module is not loaded, or serves another. */
int module_create(struct port *port);

/* Answers what came on fd. */
bool module_serve(struct port *port);

#endif
