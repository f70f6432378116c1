/* SPDX-License-Identifier: MIT */
/*
 * setup_archive.h - an archive for each tap, made from the configuration.
 */
#ifndef DTAP_SETUP_ARCHIVE_H
#define DTAP_SETUP_ARCHIVE_H

#include "conf/conf.h"
#include "http/service.h"

/*
 * Where archive.enabled says so, gives each tap that there is one.  Before the
 * taps start.  False: said why.  Free what there is in both cases.
 */
bool dtap_archives_make(struct dtap_service *service,
			const struct dtap_conf *conf,
			const struct dtap_log *log);

/* Before the taps are freed. */
void dtap_archives_free(struct dtap_service *service);

/* With the rights that the daemon keeps.  -1 with errno. */
int dtap_archives_start(struct dtap_service *service);

/* After the taps have stopped. */
void dtap_archives_stop(struct dtap_service *service);

#endif
