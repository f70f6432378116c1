/* SPDX-License-Identifier: MIT */
#include "port/shared_masks.h"

#include <pthread.h>
#include <stdlib.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#define RADIO_HEADER 8 /* bytes of a multi-radio packet before another */
#define AT_CODE      6
#define AT_SSID      14
#define AT_LEVEL     16

struct dtap_shared_masks {
	pthread_mutex_t lock; /* guards all below */
	bool set;
	struct dtap_masks masks;
};

struct dtap_shared_masks *
dtap_shared_masks_new(void)
{
	struct dtap_shared_masks *shared = calloc(1, sizeof *shared);

	if (shared == NULL)
		return NULL;
	pthread_mutex_init(&shared->lock, NULL);
	dtap_masks_init(&shared->masks);
	return shared;
}

void
dtap_shared_masks_free(struct dtap_shared_masks *shared)
{
	if (shared == NULL)
		return;
	dtap_masks_clear(&shared->masks);
	pthread_mutex_destroy(&shared->lock);
	free(shared);
}

void
dtap_shared_masks_set(void *arg, const struct dtap_masks *masks)
{
	struct dtap_shared_masks *shared = arg;
	struct dtap_masks copy;

	dtap_masks_init(&copy);
	if (dtap_masks_add(&copy, masks) == 0) {
		pthread_mutex_lock(&shared->lock);
		dtap_masks_move(&shared->masks, &copy);
		shared->set = true;
		pthread_mutex_unlock(&shared->lock);
	}
	dtap_masks_clear(&copy);
}

/* An event report passes if any event is on: it is not taken apart. */
static bool
pass(const struct dtap_masks *masks, const uint8_t *packet, size_t size)
{
	switch (packet[0]) {
	case DTAP_OPCODE_LOG:
		return size >= AT_CODE + 2 &&
		       dtap_masks_has_log(masks, dtap_get16(packet + AT_CODE));
	case DTAP_OPCODE_EVENTS:
		return dtap_masks_has_any_event(masks);
	case DTAP_OPCODE_EXT_MESSAGE:
		return size >= AT_LEVEL + 4 &&
		       (dtap_masks_messages(masks,
					    dtap_get16(packet + AT_SSID)) &
			dtap_get32(packet + AT_LEVEL)) != 0;
	default:
		return true;
	}
}

bool
dtap_shared_masks_pass(void *arg, const uint8_t *packet, size_t size)
{
	struct dtap_shared_masks *shared = arg;
	bool passes;

	if (size > RADIO_HEADER && packet[0] == DTAP_OPCODE_MULTI_RADIO) {
		packet += RADIO_HEADER;
		size -= RADIO_HEADER;
	}
	pthread_mutex_lock(&shared->lock);
	passes = !shared->set || pass(&shared->masks, packet, size);
	pthread_mutex_unlock(&shared->lock);
	return passes;
}
