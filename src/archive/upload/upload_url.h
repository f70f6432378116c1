/* SPDX-License-Identifier: MIT */
/*
 * upload_url.h - which URLs captures can be uploaded to.  Pure, any thread.
 */
#ifndef DTAP_UPLOAD_URL_H
#define DTAP_UPLOAD_URL_H

#include <stdbool.h>

/* The URL is of a folder, http or https, without user, query and fragment. */
bool dtap_upload_url_is_valid(const char *url);

#endif
