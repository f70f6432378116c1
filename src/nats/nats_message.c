/* SPDX-License-Identifier: MIT */
#include "nats/nats_message.h"

#include <limits.h>
#include <string.h>

static const char *
header_of(const struct dtap_link_delivery *delivery, const char *name)
{
	const struct dtap_received *received =
		(const struct dtap_received *)delivery;
	const char *value = NULL;

	received->nats->header_get(received->message, name, &value);
	return value;
}

/* An answer has the subject INBOX.TOKEN.  NULL: it is none. */
static const char *
token_of(const char *subject, const char *inbox)
{
	size_t prefix = strlen(inbox);

	if (strncmp(subject, inbox, prefix) != 0 || subject[prefix] != '.')
		return NULL;
	return subject + prefix + 1;
}

void
dtap_received_read(struct dtap_received *received,
		   const struct dtap_libnats *nats, natsMsg *message,
		   const char *inbox)
{
	const char *subject = nats->message_subject(message);

	*received = (struct dtap_received){
		.delivery = {.subject = subject,
			     .token = token_of(subject, inbox),
			     .reply = nats->message_reply(message),
			     .data = nats->message_data(message),
			     .size = (size_t)nats->message_size(message),
			     .no_responder =
				     nats->message_is_no_responders(message),
			     .header = header_of},
		.nats = nats,
		.message = message,
	};
}

natsStatus
dtap_nats_message_make(const struct dtap_libnats *nats,
		       const struct dtap_link_message *message, natsMsg **made)
{
	natsStatus status;

	*made = NULL;
	if (message->size > INT_MAX)
		return NATS_MAX_PAYLOAD;
	status = nats->message_create(made, message->subject, message->reply,
				      (const char *)message->data,
				      (int)message->size);
	for (size_t i = 0; status == NATS_OK && i < message->header_count; i++)
		status = nats->header_set(*made, message->headers[i].name,
					  message->headers[i].value);
	return status;
}
