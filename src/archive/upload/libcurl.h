/* SPDX-License-Identifier: MIT */
/*
 * libcurl.h - the functions of libcurl that we call.  The library is loaded
 * only if something is uploaded (base/dynlib.h).
 */
#ifndef DTAP_LIBCURL_H
#define DTAP_LIBCURL_H

#include <stdbool.h>

#include <curl/curl.h>

/* These are also macros, which check types. */
#undef curl_easy_setopt
#undef curl_easy_getinfo

struct dtap_libcurl {
	__typeof__(&curl_global_init) global_init;
	__typeof__(&curl_global_cleanup) global_cleanup;
	__typeof__(&curl_easy_init) easy_init;
	__typeof__(&curl_easy_cleanup) easy_cleanup;
	__typeof__(&curl_easy_setopt) easy_setopt;
	__typeof__(&curl_easy_getinfo) easy_getinfo;
	__typeof__(&curl_easy_strerror) easy_strerror;
	__typeof__(&curl_multi_init) multi_init;
	__typeof__(&curl_multi_cleanup) multi_cleanup;
	__typeof__(&curl_multi_add_handle) multi_add_handle;
	__typeof__(&curl_multi_remove_handle) multi_remove_handle;
	__typeof__(&curl_multi_perform) multi_perform;
	__typeof__(&curl_multi_poll) multi_poll;
	__typeof__(&curl_multi_wakeup) multi_wakeup;
	__typeof__(&curl_multi_info_read) multi_info_read;
	__typeof__(&curl_slist_append) slist_append;
	__typeof__(&curl_slist_free_all) slist_free_all;
};

/*
 * Loads it for the life of the process; a second call costs nothing.  Call it
 * while the process has one thread.  False: there is none, or it is too old.
 */
bool dtap_libcurl_load(struct dtap_libcurl *curl);

#endif
