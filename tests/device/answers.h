/* SPDX-License-Identifier: MIT */
/*
 * answers.h - what a modem answers to a request, in a container of its own.
 */
#ifndef DTAP_TESTS_ANSWERS_H
#define DTAP_TESTS_ANSWERS_H

#include "device/driver.h"

/* data is what a write had behind its data type word. */
void answer(struct driver *driver, const uint8_t *data, size_t size);

#endif
