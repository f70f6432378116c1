/* SPDX-License-Identifier: MIT */
#include "tap/requests.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>
#include <dtap/hdlc.h>

#define HEAD 8 /* type word and token, at most */

void
dtap_requests_init(struct dtap_requests *requests)
{
	atomic_init(&requests->count, 0);
	atomic_init(&requests->session, 0);
	pthread_mutex_init(&requests->lock, NULL);
}

/* With the lock held, or by the only owner. */
static void
forget(struct dtap_requests *requests)
{
	unsigned count = atomic_exchange(&requests->count, 0);

	for (unsigned i = 0; i < count; i++)
		free(requests->queue[i]);
}

void
dtap_requests_destroy(struct dtap_requests *requests)
{
	forget(requests);
	pthread_mutex_destroy(&requests->lock);
}

static struct dtap_request *
make_request(uint32_t client, const uint8_t *packet, size_t size, bool remote)
{
	struct dtap_request *request =
		malloc(sizeof *request + HEAD + DTAP_HDLC_ROOM(size));
	size_t at = 4;

	if (request == NULL)
		return NULL;
	dtap_put32(request->bytes, DTAP_DATA);
	if (remote) {
		dtap_put32(request->bytes + at, UINT32_MAX);
		at += 4;
	}
	request->client = client;
	request->tried = 0;
	request->tries = 0;
	request->size =
		at + dtap_hdlc_encode(request->bytes + at, packet, size);
	return request;
}

/* 0, or an errno. */
static int
add(struct dtap_requests *requests, struct dtap_request *request)
{
	unsigned count = atomic_load(&requests->count);

	if (atomic_load(&requests->session) % 2 == 0)
		return ENOTCONN;
	if (count == DTAP_REQUESTS_MOST)
		return EAGAIN;
	requests->queue[count] = request;
	atomic_store(&requests->count, count + 1);
	return 0;
}

int
dtap_requests_add(struct dtap_requests *requests, uint32_t client,
		  const uint8_t *packet, size_t size, bool remote)
{
	struct dtap_request *request =
		make_request(client, packet, size, remote);
	int error;

	if (request == NULL)
		return -1;
	pthread_mutex_lock(&requests->lock);
	error = add(requests, request);
	pthread_mutex_unlock(&requests->lock);
	if (error == 0)
		return 0;
	free(request);
	errno = error;
	return -1;
}

struct dtap_request *
dtap_requests_first(struct dtap_requests *requests)
{
	struct dtap_request *first = NULL;

	/* The reader asks before each read: mostly there is none. */
	if (atomic_load_explicit(&requests->count, memory_order_relaxed) == 0)
		return NULL;
	pthread_mutex_lock(&requests->lock);
	if (atomic_load(&requests->count) > 0)
		first = requests->queue[0];
	pthread_mutex_unlock(&requests->lock);
	return first;
}

void
dtap_requests_remove(struct dtap_requests *requests, struct dtap_request *first)
{
	unsigned count;

	pthread_mutex_lock(&requests->lock);
	count = atomic_load(&requests->count) - 1;
	memmove(requests->queue, requests->queue + 1,
		count * sizeof(struct dtap_request *));
	atomic_store(&requests->count, count);
	pthread_mutex_unlock(&requests->lock);
	free(first);
}

bool
dtap_requests_set_session(struct dtap_requests *requests, uint64_t session)
{
	if (atomic_load(&requests->session) == session)
		return false;
	pthread_mutex_lock(&requests->lock);
	forget(requests);
	atomic_store(&requests->session, session);
	pthread_mutex_unlock(&requests->lock);
	return true;
}
