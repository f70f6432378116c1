/* SPDX-License-Identifier: MIT */
/*
 * uplink_send.h - publishes a message or a report, with its headers and the
 * subject of its answer (docs/wire.md, "The uplink").
 *
 * No state; the thread that owns the link.
 */
#ifndef DTAP_UPLINK_SEND_H
#define DTAP_UPLINK_SEND_H

#include "nats/link.h"
#include "uplink/message_builder.h"
#include "uplink/options.h"

/* In the place of a tap, in the subject of answers to reports. */
#define DTAP_UPLINK_REPORT_TOKEN "report"

enum dtap_link_result dtap_uplink_send(
	struct dtap_link *link, const struct dtap_uplink_options *options,
	const struct dtap_fleet_name *name, const char *subject,
	const struct dtap_uplink_message *message);

/* number: of reports before it. */
enum dtap_link_result dtap_uplink_send_report(
	struct dtap_link *link, const struct dtap_uplink_options *options,
	const char *report, size_t size, uint64_t number);

/* The device leaves; nobody answers. */
void dtap_uplink_send_farewell(struct dtap_link *link,
			       const struct dtap_uplink_options *options);

#endif
