/* SPDX-License-Identifier: MIT */
/*
 * lws_log.h - what libwebsockets says, as lines of our log.
 *
 * Clients cause most of it, so only some lines a second are written.
 */
#ifndef DTAP_LWS_LOG_H
#define DTAP_LWS_LOG_H

/* libwebsockets logs errors through us from now on. */
void dtap_lws_log_begin(void);

/* Says how many lines were left out.  On the thread that libwebsockets is on,
 * now and then. */
void dtap_lws_log_settle(void);

#endif
