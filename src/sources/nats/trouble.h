/* SPDX-License-Identifier: MIT */
/*
 * trouble.h - what is wrong with the server of a source "nats", in words for
 * the person who runs it.  A table; any thread.
 */
#ifndef DTAP_NATS_TROUBLE_H
#define DTAP_NATS_TROUBLE_H

#include "nats/link.h"

/* Behind those of enum dtap_link_result, which are troubles too. */
enum dtap_nats_trouble {
	DTAP_TROUBLE_NO_STREAM = DTAP_LINK_RESULTS,
	DTAP_TROUBLE_REFUSED,    /* it makes no consumer */
	DTAP_TROUBLE_FORGOTTEN,  /* it has forgotten the consumer */
	DTAP_TROUBLE_NEW_STREAM, /* it counts from 1 again */
	DTAP_NATS_TROUBLES
};

/* A sentence without a full stop: what it is, and what to do. */
const char *dtap_nats_trouble_text(unsigned trouble);

#endif
