/* SPDX-License-Identifier: MIT */
#include "archive/upload/libcurl.h"

#include "base/dynlib.h"

#define CALL(name)                                                 \
	{                                                          \
		"curl_" #name, offsetof(struct dtap_libcurl, name) \
	}

bool
dtap_libcurl_load(struct dtap_libcurl *curl)
{
	/* By whichever TLS Debian and others have built it with. */
	static const char *const names[] = {"libcurl.so.4",
					    "libcurl-gnutls.so.4", NULL};
	static const struct dtap_dynlib_call calls[] = {
		CALL(global_init),         CALL(global_cleanup),
		CALL(easy_init),           CALL(easy_cleanup),
		CALL(easy_setopt),         CALL(easy_getinfo),
		CALL(easy_strerror),       CALL(multi_init),
		CALL(multi_cleanup),       CALL(multi_add_handle),
		CALL(multi_remove_handle), CALL(multi_perform),
		CALL(multi_poll),          CALL(multi_wakeup),
		CALL(multi_info_read),     CALL(slist_append),
		CALL(slist_free_all),
	};
	static const struct dtap_dynlib library = {
		.names = names,
		.calls = calls,
		.call_count = sizeof calls / sizeof *calls,
	};

	return dtap_dynlib_load(&library, curl);
}
