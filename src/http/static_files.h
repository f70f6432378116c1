/* SPDX-License-Identifier: MIT */
/*
 * static_files.h - the browser viewer: the page at / and its files at
 * /viewer/...
 *
 * They are compiled in and are the same for everyone, so they need no token;
 * what they fetch needs it.  They are sent with gzip if the request accepts
 * that, else inflated.  So is the dissector.  On the server's thread.
 */
#ifndef DTAP_STATIC_FILES_H
#define DTAP_STATIC_FILES_H

#include "assets/assets.h"
#include "http/connection.h"
#include "http/request.h"

/* The file of a path, or NULL. */
const struct dtap_asset *dtap_static_file_find(const char *path);

/* Answers with a file, or with 304. */
enum dtap_answer dtap_static_file_answer(struct dtap_connection *connection,
					 const struct dtap_request *request,
					 const struct dtap_asset *file);

#endif
