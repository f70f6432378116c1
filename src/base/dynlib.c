/* SPDX-License-Identifier: MIT */
#include "base/dynlib.h"

#include <dlfcn.h>
#include <string.h>

bool
dtap_dynlib_load(const struct dtap_dynlib *library, void *pointers)
{
	void *handle = NULL;

	for (size_t i = 0; handle == NULL && library->names[i] != NULL; i++)
		handle = dlopen(library->names[i], RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL)
		return false;
	for (size_t i = 0; i < library->call_count; i++) {
		const struct dtap_dynlib_call *call = &library->calls[i];
		void *address = dlsym(handle, call->name);

		if (address == NULL)
			return false;
		memcpy((char *)pointers + call->at, &address, sizeof address);
	}
	return true;
}
