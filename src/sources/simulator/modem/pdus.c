/* SPDX-License-Identifier: MIT */
#include "sources/simulator/modem/pdus.h"

const struct dtap_modem_pdu *
dtap_modem_pdu(enum dtap_modem_pdu_id id)
{
	if (id < LTE_RRC_END)
		return &dtap_modem_lte_rrc[id];
	if (id < LTE_NAS_END)
		return &dtap_modem_lte_nas[id - LTE_RRC_END];
	if (id < NR_RRC_END)
		return &dtap_modem_nr_rrc[id - LTE_NAS_END];
	return &dtap_modem_gsm[id - NR_RRC_END];
}
