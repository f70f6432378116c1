/* SPDX-License-Identifier: MIT */
/*
 * dynlib.h - a shared library, loaded when somebody wants it.
 *
 * Most daemons neither upload nor read an interface, and the libraries for it
 * bring others along: libcurl costs 3.8 MB of memory, libpcap 1 MB.  So they
 * are not linked to, but found by their names at run time, and their calls put
 * into a struct of pointers (archive/upload/libcurl.h, sources/libpcap.h).
 */
#ifndef DTAP_DYNLIB_H
#define DTAP_DYNLIB_H

#include <stdbool.h>
#include <stddef.h>

struct dtap_dynlib_call {
	const char *name;
	size_t at; /* offset in the struct of pointers */
};

struct dtap_dynlib {
	const char *const
		*names; /* of files, best first; NULL behind the last */
	const struct dtap_dynlib_call *calls;
	size_t call_count;
};

/*
 * Loads it, for good, and fills the struct; again costs little.  From any
 * thread.  False: there is none, or it lacks a call.
 */
bool dtap_dynlib_load(const struct dtap_dynlib *library, void *pointers);

#endif
