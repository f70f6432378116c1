/* SPDX-License-Identifier: MIT */
/*
 * fake_answers.h - the replies of a made-up modem, and what requests do to its
 * masks.  See fake_modem.h.
 */
#ifndef DTAP_FAKE_ANSWERS_H
#define DTAP_FAKE_ANSWERS_H

#include "support/fake_modem.h"

/* The size of the reply in out, which has room for FAKE_MODEM_REPLY_MAX. */
size_t fake_answer(struct fake_modem *modem, const uint8_t *request,
		   size_t size, uint8_t *out);

#endif
