/* SPDX-License-Identifier: MIT */
/*
 * monitor.h - how three drivers of the IPA monitor answer a read, as in their
 * sources.  They differ if the data does not fit.
 */
#ifndef DTAP_TESTS_MONITOR_H
#define DTAP_TESTS_MONITOR_H

#include "device/driver.h"

/* "whole", "split" or "discard"; DRIVER_DIAG for any other word. */
enum driver_monitor monitor_of(const char *name);

/* As driver_take(), for a monitor. */
struct driver_item monitor_take(struct driver *driver, size_t room);

#endif
