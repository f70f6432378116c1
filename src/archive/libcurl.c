/* SPDX-License-Identifier: MIT */
#include "archive/libcurl.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#define CALL(name)                                                 \
	{                                                          \
		"curl_" #name, offsetof(struct dtap_libcurl, name) \
	}

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
