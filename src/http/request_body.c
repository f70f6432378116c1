/* SPDX-License-Identifier: MIT */
#include "http/request_body.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define DEADLINE_S 10

struct dtap_request_body {
	struct dtap_request request;
	int64_t deadline; /* monotonic ns */
	size_t size;
	char data[DTAP_REQUEST_BODY_MAX + 1];
};

struct dtap_request_body *
dtap_request_body_new(const struct dtap_request *request, int64_t now)
{
	struct dtap_request_body *body = malloc(sizeof *body);

	if (body == NULL)
		return NULL;
	body->request = *request;
	body->deadline = now + DEADLINE_S * DTAP_NS_PER_S;
	body->size = 0;
	return body;
}

void
dtap_request_body_free(struct dtap_request_body *body)
{
	free(body);
}

size_t
dtap_request_body_left(const struct dtap_request_body *body)
{
	return body->request.body_size - body->size;
}

bool
dtap_request_body_add(struct dtap_request_body *body, const void *data,
		      size_t size, int64_t now)
{
	if (size > dtap_request_body_left(body) || now > body->deadline)
		return false;
	if (size > 0)
		memcpy(body->data + body->size, data, size);
	body->size += size;
	return true;
}

const struct dtap_request *
dtap_request_body_for(struct dtap_request_body *body)
{
	body->data[body->size] = '\0';
	body->request.body = body->data;
	body->request.body_size = body->size;
	return &body->request;
}
