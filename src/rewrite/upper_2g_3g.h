/* SPDX-License-Identifier: MIT */
/*
 * upper_2g_3g.h - the messages in logs of UMTS, GSM and GPRS.
 *
 * For upper_pdu.c.  Pure functions, any thread.
 */
#ifndef DTAP_UPPER_2G_3G_H
#define DTAP_UPPER_2G_3G_H

#include "rewrite/log_body.h"
#include "rewrite/upper_pdu.h"

bool dtap_upper_find_umts_rrc(struct dtap_upper_pdu *pdu,
			      const struct dtap_log_body *body);
bool dtap_upper_find_umts_nas(struct dtap_upper_pdu *pdu,
			      const struct dtap_log_body *body);
bool dtap_upper_find_gsm_rr(struct dtap_upper_pdu *pdu,
			    const struct dtap_log_body *body);
bool dtap_upper_find_gprs_mac(struct dtap_upper_pdu *pdu,
			      const struct dtap_log_body *body);
bool dtap_upper_find_gprs_gmm(struct dtap_upper_pdu *pdu,
			      const struct dtap_log_body *body);

#endif
