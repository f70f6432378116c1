/* SPDX-License-Identifier: MIT */
/* page.h - the page at /, with the address under which it was asked for. */
#ifndef DTAP_PAGE_H
#define DTAP_PAGE_H

#include <stddef.h>

/*
 * The page with each "{{host}}" replaced by `host`, where that has the form of
 * a host and port, else by "HOST:PORT".  The caller frees it.  NULL: ENOMEM.
 */
char *dtap_page(const char *host, size_t *size);

#endif
