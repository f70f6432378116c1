/* SPDX-License-Identifier: MIT */
/*
 * setup_upload.h - where captures are uploaded to, from the configuration.
 */
#ifndef DTAP_SETUP_UPLOAD_H
#define DTAP_SETUP_UPLOAD_H

#include "archive/options.h"
#include "conf/conf.h"
#include "base/log.h"

/*
 * Fills in what upload.url and its like say, and reads the secret, with the
 * rights that the daemon has at its start.  False: said why.
 */
bool dtap_uploads_read(struct dtap_upload_options *options,
		       const struct dtap_conf *conf,
		       const struct dtap_log *log);

#endif
