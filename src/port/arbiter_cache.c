/* SPDX-License-Identifier: MIT */
/* Ranges and build masks do not change while a modem runs. */
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "port/arbiter_private.h"

static bool
is_kept(const uint8_t *request, size_t size)
{
	if (request[0] == DTAP_OPCODE_LOG_CONFIG)
		return size == 8 && dtap_get32(request + 4) == DTAP_LOG_RANGES;
	return request[0] == DTAP_OPCODE_MESSAGE_CONFIG &&
	       ((size == 2 && request[1] == DTAP_MESSAGE_RANGES) ||
		(size == 6 && request[1] == DTAP_MESSAGE_BUILD));
}

/* Where a reply has the byte that says whether it is one. */
static bool
is_success(const uint8_t *reply, size_t size)
{
	if (reply[0] == DTAP_OPCODE_LOG_CONFIG)
		return size >= 12 && dtap_get32(reply + 8) == 0;
	if (reply[0] != DTAP_OPCODE_MESSAGE_CONFIG || size < 8)
		return false;
	return reply[reply[1] == DTAP_MESSAGE_RANGES ? 2 : 6] == 1;
}

const struct cached *
dtap_cache_find(const struct dtap_arbiter *arbiter, const uint8_t *request,
		size_t size)
{
	for (size_t i = 0; i < CACHED; i++) {
		const struct cached *cached = &arbiter->cache[i];

		if (cached->reply != NULL && cached->request_size == size &&
		    memcmp(cached->request, request, size) == 0)
			return cached;
	}
	return NULL;
}

static struct cached *
free_place(struct dtap_arbiter *arbiter)
{
	for (size_t i = 0; i < CACHED; i++)
		if (arbiter->cache[i].reply == NULL)
			return &arbiter->cache[i];
	return NULL;
}

/* What has no place is asked again. */
void
dtap_cache_keep(struct dtap_arbiter *arbiter, const uint8_t *request,
		size_t request_size, const uint8_t *reply, size_t size)
{
	struct cached *cached = free_place(arbiter);

	if (cached == NULL || !is_kept(request, request_size) ||
	    !is_success(reply, size) ||
	    dtap_cache_find(arbiter, request, request_size) != NULL)
		return;
	cached->reply = malloc(size);
	if (cached->reply == NULL)
		return;
	memcpy(cached->reply, reply, size);
	cached->size = size;
	memcpy(cached->request, request, request_size);
	cached->request_size = request_size;
}

void
dtap_cache_clear(struct dtap_arbiter *arbiter)
{
	for (size_t i = 0; i < CACHED; i++) {
		free(arbiter->cache[i].reply);
		arbiter->cache[i].reply = NULL;
	}
}
