/* SPDX-License-Identifier: MIT */
/*
 * diagtapd_site.h - the table of diagtapd's paths: who answers which request.
 */
#ifndef DTAP_DIAGTAPD_SITE_H
#define DTAP_DIAGTAPD_SITE_H

#include "http/handlers.h"

/* The service outlives the site. */
struct dtap_site dtap_diagtapd_site(const struct dtap_service *service);

#endif
