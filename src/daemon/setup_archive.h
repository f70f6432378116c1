/* SPDX-License-Identifier: MIT */
/*
 * setup_archive.h - an archive for each tap, and where its captures are
 * uploaded to, made from the configuration.
 */
#ifndef DTAP_SETUP_ARCHIVE_H
#define DTAP_SETUP_ARCHIVE_H

#include "base/log.h"
#include "conf/conf.h"
#include "service/service.h"

/*
 * Where archive.enabled says so, gives each tap that there is one.  Before the
 * taps start, with the rights that the daemon has at its start: it reads the
 * secret of upload.url.  False: said why.  Free what there is in both cases.
 */
bool dtap_setup_archives(struct dtap_service *service,
			 const struct dtap_conf *conf,
			 const struct dtap_log *log);

#endif
