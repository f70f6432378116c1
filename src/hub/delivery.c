/* SPDX-License-Identifier: MIT */
#include "hub/delivery.h"

void
dtap_hub_delivery_of(struct dtap_device_delivery *delivery, natsMsg *message,
		     const struct dtap_ack_subject *ack)
{
	*delivery = (struct dtap_device_delivery){
		.subject = natsMsg_GetSubject(message),
		.payload = (const uint8_t *)natsMsg_GetData(message),
		.size = (size_t)natsMsg_GetDataLength(message),
		.arrived = ack->time,
	};
	for (int i = 0; i < DTAP_FLEET_HEADERS; i++)
		if (natsMsgHeader_Get(
			    message,
			    dtap_fleet_header_name((enum dtap_fleet_header)i),
			    &delivery->values[i]) != NATS_OK)
			delivery->values[i] = NULL;
}
