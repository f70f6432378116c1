/* SPDX-License-Identifier: MIT */
/*
 * module.h - a driver as a character device, with our kernel module
 * (module/diag.c). It is closest to the real device.
 */
#ifndef DTAP_TESTS_MODULE_H
#define DTAP_TESTS_MODULE_H

#include "device/port.h"

/* /dev/diag.  -1 with errno: the module is not loaded, or serves another. */
int module_create(struct port *port);

/* Answers the requests on fd. */
bool module_serve(struct port *port);

#endif
