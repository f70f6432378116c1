/* SPDX-License-Identifier: MIT */
/*
 * setup_archive.h - makes an archive for each tap from the configuration, with
 * the server that its captures are uploaded to.  Main thread.
 */
#ifndef DTAP_SETUP_ARCHIVE_H
#define DTAP_SETUP_ARCHIVE_H

#include "base/log.h"
#include "conf/conf.h"
#include "service/service.h"

/*
 * If archive.enabled is true, makes an archive for each tap of the service.
 * Call it before the taps start and before the daemon changes its user: it
 * reads the secret for upload.url.  *upload is what was configured of uploads.
 * False: the log says why.  Free the archives in both cases.
 */
bool dtap_setup_archives(struct dtap_service *service,
			 struct dtap_upload_options *upload,
			 const struct dtap_conf *conf,
			 const struct dtap_log *log);

/*
 * The limits in the configuration, for dtap_archive_set_limits().  False: they
 * are wrong, and the log says why.
 */
bool dtap_setup_limits(struct dtap_archive_options *limits,
		       const struct dtap_conf *conf,
		       const struct dtap_log *log);

/*
 * What the configuration says of uploads, for dtap_archive_set_upload(); its
 * secrets are read.  `before` is in force, or NULL: its secret stays if the
 * same file may not be read any more, because the daemon has changed its user.
 * No URL: nothing is uploaded.  False: something is wrong, and the log says
 * what.
 */
bool dtap_setup_upload(struct dtap_upload_options *upload,
		       const struct dtap_upload_options *before,
		       const struct dtap_conf *conf,
		       const struct dtap_log *log);

#endif
