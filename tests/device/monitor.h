/* SPDX-License-Identifier: MIT */
/*
 * monitor.h - how drivers of IPA's monitor answer a read, as read in their
 * source: with what is queued, but each in its own way where it does not fit.
 */
#ifndef DTAP_TESTS_MONITOR_H
#define DTAP_TESTS_MONITOR_H

#include "device/driver.h"

/* "whole", "split" or "discard"; DRIVER_DIAG for any other word. */
enum driver_monitor monitor_of(const char *name);

/* As driver_take(), of a driver that is a monitor. */
struct driver_item monitor_take(struct driver *driver, size_t room);

#endif
