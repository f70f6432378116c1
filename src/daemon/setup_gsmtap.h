/* SPDX-License-Identifier: MIT */
/*
 * setup_gsmtap.h - makes the GSMTAP sender.  Main thread.
 */
#ifndef DTAP_SETUP_GSMTAP_H
#define DTAP_SETUP_GSMTAP_H

#include "base/log.h"
#include "conf/conf.h"
#include "service/service.h"

/*
 * After the taps.  Without gsmtap.enabled, or without a tap, there is none.
 * False: the log says what is wrong.
 */
bool dtap_setup_gsmtap(struct dtap_service *service,
		       const struct dtap_conf *conf,
		       const struct dtap_log *log);

/* After the start: where messages go, and who may read them there. */
void dtap_setup_report_gsmtap(const struct dtap_service *service,
			      const struct dtap_conf *conf,
			      const struct dtap_log *log);

#endif
