/* SPDX-License-Identifier: MIT */
/*
 * answers.h - the answer of a modem to a request, as a container.
 */
#ifndef DTAP_TESTS_ANSWERS_H
#define DTAP_TESTS_ANSWERS_H

#include "device/driver.h"

/* data: the bytes of a write after its data type word. */
void answer(struct driver *driver, const uint8_t *data, size_t size);

/* Queues a packet as a container of its own. */
void give_packet(struct driver *driver, const uint8_t *packet, size_t size);

#endif
