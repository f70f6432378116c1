/* SPDX-License-Identifier: MIT */
/*
 * delivery.h - what a message of libnats says, for device_message.h.
 *
 * It points into the message.  No state; any thread.
 */
#ifndef DTAP_HUB_DELIVERY_H
#define DTAP_HUB_DELIVERY_H

#include <nats/nats.h>

#include "fleet/ack_subject.h"
#include "fleet/device_message.h"

void dtap_hub_delivery_of(struct dtap_device_delivery *delivery,
			  natsMsg *message, const struct dtap_ack_subject *ack);

#endif
