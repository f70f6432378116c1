/* SPDX-License-Identifier: MIT */
#include "uplink/uplink_send.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SUBJECT_ROOM 192
#define HEADERS      (1 + DTAP_FLEET_HEADERS)

struct headers {
	struct dtap_link_header list[HEADERS];
	size_t count;
	char id[DTAP_FLEET_ID_ROOM];
	char values[DTAP_FLEET_HEADERS][DTAP_FLEET_VALUE_ROOM];
};

static void
make_headers(struct headers *headers, const struct dtap_fleet_name *name,
	     const struct dtap_fleet_message *head)
{
	dtap_fleet_id_write(name, head, headers->id);
	headers->list[0] =
		(struct dtap_link_header){DTAP_FLEET_ID, headers->id};
	headers->count = 1;
	for (unsigned i = 0; i < DTAP_FLEET_HEADERS; i++) {
		enum dtap_fleet_header header = (enum dtap_fleet_header)i;

		if (dtap_fleet_header_write(head, header, headers->values[i]))
			headers->list[headers->count++] =
				(struct dtap_link_header){
					dtap_fleet_header_name(header),
					headers->values[i]};
	}
}

static void
write_reply(char out[SUBJECT_ROOM], const struct dtap_uplink_options *options,
	    const char *what, uint64_t number)
{
	snprintf(out, SUBJECT_ROOM, "%s.%s.%" PRIu64, options->link.inbox, what,
		 number);
}

enum dtap_link_result
dtap_uplink_send(struct dtap_link *link,
		 const struct dtap_uplink_options *options,
		 const struct dtap_fleet_name *name, const char *subject,
		 const struct dtap_uplink_message *message)
{
	char reply[SUBJECT_ROOM];
	struct headers headers;

	make_headers(&headers, name, &message->head);
	write_reply(reply, options, name->tap, message->head.seq);
	return link->publish(link, &(struct dtap_link_message){
					   .subject = subject,
					   .reply = reply,
					   .headers = headers.list,
					   .header_count = headers.count,
					   .data = message->data,
					   .size = message->size,
				   });
}

static void
write_key(char out[SUBJECT_ROOM], const struct dtap_uplink_options *options)
{
	struct dtap_fleet_name name = {.tap = ""};
	char key[DTAP_FLEET_KEY_ROOM];

	strcpy(name.group, options->identity->group);
	strcpy(name.device, options->identity->device);
	dtap_fleet_key_write(&name, key);
	snprintf(out, SUBJECT_ROOM, DTAP_FLEET_KEY_PREFIX "%s", key);
}

enum dtap_link_result
dtap_uplink_send_report(struct dtap_link *link,
			const struct dtap_uplink_options *options,
			const char *report, size_t size, uint64_t number)
{
	char reply[SUBJECT_ROOM], subject[SUBJECT_ROOM];

	write_key(subject, options);
	write_reply(reply, options, DTAP_UPLINK_REPORT_TOKEN, number);
	return link->publish(link, &(struct dtap_link_message){
					   .subject = subject,
					   .reply = reply,
					   .data = (const uint8_t *)report,
					   .size = size,
				   });
}

void
dtap_uplink_send_farewell(struct dtap_link *link,
			  const struct dtap_uplink_options *options)
{
	static const struct dtap_link_header deleted = {"KV-Operation", "DEL"};
	char subject[SUBJECT_ROOM];

	write_key(subject, options);
	link->publish(link, &(struct dtap_link_message){
				    .subject = subject,
				    .headers = &deleted,
				    .header_count = 1,
				    .data = (const uint8_t *)"",
			    });
}
