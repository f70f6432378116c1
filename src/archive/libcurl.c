/* SPDX-License-Identifier: MIT */
#include "archive/libcurl.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

bool
dtap_libcurl_load(struct dtap_libcurl *curl)
{
	/* By whichever TLS Debian and others have built it with. */
	static const char *const names[] = {"libcurl.so.4",
					    "libcurl-gnutls.so.4"};
	static const struct {
		const char *name;
		size_t at;
	} calls[] = {
		{"curl_global_init",
		 offsetof(struct dtap_libcurl, global_init)},
		{"curl_global_cleanup",
		 offsetof(struct dtap_libcurl, global_cleanup)},
		{"curl_easy_init", offsetof(struct dtap_libcurl, easy_init)},
		{"curl_easy_cleanup",
		 offsetof(struct dtap_libcurl, easy_cleanup)},
		{"curl_easy_setopt",
		 offsetof(struct dtap_libcurl, easy_setopt)},
		{"curl_easy_getinfo",
		 offsetof(struct dtap_libcurl, easy_getinfo)},
		{"curl_easy_strerror",
		 offsetof(struct dtap_libcurl, easy_strerror)},
		{"curl_multi_init", offsetof(struct dtap_libcurl, multi_init)},
		{"curl_multi_cleanup",
		 offsetof(struct dtap_libcurl, multi_cleanup)},
		{"curl_multi_add_handle",
		 offsetof(struct dtap_libcurl, multi_add_handle)},
		{"curl_multi_remove_handle",
		 offsetof(struct dtap_libcurl, multi_remove_handle)},
		{"curl_multi_perform",
		 offsetof(struct dtap_libcurl, multi_perform)},
		{"curl_multi_poll", offsetof(struct dtap_libcurl, multi_poll)},
		{"curl_multi_wakeup",
		 offsetof(struct dtap_libcurl, multi_wakeup)},
		{"curl_multi_info_read",
		 offsetof(struct dtap_libcurl, multi_info_read)},
		{"curl_slist_append",
		 offsetof(struct dtap_libcurl, slist_append)},
		{"curl_slist_free_all",
		 offsetof(struct dtap_libcurl, slist_free_all)},
	};
	void *library = NULL;

	for (size_t i = 0; library == NULL && i < sizeof names / sizeof *names;
	     i++)
		library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		return false;
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		void *address = dlsym(library, calls[i].name);

		if (address == NULL)
			return false;
		memcpy((char *)curl + calls[i].at, &address, sizeof address);
	}
	return true;
}
